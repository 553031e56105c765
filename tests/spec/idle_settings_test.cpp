// What a spec sets although nothing reads it (S013), and values that a service would refuse after half of the stack was
// made (S004): each with a relative that is right. Two tables, hence the length.
#include <catch2/catch.hpp>

#include "vend/aws/names.hpp"
#include "vend/document/reader.hpp"
#include "vend/model/platform.hpp"
#include "vend/spec/presets.hpp"
#include "vend/spec/reader.hpp"

namespace vend {
namespace {

support::Diagnostics found_in(const std::string& text) {
  support::Diagnostics out;
  const std::optional<document::Node> root = document::read_document(text, "s.yml", out);
  REQUIRE(root);
  spec::read(*root, "s.yml", out);
  return out;
}

// "CODE path" of each finding, with a line.
std::string told(const std::string& text) {
  std::string all;
  for (const support::Diagnostic& one : found_in(text)) {
    CHECK(one.location.line > 0);
    all += (all.empty() ? "" : ", ") + one.code + " " + one.path;
  }
  return all;
}

const std::string linux = "platform: amazon-linux-2023\n";
const std::string fixed = "platform: amazon-linux-2023\nfixed: true\n";

std::string metric(const std::string& what) { return linux + "scaling: [{metric: {" + what + "}, out: {at: 5}}]\n"; }

std::string volume(const std::string& one, const std::string& platform = "amazon-linux-2023") {
  return "platform: " + platform + "\ndocker: {volumes: ['" + one + "']}\n";
}

}  // namespace

TEST_CASE("a setting that another one makes idle is told, and only then", "[idle]") {
  struct Row {
    std::string text, path;
  };
  const Row idle[] = {
      {linux + "executor: shell\ndocker: {image: ruby}\n", "docker.image"},
      {linux + "executor: shell\ndocker: {volumes: [/cache]}\n", "docker.volumes"},
      {linux + "executor: shell\ndocker: {pull_policy: never}\n", "docker.pull_policy"},
      {linux + "executor: shell\ndocker: {registry_mirror: 'https://m.example.com'}\n", "docker.registry_mirror"},
      {linux + "executor: shell\ndocker: {privileged: true}\n", "docker.privileged"},
      {"platform: windows-2022\ndocker: {privileged: true}\n", "docker.privileged"},
      {linux + "update: {min_healthy_percentage: 80}\n", "update.min_healthy_percentage"},
      {linux + "update: {type: replace, max_healthy_percentage: 150}\n", "update.max_healthy_percentage"},
      {linux + "update: {type: refresh, min_in_service: 0}\n", "update.min_in_service"},
      {fixed + "update: {type: replace, max_batch_size: 3}\n", "update.max_batch_size"},
      {fixed + "cache: {bucket: a-bucket, expiration_days: 3}\n", "cache.expiration_days"},
      {linux + "fixed: [cache.bucket]\ncache: {bucket: none, shared: true}\n", "cache.shared"},
      {fixed + "cache: {bucket: none, kms_key: 'arn:aws:kms:eu-west-1:123456789012:key/a'}\n", "cache.kms_key"},
      {fixed + "logs: {enabled: false, retention_days: 7}\n", "logs.retention_days"},
      {fixed + "logs: {enabled: false, kms_key: 'arn:aws:kms:eu-west-1:123456789012:key/a'}\n", "logs.kms_key"},
      {linux + "alarms: {below_desired: 20m}\n", "alarms.below_desired"},
      {linux + "alarms: {no_jobs: 20m}\n", "alarms.no_jobs"},
      {linux + "alarms: {boot: 20m}\n", "alarms.boot"},
      {linux + "alarms: {drain: 20m}\n", "alarms.drain"},
      {linux + "alarms: {topic: 'arn:aws:sns:eu-west-1:123456789012:t', drain: 5h}\nhooks: {drain_limit: 4h}\n",
       "alarms.drain"},
      {linux + "proxy: {no_proxy: .example.com}\n", "proxy.no_proxy"},
      {linux + "proxy: {jobs: false}\n", "proxy.jobs"},
      {fixed + "script: {sha256: " + std::string(64, 'a') + "}\n", "script.sha256"},
      {fixed + "spot: {strategy: lowest-price}\n", "spot.strategy"},
      {fixed + "spot: {capacity_rebalance: false}\n", "spot.capacity_rebalance"},
      {fixed + "spot: {on_demand_base: 2}\n", "spot.on_demand_base"},
      {fixed + "monitor_interval: 0\nhooks: {drain_limit: 2h}\n", "hooks.drain_limit"},
      {linux + "size: {max: 4}\nspot: {on_demand_percentage: 0, on_demand_base: 4, fallback: {max: 2}}\n",
       "spot.fallback"},
      {fixed + "size: {max: 4}\nspot: {on_demand_percentage: 50, on_demand_base: 6}\n", "spot.on_demand_percentage"},
      {fixed + "size: {min: 2, desired: 2, max: 2}\nscaling: [{metric: cpu, target: 50}]\n", "scaling"},
      {fixed + "image: ami-0123456789abcdef0\nimage_parameter: /golden\n", "image_parameter"},
  };
  for (const Row& row : idle) {
    INFO(row.text);
    CHECK(told(row.text) == "S013 " + row.path);
  }
  const std::string right[] = {
      linux + "docker: {image: ruby, volumes: [/cache], pull_policy: never}\n",
      linux + "update: {type: refresh, min_healthy_percentage: 80}\n",
      linux + "update: {type: replace, max_batch_size: 3}\n",  // the form offers rolling
      linux + "cache: {bucket: none, shared: true}\n",         // the form may name a bucket
      fixed + "cache: {bucket: a-bucket, shared: true}\n",
      fixed + "cache: {bucket: none, shared: true}\nask: [cache.bucket]\n",
      linux + "logs: {enabled: false, retention_days: 7}\n",
      fixed + "logs: {retention_days: 0}\n",
      linux + "alarms: {drain: 20m}\nask: [alarms.topic]\n",
      linux + "alarms: {topic: 'arn:aws:sns:eu-west-1:123456789012:t', drain: 3h}\nhooks: {drain_limit: 4h}\n",
      linux + "proxy: {no_proxy: .example.com}\nask: [proxy]\n",
      "proxy: {no_proxy: .example.com}\n",  // the full template asks for it
      linux + "spot: {strategy: lowest-price}\n",
      fixed + "spot: {strategy: lowest-price, on_demand_percentage: 50}\n",
      linux + "monitor_interval: 0\nhooks: {drain_limit: 2h}\n",
      linux + "image_parameter: /golden\n",
      fixed + "size: {max: 4}\nspot: {on_demand_percentage: 0, on_demand_base: 3, fallback: {max: 2}}\n",
      // A schedule makes the group larger, or the form may.
      fixed +
          "size: {max: 4}\nspot: {on_demand_percentage: 0, on_demand_base: 4, fallback: {max: 2}}\n"
          "schedules: [{at: '0 7 * * *', max: 6}]\n",
      linux + "size: {max: 4}\nspot: {on_demand_percentage: 50, on_demand_base: 4}\n",
      fixed +
          "size: {min: 2, desired: 2, max: 2}\nscaling: [{metric: cpu, target: 50}]\n"
          "schedules: [{at: '0 7 * * *', min: 0}, {at: '0 19 * * *', min: 2}]\n",
      linux + "size: {min: 2, desired: 2, max: 2}\nscaling: [{metric: cpu, target: 50}]\n",
  };
  for (const std::string& text : right) {
    INFO(text);
    CHECK(told(text).empty());
  }
}

TEST_CASE("the alarm on long drains can tell, whatever the longest drain is", "[idle]") {
  for (const char* hooks :
       {"", "hooks: {drain_limit: 1h}\n", "hooks: {heartbeat: 30s}\n", "hooks: {drain_limit: 10m}\n"}) {
    support::Diagnostics out;
    const std::string text = linux + "alarms: {topic: 'arn:aws:sns:eu-west-1:123456789012:t'}\n" + hooks;
    const std::optional<document::Node> root = document::read_document(text, "s.yml", out);
    const std::optional<model::RunnerStack> stack = spec::read(*root, "s.yml", out);
    REQUIRE(stack);
    CHECK((*stack)->observability->alarms.drain_seconds < (*stack)->group->drain_limit_seconds);
    CHECK(out.empty());
  }
}

TEST_CASE("a metric of one's own is one that CloudWatch takes, and executes nothing", "[idle]") {
  const std::string long_name(256, 'x'), long_value(1'025, 'x');
  for (const std::string& wrong :
       {std::string("name: n"), std::string("namespace: n"), std::string("namespace: ':a', name: n"),
        std::string("namespace: '{{resolve:ssm:z}}', name: n"),
        std::string("namespace: a, name: 'n {{resolve:ssm:z}}'"), std::string("namespace: a, name: \"x\\ny\""),
        std::string("namespace: a, name: é"), std::string("namespace: ' ', name: n"),
        "namespace: a, name: " + long_name, "namespace: " + long_name + ", name: n",
        std::string("namespace: a, name: n, statistic: p99"), std::string("namespace: a, name: n, statistic: Avg"),
        std::string("namespace: a, name: n, dimensions: {'': b}"),
        std::string("namespace: a, name: n, dimensions: {':k': b}"),
        std::string("namespace: a, name: n, dimensions: {k: ''}"),
        std::string("namespace: a, name: n, dimensions: {k: ' '}"),
        std::string("namespace: a, name: n, dimensions: {k: 'v{{resolve:ssm:z}}'}"),
        std::string("namespace: a, name: n, dimensions: {'{{resolve:ssm:z}}': v}"),
        "namespace: a, name: n, dimensions: {k: " + long_value + "}"}) {
    INFO(wrong);
    const std::string said = told(metric(wrong));
    CHECK(said.find("S004 scaling.0.metric.") == 0);
  }
  for (const char* right :
       {"namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: {QueueName: jobs}",
        "namespace: My Team/Q, name: 'n ${Foo} \"q\"', statistic: Sum, dimensions: {k: 'a $1 {{x}}'}"}) {
    INFO(right);
    CHECK(told(metric(right)).empty());
  }
}

TEST_CASE("a group has one target for a metric, and steps have no scale_in", "[idle]") {
  CHECK(
      told(linux + "scaling: [{metric: cpu, target: 50}, {metric: slots, target: 50}, {metric: cpu, target: 60}]\n") ==
      "S004 scaling.2.metric");
  CHECK(
      told(linux +
           "scaling: [{metric: {namespace: a, name: b}, target: 5}, {metric: {name: b, namespace: a}, target: 6}]\n") ==
      "S004 scaling.1.metric");
  CHECK(told(linux +
             "scaling: [{metric: {namespace: a, name: b}, target: 5}, {metric: {name: c, namespace: a}, target: 6}]\n")
            .empty());
  CHECK(told(linux + "scaling: [{metric: cpu, target: 50, scale_in: false}, {metric: cpu, out: {at: 80}}]\n").empty());
  CHECK(told(linux + "scaling: [{metric: cpu, out: {at: 80}, scale_in: false}]\n") == "S004 scaling.0.scale_in");
}

TEST_CASE("policies of one metric do not move the group both ways", "[idle]") {
  const std::string two = linux + "scaling: [{metric: METRIC, out: {at: 40}}, {metric: OTHER, in: {at: 60}}]\n";
  const auto with = [&](const std::string& metric, const std::string& other) {
    std::string text = two;
    text.replace(text.find("METRIC"), 6, metric);
    return text.replace(text.find("OTHER"), 5, other);
  };
  CHECK(told(with("cpu", "cpu")) == "S004 scaling.1.in.at");
  CHECK(told(with("{namespace: a, name: b, dimensions: {k: v, l: w}}",
                  "{namespace: a, name: b, dimensions: {k: v, l: w}}")) == "S004 scaling.1.in.at");
  CHECK(told(with("cpu", "slots")).empty());
  CHECK(told(with("{namespace: a, name: b}", "{namespace: a, name: b, statistic: Maximum}")).empty());
  CHECK(
      told(with("{namespace: a, name: b, dimensions: {k: v}}", "{namespace: a, name: b, dimensions: {k: w}}")).empty());
  CHECK(told(linux + "scaling: [{metric: cpu, in: {at: 60}}, {metric: cpu, out: {at: 60}}]\n") ==
        "S004 scaling.0.in.at");
  CHECK(told(linux + "scaling: [{metric: cpu, in: {at: 30}}, {metric: cpu, out: {at: 70}}, {metric: cpu, out: {at: "
                     "25}}]\n") == "S004 scaling.0.in.at");
  CHECK(told(linux + "scaling: [{metric: cpu, in: {at: 30}}, {metric: cpu, out: {at: 60}}, {metric: cpu, out: {at: "
                     "90}}]\n")
            .empty());
}

TEST_CASE("an image parameter is a name, of an image of the platform", "[idle]") {
  for (const char* wrong : {"'/a b'", "'/a{{resolve:ssm:/x}}'", "ami-0123456789abcdef0", "'/a:'", "'/a:b c'", "'*'"}) {
    INFO(wrong);
    CHECK(told(linux + "image_parameter: " + wrong + "\n") == "S004 image_parameter");
  }
  for (const char* right : {"golden-image", "/golden/image:3", "/golden/image:prod", "/golden/Ubuntu"}) {
    INFO(right);
    CHECK(told(linux + "image_parameter: " + right + "\n").empty());
  }
  struct Row {
    const char *platform, *parameter;
    bool fits;
  };
  for (const Row& row : {
           Row{"amazon-linux-2023", "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base", false},
           Row{"amazon-linux-2023", "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-default-hvm-x86_64-gp2",
               false},
           Row{"amazon-linux-2", "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id", false},
           Row{"amazon-linux-2023",
               "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id", false},
           Row{"windows-2022", "/aws/service/ami-windows-latest/Windows_Server-2019-English-Full-Base", false},
           Row{"windows-2019", "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", false},
           Row{"amazon-linux-2023", "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id", true},
           Row{"windows-2022", "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-Base", true},
           Row{"windows-2022", "/aws/service/marketplace/prod-x/1.0", true},
       }) {
    INFO(row.platform << " " << row.parameter);
    const std::string text = std::string("platform: ") + row.platform + "\nimage_parameter: " + row.parameter + "\n";
    CHECK(told(text) == (row.fits ? "" : "S004 image_parameter"));
    CHECK(told(text + "image: ami-0123456789abcdef0\n").empty());
  }
  for (const model::PlatformFacts& row : model::platforms) {
    for (const auto executor : {model::Executor::docker, model::Executor::shell})
      CHECK(model::image_system(model::latest_image_parameter(row.platform, model::Architecture::amd64, executor)) ==
            row.title);
  }
}

TEST_CASE("what is named twice, and names that S3 and IAM do not take", "[idle]") {
  const std::string network = linux + "network: {vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0";
  CHECK(told(network + ", subnet-0123456789abcdef0]}\n") == "S004 network.subnets");
  CHECK(told(network + "], security_groups: [sg-01234567, sg-01234567]}\n") == "S004 network.security_groups");
  CHECK(told(linux + "role: {managed_policies: ['arn:aws:iam::aws:policy/a', 'arn:aws:iam::aws:policy/a']}\n") ==
        "S004 role.managed_policies");
  for (const char* wrong :
       {"a..b", "192.168.5.4", "xn--abc", "sthree-abc", "abc-s3alias", "my--x-s3", "-abc", "abc.", "ab", "A-b"}) {
    INFO(wrong);
    CHECK_FALSE(aws::is_bucket_name(wrong));
    CHECK(told(linux + "cache: {bucket: '" + wrong + "'}\n") == "S004 cache.bucket");
  }
  for (const char* right : {"my.bucket", "1.2.3.4.5", "a-b", "abc"}) CHECK(aws::is_bucket_name(right));
  const std::string name = "name: a" + std::string(112, 'b');
  CHECK(told(name + "\nplatform: amazon-linux-2023\nrole: {name: mine}\n").empty());
  CHECK(told(name + "c\nplatform: amazon-linux-2023\nrole: {name: mine}\n") == "S004 name");
  CHECK(told(name + "c\nplatform: amazon-linux-2023\n").empty());
}

TEST_CASE("a volume that makes jobs root is told", "[idle]") {
  for (const char* opens : {"/etc/gitlab-runner:/x:ro", "/etc/../root/.aws:/x", "/var/lib/docker:/x", "//var//lib/:/x",
                            "/dev:/dev", "/usr/local/bin:/x", "/etc/cron.d:/x", "/run/containerd/containerd.sock:/x",
                            "/run/:/x", "/boot:/x:rw", "/proc/1/root:/x:ro", "/:/x:ro,z", "/opt/aws:/x"}) {
    INFO(opens);
    CHECK(told(volume(opens)) == "S011 docker.volumes.0");
  }
  for (const char* opens : {"C:\\ProgramData\\vend:C:\\x:ro", "c:/windows/System32:C:\\x", "C:\\:C:\\x",
                            "C:\\Program Files:C:\\x", "C:\\programdata:C:\\x"}) {
    INFO(opens);
    CHECK(told(volume(opens, "windows-2022")) == "S011 docker.volumes.0");
  }
  for (const char* right :
       {"/certs/client", "/etc/ssl/certs:/etc/ssl/certs:ro", "/usr/share/zoneinfo:/z:ro", "/dev/shm:/dev/shm",
        "/opt/tools:/tools", "/home/tools:/t", "/etcetera:/x", "/var/cache/x:/x", "/sys/fs/cgroup:/sys/fs/cgroup:ro"}) {
    INFO(right);
    CHECK(told(volume(right)).empty());
  }
  CHECK(told(volume("C:\\tools:C:\\tools", "windows-2022")).empty());
}

TEST_CASE("a token is named once, and a schedule's own limits fit the group's", "[idle]") {
  CHECK(told(linux + "gitlab: {token: {secret: a, ssm_parameter: b}}\n") == "S004 gitlab.token.ssm_parameter");
  const std::string group = linux + "size: {min: 1, desired: 1, max: 3}\nschedules: [{at: '0 7 * * *', ";
  CHECK(told(group + "min: 4}]\n") == "S004 schedules.0.min");
  CHECK(told(group + "max: 0}]\n") == "S004 schedules.0.max");
  CHECK(told(group + "min: 4}, {at: '0 6 * * *', max: 5}]\n").empty());
  CHECK(told(group + "max: 0}, {at: '0 6 * * *', min: 0}]\n").empty());
  CHECK(told(group + "min: 3}]\n").empty());
  CHECK(told(group + "max: 1}]\n").empty());
}

TEST_CASE("a script comes from an address, an object or a whole path of its system", "[idle]") {
  for (const char* wrong :
       {"ftp://x/y.sh", "scripts/x.sh", "./x.sh", "s3://b", "s3:///x", "s3://My_Bucket/x", "s3://b/*", "s3://b/x?",
        "s3://b/folder/", "C:\\scripts\\x.ps1", "c:/x.ps1", "\\\\server\\share\\x.ps1", "~/x.sh", "file:///x"}) {
    INFO(wrong);
    CHECK(told(linux + "script: {source: '" + wrong + "'}\n") == "S004 script.source");
    CHECK(told(linux + "script: {drain: {source: '" + wrong + "'}}\n").find("S004 script.drain.source") == 0);
  }
  for (const char* right :
       {"/opt/x.sh", "s3://my-bucket/a/b.sh", "C:\\scripts\\x.ps1", "D:/x.ps1", "\\\\server\\share\\x.ps1"}) {
    INFO(right);
    CHECK(told(std::string("platform: windows-2022\nscript: {source: '") + right + "'}\n").empty());
    CHECK(told(std::string("script: {source: '") + right + "'}\n").empty());
  }
}

TEST_CASE("no preset has a setting without effect", "[idle]") {
  for (const spec::Preset& preset : spec::presets(support::Assets())) {
    support::Diagnostics out;
    const std::optional<document::Node> root = document::read_document(preset.text, preset.name, out);
    spec::read(*root, preset.name, out);
    for (const support::Diagnostic& one : out) {
      INFO(preset.name << " " << support::to_text(one));
      CHECK(one.code != "S013");
    }
  }
}

}  // namespace vend
