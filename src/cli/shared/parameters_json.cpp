#include "cli/shared/parameters_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/shared/input.hpp"
#include "vend/parameters/merge.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/product/product.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

constexpr const char* file_name = product::parameters_name;
constexpr const char* removed_name = "parameters.removed.json";

using Values = std::map<std::string, std::string>;

// The file as it is, when it has the form that vend writes.
std::optional<parameters::ParameterFile> present(const std::filesystem::path& path, std::string& text) {
  if (!std::filesystem::is_regular_file(path)) return std::nullopt;
  text = support::read_file(path, largest_input);
  support::Diagnostics ignored;
  std::optional<parameters::ParameterFile> file = parameters::read_parameter_file(text, path.string(), ignored);
  const bool ours = support::trim(text).starts_with('[') &&
                    (text.find("ParameterKey") != std::string::npos || (file && file->values.empty()));
  return ours ? file : std::nullopt;
}

void set_aside(const std::vector<parameters::ParameterValue>& dropped, OutputDirectory& output) {
  std::string text;
  parameters::ParameterFile all = present(output.path() / removed_name, text).value_or(parameters::ParameterFile());
  for (const parameters::ParameterValue& one : dropped) {
    std::erase_if(all.values, [&](const parameters::ParameterValue& old) { return old.name == one.name; });
    all.values.push_back(one);
  }
  output.add(removed_name, parameters::create_stack_parameters(all), Merged::yes);
}

}  // namespace

std::vector<std::string> add_parameters_json(const cfn::Template& t, OutputDirectory& output) {
  const parameters::ParameterFile fresh = product::fresh_values(t);
  std::string text;
  const std::optional<parameters::ParameterFile> mine = present(output.path() / file_name, text);
  const Values base = output.remembered(file_name);
  Values now;
  for (const parameters::ParameterValue& one : fresh.values) now[one.name] = one.value;
  output.remember(file_name, std::move(now));
  if (!mine) {
    output.add(file_name, parameters::create_stack_parameters(fresh));
    return {};
  }
  const parameters::MergedParameters merged = parameters::merge_parameters(*mine, base, fresh);
  output.add(file_name,
             parameters::same_values(*mine, merged.file) ? text : parameters::create_stack_parameters(merged.file),
             Merged::yes);
  std::vector<std::string> lines;
  auto tell = [&](const std::vector<std::string>& names, std::string_view what) {
    if (!names.empty()) lines.push_back(fmt::format("{}: {} {}", file_name, what, support::join(names, ", ")));
  };
  tell(merged.kept, "kept your values of");
  tell(merged.added, "added");
  tell(merged.removed, "took out, since the template has them no longer:");
  if (!merged.dropped.empty()) {
    std::vector<std::string> names;
    for (const parameters::ParameterValue& one : merged.dropped)
      names.push_back(support::escape_for_terminal(one.name));
    tell(names, fmt::format("moved your values to {}, since the template has no such parameters:", removed_name));
    set_aside(merged.dropped, output);
  }
  return lines;
}

}  // namespace vend::cli
