// A CloudWatch dashboard for the group: job slots, waits, drains, sizes, load, memory, disk.
#include <fmt/format.h>

#include "render/builder.hpp"

namespace vend::render {
namespace {

struct Widget {
  const char* title;
  const char* metrics;  // JSON rows
  const char* statistic = "Average";
};

// Of the group in ${InstanceASG}; "." repeats what stands above. What the agent reports has the same names on Linux and
// Windows.
constexpr Widget widgets[] = {
    {"Job slots in use (%)",
     R"(["vend/${AWS::StackName}","runner_slots_used_percent","AutoScalingGroupName","${InstanceASG}"])"},
    {"Jobs, slots, instances that take none",
     R"(["vend/${AWS::StackName}","runner_jobs","AutoScalingGroupName","${InstanceASG}"],)"
     R"([".","runner_slots",".","."],[".","runner_takes_no_jobs",".","."])",
     "Sum"},
    {"Longest waits: drains, boots (s)",
     R"(["vend/${AWS::StackName}","runner_drain_seconds","AutoScalingGroupName","${InstanceASG}"],)"
     R"([".","BootSeconds",".",".","Phase","total"])",
     "Maximum"},
    {"Instances", R"(["AWS/AutoScaling","GroupDesiredCapacity","AutoScalingGroupName","${InstanceASG}"],)"
                  R"([".","GroupInServiceInstances",".","."],[".","GroupPendingInstances",".","."],)"
                  R"([".","GroupTerminatingInstances",".","."])"},
    {"CPU (%)", R"(["AWS/EC2","CPUUtilization","AutoScalingGroupName","${InstanceASG}"])"},
    {"Memory and disk (%)",
     R"(["vend/${AWS::StackName}","mem_used_percent","AutoScalingGroupName","${InstanceASG}"],[".","disk_used_percent",".","."])"},
};

std::string body() {
  std::string out = R"({"widgets":[)";
  int index = 0;
  for (const Widget& widget : widgets) {
    if (index > 0) out += ',';
    out += fmt::format(
        R"({{"type":"metric","x":{},"y":{},"width":12,"height":6,"properties":{{"title":"{}","region":"${{AWS::Region}}",)"
        R"("stat":"{}","period":60,"metrics":[{}]}}}})",
        index % 2 * 12, index / 2 * 6, widget.title, widget.statistic, widget.metrics);
    ++index;
  }
  return out + "]}";
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
             {{"DashboardName", cfn::sub("${AWS::StackName}-${AWS::Region}")}, {"DashboardBody", cfn::sub(body())}})});
}

}  // namespace vend::render
