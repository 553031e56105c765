// Metrics of the Auto Scaling groups, as alarms, policies and the dashboard name them.
#include "render/builder.hpp"
#include "vend/aws/cloud_watch.hpp"

namespace vend::render {

std::vector<std::string> groups_of(const Builder& b) {
  std::vector<std::string> all = {main_group};
  if (b.stack().group->spot->fallback) all.emplace_back(fallback_group);
  return all;
}

std::string_view counted_in(const Builder& b) {
  return model::has_weights(*b.stack().group) ? "Capacity" : "Instances";
}

Node group_dimension(std::string_view group) {
  return mapping_of({{"Name", "AutoScalingGroupName"}, {"Value", cfn::ref(std::string(group))}});
}

Node operand(const GroupMetric& metric) {
  Node named = mapping_of({{"Namespace", metric.name_space},
                           {"MetricName", std::string(metric.name)},
                           {"Dimensions", sequence_of({group_dimension(metric.group)})}});
  return mapping_of({{"Id", std::string(metric.id)},
                     {"MetricStat", mapping_of({{"Metric", std::move(named)},
                                                {"Period", Node::integer(aws::cloud_watch::minute)},
                                                {"Stat", std::string(metric.statistic)}})},
                     {"ReturnData", Node::boolean(false)}});
}

Node result(std::string id, std::string expression, std::string label) {
  return mapping_of({{"Id", std::move(id)},
                     {"Expression", std::move(expression)},
                     {"Label", std::move(label)},
                     {"ReturnData", Node::boolean(true)}});
}

}  // namespace vend::render
