// Outputs, exported under the stack's name for other stacks.
#include "builder.hpp"

namespace vend::render {

void add_outputs(Builder& b) {
  using namespace cfn;
  Condition always = Condition::always();
  b.add_output("AutoScalingGroupName", "The Auto Scaling group", ref("InstanceASG"), always);
  b.add_output("LaunchTemplateId", "The launch template", ref("ASGLaunchTemplate"), always);
  b.add_output("InstanceRoleName", "The role of the instances",
               b.choose(creates_role(b), ref("ASGRebootRole"), b.text("9AWSSpecifiedIAMRoleNAME")), always);
  Condition uses = uses_bucket(b);
  if (!uses.is(false)) {
    Condition creates = creates_bucket(b);
    Node given = creates.is(true) ? no_value() : b.text("3GITLABRunnerS3CacheBucket");
    Node own = creates.is(false) ? no_value() : ref("ASGBucket");
    b.add_output("CacheBucketName", "The bucket of the job caches; it stays when the stack is deleted",
                 b.choose(creates, std::move(own), std::move(given)), uses);
  }
  if (!has_logs(b).is(false))
    b.add_output("LogGroupName", "The log group of the instances", ref("RunnerLogGroup"), has_logs(b));
  b.add_output("TemplateVersion", "The template that made this stack", b.text("1AAAATemplateVersion"), always, false);
  b.add_output("SourceProject", "Where the template comes from", b.text("1AAASourceProject"), always, false);
}

}  // namespace vend::render
