// The rendered template: what it promises, and properties over many specs. tests/golden compares what becomes of them.
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
                                         "RunnerPolicy",
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
  if (random() % 4 == 0)
    s += "update: {type: replace}\n";
  else if (random() % 4 == 0)
    s += "update: {type: refresh, min_success_percentage: 90}\n";
  if (random() % 4 == 0) s += "spot: {on_demand_percentage: 0, fallback: {max: 3, after: 5m}}\n";
  if (random() % 4 == 0) s += "alarms: {topic: 'arn:aws:sns:eu-central-1:123456789012:alarms'}\n";
  if (random() % 4 == 0) s += "drain: {keep_failed: true}\nzone_distribution: balanced-only\n";
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
                   "  - {metric: slots, out: {at: 80}, in: {at: 20}}\n", "  - {metric: slots, target: 60}\n",
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
  const std::string head =
      "size: {min: 1, desired: 1, max: 9}\n" + std::string(GENERATE("", "platform: amazon-linux-2023\n"));
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

namespace {

const Node& resource(const evaluate::Result& result, std::string_view id) {
  INFO(id);
  const Node* found = result.resources.find(id);
  REQUIRE(found != nullptr);
  return *found;
}

evaluate::Result evaluated(const std::string& spec, std::map<std::string, std::string> values = {}) {
  values.emplace("3GITLABRunnerRegTokenList", "glrt-token");
  return evaluate::evaluate(render_of(spec), {std::move(values), {}});
}

std::string text_of(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* at = &node;
  for (std::string_view key : path) {
    at = at->find(key);
    if (at == nullptr) return "";
  }
  return at->text();
}

}  // namespace

TEST_CASE("job slots are the same metric for alarms and targets, on Linux and Windows") {
  const std::string platform = GENERATE("platform: amazon-linux-2\n", "platform: windows-2022\n");
  const std::string executor = GENERATE("executor: docker\n", "executor: shell\n");
  const evaluate::Result result =
      evaluated(platform + executor +
                "fixed: true\nscaling: [{metric: slots, out: {at: 80}, in: {at: 20}}, {metric: slots, target: 60}]\n");
  for (const auto& [alarm, threshold, period] :
       {std::tuple{"HighUtilizationAlarm", "80", "60"}, std::tuple{"LowUtilizationAlarm", "20", "300"}}) {
    const Node& found = resource(result, alarm);
    CHECK(text_of(found, {"Properties", "Namespace"}) == "CWAgent");
    CHECK(text_of(found, {"Properties", "MetricName"}) == "runner_slots_used_percent");
    CHECK(text_of(found, {"Properties", "Threshold"}) == threshold);
    CHECK(text_of(found, {"Properties", "Period"}) == period);
  }
  const Node& target = resource(result, "TargetTrackingPolicy2");
  CHECK(text_of(target, {"Properties", "TargetTrackingConfiguration", "CustomizedMetricSpecification", "MetricName"}) ==
        "runner_slots_used_percent");
  // Under that name the instances send it.
  for (const scripts::Script& script : library().all()) {
    if (script.loads.empty()) continue;
    INFO(script.name);
    const std::string both = script.text + library().find(script.loads)->text;
    for (const char* gauge :
         {"runner_slots_used_percent", "runner_takes_no_jobs", "runner_drain_seconds", "runner_jobs", "runner_slots"})
      CHECK(both.find(gauge) != std::string::npos);
  }
}

TEST_CASE("the full template's form chooses the metric and takes the old periods for a minute") {
  for (const auto& [choice, name_space, name] :
       {std::tuple{"CPU", "AWS/EC2", "CPUUtilization"}, std::tuple{"Memory", "CWAgent", "mem_used_percent"},
        std::tuple{"Slots", "CWAgent", "runner_slots_used_percent"}}) {
    for (const auto& [seconds, out, in] : {std::tuple{"0", "60", "300"}, std::tuple{"10", "60", "60"},
                                           std::tuple{"30", "60", "60"}, std::tuple{"120", "120", "120"}}) {
      const evaluate::Result result =
          evaluated("{}", {{"5ASGAutoScalingEnabled", "true"},
                           {"5ASGAutoScalingMetricTypeToMonitor", choice},
                           {"5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds", seconds},
                           {"5ASGAutoScalingSetScaleInUtilizationThresholdSeconds", seconds}});
      CHECK(text_of(resource(result, "HighUtilizationAlarm"), {"Properties", "Namespace"}) == name_space);
      CHECK(text_of(resource(result, "HighUtilizationAlarm"), {"Properties", "MetricName"}) == name);
      CHECK(text_of(resource(result, "HighUtilizationAlarm"), {"Properties", "Period"}) == out);
      CHECK(text_of(resource(result, "LowUtilizationAlarm"), {"Properties", "Period"}) == in);
    }
  }
}

TEST_CASE("no alarm of any spec is faster than its metric, and each default is among the offered values") {
  for (const char* spec : {"{}", "platform: amazon-linux-2023\nscaling: [{metric: slots, out: {at: 70, for: 25m}}]\n",
                           "scaling: [{metric: cpu, out: {at: 70, for: 2h}, in: {at: 30, for: 7m}}]\n"}) {
    INFO(spec);
    const cfn::Template t = render_of(spec);
    for (const document::Member& one : t.parameters.members()) {
      const Node *allowed = one.value.find("AllowedValues"), *given = one.value.find("Default");
      if (allowed == nullptr || given == nullptr) continue;
      INFO(one.key);
      CHECK(std::ranges::any_of(allowed->items(), [&](const Node& value) { return value.text() == given->text(); }));
    }
    const bool full = t.parameters.find("5ASGAutoScalingEnabled") != nullptr;
    const evaluate::Result result =
        evaluated(spec, full ? std::map<std::string, std::string>{{"5ASGAutoScalingEnabled", "true"}}
                             : std::map<std::string, std::string>{});
    CHECK(result.diagnostics.empty());
  }
}

TEST_CASE("a fallback on demand drains as its group does, and its alarms count what is missing") {
  const evaluate::Result result = evaluated(
      "platform: amazon-linux-2023\nspot: {on_demand_percentage: 0, fallback: {max: 4, after: 7m}}\n"
      "instances: [m5.large, m6i.large]\ntags: {team: a}\n");
  const Node &main = resource(result, "InstanceASG"), &fallback = resource(result, "FallbackASG");
  for (const char* same : {"LifecycleHookSpecificationList", "Tags", "DefaultInstanceWarmup", "AvailabilityZones"}) {
    INFO(same);
    REQUIRE(main.find("Properties")->find(same) != nullptr);
    CHECK(*main.find("Properties")->find(same) == *fallback.find("Properties")->find(same));
  }
  CHECK(*main.find("DependsOn") == *fallback.find("DependsOn"));
  CHECK(text_of(fallback, {"Properties", "MaxSize"}) == "4");
  CHECK(text_of(fallback, {"Properties", "DesiredCapacity"}) == "0");
  CHECK(text_of(fallback, {"Properties", "MixedInstancesPolicy", "InstancesDistribution",
                           "OnDemandPercentageAboveBaseCapacity"}) == "100");
  CHECK(fallback.find("CreationPolicy") == nullptr);
  for (const auto& [alarm, policy, sign] :
       {std::tuple{"SpotMissingAlarm", "FallbackUpPolicy", 1}, std::tuple{"SpotBackAlarm", "FallbackDownPolicy", -1}}) {
    CHECK(text_of(resource(result, alarm), {"Properties", "Threshold"}) == std::to_string(sign));
    CHECK(text_of(resource(result, alarm), {"Properties", "EvaluationPeriods"}) == "7");
    // Never more at once than are missing.
    const Node& steps = *resource(result, policy).find("Properties")->find("StepAdjustments");
    for (const Node& step : steps.items()) {
      const Node* near = step.find(sign > 0 ? "MetricIntervalLowerBound" : "MetricIntervalUpperBound");
      REQUIRE(near != nullptr);
      CHECK(std::abs(std::stoi(step.find("ScalingAdjustment")->text())) == std::abs(std::stoi(near->text())) + 1);
    }
  }
  const std::string text = document::write_json(result.resources);
  CHECK(text.find("autoScalingGroupName/gitlab-runners-FallbackASG-*") != std::string::npos);
  CHECK(render_of("platform: amazon-linux-2023\n").resources.find("FallbackASG") == nullptr);
}

TEST_CASE("a start from the form brings the group's own smallest size back") {
  const evaluate::Result result =
      evaluated("platform: amazon-linux-2023\nsize: {min: 3, desired: 4, max: 9}\nschedules: ask\n",
                {{"4ASGScheduledStartupCron", "0 7 * * *"}, {"4ASGScheduledShutdownCron", "0 19 * * *"}});
  CHECK(text_of(resource(result, "ScheduledActionDailyStart"), {"Properties", "MinSize"}) == "3");
  CHECK(text_of(resource(result, "ScheduledActionDailyStop"), {"Properties", "MinSize"}) == "0");
}

TEST_CASE("a log group survives a failed creation, and is not in the next one's way") {
  const evaluate::Result result = evaluated("platform: amazon-linux-2023\n");
  const Node& group = resource(result, "RunnerLogGroup");
  CHECK(text_of(group, {"DeletionPolicy"}) == "Retain");
  CHECK(text_of(group, {"UpdateReplacePolicy"}) == "Retain");
  CHECK(text_of(group, {"Properties", "LogGroupName"}).empty());
}

TEST_CASE("an update by instance refresh stands alone") {
  const Node refresh =
      *render_of("platform: amazon-linux-2023\nupdate: {type: refresh}\n").resources.find("InstanceASG");
  const Node& policy = *refresh.find("UpdatePolicy");
  CHECK(policy.find("AutoScalingRollingUpdate") == nullptr);
  CHECK(text_of(policy, {"AutoScalingInstanceRefresh", "Preferences", "ScaleInProtectedInstances"}) == "Refresh");
  const Node rolling =
      *render_of("platform: amazon-linux-2023\nupdate: {min_success_percentage: 80}\n").resources.find("InstanceASG");
  CHECK(text_of(rolling, {"UpdatePolicy", "AutoScalingRollingUpdate", "MinSuccessfulInstancesPercent"}) == "80");
  CHECK(text_of(rolling, {"CreationPolicy", "AutoScalingCreationPolicy", "MinSuccessfulInstancesPercent"}) == "80");
  CHECK(rolling.find("UpdatePolicy")->find("AutoScalingInstanceRefresh") == nullptr);
  const Node kept = *render_of("platform: amazon-linux-2023\ndrain: {keep_failed: true}\nfixed: true\n")
                         .resources.find("InstanceASG");
  CHECK(text_of(kept, {"Properties", "InstanceLifecyclePolicy", "RetentionTriggers", "TerminateHookAbandon"}) ==
        "retain");
  for (const Node& hook : kept.find("Properties")->find("LifecycleHookSpecificationList")->items())
    CHECK(text_of(hook, {"DefaultResult"}) == "ABANDON");
}

TEST_CASE("alarms are for a topic, and of metrics that the group has") {
  const evaluate::Result result = evaluated(
      "platform: windows-2022\nalarms: {topic: 'arn:aws:sns:eu-central-1:123456789012:a', no_jobs: 10m, drain: 2h, "
      "boot: 20m}\n");
  for (const char* id : {"BelowDesiredAlarm", "TakesNoJobsAlarm", "LongDrainAlarm", "SlowBootAlarm"})
    CHECK(resource(result, id).find("Properties")->find("AlarmActions")->items().front().text() ==
          "arn:aws:sns:eu-central-1:123456789012:a");
  CHECK(text_of(resource(result, "TakesNoJobsAlarm"), {"Properties", "EvaluationPeriods"}) == "10");
  CHECK(text_of(resource(result, "LongDrainAlarm"), {"Properties", "Threshold"}) == "7200");
  CHECK(text_of(resource(result, "SlowBootAlarm"), {"Properties", "Threshold"}) == "1200");
  CHECK(resource(result, "InstanceASG").find("Properties")->find("NotificationConfigurations") != nullptr);
  CHECK(render_of("platform: windows-2022\n").resources.find("BelowDesiredAlarm") == nullptr);
}
