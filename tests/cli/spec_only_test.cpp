// Settings that no parameter of the form stands for: what a spec takes, generate's own validation takes, too, and what
// it refuses is refused where the setting stands. Beside constraints_test.cpp, which draws for all that the form asks.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "run_vend.hpp"
#include "spec/fields.hpp"
#include "vend/product/product.hpp"
#include "vend/render/parameter_table.hpp"

namespace vend {
namespace {

const std::string topic = "alarms: {topic: 'arn:aws:sns:eu-west-1:123456789012:t', ";

struct Setting {
  std::string beside;              // settings that it needs
  std::vector<std::string> right;  // as it is written, without its path
  std::vector<std::string> wrong;
};

const std::string long_text(201, 'x');

// By path. `{}` in `beside` is the value's place, for settings that stand in a section with others.
const std::map<std::string, Setting> settings = {
    {"name", {"", {"a", "A-1", std::string(128, 'a')}, {"1a", "a b", "''", "a.b", std::string(129, 'a')}}},
    {"description",
     {"", {"x", "'${Foo} \"y\"'", std::string(200, 'x')}, {"'{{resolve:ssm:x}}'", long_text, "\"a\\tb\""}}},
    {"executor", {"", {"docker", "shell"}, {"kubernetes", "Docker", "''"}}},
    {"gitlab.environment",
     {"",
      {"{A: b}", "{A_1: '$B \"c\"', C: 1.10, D: true}"},
      {"{1A: b}", "{A: '{{resolve:ssm:x}}'}", "{A: \"a\\nb\"}", "[a]", "{A: " + std::string(3000, 'x') + "}"}}},
    {"instances",
     {"",
      {"[m5.large]", "[m5.large, m6i.large]", "{vcpu: {min: 2, max: 4}, memory_mib: {min: 4096}}",
       "{allowed: [m5.*], vcpu: {min: 1}}"},
      {"[]", "[m5]", "[m5.large, m5.large]", "[{type: m5.large, weight: 1000}]",
       "[{type: m5.large}, {type: m6i.large, weight: 2}]", "{vcpu: {min: 3, max: 2}}", "{vcpu: {min: -1}}",
       "{allowed: [m5.*], excluded: [m4.*]}", "m5.large", "{cpus: 2}"}}},
    {"spot.fallback",
     {"spot: {on_demand_percentage: 0, fallback: {}}",
      {"{max: 1}", "{max: 5000, after: 1h}"},
      {"{max: 0}", "{max: 5001}", "{after: 5m}", "{max: 2, after: 90s}", "{max: 2, after: 2d}", "3"}}},
    {"drain.keep_failed", {"", {"true", "false"}, {"maybe", "1"}}},
    {"update.min_success_percentage", {"", {"0", "1", "100"}, {"-1", "101", "50.5", "many"}}},
    {"update.min_healthy_percentage",
     {"update: {type: refresh, max_healthy_percentage: 150, min_healthy_percentage: {}}",
      {"50", "100"},
      {"-1", "49", "101"}}},
    {"update.max_healthy_percentage",
     {"update: {type: refresh, min_healthy_percentage: 90, max_healthy_percentage: {}}",
      {"100", "190"},
      {"99", "191", "201"}}},
    {"update.boot_timeout", {"", {"5m", "60m"}, {"4m", "61m", "90s", "soon", "-5m"}}},
    {"zone_distribution", {"", {"balanced-only", "balanced-best-effort"}, {"balanced", "''"}}},
    {"scaling",
     {"",
      {"[{metric: cpu, target: 50}]",
       "[{metric: slots, out: {at: 70}}, {metric: memory, in: {at: 10, for: 10m, periods: 2}}]",
       "[{metric: {namespace: A/b, name: n, statistic: Sum, dimensions: {q: 'a b'}}, out: {at: 0.5, for: 10s, steps: "
       "{0: 1, 2.5: 3}}}]"},
      {"[{metric: cpu}]", "[{metric: cpu, target: 101}]", "[{metric: cpu, target: 0}]", "[{metric: disk, target: 5}]",
       "[{metric: cpu, out: {at: 50, for: 30s}}]", "[{metric: cpu, out: {at: 50, steps: {1: 1}}}]",
       "[{metric: cpu, out: {at: 50, steps: {0: -1}}}]", "[{metric: cpu, out: {at: 50}, in: {at: 60}}]",
       "[{metric: cpu, out: {at: 50}, target: 5}]", "[{metric: cpu, target: 50}, {metric: cpu, target: 60}]",
       "[{metric: {namespace: ':a', name: n}, out: {at: 5}}]",
       "[{metric: {namespace: a, name: n, statistic: p99}, target: 5}]",
       "[{metric: {namespace: a, name: n, dimensions: {'': x}}, out: {at: 5}}]", "cpu",
       "[{metric: cpu, target: 50, in: {at: 5}}]", "[{metric: cpu, out: {at: 50, for: 1h, periods: 200}}]",
       "[{metric: cpu, out: {at: 50}, scale_in: true}]"}}},
    {"schedules",
     {"",
      {"ask", "[{at: '0 7 * * MON-FRI', min: 1, desired: 1}]", "[{at: '0 7 * * *', timezone: Europe/Berlin, max: 5}]",
       "[{at: '0 19 * * *', min: 0, desired: 0}]"},
      {"[{at: '0 7 * * *'}]", "[{at: '0 25 * * *', min: 1}]", "[{at: 'cron(0 7 * * ? *)', min: 1}]",
       "[{at: '0 7 * * *', desired: 9}]", "[{at: '0 7 * * *', min: 9}]", "[{at: '0 7 * * *', max: 0}]",
       "[{at: '0 7 * * *', timezone: CEST, min: 1}]", "[{at: '0 7 * * *', min: 2, desired: 1}]",
       "[{at: '0 7 * * *', min: 1}, {at: '0 7 * * *', min: 0}]", "[{min: 1}]", "never"}}},
    {"network.own_security_group", {"", {"true", "false"}, {"sg-01234567"}}},
    {"network.pickers", {"", {"true", "false"}, {"yes please"}}},
    {"alarms.below_desired", {topic + "below_desired: {}}", {"1m", "24h"}, {"0", "90s", "25h", "soon"}}},
    {"alarms.no_jobs", {topic + "no_jobs: {}}", {"1m", "24h"}, {"0", "90s", "25h"}}},
    {"alarms.drain", {topic + "drain: {}}", {"90s", "11h"}, {"0", "long"}}},
    {"alarms.boot", {topic + "boot: {}}", {"90s", "1h"}, {"0", "-1"}}},
    {"tags",
     {"",
      {"{Cost Center: '4711', team/x: ''}", "{é: ü}"},
      {"{aws:x: y}", "{GitLabRunnerStack: x}", "{gitlaburl: x}", "{a: '{{resolve:ssm:x}}'}", "{'': x}", "[a]",
       "{a: " + std::string(257, 'x') + "}", "{" + std::string(129, 'x') + ": a}"}}},
    {"fixed", {"", {"true", "false", "[gitlab.url, size]"}, {"[gitlab.uri]", "3"}}},
    {"ask", {"", {"[gitlab.url]", "[size, spot.strategy]"}, {"[gitlab.uri]", "true"}}},
};

std::string written(const std::string& path, const Setting& setting, const std::string& value) {
  if (setting.beside.empty()) {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) return path + ": " + value + "\n";
    return path.substr(0, dot) + ": {" + path.substr(dot + 1) + ": " + value + "}\n";
  }
  std::string text = setting.beside;
  return text.replace(text.find("{}"), 2, value) + "\n";
}

void check_one(const std::string& path, const std::string& text, const bool* right) {
  const product::Spec spec = product::read_spec("s.yml", text, {});
  const testing::Run run = testing::run_vend({"generate", "-", "--stdout"}, text);
  INFO(path << "\n" << text << run.err.substr(0, 2'000));
  CHECK((run.code == 0) == spec.stack.has_value());
  CHECK((run.code == 0 || run.code == 1));
  if (right != nullptr) CHECK(spec.stack.has_value() == *right);
  for (const support::Diagnostic& one : spec.found) CHECK(one.location.line > 0);
}

}  // namespace

TEST_CASE("each setting is drawn for: where the form asks for it, or here", "[constraints]") {
  std::set<std::string> asked;
  for (const render::Parameter& row : render::parameters(model::RunnerStack(model::RunnerStackValues())))
    asked.insert(row.path);
  for (const spec::Field& field : spec::fields()) {
    INFO(field.path);
    CHECK(asked.contains(std::string(field.path)) != settings.contains(std::string(field.path)));
  }
  for (const auto& [path, setting] : settings) {
    INFO(path);
    CHECK(std::ranges::find(spec::fields(), path, &spec::Field::path) != spec::fields().end());
    CHECK((setting.right.size() >= 2 && !setting.wrong.empty()));
  }
}

TEST_CASE("what a spec takes generate's validation takes, for settings that only a spec has", "[constraints]") {
  const std::string around[] = {"platform: amazon-linux-2023\n", "platform: amazon-linux-2023\nfixed: true\n",
                                "platform: windows-2022\n", ""};
  std::size_t turn = 0;
  for (const auto& [path, setting] : settings) {
    for (const std::vector<std::string>* values : {&setting.right, &setting.wrong}) {
      const bool right = values == &setting.right;
      for (const std::string& value : *values) {
        const std::string& more = around[path == "fixed" ? 0 : turn++ % std::size(around)];
        check_one(path, more + written(path, setting, value), &right);
      }
    }
  }
}

TEST_CASE("two settings drawn at random that only a spec has agree with validation", "[constraints]") {
  std::mt19937 random(29);
  const auto pick = [&](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random); };
  std::vector<std::string> paths;
  for (const auto& [path, setting] : settings) paths.push_back(path);
  for (int i = 0; i < 60; ++i) {
    std::string text = "platform: amazon-linux-2023\n";
    std::set<std::string> sections;
    for (int j = 0; j < 2; ++j) {
      const std::string& path = paths[pick(paths.size())];
      const Setting& setting = settings.at(path);
      const std::string line = written(path, setting, setting.right[pick(setting.right.size())]);
      if (sections.insert(line.substr(0, line.find(':'))).second) text += line;
    }
    check_one("", text, nullptr);
  }
}

}  // namespace vend
