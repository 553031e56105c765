// What alarms, scaling and the dashboard look at is what instances send, or AWS of a group: name, dimensions and unit
// of counting. A metric under any other name or dimensions has no data, and its alarm never tells.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <iterator>
#include <regex>
#include <set>

#include "render/render_of.hpp"
#include "vend/document/reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/text.hpp"

namespace vend {
namespace {

using document::Node;

// "NAMESPACE NAME KEY KEY=VALUE", the keys in order; the value where one decides.
std::string metric(const std::string& name_space, const std::string& name, std::set<std::string> keys) {
  return name_space + " " + name + " " + support::join({keys.begin(), keys.end()}, " ");
}

std::set<std::string> found(const std::string& text, const std::string& expression) {
  const std::regex one(expression);
  std::set<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), one), end; at != end; ++at) {
    const std::string names = (*at)[1];
    for (std::string_view name : support::split(names, ',')) all.emplace(name);
  }
  return all;
}

// What a script's instances send, by its own text: the agent's measurements and gauges, summed up by the dimensions
// that it says, and the seconds of a boot.
std::set<std::string> sent(const scripts::Script& script) {
  const std::string text = script.text + testing::library().find(script.loads)->text;
  const bool windows = script.name.starts_with("windows");
  std::set<std::string> names = found(text, windows ? "'rename':'(\\w+)'" : "plugin \\w+ ([\\w,]+)");
  const std::size_t gauge = text.find(windows ? "function Gauge" : "gauges() {");
  REQUIRE(gauge != std::string::npos);
  const std::string gauges = text.substr(gauge, text.find("\n}", gauge) - gauge);
  names.merge(found(gauges, windows ? "[ .](\\w+) = (?=\\$jobs|\\$CONCURRENT|\\$closed|100|\\(\\(Now)"
                                    : "(?:\\\\n)?(\\w+):[^|]*\\|g"));
  std::set<std::string> all;
  std::smatch dimensions;
  REQUIRE(std::regex_search(text, dimensions, std::regex("aggregation_dimensions['\"]:\\[([^:{]*)\\],?\\s*['\"]")));
  const std::string sums = dimensions[1];
  CHECK(text.find("vend/") != std::string::npos);
  for (const std::string& by : found(sums, "\\[['\"](\\w+)['\"]\\]"))
    for (const std::string& name : names) all.insert(metric("vend/team-a", name, {by}));
  std::smatch boot;
  REQUIRE(std::regex_search(
      text, boot,
      std::regex("MetricName=(\\w+),[\\s\\S]{0,80}Dimensions=\\[\\{Name=(\\w+),[^}]*\\},\\{Name=(\\w+),Value=")));
  // The phase that is the whole of it.
  REQUIRE((text.find("total=") != std::string::npos || text.find("Took total") != std::string::npos));
  all.insert(metric("vend/team-a", boot[1], {boot[2], boot[3].str() + "=total"}));
  return all;
}

// Of EC2 and of EC2 Auto Scaling, by group (EC2 user guide, "List the available CloudWatch metrics"; EC2 Auto Scaling
// user guide, "Amazon CloudWatch metrics for Amazon EC2 Auto Scaling"); the group has to switch its own on.
const std::set<std::string> of_aws = {"AWS/EC2 CPUUtilization AutoScalingGroupName",
                                      "AWS/AutoScaling GroupDesiredCapacity AutoScalingGroupName",
                                      "AWS/AutoScaling GroupInServiceInstances AutoScalingGroupName",
                                      "AWS/AutoScaling GroupPendingInstances AutoScalingGroupName",
                                      "AWS/AutoScaling GroupTerminatingInstances AutoScalingGroupName",
                                      "AWS/AutoScaling GroupInServiceCapacity AutoScalingGroupName",
                                      "AWS/AutoScaling GroupPendingCapacity AutoScalingGroupName",
                                      "AWS/AutoScaling GroupTerminatingCapacity AutoScalingGroupName"};

struct Looks {
  std::set<std::string> metrics, groups, drawn;  // what the dashboard draws of the groups
};

void take(Looks& all, const std::string& name_space, const std::string& name,
          const std::vector<std::pair<std::string, std::string>>& dimensions) {
  std::set<std::string> keys;
  for (const auto& [key, value] : dimensions) {
    if (key == "AutoScalingGroupName") all.groups.insert(value);
    keys.insert(key == "AutoScalingGroupName" ? key : key + "=" + value);
  }
  all.metrics.insert(metric(name_space, name, keys));
}

// A dashboard's row, where "." repeats the one above.
void take_rows(Looks& all, const Node& rows) {
  std::vector<std::string> above;
  for (const Node& row : rows.items()) {
    std::vector<std::string> cells;
    for (const Node& cell : row.items()) cells.push_back(cell.text() == "." ? above.at(cells.size()) : cell.text());
    above = cells;
    std::vector<std::pair<std::string, std::string>> dimensions;
    for (std::size_t i = 2; i + 1 < cells.size(); i += 2) dimensions.emplace_back(cells[i], cells[i + 1]);
    take(all, cells.at(0), cells.at(1), dimensions);
    all.drawn.insert(cells.at(3));
  }
}

Looks looks_of(const Node& resources) {
  Looks all;
  const std::function<void(const Node&)> look = [&](const Node& node) {
    if (const Node* name = node.find("MetricName"); name != nullptr && node.find("Dimensions") != nullptr) {
      std::vector<std::pair<std::string, std::string>> dimensions;
      for (const Node& one : node.find("Dimensions")->items())
        dimensions.emplace_back(one.find("Name")->text(), one.find("Value")->text());
      take(all, node.find("Namespace")->text(), name->text(), dimensions);
    }
    if (const Node* body = node.find("DashboardBody")) {
      support::Diagnostics out;
      const std::optional<Node> dashboard = document::read_document(body->text(), "dashboard.json", out);
      REQUIRE(dashboard);
      for (const Node& widget : dashboard->find("widgets")->items())
        take_rows(all, *widget.find("properties")->find("metrics"));
    }
    for (const document::Member& one : node.members()) look(one.value);
    for (const Node& one : node.items()) look(one);
  };
  look(resources);
  return all;
}

const std::string everything =
    "name: team-a\nscaling: [{metric: slots, out: {at: 70}, in: {at: 30}}, {metric: memory, out: {at: 80}}, {metric: "
    "cpu, out: {at: 80}}, {metric: slots, target: 60}, {metric: memory, target: 60}]\ndashboard: true\n"
    "alarms: {topic: \"arn:aws:sns:us-east-1:123456789012:t\"}\n";
const std::string fallback = "spot: {on_demand_percentage: 0, fallback: {max: 2}}\n";
const std::string weights = "instances: [{type: m5.large, weight: 2}, {type: m5.xlarge, weight: 4}]\nsize: {max: 40}\n";

}  // namespace

TEST_CASE("every metric that is looked at is sent, under these dimensions, on both systems", "[metrics]") {
  for (const scripts::Script& script : testing::library().all()) {
    if (script.loads.empty()) continue;
    const bool windows = script.name.starts_with("windows");
    const std::string executor = script.name.find("shell") != std::string::npos ? "shell" : "docker";
    const std::set<std::string> instances = sent(script);
    for (const std::string& more : {std::string(), fallback, weights, fallback + weights}) {
      const std::string spec = std::string("platform: ") + (windows ? "windows-2022" : "amazon-linux-2023") +
                               "\nexecutor: " + executor + "\n" + everything + more;
      INFO(script.name << "\n" << spec);
      evaluate::Input input;
      input.environment.stack_name = "team-a";
      input.parameters["3GITLABRunnerRegTokenList"] = "glrt-12345678901234567890";
      const evaluate::Result result = evaluate::evaluate(testing::render_of(spec), input);
      const Looks all = looks_of(result.resources);
      CHECK(all.metrics.size() >= 13);
      for (const std::string& one : all.metrics) {
        INFO(one << " is looked at, and nobody sends it");
        CHECK((instances.contains(one) || of_aws.contains(one)));
        // Instances beside a capacity in units make no difference that means anything.
        const bool counts = one.starts_with("AWS/AutoScaling") && one.find("Desired") == std::string::npos;
        const bool units = one.find("Capacity ") != std::string::npos;
        if (counts && one.find("Terminating") == std::string::npos)
          CHECK(units == (more.find("weight") != std::string::npos));
      }
      // Of each group, and each group counts itself.
      std::set<std::string> groups;
      for (const document::Member& one : result.resources.members()) {
        if (one.value.find("Type")->text() != "AWS::AutoScaling::AutoScalingGroup") continue;
        groups.insert("${" + one.key + "}");
        const Node* collected = one.value.find("Properties")->find("MetricsCollection");
        REQUIRE(collected != nullptr);
        CHECK(collected->items().front().find("Metrics") == nullptr);  // all of them
      }
      CHECK(all.groups == groups);
      CHECK(all.drawn == groups);
    }
  }
}

TEST_CASE("a fallback's instances are watched as the group's own are", "[metrics]") {
  const cfn::Template t = testing::render_of("platform: amazon-linux-2023\n" + everything + fallback);
  for (const document::Member& one : t.resources.members()) {
    if (one.value.find("Type")->text() != "AWS::CloudWatch::Alarm" ||
        one.value.find("Properties")->find("OKActions") == nullptr)
      continue;
    INFO(one.key);
    CHECK((one.key.starts_with("Fallback") || t.resources.find("Fallback" + one.key) != nullptr));
  }
}

// What a group sends that has no instances: its own sizes, and nothing of instances. No alarm tells of that, and none
// that adds instances counts on it.
TEST_CASE("a group at zero raises no alarm", "[metrics]") {
  const cfn::Template t = testing::render_of("platform: amazon-linux-2023\n" + everything + fallback);
  std::size_t alarms = 0;
  for (const document::Member& one : t.resources.members()) {
    if (one.value.find("Type")->text() != "AWS::CloudWatch::Alarm") continue;
    INFO(one.key);
    ++alarms;
    CHECK(one.value.find("Properties")->find("TreatMissingData")->text() == "notBreaching");
  }
  CHECK(alarms >= 13);
}

}  // namespace vend
