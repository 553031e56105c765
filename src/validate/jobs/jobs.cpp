// What a template does to running jobs: who may end an instance, and whether its jobs get the time to finish.
#include "validate/jobs/jobs.hpp"

#include <algorithm>

namespace vend::validate {
namespace {

bool contains_text(const Node& node, std::initializer_list<std::string_view> words) {
  constexpr std::size_t shortest = 6;  // of the words
  auto holds = [&](const std::string& text) {
    return text.size() >= shortest && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
             return text.find(word) != std::string::npos;
           });
  };
  return holds(node.text()) ||
         std::any_of(node.items().begin(), node.items().end(),
                     [&](const Node& one) { return contains_text(one, words); }) ||
         std::any_of(node.members().begin(), node.members().end(),
                     [&](const document::Member& one) { return holds(one.key) || contains_text(one.value, words); });
}

// The groups that run jobs: for web servers behind a load balancer, findings about drains would be noise.
bool runs_jobs(const cfn::Template& t) {
  static const std::initializer_list<std::string_view> words = {"GitLab",         "gitlab",  "buildkite",
                                                                "actions-runner", "jenkins", "Jenkins"};
  return contains_text(Node(t.description), words) || contains_text(t.resources, words);
}

const Resource* launch_of(const Resolved& resolved, const Resource& group) {
  const Node* id = at(group.properties, {"LaunchTemplate", "LaunchTemplateId"});
  if (id == nullptr)
    id = at(group.properties,
            {"MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification", "LaunchTemplateId"});
  if (id == nullptr) id = group.properties->find("LaunchConfigurationName");
  return resolved.referred_to(id);
}

}  // namespace

JobGroup::JobGroup(const Resolved& in, const Resource& one) : resolved(in), group(one), launch(launch_of(in, one)) {
  auto add = [&](const Hook& hook) {
    const std::string_view transition = text_at(hook.node, {"LifecycleTransition"});
    if (transition.ends_with("EC2_INSTANCE_TERMINATING") || is_symbolic(hook.node->find("LifecycleTransition")))
      terminating.push_back(hook);
    if (transition.ends_with("EC2_INSTANCE_LAUNCHING")) launching.push_back(hook);
  };
  for (const Node* hook : items_of(group.properties->find("LifecycleHookSpecificationList"))) add({hook, nullptr});
  for (const Resource* hook : of_group("AWS::AutoScaling::LifecycleHook")) add({hook->properties, hook});
}

std::vector<const Resource*> JobGroup::of_group(std::string_view type) const {
  return resolved.naming(group, "AutoScalingGroupName", type);
}

void check_jobs(const Resolved& resolved, Report& report) {
  const std::vector<const Resource*>& groups = resolved.of_type("AWS::AutoScaling::AutoScalingGroup");
  if (groups.empty()) return;
  const bool has_jobs = runs_jobs(resolved.t);
  for (const Resource* group : groups) {
    const JobGroup jobs(resolved, *group);
    check_update_policy(jobs, report);
    check_waits(jobs, report);
    check_signals(jobs, report);
    check_updates(jobs, has_jobs, report);
    check_starts(jobs, report);
    if (!has_jobs) continue;
    check_ends(jobs, report);
    check_hook_times(jobs, report);
    check_role(jobs, report);
  }
}

}  // namespace vend::validate
