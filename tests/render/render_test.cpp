// The rendered template: what it promises, and properties over many specs. tests/golden compares whole templates.
#include "vend/render/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "vend/aws/limits.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/spec/presets.hpp"
#include "vend/spec/reader.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"

using namespace vend;
using document::Node;

namespace {

const support::Assets assets;

const scripts::Library& library() {
  static const scripts::Library all(assets);
  return all;
}

model::RunnerStack stack_of(const std::string& spec) {
  support::Diagnostics out;
  std::optional<Node> root = document::read_document(spec, "spec.yml", out);
  REQUIRE(root);
  std::optional<model::RunnerStack> stack = spec::read(*root, "spec.yml", out);
  for (const support::Diagnostic& one : out) UNSCOPED_INFO(support::to_text(one, spec));
  REQUIRE(stack);
  return *stack;
}

cfn::Template render_of(const std::string& spec) { return render::render(stack_of(spec), library()); }

render::InlineTemplate inline_of(const std::string& spec, cfn::Format format = cfn::Format::yaml) {
  return render::render_inline(stack_of(spec), library(), aws::limits::template_body_inline, format);
}

std::ptrdiff_t help_texts(const Node& parameters) {
  return std::ranges::count_if(parameters.members(),
                               [](const document::Member& one) { return one.value.find("Description") != nullptr; });
}

void check_reads_back(const cfn::Template& t) {
  support::Diagnostics out;
  std::optional<cfn::Template> back = cfn::read_template(cfn::write_yaml(t), "t.yml", out);
  REQUIRE(back);
  REQUIRE(out.empty());
  CHECK(back->to_node() == t.to_node());
  std::optional<cfn::Template> json = cfn::read_template(cfn::write_json(t), "t.json", out);
  REQUIRE(json);
  CHECK(json->to_node() == t.to_node());
}

}  // namespace

TEST_CASE("the full template and every preset read back, and keep to the limits") {
  cfn::Template full = render_of("{}");
  check_reads_back(full);
  CHECK(evaluate::longest_user_data(full) <= 6144);
  CHECK(cfn::write_yaml(full).size() <= aws::limits::template_body_s3);
  std::vector<spec::Preset> all = spec::presets(assets);
  REQUIRE(all.size() == 16);
  for (const spec::Preset& preset : all) {
    INFO(preset.name);
    CHECK_FALSE(preset.summary.empty());
    check_reads_back(render_of(preset.text));
    for (const cfn::Format format : {cfn::Format::yaml, cfn::Format::json}) {
      const render::InlineTemplate made = inline_of(preset.text, format);
      INFO(cfn::write(made.t, format).size() << " bytes, help texts " << help_texts(made.t.parameters) << " of "
                                             << help_texts(render_of(preset.text).parameters));
      CHECK(cfn::write(made.t, format).size() <= aws::limits::template_body_inline);
      CHECK(made.baked_in.empty());
      CHECK(evaluate::longest_user_data(made.t) <= 6144);
    }
  }
}

// A form that asks for everything, beside scripts of 24 KB and more, leaves help texts no room on every platform.
TEST_CASE("a small spec fits inline on every platform, with as many help texts as there is room for") {
  for (const char* platform : {"amazon-linux-2", "amazon-linux-2023", "windows-2019", "windows-2022", "windows-2025"}) {
    for (const char* executor : {"docker", "shell"}) {
      const std::string spec = fmt::format("platform: {}\nexecutor: {}\n", platform, executor);
      INFO(spec);
      const Node whole = render_of(spec).parameters;
      const render::InlineTemplate made = inline_of(spec);
      const cfn::Template& t = made.t;
      const std::size_t size = cfn::write_yaml(t).size();
      CHECK(size <= aws::limits::template_body_inline);
      CHECK((help_texts(t.parameters) == help_texts(whole) || size > aws::limits::template_body_inline - 2000));
      CHECK(t.parameters.members().size() >= 19);
      CHECK((t.parameters.members().size() < whole.members().size()) == !made.baked_in.empty());
      CHECK(t.parameters.members().back().value.find("Description") == nullptr);
      check_reads_back(t);
    }
  }
}

namespace {

// Much of what a form can ask for.
constexpr const char* large = R"(platform: amazon-linux-2023
executor: EXECUTOR
gitlab: {url: https://gitlab.example.com/, tags: [docker, team-a], concurrent: 4, version: v17.5.0, run_untagged: true, locked: false}
size: {min: 1, desired: 2, max: 20}
instances: [m6i.large, m6a.large, m5.large, m5a.large, m7i.large, m7a.large, c6i.xlarge, c6a.xlarge, r6i.large, r6a.large]
spot: {on_demand_base: 1, on_demand_percentage: 0, strategy: price-capacity-optimized}
max_instance_lifetime: 7d
protect_busy: true
scaling:
  - {metric: cpu, out: {at: 70, for: 60s, steps: {0: +1, 15: +2, 25: +3}}, in: {at: 40, for: 300s, steps: {0: -1}}}
notifications: {topic: "arn:aws:sns:us-east-1:123456789012:team-a"}
dashboard: true
MORE)";

std::string large_spec(const std::string& executor, const std::string& more) {
  std::string text = large;
  text.replace(text.find("EXECUTOR"), 8, executor);
  return text.replace(text.find("MORE"), 4, more);
}

}  // namespace

TEST_CASE("settings are baked in, from the end of the form up, where nothing else makes a template fit") {
  for (const char* executor : {"shell"}) {  // with Docker, and on Windows, nothing makes it fit
    for (const cfn::Format format : {cfn::Format::yaml, cfn::Format::json}) {
      INFO(executor << static_cast<int>(format));
      const cfn::Template whole = render_of(large_spec(executor, ""));
      const render::InlineTemplate made = inline_of(large_spec(executor, ""), format);
      CHECK(cfn::write(made.t, format).size() <= aws::limits::template_body_inline);
      const std::size_t lost = whole.parameters.members().size() - made.t.parameters.members().size();
      CHECK(lost == made.baked_in.size());
      check_reads_back(made.t);
      if (format == cfn::Format::json) continue;  // one line has room for all
      REQUIRE(lost > 0);
      CHECK(lost < 40);
      // What is baked in is what `fixed` bakes in, and one setting less would be too large.
      std::vector<std::string> fewer(made.baked_in.begin() + 1, made.baked_in.end());
      const std::string fixed = "fixed: [" + support::join(fewer, ", ") + "]\n";
      CHECK(inline_of(large_spec(executor, fixed)).baked_in == std::vector{made.baked_in.front()});
      CHECK(made.t.parameters.find("3GITLABRunnerInstanceURL") != nullptr);
      CHECK(made.t.resources.members().size() + 1 >= whole.resources.members().size());  // logs may be baked in as off
    }
  }
}

TEST_CASE("what the spec asks for is not baked in, and what cannot fit keeps its help") {
  std::string spec =
      "platform: windows-2022\nask: [gitlab, size, instances, disk, hooks, logs, network, spot, update]\nschedules:\n";
  for (int i = 0; i < 25; ++i) spec += fmt::format("  - {{at: \"{} 9,17 {} * *\", desired: 1}}\n", i / 28, 1 + i % 28);
  const render::InlineTemplate made = inline_of(spec);
  CHECK(made.baked_in.empty());
  CHECK_FALSE(made.t.dense);
  CHECK(made.t.to_node() == render_of(spec).to_node());
  spec.erase(spec.find("ask:"), spec.find("schedules:") - spec.find("ask:"));
  CHECK_FALSE(inline_of(spec).baked_in.empty());
}

namespace {

// What v1.5.5 had; docs/migration.md tells which defaults changed.
constexpr const char* old_parameters[] = {"1AAAATemplateVersion",
                                          "1AAASourceProject",
                                          "1OSPeggedAMIID",
                                          "1OSInstanceOSPlatform",
                                          "1OSInstanceLinuxArch",
                                          "1OSLastManagedUpdate",
                                          "1OSPatchScope",
                                          "3INSTConfigurationScript",
                                          "3GITLABRunnerConcurrentJobs",
                                          "3GITLABRunnerInstanceURL",
                                          "3GITLABRunnerRegTokenList",
                                          "3GITLABRunnerS3CacheBucket",
                                          "3GITLABRunnerTagList",
                                          "3GITLABRunnerVersion",
                                          "3GITLABRunnerDockerImage",
                                          "4ASGDesiredCapacity",
                                          "4ASGUpdateType",
                                          "4ASGUpdateMinInstancesInService",
                                          "4ASGUpdateMaxBatchSize",
                                          "4ASGScheduledShutdownCron",
                                          "4ASGScheduledStartupCron",
                                          "4ASGScheduledStartupDesiredInstances",
                                          "4ASGSpecifyVPC",
                                          "4ASGSpecifySecurityGroups",
                                          "4ASGSpecifySubnets",
                                          "5ASGAutoScalingEnabled",
                                          "5ASGAutoScalingMaxSize",
                                          "5ASGSelfMonitorTerminationInterval",
                                          "5ASGAutoScalingMetricTypeToMonitor",
                                          "5ASGAutoScalingSetScaleOutUtilizationThreshold",
                                          "5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds",
                                          "5ASGAutoScalingSetScaleInUtilizationThreshold",
                                          "5ASGAutoScalingSetScaleInUtilizationThresholdSeconds",
                                          "5ASGInstanceType1",
                                          "5ASGInstanceType2",
                                          "5ASGInstanceType3",
                                          "5ASGInstanceType4",
                                          "3INSTEbsVolumeSize",
                                          "5SPOTSpotAllocationStrategy",
                                          "5SPOTOnDemandBaseCapacity",
                                          "5SPOTOnDemandPercentageAboveBaseCapacity",
                                          "8DBGKeypairName",
                                          "9AWSSpecifiedIAMRoleNAME",
                                          "9AWSRetrieveLatestAWSOSAmiIdFromSSM"};

constexpr const char* old_resources[] = {"ASGInstanceProfile",
                                         "ASGSelfAccessPolicy",
                                         "EC2SelfAccessPolicy",
                                         "ASGBucketPolicy",
                                         "ASGRebootRole",
                                         "ASGBucket",
                                         "InstanceASG",
                                         "ScheduledActionDailyStart",
                                         "ScheduledActionDailyStop",
                                         "ScaleDownPolicy",
                                         "ScaleUpPolicy",
                                         "LowUtilizationAlarm",
                                         "HighUtilizationAlarm",
                                         "ASGLaunchTemplate"};

}  // namespace

TEST_CASE("parameter files and stacks of v1.5.5 fit the full template") {
  cfn::Template t = render_of("{}");
  for (const char* name : old_parameters) {
    INFO(name);
    CHECK(t.parameters.find(name) != nullptr);
  }
  for (const char* id : old_resources) {
    INFO(id);
    CHECK(t.resources.find(id) != nullptr);
  }
  // Its defaults, as far as they were given, and values that its forms allowed.
  evaluate::Input old;
  old.parameters = {
      {"1AAAATemplateVersion", "v1.5.5"},
      {"1OSPeggedAMIID", "AlwaysUseLatest"},
      {"1OSLastManagedUpdate", "2021-01-28"},
      {"3INSTConfigurationScript",
       "https://gl-public-templates.s3.amazonaws.com/cfn/v1.5.5/runner_configs/amazon-linux-2-docker.sh"},
      {"3GITLABRunnerRegTokenList", "glrt-12345678901234567890;glrt-22345678901234567890"},
      {"3GITLABRunnerTagList", "TagA,TagB"},
      {"4ASGScheduledShutdownCron", "0 19 * * MON-FRI"},
      {"5ASGSelfMonitorTerminationInterval", "0"},
      {"5ASGInstanceType2", ""},
      {"5ASGAutoScalingMaxSize", "505"},
      {"5ASGAutoScalingSetScaleOutUtilizationThreshold", "0"},
      {"5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds", "0"},
      {"5ASGAutoScalingSetScaleInUtilizationThreshold", "0"},
      {"5ASGAutoScalingSetScaleInUtilizationThresholdSeconds", "0"},
      {"5SPOTSpotAllocationStrategy", "capacity-optimized-prioritized"},
      {"8DBGKeypairName", ""},
      {"9AWSSpecifiedIAMRoleNAME", "CreateOneForMe"},
      {"9AWSRetrieveLatestAWSOSAmiIdFromSSM", "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"}};
  evaluate::Result result = evaluate::evaluate(t, old);
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(result.diagnostics.empty());
  CHECK(result.conditions.at("ScriptAmazonLinux2Docker"));
  CHECK(result.resources.find("ScheduledActionDailyStop") != nullptr);
  CHECK(result.resources.find("ScheduledActionDailyStart") == nullptr);
  CHECK(result.resources.find("ScaleUpPolicy") == nullptr);
}

TEST_CASE("combinations that would fail late are refused by rules") {
  cfn::Template t = render_of("{}");
  auto refused = [&](std::map<std::string, std::string> values) {
    values.emplace("3GITLABRunnerRegTokenList", "glrt-abcdefgh");
    std::size_t rules = 0;
    for (const support::Diagnostic& one : evaluate::evaluate(t, {values, {}}).diagnostics)
      rules += one.code == "R001" ? 1 : 0;
    return rules;
  };
  CHECK(refused({}) == 0);
  CHECK(refused({{"1OSInstanceOSPlatform", "Windows"}}) == 1);
  CHECK(refused({{"1OSInstanceOSPlatform", "Windows"},
                 {"9AWSRetrieveLatestAWSOSAmiIdFromSSM",
                  "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"}}) == 0);
  CHECK(refused({{"3INSTConfigurationScript", "windows-shell.ps1"}}) == 1);
  CHECK(refused({{"1OSInstanceLinuxArch", "arm64"}}) == 1);
  CHECK(refused({{"4ASGSpecifyVPC", "vpc-0123456789abcdef0"}}) == 1);
  CHECK(refused({{"5ASGAutoScalingEnabled", "true"}, {"5ASGAutoScalingSetScaleInUtilizationThreshold", "0"}}) == 1);
  CHECK(refused({{"3GITLABRunnerTokenSecretId", "name"}}) == 1);
  CHECK(refused({{"3GITLABRunnerRegTokenList", ""}, {"3GITLABRunnerTokenSecretId", "name"}}) == 0);
  CHECK(refused({{"3GITLABRunnerRegTokenList", ""}}) == 1);
}

namespace {

std::string user_data_of(const cfn::Template& t, const std::map<std::string, std::string>& parameters) {
  evaluate::Result result = evaluate::evaluate(t, {parameters, {}});
  const Node* launch = result.resources.find("ASGLaunchTemplate");
  REQUIRE(launch != nullptr);
  return launch->find("Properties")->find("LaunchTemplateData")->find("UserData")->text();
}

std::string line_of(const std::string& text, const std::string& name) {
  for (std::string_view line : support::split_lines(text)) {
    if (line.starts_with(name + "=") || line.starts_with(name + ":")) return std::string(line.substr(name.size() + 1));
  }
  return "(no line)";
}

std::string decode(const std::string& base64) {
  std::string out;
  int bits = 0, count = 0;
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (char c : base64) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<int>(alphabet.find(c));
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xff);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("no value of a free text can leave its line in UserData") {
  cfn::Template t = render_of("{}");
  std::map<std::string, std::string> texts = {{"3GITLABRunnerInstanceURL", "GITLAB_URL"},
                                              {"3GITLABRunnerTagList", "RUNNER_TAGS"},
                                              {"3GITLABRunnerDockerImage", "DOCKER_IMAGE"},
                                              {"3GITLABRunnerDockerVolumes", "DOCKER_VOLUMES"},
                                              {"3GITLABRunnerRegistryMirror", "REGISTRY_MIRROR"},
                                              {"1OSLastManagedUpdate", "LAST_PATCH_RUN"},
                                              {"3INSTHttpProxy", "HTTP_PROXY"},
                                              {"3INSTNoProxy", "NO_PROXY"},
                                              {"3INSTConfigurationScript", "SCRIPT"}};
  // The constraints already refuse most of these; the encoding must hold without them.
  const std::string hostile = "a'b\"c $(pwned) `id` %PATH% '@ \n@\" ; ${x} ä€😀\nVALUES\nSTACK=evil";
  for (const char* system : {"Linux", "Windows"}) {
    for (const auto& [parameter, name] : texts) {
      INFO(system << " " << parameter);
      std::string plain = decode(user_data_of(t, {{"3GITLABRunnerRegTokenList", "glrt-secret-token"},
                                                  {"1OSInstanceOSPlatform", system},
                                                  {parameter, hostile}}));
      CHECK(decode(line_of(plain, name)) == hostile);
      CHECK(plain.find("pwned") == std::string::npos);
      CHECK(line_of(plain, "STACK") == "gitlab-runners");
      CHECK(plain.find("glrt-secret-token") == std::string::npos);
    }
  }
}

TEST_CASE("the token reaches nothing but its secret") {
  cfn::Template t = render_of("{}");
  evaluate::Result result = evaluate::evaluate(t, {{{"3GITLABRunnerRegTokenList", "glrt-secret-token"}}, {}});
  int found = 0;
  for (const document::Member& resource : result.resources.members()) {
    bool here = document::write_json(resource.value).find("glrt-secret-token") != std::string::npos;
    INFO(resource.key);
    CHECK(here == (resource.key == "RunnerTokenSecret"));
    found += here ? 1 : 0;
  }
  CHECK(found == 1);
  CHECK(document::write_json(result.outputs).find("glrt-secret-token") == std::string::npos);
}

TEST_CASE("a changed script changes UserData, and so rolls the group") {
  cfn::Template t = render_of("platform: amazon-linux-2023\nfixed: true\n");
  std::string plain = decode(user_data_of(t, {{"3GITLABRunnerRegTokenList", "glrt-x"}}));
  const Node* text = t.mappings.find("RunnerScripts")->find("amazon-linux-2023-docker.sh")->find("Text");
  CHECK(line_of(plain, "SCRIPT_SHA256") == support::sha256_hex(text->text()));
  CHECK(text->text() != library().find("amazon-linux-2023-docker.sh")->text);  // without what the spec rules out
}

namespace {

template <class T>
const T& pick(std::mt19937& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

std::string random_spec(std::mt19937& random) {
  bool windows = random() % 3 == 0;
  std::string s = "name: s" + std::to_string(random() % 1000) + "\n";
  s += "platform: " +
       pick<std::string>(random, windows ? std::vector<std::string>{"windows-2019", "windows-2022", "windows-2025"}
                                         : std::vector<std::string>{"amazon-linux-2", "amazon-linux-2023"}) +
       "\n";
  const bool arm = !windows && random() % 3 == 0;
  if (arm) s += "architecture: arm64\n";
  s += "executor: " + pick<std::string>(random, {"docker", "shell"}) + "\n";
  if (random() % 2 == 0) s += "fixed: true\n";
  if (random() % 3 == 0) s += "cache: {bucket: " + pick<std::string>(random, {"none", "own", "my-bucket"}) + "}\n";
  if (random() % 3 == 0) s += "role: {name: MyRole}\n";
  if (random() % 3 == 0)
    s += "network: {vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], own_security_group: true}\n";
  if (random() % 4 == 0) s += "gitlab: {token: {secret: my/secret}}\n";
  if (random() % 4 == 0) s += "logs: {enabled: false}\n";
  if (random() % 4 == 0) s += "dashboard: true\n";
  if (random() % 4 == 0) s += "update: {type: replace}\n";
  if (random() % 4 == 0) s += "tags: {team: a, cost: '12'}\n";
  if (random() % 2 == 0) s += "size: {min: 0, desired: 1, max: " + std::to_string(2 + random() % 50) + "}\n";
  if (random() % 2 == 0) {
    s += "instances:\n";
    for (std::size_t i = 0, n = 1 + random() % 40; i < n; ++i) {
      s += std::string("  - ") + "mcr"[i % 3] + std::to_string(1 + i / 3 % 9) + (arm ? "g" : "") +
           (i < 27 ? ".large\n" : ".xlarge\n");
    }
  }
  if (random() % 2 == 0) {
    s += "scaling:\n";
    for (std::size_t i = 0, n = 1 + random() % 3; i < n; ++i) {
      s += pick<std::string>(
          random, {"  - {metric: cpu, out: {at: 70, for: 60s, steps: {0: 1, 15: 2}}, in: {at: 40, for: 5m}}\n",
                   "  - {metric: memory, out: {at: 80}}\n", "  - {metric: cpu, target: 50}\n",
                   "  - {metric: {namespace: N, name: M}, out: {at: 5, steps: {0: 1}}}\n"});
    }
  }
  if (random() % 2 == 0) {
    s += "schedules:\n";
    for (std::size_t i = 0, n = 1 + random() % 6; i < n; ++i) {
      s += "  - {at: '" + std::to_string(i) +
           " 7 * * MON-FRI', timezone: Europe/Berlin, min: 0, desired: " + std::to_string(i % 2) + "}\n";
    }
  }
  return s;
}

}  // namespace

TEST_CASE("any spec gives a whole template, the same each time") {
  std::mt19937 random(42);
  for (int i = 0; i < 300; ++i) {
    std::string spec = random_spec(random);
    INFO(spec);
    model::RunnerStack stack = stack_of(spec);
    cfn::Template t = render::render(stack, library());
    std::string text = cfn::write_yaml(t);
    REQUIRE(cfn::write_yaml(render::render(stack, library())) == text);
    REQUIRE(evaluate::longest_user_data(t) <= 6144);
    check_reads_back(t);
    std::map<std::string, std::string> values;
    for (const document::Member& one : t.parameters.members()) {
      if (one.value.find("Default") == nullptr) values[one.key] = "glrt-token";
    }
    evaluate::Result result = evaluate::evaluate(t, {values, {}});
    for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
    REQUIRE(result.diagnostics.empty());
    REQUIRE(result.resources.find("InstanceASG") != nullptr);
    validate::Options options;
    options.assets = assets;
    for (const support::Diagnostic& one : validate::check(t, options)) {
      INFO(support::to_text(one));
      CHECK(one.severity != support::Severity::error);
    }
  }
}

TEST_CASE("every schedule of a spec becomes one action with its own time, zone and sizes") {
  const std::string spec = GENERATE(
      "schedules: [{at: 0 7 * * *, timezone: Europe/Berlin, min: 1, desired: 2},"
      " {at: 0 12 * * *, timezone: Asia/Tokyo, desired: 5}, {at: 0 19 * * *, timezone: Europe/Berlin, desired: 0}]",
      "schedules: [{at: 0 7 * * *, timezone: UTC, min: 1}, {at: 0 19 * * *, timezone: UTC, min: 0}]",
      "schedules: [{at: 0 19 * * *, timezone: UTC, min: 0, desired: 0}, {at: 0 20 * * *, timezone: UTC, desired: 0}]",
      "schedules: [{at: 0 5 * * *, timezone: Asia/Tokyo, max: 9}, {at: 0 6 * * *, timezone: UTC, desired: 3}]");
  const std::string head = GENERATE("", "platform: amazon-linux-2023\n");
  INFO(head << spec);
  const model::RunnerStack stack = stack_of(head + spec);
  std::multiset<std::string> wanted, rendered;
  for (const model::Schedule& one : stack->schedules)
    wanted.insert(one->cron + " " + one->timezone + " " + (one->desired ? std::to_string(*one->desired) : "-"));
  const evaluate::Result result =
      evaluate::evaluate(render::render(stack, library()), {{{"3GITLABRunnerTokenList", "x"}}});
  for (const document::Member& one : result.resources.members()) {
    if (one.value.find("Type")->text() != "AWS::AutoScaling::ScheduledAction") continue;
    const document::Node& properties = *one.value.find("Properties");
    const document::Node* desired = properties.find("DesiredCapacity");
    rendered.insert(properties.find("Recurrence")->text() + " " + properties.find("TimeZone")->text() + " " +
                    (desired != nullptr ? desired->text() : "-"));
  }
  CHECK(rendered == wanted);
}

TEST_CASE("fixed settings are baked in, asked ones are not") {
  cfn::Template open = render_of("platform: amazon-linux-2023\n");
  CHECK(open.parameters.find("3GITLABRunnerConcurrentJobs") != nullptr);
  CHECK(open.parameters.find("1OSInstanceOSPlatform") == nullptr);
  cfn::Template fixed = render_of("platform: amazon-linux-2023\nfixed: [gitlab.concurrent]\n");
  CHECK(fixed.parameters.find("3GITLABRunnerConcurrentJobs") == nullptr);
  CHECK(fixed.parameters.find("3GITLABRunnerInstanceURL") != nullptr);
  cfn::Template all = render_of("platform: amazon-linux-2023\nfixed: true\n");
  CHECK(all.parameters.members().size() == 2);  // the token, and the image's SSM parameter
  cfn::Template asked = render_of("platform: amazon-linux-2023\nask: [gitlab.concurrent]\n");
  CHECK(asked.parameters.members().size() == 3);
  // Of two paths the longer one wins, whichever list it is in.
  cfn::Template both = render_of("platform: amazon-linux-2023\nask: [gitlab]\nfixed: [gitlab.concurrent]\n");
  CHECK(both.parameters.find("3GITLABRunnerConcurrentJobs") == nullptr);
  CHECK(both.parameters.find("3GITLABRunnerInstanceURL") != nullptr);
  both = render_of(
      "platform: amazon-linux-2023\ngitlab: {url: https://gitlab.example.com/}\n"
      "ask: [gitlab.concurrent]\nfixed: [gitlab]\n");
  CHECK(both.parameters.find("3GITLABRunnerConcurrentJobs") != nullptr);
  CHECK(both.parameters.find("3GITLABRunnerInstanceURL") == nullptr);
}

TEST_CASE("two hooks, signals, and nothing that fights over sizes") {
  cfn::Template t = render_of("{}");
  const Node& group = *t.resources.find("InstanceASG");
  const Node& hooks = *group.find("Properties")->find("LifecycleHookSpecificationList");
  REQUIRE(hooks.items().size() == 2);
  CHECK(hooks.items()[0].find("DefaultResult")->text() == "ABANDON");
  const Node& terminating = *hooks.items()[1].find("Fn::If");  // tests/render/settings_test.cpp
  CHECK(terminating.items()[0].text() == "Drains");
  CHECK(terminating.items()[1].find("DefaultResult")->text() == "CONTINUE");
  CHECK(group.find("UpdatePolicy")
            ->find("AutoScalingScheduledAction")
            ->find("IgnoreUnmodifiedGroupSizeProperties")
            ->text() == "true");
  CHECK(group.find("UpdatePolicy")->find("AutoScalingRollingUpdate")->find("PauseTime")->text() == "PT45M");
  CHECK(t.resources.find("LowercasePlusRandomLambda") == nullptr);
  for (const document::Member& one : t.resources.members()) {
    CHECK(one.value.find("Type")->text().find("Lambda") == std::string::npos);
    CHECK(one.value.find("Type")->text().find("Custom") == std::string::npos);
  }
}
