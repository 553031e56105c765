// A CloudWatch dashboard for the group: load, memory, size, disk.
#include <fmt/format.h>

#include "render/builder.hpp"

namespace vend::render {
namespace {

struct Widget {
  const char* title;
  const char* metrics;  // JSON rows
};

constexpr Widget widgets[] = {
    {"CPU (%)", R"(["AWS/EC2","CPUUtilization","AutoScalingGroupName","${InstanceASG}"])"},
    {"Memory (%)", R"(["CWAgent","mem_used_percent","AutoScalingGroupName","${InstanceASG}"])"},
    {"Instances", R"(["AWS/AutoScaling","GroupDesiredCapacity","AutoScalingGroupName","${InstanceASG}"],)"
                  R"(["AWS/AutoScaling","GroupInServiceInstances","AutoScalingGroupName","${InstanceASG}"],)"
                  R"(["AWS/AutoScaling","GroupTerminatingInstances","AutoScalingGroupName","${InstanceASG}"])"},
    {"Disk (%)", R"(["CWAgent","disk_used_percent","AutoScalingGroupName","${InstanceASG}"])"},
};

std::string body() {
  std::string out = R"({"widgets":[)";
  int index = 0;
  for (const Widget& widget : widgets) {
    if (index > 0) out += ',';
    out += fmt::format(
        R"({{"type":"metric","x":{},"y":{},"width":12,"height":6,"properties":{{"title":"{}","region":"${{AWS::Region}}",)"
        R"("stat":"Average","period":60,"metrics":[{}]}}}})",
        index % 2 * 12, index / 2 * 6, widget.title, widget.metrics);
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
         .properties = map(
             {{"DashboardName", cfn::sub("${AWS::StackName}-${AWS::Region}")}, {"DashboardBody", cfn::sub(body())}})});
}

}  // namespace vend::render
