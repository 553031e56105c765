// The rendered template: what it promises, and properties over many specs. tests/golden compares what becomes of them.
#include "vend/render/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "render/render_of.hpp"
#include "vend/aws/limits.hpp"
#include "vend/cfn/parameter.hpp"
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
using testing::check_reads_back;
using testing::help_texts;
using testing::inline_of;
using testing::library;
using testing::render_of;
using testing::stack_of;

namespace {

const support::Assets assets;

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

namespace {

template <class T>
const T& pick(std::mt19937& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

std::string random_spec(std::mt19937& random) {
  bool windows = random() % 3 == 0;
  std::string s = "name: s" + std::to_string(random() % 1000) + "\n";
  // Else the full template, whose size makes it slow to check.
  if (windows || random() % 16 != 0)
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
  const bool sized = random() % 2 == 0;
  if (sized) s += "size: {min: 0, desired: 1, max: " + std::to_string(4 + random() % 50) + "}\n";
  if (random() % 2 == 0) {
    s += "instances:\n";
    const bool weights = sized && random() % 2 == 0;
    for (std::size_t i = 0, n = 1 + random() % 40; i < n; ++i) {
      const std::string type = std::string() + "mcr"[i % 3] + std::to_string(1 + i / 3 % 9) + (arm ? "g" : "") +
                               (i < 27 ? ".large" : ".xlarge");
      s += weights ? "  - {type: " + type + ", weight: " + std::to_string(1 + random() % 3) + "}\n"
                   : "  - " + type + "\n";
    }
  }
  if (random() % 2 == 0) {
    s += "scaling:\n";
    std::set<std::string> targets;  // a group has one for a metric
    for (std::size_t i = 0, n = 1 + random() % 3; i < n; ++i) {
      const auto one = pick<std::string>(
          random, {"  - {metric: cpu, out: {at: 70, for: 60s, steps: {0: 1, 15: 2}}, in: {at: 40, for: 5m}}\n",
                   "  - {metric: memory, out: {at: 80}}\n", "  - {metric: cpu, target: 50}\n",
                   "  - {metric: slots, out: {at: 80}, in: {at: 20}}\n", "  - {metric: slots, target: 60}\n",
                   "  - {metric: {namespace: N, name: M}, out: {at: 5, steps: {0: 1}}}\n"});
      if (targets.insert(one).second || one.find("target") == std::string::npos) s += one;
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
      // The full template asks for a token also where the spec names a secret of its own: then that is left empty.
      const bool own = cfn::is_secret(one.value) && spec.find("token:") != std::string::npos &&
                       spec.find("platform:") == std::string::npos;
      if (one.value.find("Default") == nullptr) values[one.key] = own ? "" : "glrt-token";
    }
    evaluate::Result result = evaluate::evaluate(t, {values, {}});
    for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
    REQUIRE(result.diagnostics.empty());
    REQUIRE(result.resources.find("InstanceASG") != nullptr);
    validate::Options options;
    options.assets = assets;
    options.input.environment.region_assumed = true;
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
