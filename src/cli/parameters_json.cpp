#include "parameters_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "input.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"

namespace vend::cli {
namespace {

constexpr const char* file_name = "parameters.json";
constexpr const char* removed_name = "parameters.removed.json";

using Values = std::map<std::string, std::string>;

// What has no default, such as the token, is left empty for the reader to fill in.
cfn::ParameterFile fresh_values(const cfn::Template& t) {
  cfn::ParameterFile all;
  for (const document::Member& parameter : t.parameters.members()) {
    const document::Node* value = parameter.value.find("Default");
    all.values.push_back({parameter.key, value != nullptr ? value->text() : "", false, {}});
  }
  return all;
}

const cfn::ParameterValue* find(const cfn::ParameterFile& file, const std::string& name) {
  const auto found = std::find_if(file.values.begin(), file.values.end(),
                                  [&](const cfn::ParameterValue& one) { return one.name == name; });
  return found == file.values.end() ? nullptr : &*found;
}

bool is_changed(const cfn::ParameterValue& mine, const Values& base) {
  const auto before = base.find(mine.name);
  return mine.previous || before == base.end() || before->second != mine.value;
}

// The file as it is, when it has the form that vend writes.
std::optional<cfn::ParameterFile> present(const std::filesystem::path& path, std::string& text) {
  if (!std::filesystem::is_regular_file(path)) return std::nullopt;
  text = support::read_file(path, largest_input);
  support::Diagnostics ignored;
  std::optional<cfn::ParameterFile> file = cfn::read_parameter_file(text, path.string(), ignored);
  const bool ours = support::trim(text).starts_with('[') &&
                    (text.find("ParameterKey") != std::string::npos || (file && file->values.empty()));
  return ours ? file : std::nullopt;
}

bool same(const cfn::ParameterFile& a, const cfn::ParameterFile& b) {
  return a.values.size() == b.values.size() &&
         std::all_of(a.values.begin(), a.values.end(), [&](const cfn::ParameterValue& one) {
           const cfn::ParameterValue* other = find(b, one.name);
           return other != nullptr && other->value == one.value && other->previous == one.previous;
         });
}

void set_aside(const std::vector<cfn::ParameterValue>& dropped, OutputDirectory& output) {
  std::string text;
  cfn::ParameterFile all = present(output.path() / removed_name, text).value_or(cfn::ParameterFile());
  for (const cfn::ParameterValue& one : dropped) {
    std::erase_if(all.values, [&](const cfn::ParameterValue& old) { return old.name == one.name; });
    all.values.push_back(one);
  }
  output.add(removed_name, cfn::create_stack_parameters(all), Merged::yes);
}

}  // namespace

MergedParameters merge_parameters(const cfn::ParameterFile& mine, const Values& base, const cfn::ParameterFile& fresh) {
  MergedParameters merged;
  for (const cfn::ParameterValue& one : fresh.values) {
    const cfn::ParameterValue* present_value = find(mine, one.name);
    if (present_value == nullptr) {
      if (base.contains(one.name)) continue;
      merged.added.push_back(one.name);
      merged.file.values.push_back(one);
    } else if (is_changed(*present_value, base) && present_value->value != one.value) {
      merged.kept.push_back(one.name);
      merged.file.values.push_back(*present_value);
    } else {
      merged.file.values.push_back(present_value->previous ? *present_value : one);
    }
  }
  for (const cfn::ParameterValue& one : mine.values) {
    if (find(fresh, one.name) != nullptr) continue;
    if (is_changed(one, base)) {
      merged.dropped.push_back(one);
    } else {
      merged.removed.push_back(one.name);
    }
  }
  return merged;
}

std::vector<std::string> add_parameters_json(const cfn::Template& t, OutputDirectory& output) {
  const cfn::ParameterFile fresh = fresh_values(t);
  std::string text;
  const std::optional<cfn::ParameterFile> mine = present(output.path() / file_name, text);
  const Values base = output.remembered(file_name);
  Values now;
  for (const cfn::ParameterValue& one : fresh.values) now[one.name] = one.value;
  output.remember(file_name, std::move(now));
  if (!mine) {
    output.add(file_name, cfn::create_stack_parameters(fresh));
    return {};
  }
  const MergedParameters merged = merge_parameters(*mine, base, fresh);
  output.add(file_name, same(*mine, merged.file) ? text : cfn::create_stack_parameters(merged.file), Merged::yes);
  std::vector<std::string> lines;
  auto tell = [&](const std::vector<std::string>& names, std::string_view what) {
    if (!names.empty()) lines.push_back(fmt::format("{}: {} {}", file_name, what, support::join(names, ", ")));
  };
  tell(merged.kept, "kept your values of");
  tell(merged.added, "added");
  tell(merged.removed, "took out, since the template has them no longer:");
  if (!merged.dropped.empty()) {
    std::vector<std::string> names;
    for (const cfn::ParameterValue& one : merged.dropped) names.push_back(support::escape_for_terminal(one.name));
    tell(names, fmt::format("moved your values to {}, since the template has no such parameters:", removed_name));
    set_aside(merged.dropped, output);
  }
  return lines;
}

}  // namespace vend::cli
