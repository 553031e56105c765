#include "vend/render/render.hpp"

#include <fmt/format.h>

#include <functional>

#include "builder.hpp"

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

cfn::Template render(const model::RunnerStack& stack, const scripts::Library& library) {
  Builder builder(stack, library);
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
  add_dashboard(builder);
  add_outputs(builder);
  cfn::Template result = builder.finish();
  result.description = description(*stack);
  return result;
}

namespace {

void drop(Node& mapping, std::string_view key) {
  std::erase_if(mapping.members(), [&](const document::Member& one) { return one.key == key; });
}

// Drops a text of the parameters, from the last one up, until so many bytes are saved.
void drop_texts(Node& parameters, std::string_view key, std::size_t excess) {
  std::vector<document::Member>& rows = parameters.members();
  std::size_t saved = 0;
  for (auto row = rows.rbegin(); row != rows.rend() && saved < excess; ++row) {
    const Node* text = row->value.find(key);
    if (text == nullptr) continue;
    saved += text->text().size();
    drop(row->value, key);
  }
}

}  // namespace

void shorten_to(cfn::Template& t, std::size_t bytes) {
  const std::function<void(std::size_t)> steps[] = {
      [&](std::size_t) { t.yaml_step = 1; },
      [&](std::size_t excess) { drop_texts(t.parameters, "Description", excess); },
      [&](std::size_t excess) { drop_texts(t.parameters, "ConstraintDescription", excess); },
      [&](std::size_t) {
        if (Node* interface = t.metadata.find("AWS::CloudFormation::Interface")) drop(*interface, "ParameterLabels");
      },
      [&](std::size_t) { drop(t.metadata, "AWS::CloudFormation::Interface"); },
  };
  for (const auto& step : steps) {
    const std::size_t size = cfn::write_yaml(t).size();
    if (size <= bytes) return;
    step(size - bytes);
  }
}

}  // namespace vend::render
