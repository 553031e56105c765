#include "cli/shared/parameters_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "vend/parameters/merge.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/product/product.hpp"
#include "vend/support/text.hpp"
#include "vend/support/token.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

constexpr const char* old_file = "parameters.json";
constexpr const char* token_parameter = "3GITLABRunnerRegTokenList";

using Values = std::map<std::string, std::string>;

// The file as it is, when it has the form that vend writes.
std::optional<parameters::ParameterFile> present(const OutputDirectory& output, const std::string& name,
                                                 std::string& text) {
  std::optional<std::string> content = output.read(name);
  if (!content) return std::nullopt;
  text = std::move(*content);
  support::Diagnostics ignored;
  std::optional<parameters::ParameterFile> file = parameters::read_parameter_file(text, name, ignored);
  if (file && !file->tags.empty()) file.reset();
  return file;
}

bool is_secret(const parameters::ParameterValue& one) {
  return one.name == token_parameter || support::is_runner_token(one.value) ||
         support::without_tokens(one.value) != one.value;
}

// Stacks whose templates an earlier run wrote into the folder, by their file names NAME.cf.yml and NAME.cf.json.
std::vector<std::string> stacks_there(const OutputDirectory& output) {
  std::vector<std::string> all;
  for (const auto& [name, checksums] : output.manifest().checksums) {
    for (std::string_view end : {".cf.yml", ".cf.json"}) {
      if (name.ends_with(end)) all.push_back(name.substr(0, name.size() - end.size()));
    }
  }
  return all;
}

bool are_among(const std::vector<std::string>& some, const std::vector<std::string>& all) {
  return std::all_of(some.begin(), some.end(),
                     [&](const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); });
}

void set_aside(const std::vector<parameters::ParameterValue>& dropped, const std::string& name,
               OutputDirectory& output) {
  std::string text;
  parameters::ParameterFile all = present(output, name, text).value_or(parameters::ParameterFile());
  for (const parameters::ParameterValue& one : dropped) {
    std::erase_if(all.values, [&](const parameters::ParameterValue& old) { return old.name == one.name; });
    all.values.push_back(one);
  }
  output.add(name, parameters::create_stack_parameters(all), Merged::yes, support::Access::owner);
}

}  // namespace

std::vector<std::string> add_parameters_json(const std::string& stack, const parameters::ParameterFile& fresh,
                                             OutputDirectory& output) {
  const std::string file_name = product::parameters_name(stack);
  const std::string removed_name = stack + ".parameters.removed.json";
  std::vector<std::string> lines;
  std::string text;
  std::string base_name = file_name;
  std::optional<parameters::ParameterFile> mine = present(output, file_name, text);
  const bool is_old = output.manifest().checksums.contains(old_file) && are_among(stacks_there(output), {stack});
  if (!mine && text.empty() && is_old) {
    mine = present(output, old_file, text);
    if (mine) {
      base_name = old_file;
      output.retire(old_file, Merged::yes);
      lines.push_back(fmt::format("{}: has the values of {}, which other stacks would share", file_name, old_file));
    }
  }
  const WrittenValues base = output.remembered(base_name);
  Values now;
  for (const parameters::ParameterValue& one : fresh.values) now[one.name] = one.value;
  output.remember(file_name, std::move(now));
  if (!mine) {
    output.add(file_name, parameters::create_stack_parameters(fresh), Merged::no, support::Access::owner);
    return lines;
  }
  const parameters::MergedParameters merged = parameters::merge_parameters(*mine, base, fresh, is_secret);
  output.add(file_name,
             parameters::same_values(*mine, merged.file) ? text : parameters::create_stack_parameters(merged.file),
             Merged::yes, support::Access::owner);
  auto tell = [&](const std::vector<std::string>& names, std::string_view what) {
    if (!names.empty()) lines.push_back(fmt::format("{}: {} {}", file_name, what, support::join(names, ", ")));
  };
  tell(merged.kept, "kept your values of");
  tell(merged.added, "added");
  tell(merged.removed, "took out, since the template has them no longer:");
  tell(merged.secret, "still has a secret that the template no longer asks for; take it out yourself:");
  if (!merged.dropped.empty()) {
    std::vector<std::string> names;
    for (const parameters::ParameterValue& one : merged.dropped)
      names.push_back(support::escape_for_terminal(one.name));
    tell(names, fmt::format("moved your values to {}, since the template has no such parameters:", removed_name));
    set_aside(merged.dropped, removed_name, output);
  }
  return lines;
}

void retire_old_scripts(const std::vector<std::string>& stacks, OutputDirectory& output) {
  constexpr std::string_view folder = "runner_configs/";
  const bool alone = are_among(stacks_there(output), stacks);
  for (const auto& [name, checksums] : output.manifest().checksums) {
    if (!name.starts_with(folder)) continue;
    const std::size_t end = name.find('/', folder.size());
    const bool retired =
        end == std::string::npos
            ? alone
            : std::ranges::find(stacks, name.substr(folder.size(), end - folder.size())) != stacks.end();
    if (retired) output.retire(name);
  }
}

bool lies_beside_templates(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return name == product::manifest_name || name == "parameters.json" || name == "parameters.removed.json" ||
         name.ends_with(".parameters.json") || name.ends_with(".parameters.removed.json");
}

}  // namespace vend::cli
