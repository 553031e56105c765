#include "vend/render/render.hpp"

#include <fmt/format.h>

#include "render/builder.hpp"

namespace vend::render {
namespace {

std::string description(const model::RunnerStackValues& stack) {
  if (!stack.description.empty()) return stack.description;
  if (!stack.platform)
    return "GitLab runners in an Auto Scaling group: Linux or Windows, docker or shell, spot or on-demand";
  return fmt::format("GitLab runners in an Auto Scaling group: {}, {} executor", model::facts(*stack.platform).title,
                     to_string(stack.executor));
}

}  // namespace

cfn::Template render(const model::RunnerStack& stack, const scripts::Library& library, const Node* spec) {
  Builder builder(stack, library, spec);
  add_scripts(builder);
  add_rules(builder);
  add_token_secret(builder);
  add_cache_bucket(builder);
  add_network(builder);
  add_log_group(builder);
  add_access(builder);
  add_launch_template(builder);
  add_auto_scaling_group(builder);
  add_schedules(builder);
  add_scaling(builder);
  add_fallback(builder);
  add_alarms(builder);
  add_dashboard(builder);
  add_outputs(builder);
  cfn::Template result = builder.finish();
  result.description = description(*stack);
  return result;
}

}  // namespace vend::render
