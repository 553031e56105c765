
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "file_text.hpp"
#include "vend/document/reader.hpp"
#include "vend/document/yaml_reader.hpp"
#include "vend/spec/overlay.hpp"
#include "vend/spec/reader.hpp"

using namespace vend;

namespace {

support::Diagnostics mistakes(const std::string& text) {
  support::Diagnostics out;
  std::optional<document::Node> root = document::read_document(text, "s.yml", out);
  if (!root) return out;
  std::optional<model::RunnerStack> stack = spec::read(*root, "s.yml", out);
  CHECK(stack.has_value() == !support::has_errors(out));
  return out;
}

std::string places(const std::string& text) {
  std::string all;
  for (const support::Diagnostic& one : mistakes(text)) {
    all += one.code + ":" + std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + " ";
  }
  return all;
}

model::RunnerStack good(const std::string& text) {
  support::Diagnostics out;
  std::optional<document::Node> root = document::read_document(text, "s.yml", out);
  REQUIRE(root);
  std::optional<model::RunnerStack> stack = spec::read(*root, "s.yml", out);
  for (const support::Diagnostic& one : out) UNSCOPED_INFO(support::to_text(one, text));
  REQUIRE(stack);
  return *stack;
}

}  // namespace

TEST_CASE("a small wish is a complete spec") {
  model::RunnerStack stack =
      good("platform: amazon-linux-2023\nexecutor: docker\ngitlab: {url: 'https://g.example.com/'}\n");
  CHECK(stack->platform == model::Platform::amazon_linux_2023);
  CHECK(stack->runner->url == "https://g.example.com/");
}

TEST_CASE("a large spec says all that the model can") {
  model::RunnerStack stack = good(R"(
name: team-a
platform: amazon-linux-2023
executor: docker
gitlab: {url: https://gitlab.example.com/, tags: [docker, team-a], concurrent: 4}
size: {min: 1, desired: 2, max: 20}
instances: [m6i.large, {type: m6a.large}, m5.large, c6i.xlarge]
spot: {on_demand_base: 1, on_demand_percentage: 0, strategy: price-capacity-optimized}
scaling:
  - {metric: cpu, out: {at: 70, for: 60s, steps: {0: +1, 15: +2, 25: +3}}, in: {at: 40, for: 60s, steps: {0: -1}}}
  - {metric: memory, target: 60}
schedules:
  - {at: "0 7 * * MON-FRI", timezone: Europe/Berlin, min: 1, desired: 2}
  - {at: "0 19 * * MON-FRI", timezone: Europe/Berlin, min: 0, desired: 0}
hooks: {heartbeat: 5m, drain_limit: 2h}
)");
  CHECK(stack->group->types.size() == 4);
  CHECK(stack->group->spot->on_demand_percentage == 0);
  CHECK(stack->scaling.size() == 2);
  CHECK(std::get<model::StepPolicy>(stack->scaling[0])->out->steps.size() == 3);
  CHECK(stack->schedules[1]->desired == 0);
  CHECK(stack->group->drain_limit_seconds == 7'200);
  CHECK(stack->group->terminating->heartbeat_seconds == 300);
}

namespace {

// A spec, and the code and place of each mistake in it.
const std::vector<std::pair<std::string, std::string>> mistaken = {
    {"platfrom: amazon-linux-2023", "S001:1:1 "},
    {"gitlab:\n  urll: x", "S001:2:3 "},
    {"platform: amazon-linux-2024", "S003:1:11 "},
    {"gitlab: {concurrent: many}", "S002:1:22 "},
    {"gitlab: {tags: docker}", "S002:1:16 "},
    {"dashboard: maybe", "S002:1:12 "},
    {"size: {min: 5, desired: 5, max: 2}", "S004:1:13 "},
    {"hooks: {heartbeat: soon}", "S005:1:20 "},
    {"hooks: {heartbeat: 10s}", "S004:1:20 "},
    {"gitlab: {token: glrt-abc}", "S006:1:17 "},
    {"schedules:\n  - {at: '0 7 * * *', timezone: Europe/Berlim, desired: 1}", "S007:2:33 "},
    {"schedules:\n  - {at: '0 7 * *', desired: 1}", "S004:2:10 "},
    {"schedules: always", "S002:1:12 "},
    {"fixed: [gitlab.ulr]", "S008:1:9 "},
    {"ask: [spot, gitlab.url]\nfixed: [size, gitlab.url]", "S010:2:8 "},
    {"scaling:\n  - {out: {at: 70}}", "S004:2:5 "},
    {"scaling:\n  - {metric: cpu, out: {at: 70, steps: {5: 1}}}", "S004:2:40 "},
    {"scaling:\n  - {metric: cpu, target: 50, in: {}}", "S004:2:27 "},
    {"scaling:\n  - {metric: slots, out: {at: 70, for: 30s}}", "S004:2:40 "},
    {"scaling:\n  - {metric: slot, target: 50}", "S003:2:14 "},
    {"scaling:\n  - {metric: slots, target: 101}", "S004:2:29 "},
    {"schedules:\n  - {at: '0 7 * * *', desired: 3}", "S004:2:32 "},
    {"schedules:\n  - {at: '0 7 * * *', desired: 1}\n  - {at: '0 8 * * *', desired: 3}", "S004:3:32 "},
    {"size: {min: 2, desired: 2, max: 4}\nschedules:\n  - {at: '0 7 * * *', desired: 1}", "S004:3:32 "},
    {"schedules:\n  - {at: '0 7 * * *', desired: 1, start: 2027-01-01}", "S004:2:42 "},
    {"schedules:\n  - {at: '0 7 * * *', desired: 1, start: '2027-02-01T00:00:00Z', end: '2027-01-01T00:00:00Z'}",
     "S004:2:71 "},
    {"spot: {fallback: {max: 2}}", "S004:1:18 "},
    {"spot: {on_demand_percentage: 0, fallback: {after: 5m}}", "S004:1:43 "},
    {"spot: {on_demand_percentage: 0, fallback: {max: 2, after: 90s}}", "S004:1:59 "},
    {"spot: {on_demand_percentage: 0, fallback: 2}", "S002:1:43 "},
    {"update: {type: refreshing}", "S003:1:16 "},
    {"update: {min_success_percentage: 101}", "S004:1:34 "},
    {"zone_distribution: balanced", "S003:1:20 "},
    {"alarms: {topic: a-topic}", "S004:1:17 "},
    {"alarms: {topic: 'arn:aws:sns:eu-central-1:123456789012:t', no_jobs: 90s}", "S004:1:69 "},
    {"instances: [m5.large, m5.large]", "S004:1:12 "},
    {"- a", "S002:1:1 "},
    {"update: {boot_timeout: 601s}", "S004:1:24 "},
    {"monitor_interval: 61s", "S004:1:19 "},
    {"hooks: {heartbeat: 60s, drain_limit: 2h}", "S004:1:38 "},
    {"scaling:\n  - {metric: {namespace: N, name: n, dimensions: Queue=a}, target: 5}", "S002:2:50 "},
    {"scaling:\n  - {metric: {namespace: N, name: n, dimensions: {Queue: [a]}}, target: 5}", "S002:2:58 "},
    {"gitlab:\n  version: v15.11.0", "S004:2:12 "},
    {"gitlab: {environment: A=b}", "S002:1:23 "},
    {"gitlab:\n  environment:\n    GOOD: a\n    WORSE: \"a\\nb\"", "S004:4:12 "},
    {"gitlab:\n  environment:\n    A-B: a", "S004:3:5 "},
    {"gitlab:\n  environment:\n    A: '{{resolve:ssm:x}}'", "S004:3:8 "},
    {"gitlab:\n  environment:\n    A: glrt-abc", "S004:3:8 "},
    {"gitlab: {request_concurrency: 0}", "S004:1:31 "},
    {"gitlab: {output_limit: 1000000}", "S004:1:24 "},
    {"gitlab: {ca_certificate: MIIB}", "S004:1:26 "},
    {"gitlab:\n  ca_certificate: |\n    -----BEGIN PRIVATE KEY-----\n    x\n    -----END PRIVATE KEY-----",
     "S004:2:19 "},
    {"runner_download: http://x", "S004:1:18 "},
    {"runner_download: https://user@x", "S004:1:18 "},
    {"docker: {memory: 4 GB}", "S004:1:18 "},
    {"docker: {memory: 1m}", "S004:1:18 "},
    {"docker: {cpus: half}", "S004:1:16 "},
    {"docker: {cpus: 0}", "S004:1:16 "},
    {"docker: {shm_size: 0}", "S004:1:20 "},
    {"docker: {allowed_images: ['a,b']}", "S004:1:26 "},
    {"docker: {allowed_images: ['{{resolve:ssm:x}}']}", "S004:1:26 S004:1:26 "},
    {"docker: {preload: [a b]}", "S004:1:19 "},
    {"docker: {preload: [-x]}", "S004:1:19 "},
    {"docker: {hub_secret: a b}", "S004:1:22 "},
    {"script: {source: 'https://x/y.sh'}", "S004:1:18 "},
    {"script: {before: {source: 'https://x/y.sh'}}", "S004:1:27 "},
    {"script: {before: {source: y.sh}}", "S004:1:27 "},
    {"script: {before: {sourc: y.sh}}", "S001:1:19 "},
    {"script: {drain: 'echo {{resolve:ssm:x}}'}", "S004:1:17 "},
    {"script: {after: {source: /x, sha256: abc}}", "S004:1:38 "},
    {"script: {source: 's3://b/k', after: 'echo'}", "S004:1:37 "},
    {"disk: {instance_store: raid}", "S003:1:24 "},
    {"platform: amazon-linux-2023\nexecutor: shell\ndisk: {instance_store: docker}", "S004:3:24 "},
    {"platform: amazon-linux-2023\ndisk: {instance_store: builds}", "S004:2:24 "},
    {"platform: amazon-linux-2023\nexecutor: shell\ndocker: {ecr: true, memory: 1g}", "S004:3:15 S004:3:29 "},
    {"platform: windows-2022\ndocker: {shm_size: 1g}", "S004:2:20 "},
    {"platform: amazon-linux-2\nwindows: {job_user: true, job_object: true}", "S004:2:21 S004:2:39 "},
    {"platform: windows-2022\nwindows: {job_user: true}", "S004:2:21 "},
    {"tags: {a: '{{resolve:ssm:x}}'}", "S004:1:7 "},
    {"tags: {'{{resolve:ssm:x}}': a}", "S004:1:7 "},
    {"tags: {GitLabRunnerStack: x}", "S004:1:7 "},
    {"tags: {computetype: x}", "S004:1:7 "},  // IAM does not tell cases of keys apart
    {"tags: {'AWS:x': x}", "S004:1:7 "},
    {"tags: {\"a\\tb\": x}", "S004:1:7 "},
    {"instances: [{type: m5.large, weight: 2}]\nsize: {max: 40}\nask: [size]", "S004:3:6 "},
    {"instances: [{type: m5.large, weight: 4}]\nsize: {min: 1, desired: 4, max: 4}\nupdate: {min_in_service: 1}",
     "S004:3:26 "},
    {"script: {source: amazon-linux-2023-dokcer.sh}", "S004:1:18 "},
    {"network: {pickers: true, own_security_group: true}", "S004:1:46 "},
    {"gitlab: {token: {secret: glrt-0123456789}}", "S004:1:17 "},
    {"gitlab: {token: {ssm_parameter: corp-glrt-0123456789abcdefghij}}", "S004:1:17 "},
    // What is allowed, and opens something.
    {"docker: {privileged: true}", "S011:1:22 "},
    {"docker: {volumes: [/certs/client, '/var/run/docker.sock:/var/run/docker.sock']}", "S011:1:35 "},
    {"docker: {volumes: ['/:/host:ro', /cache]}", "S011:1:20 "},
    {"platform: windows-2022\ndocker: {volumes: ['C:\\:C:\\host']}", "S011:2:20 "},
    {"docker: {registry_mirror: http://mirror}", "S011:1:27 "},
    {"metadata_hop_limit: 2", "S011:1:21 "},
    {"alarms: {boot: 20m}", "S013:1:16 "},
    {"metadata_for_jobs: true", "S011:1:20 "},
    {"gitlab: {url: http://gitlab.example.com/}", "S011:1:15 "},
    {"role: {managed_policies: [arn:aws-cn:iam::aws:policy/AdministratorAccess]}", "S011:1:27 "},
    {"script: {after: {source: 'http://x/y', sha256: "
     "0000000000000000000000000000000000000000000000000000000000000000}}",
     "S011:1:17 "},
    {"script: {source: 'https://gl-public-templates.s3.amazonaws.com/x.sh', sha256: "
     "0000000000000000000000000000000000000000000000000000000000000000}",
     "S012:1:18 "},
};

}  // namespace

TEST_CASE("every mistake has its code and place") {
  for (const auto& [text, expected] : mistaken) {
    INFO(text);
    CHECK(places(text) == expected);
  }
}

TEST_CASE("every code of the spec's reader has a test here") {
  std::set<std::string> written, tested = {"S009", "S015"};  // --set's, tested below; fmt's, in format_test.cpp
  for (const auto& file : std::filesystem::directory_iterator(VEND_SOURCE_DIR "/src/spec")) {
    const std::string text = testing::file_text(file.path());
    const std::regex code("\"(S[0-9]{3})\"");
    for (std::sregex_iterator one(text.begin(), text.end(), code), end; one != end; ++one) written.insert((*one)[1]);
  }
  for (const auto& [text, expected] : mistaken) {
    for (std::size_t at = 0; at < expected.size(); at = expected.find(' ', at) + 1)
      tested.insert(expected.substr(at, 4));
  }
  CHECK(written.size() >= 9);
  CHECK(tested == written);
}

TEST_CASE("a size that nobody gave follows those that are given", "[spec]") {
  CHECK(good("{}")->group->desired == 1);
  CHECK(good("size: {min: 0, max: 9}")->group->desired == 1);
  CHECK(good("size: {min: 3, max: 5}")->group->desired == 3);
  CHECK(good("size: {min: 1, desired: 4, max: 5}")->group->desired == 4);
}

TEST_CASE("a short heartbeat shortens the default of the drain") {
  CHECK(good("{}")->group->drain_limit_seconds == 43'200);
  CHECK(good("hooks: {heartbeat: 60s}")->group->drain_limit_seconds == 6'000);
  CHECK(good("hooks: {heartbeat: 432s}")->group->drain_limit_seconds == 43'200);
  CHECK(good("hooks: {heartbeat: 2h}")->group->drain_limit_seconds == 43'200);
  CHECK(good("hooks: {heartbeat: 60s, drain_limit: 90m}")->group->drain_limit_seconds == 5'400);
}

TEST_CASE("a metric's dimensions are kept") {
  const model::RunnerStack stack =
      good("scaling:\n  - {metric: {namespace: N, name: n, dimensions: {Queue: a, Id: 012}}, target: 5}\n");
  const auto& policy = std::get<model::TargetTracking>(stack->scaling[0]);
  CHECK(policy->metric.dimensions == std::vector<std::pair<std::string, std::string>>{{"Queue", "a"}, {"Id", "012"}});
}

TEST_CASE("several mistakes are told in one run, with suggestions") {
  support::Diagnostics out =
      mistakes("platform: windows-2022\narchitecture: arm64\nexecutor: dokcer\nsize: {max: 0}\n");
  CHECK(out.size() >= 3);
  bool suggested = false;
  for (const support::Diagnostic& one : out)
    suggested = suggested || one.fix.find("did you mean docker?") != std::string::npos;
  CHECK(suggested);
}

TEST_CASE("setting with --set changes a spec before it is read") {
  support::Diagnostics out;
  document::Node root = *document::read_yaml("instances: [a.b, c.d]\n", "s.yml", out);
  spec::set(root, "gitlab.concurrent=7", out);
  spec::set(root, "instances.1=m5.large", out);
  CHECK(out.empty());
  CHECK(root.find("gitlab")->find("concurrent")->text() == "7");
  CHECK(root.find("instances")->items()[1].text() == "m5.large");
  spec::set(root, "nonsense", out);
  spec::set(root, "instances.9=x", out);
  REQUIRE(out.size() == 2);
  CHECK(out[0].code == "S009");
  CHECK(out[1].code == "S009");
  spec::set(root, "na\xffme=x", out);
  spec::set(root, "name=\xff", out);
  REQUIRE(out.size() == 4);
  CHECK(out[2].code == "S009");
  CHECK(out[3].code == "S009");
}

TEST_CASE("a mistake of --set is told as one") {
  support::Diagnostics out;
  document::Node root = *document::read_yaml("name: a\n", "s.yml", out);
  spec::set(root, "gitlab.concurrent=many", out);
  spec::set(root, "instances=[{type: m5.large, wait: 1}]", out);
  spec::set(root, "size.min=7", out);
  CHECK_FALSE(spec::read(root, "s.yml", out).has_value());
  CHECK(out.size() >= 3);
  for (const support::Diagnostic& one : out) {
    INFO(support::to_text(one));
    CHECK(one.location == support::Location{"--set", 0, 0});
  }
}
