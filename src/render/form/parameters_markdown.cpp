// docs/parameters.md and the names of the form's groups.
#include <fmt/format.h>

#include "vend/render/parameter_table.hpp"
#include "vend/support/text.hpp"

namespace vend::render {
namespace {

constexpr ParameterGroup all_groups[] = {ParameterGroup::gitlab,
                                         ParameterGroup::platform,
                                         ParameterGroup::group,
                                         ParameterGroup::network,
                                         ParameterGroup::autoscaling,
                                         ParameterGroup::spot,
                                         ParameterGroup::runner,
                                         ParameterGroup::maintenance,
                                         ParameterGroup::observability,
                                         ParameterGroup::troubleshooting,
                                         ParameterGroup::template_information};

std::string accepted(const Constraint& limits) {
  if (!limits.allowed.empty()) return support::join(limits.allowed, ", ");
  if (limits.min && limits.max) return fmt::format("{} to {}", *limits.min, *limits.max);
  return limits.description;
}

std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string table_row(const Parameter& row) {
  const std::string value = !row.value           ? "(must be given)"
                            : row.value->empty() ? "(empty)"
                                                 : fmt::format("`{}`", *row.value);
  return fmt::format("| `{}` | {} | {} | {} | {}. {} |\n", row.name, cell(value), cell(accepted(row.constraint)),
                     row.path.empty() ? "" : fmt::format("`{}`", row.path), cell(row.label), cell(row.help));
}

}  // namespace

std::string_view to_string(ParameterGroup group) {
  switch (group) {
    case ParameterGroup::template_information:
      return "This template";
    case ParameterGroup::platform:
      return "Operating system and image";
    case ParameterGroup::gitlab:
      return "GitLab and its token";
    case ParameterGroup::runner:
      return "Runner, cache and disk";
    case ParameterGroup::group:
      return "Size, availability, instance types and schedule";
    case ParameterGroup::network:
      return "Network and access";
    case ParameterGroup::autoscaling:
      return "Scaling by load";
    case ParameterGroup::spot:
      return "Spot instances";
    case ParameterGroup::maintenance:
      return "Maintenance and updates";
    case ParameterGroup::observability:
      return "Logs and notifications";
    case ParameterGroup::troubleshooting:
      break;
  }
  return "Troubleshooting";
}

std::string parameters_markdown() {
  std::vector<Parameter> rows = parameters(model::RunnerStack(model::RunnerStackValues{}));
  std::string out =
      "# Parameters of the full template\n\n"
      "Generated from the parameter table (`src/render/form/parameter_table.cpp`); do not edit. Names that begin with "
      "a "
      "digit keep\n"
      "the form's order and are those of the Vending Machine template v1.5.5 where it had them. A template for one "
      "platform "
      "has only those of\nthem that its spec leaves open, and those of the last table that its spec uses (`vend "
      "preview SPEC --show form`).\n";
  const auto table = [&](std::string_view title, const auto& takes) {
    out += fmt::format("\n## {}\n\n| Parameter | Default | Accepted | In a spec | Meaning |\n|---|---|---|---|---|\n",
                       title);
    for (const Parameter& row : rows) {
      if (takes(row)) out += table_row(row);
    }
  };
  for (ParameterGroup group : all_groups)
    table(to_string(group), [&](const Parameter& row) { return row.group == group && !row.on_request; });
  table("Only in templates whose spec uses them", [](const Parameter& row) { return row.on_request; });
  return out;
}

}  // namespace vend::render
