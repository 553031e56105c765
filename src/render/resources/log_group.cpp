// The log group that instances write their boot and runner logs to.
#include "render/builder.hpp"

namespace vend::render {

// Named after the stack, so that its length is bounded; a stack's name is unique in its account and region.
std::string log_group_name() { return "/gitlab-runners/${AWS::StackName}"; }

void add_log_group(Builder& b) {
  Condition keeps = has_logs(b);
  if (keeps.is(false)) return;
  b.add({.id = "RunnerLogGroup",
         .type = "AWS::Logs::LogGroup",
         .condition = keeps,
         .properties =
             map({{"LogGroupName", cfn::sub(log_group_name())}, {"RetentionInDays", b.value("7LOGRetentionDays")}}),
         .attributes = map({{"DeletionPolicy", "Delete"}, {"UpdateReplacePolicy", "Delete"}})});
}

}  // namespace vend::render
