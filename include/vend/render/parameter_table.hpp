// The template's parameters: each declared once, as a row. The template, the console form, docs/parameters.md, the
// parameter files and the preview all come from these rows.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"

namespace vend::render {

// The console form's groups.
enum class ParameterGroup {
  gitlab,
  platform,
  group,
  network,
  autoscaling,
  spot,
  runner,
  maintenance,
  observability,
  troubleshooting,
  template_information
};

struct GroupLabel {
  ParameterGroup group;
  std::string_view label;
};
// In the form's order.
inline constexpr std::array parameter_groups = {
    GroupLabel{ParameterGroup::gitlab, "GitLab and its token"},
    GroupLabel{ParameterGroup::platform, "Operating system and image"},
    GroupLabel{ParameterGroup::group, "Size, availability, instance types and schedule"},
    GroupLabel{ParameterGroup::network, "Network and access"},
    GroupLabel{ParameterGroup::autoscaling, "Scaling by load"},
    GroupLabel{ParameterGroup::spot, "Spot instances"},
    GroupLabel{ParameterGroup::runner, "Runner, cache and disk"},
    GroupLabel{ParameterGroup::maintenance, "Maintenance and updates"},
    GroupLabel{ParameterGroup::observability, "Logs and notifications"},
    GroupLabel{ParameterGroup::troubleshooting, "Troubleshooting"},
    GroupLabel{ParameterGroup::template_information, "This template"},
};

struct Constraint {
  std::vector<std::string> allowed;  // AllowedValues
  std::string pattern;               // AllowedPattern, matches the whole value
  std::optional<long> min;           // MinValue
  std::optional<long> max;           // MaxValue
  std::optional<int> min_length;     // characters
  std::optional<int> max_length;     // characters
  std::string description;           // ConstraintDescription: what a value must be
};

struct Parameter {
  std::string name;  // "4ASGDesiredCapacity"
  std::string path;  // of the spec, "size.desired"; empty when the spec has no word for it
  ParameterGroup group = ParameterGroup::runner;
  std::string label;  // on the console form
  std::string help;   // Description
  std::string type = "String";
  std::optional<std::string> value;  // the default; none: must be given
  Constraint constraint;
  bool secret = false;  // NoEcho
  // What a template made for one platform decides at once and never asks for.
  bool structural = false;
  // The value that leaves an option out, such as no key pair; a template made for one platform does not ask for an
  // option that its stack leaves out.
  std::optional<std::string> off;
  // Even the full template asks for this option only when its stack uses it.
  bool on_request = false;
  // Asked for only when the spec's `ask` names it.
  bool baked = false;
};

// The full template's parameters for this stack, in the order of the form. Values are the stack's.
std::vector<Parameter> parameters(const model::RunnerStack& stack);

// The section Parameters with these rows, whatever the template made of them asks for.
document::Node parameters_section(const std::vector<Parameter>& rows);

// The seconds that the form offers for an alarm. `old` adds those of v1.5.5 that its parameter files may hold: "0"
// means the usual ones, "10" and "30" a minute.
std::vector<std::string> alarm_periods(bool old);

// The generated reference docs/parameters.md.
std::string parameters_markdown();

}  // namespace vend::render
