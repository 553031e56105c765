// docs/parameters.md and the names of the form's groups.
#include <fmt/format.h>

#include "vend/render/parameter_table.hpp"
#include "vend/support/text.hpp"

namespace vend::render {
namespace {

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

std::string parameters_markdown() {
  std::vector<Parameter> rows = parameters(model::RunnerStack(model::RunnerStackValues{}));
  std::string out =
      "# Parameters of the full template\n\n"
      "Generated from the parameter table (`src/render/form/parameter_table.cpp`); do not edit. Names that begin with "
      "a digit keep\nthe form's order and are those of the Vending Machine template v1.5.5 where it had them. A "
      "template "
      "for one platform has only those of\nthem that its spec leaves open, and those of the last table that its spec "
      "uses (`vend "
      "preview SPEC --show form`).\n";
  const auto table = [&](std::string_view title, const auto& takes) {
    out += fmt::format("\n## {}\n\n| Parameter | Default | Accepted | In a spec | Meaning |\n|---|---|---|---|---|\n",
                       title);
    for (const Parameter& row : rows) {
      if (takes(row)) out += table_row(row);
    }
  };
  for (const GroupLabel& group : parameter_groups)
    table(group.label, [&](const Parameter& row) { return row.group == group.group && !row.on_request; });
  table("Only in templates whose spec uses them", [](const Parameter& row) { return row.on_request; });
  return out;
}

}  // namespace vend::render
