// Outputs, exported under the stack's name for other stacks.
#include "render/builder.hpp"

namespace vend::render {

void add_outputs(Builder& b) {
  using namespace cfn;
  Condition always = Condition::always();
  b.add_output("AutoScalingGroupName", "The Auto Scaling group", ref("InstanceASG"), always);
  if (b.stack().group->spot->fallback)
    b.add_output("FallbackGroupName", "The on-demand group that steps in for spot", ref(fallback_group), always);
  b.add_output("LaunchTemplateId", "The launch template", ref("ASGLaunchTemplate"), always);
  // Resources that were given, rather than created by the stack, have no output: whoever gave them knows their names.
  if (!creates_role(b).is(false))
    b.add_output("InstanceRoleName", "The role of the instances", ref("ASGRebootRole"), creates_role(b));
  if (!creates_bucket(b).is(false)) {
    b.add_output("CacheBucketName", "The bucket of the job caches; it stays when the stack is deleted",
                 ref("ASGBucket"), creates_bucket(b));
  }
  if (!has_logs(b).is(false))
    b.add_output("LogGroupName", "The log group of the instances", ref("RunnerLogGroup"), has_logs(b));
  // What a template for one platform is, its description says.
  if (!b.full()) return;
  b.add_output("TemplateVersion", "The template that made this stack", b.text("1AAAATemplateVersion"), always, false);
  b.add_output("SourceProject", "Where the template comes from", b.text("1AAASourceProject"), always, false);
}

}  // namespace vend::render
