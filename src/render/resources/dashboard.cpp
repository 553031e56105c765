// A CloudWatch dashboard for the group: job slots, waits, drains, sizes, load, memory, disk.
#include <fmt/format.h>

#include "render/builder.hpp"
#include "vend/support/text.hpp"

namespace vend::render {
namespace {

struct Widget {
  const char* title;
  const char* metrics;  // JSON rows
  const char* statistic = "Average";
};

// Of the group in ${Group}, counted as {Counted}; "." repeats what stands above. What the agent reports has the same
// names on Linux and Windows.
constexpr Widget widgets[] = {
    {"Job slots in use (%)",
     R"(["vend/${AWS::StackName}","runner_slots_used_percent","AutoScalingGroupName","${Group}"])"},
    {"Jobs, slots, instances that take none",
     R"(["vend/${AWS::StackName}","runner_jobs","AutoScalingGroupName","${Group}"],)"
     R"([".","runner_slots",".","."],[".","runner_takes_no_jobs",".","."])",
     "Sum"},
    {"Longest waits: drains, boots (s)",
     R"(["vend/${AWS::StackName}","runner_drain_seconds","AutoScalingGroupName","${Group}"],)"
     R"([".","BootSeconds",".",".","Phase","total"])",
     "Maximum"},
    {"{Counted}", R"(["AWS/AutoScaling","GroupDesiredCapacity","AutoScalingGroupName","${Group}"],)"
                  R"([".","GroupInService{Counted}",".","."],[".","GroupPending{Counted}",".","."],)"
                  R"([".","GroupTerminating{Counted}",".","."])"},
    {"CPU (%)", R"(["AWS/EC2","CPUUtilization","AutoScalingGroupName","${Group}"])"},
    {"Memory and disk (%)",
     R"(["vend/${AWS::StackName}","mem_used_percent","AutoScalingGroupName","${Group}"],[".","disk_used_percent",".","."])"},
};

std::string body(const Builder& b) {
  std::string out = R"({"widgets":[)";
  int index = 0;
  for (const Widget& widget : widgets) {
    std::vector<std::string> metrics;
    for (const std::string& group : groups_of(b))
      metrics.push_back(support::replace_all(widget.metrics, "${Group}", "${" + group + "}"));
    if (index > 0) out += ',';
    out += fmt::format(
        R"({{"type":"metric","x":{},"y":{},"width":12,"height":6,"properties":{{"title":"{}","region":"${{AWS::Region}}",)"
        R"("stat":"{}","period":60,"metrics":[{}]}}}})",
        index % 2 * 12, index / 2 * 6, widget.title, widget.statistic, support::join(metrics, ","));
    ++index;
  }
  return support::replace_all(out + "]}", "{Counted}", counted_in(b));
}

}  // namespace

void add_dashboard(Builder& b) {
  Condition wanted = b.equals("ShowDashboard", "7DASHBOARDEnabled", "true");
  if (wanted.is(false)) return;
  // A dashboard's name is global to the account, hence the region in it.
  b.add({.id = "RunnerDashboard",
         .type = "AWS::CloudWatch::Dashboard",
         .condition = wanted,
         .properties = mapping_of(
             {{"DashboardName", cfn::sub("${AWS::StackName}-${AWS::Region}")}, {"DashboardBody", cfn::sub(body(b))}})});
}

}  // namespace vend::render
