#include "cli/shared/load_spec.hpp"

#include <algorithm>
#include <istream>
#include <iterator>

#include "cli/shared/find_preset.hpp"
#include "vend/document/lookup.hpp"
#include "vend/document/reader.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/spec/overlay.hpp"
#include "vend/spec/reader.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"

namespace vend::cli {
namespace {

constexpr std::size_t largest_spec = 1U << 20U;  // bytes; far more than any stack needs

struct Source {
  std::string name;
  std::string text;
};

Source source_of(Context& context, const SpecOptions& options) {
  if (!options.file.empty() && !options.preset.empty())
    throw UsageError("a spec and --preset cannot be combined; use --set on the preset");
  if (!options.preset.empty()) return {"preset " + options.preset, find_preset(context.assets, options.preset).text};
  if (options.file.empty()) return {"(no spec)", "{}"};
  if (options.text) return {options.file == "-" ? "<stdin>" : options.file, *options.text};
  if (options.file != "-") return {options.file, support::read_file(options.file, largest_spec)};
  std::string text;
  char chunk[65'536];
  while (context.streams.in.read(chunk, sizeof chunk) || context.streams.in.gcount() > 0) {
    text.append(chunk, static_cast<std::size_t>(context.streams.in.gcount()));
    if (text.size() > largest_spec) throw UsageError("standard input holds more than 1 MiB, too much for a spec");
  }
  return {"<stdin>", std::move(text)};
}

// The template's sections begin with a capital letter, a spec's settings never do.
bool is_key(std::string_view line, char first, char last) {
  if (line.starts_with('"') || line.starts_with('\'')) line.remove_prefix(1);
  return !line.empty() && line.front() >= first && line.front() <= last && line.find(':') != std::string_view::npos;
}

}  // namespace

bool is_spec(std::string_view text) {
  const std::string_view begin = support::trim(text);
  if (begin.starts_with('{'))
    return begin.find("\"Resources\"") == std::string_view::npos &&
           begin.find("\"TemplateBody\"") == std::string_view::npos;
  const std::vector<std::string_view> lines = support::split_lines(text);
  if (std::any_of(lines.begin(), lines.end(), [](std::string_view line) { return is_key(line, 'A', 'Z'); }))
    return false;
  return std::any_of(lines.begin(), lines.end(), [](std::string_view line) { return is_key(line, 'a', 'z'); });
}

void declare(CLI::App& app, SpecOptions& options) {
  app.add_option("SPEC", options.file, "YAML or JSON file, or - for standard input; none: the full template");
  app.add_option("--preset", options.preset, "Start from a preset (see `vend presets`)");
  declare_set(app, options, "Change a setting");
}

void declare_set(CLI::App& app, SpecOptions& options, const std::string& purpose) {
  app.add_option("--set", options.set, purpose + ": PATH=VALUE, such as gitlab.concurrent=4")
      ->type_name("PATH=VALUE")
      ->take_all()
      ->allow_extra_args(false);
}

LoadedSpec read_spec(Context& context, const SpecOptions& options) {
  Source source = source_of(context, options);
  LoadedSpec spec{std::move(source.name), std::move(source.text), {}, {}, std::nullopt};
  std::optional<document::Node> root = document::read_document(spec.text, spec.name, spec.found);
  if (!root || support::has_errors(spec.found)) return spec;
  for (const std::string& assignment : options.set) spec::set(*root, assignment, spec.found);
  spec.stack = spec::read(*root, spec.name, spec.found);
  if (support::has_errors(spec.found)) spec.stack.reset();
  spec.root = std::move(*root);
  return spec;
}

support::Diagnostics at_settings(support::Diagnostics findings, const LoadedSpec& spec) {
  const std::vector<render::Parameter> rows = render::parameters(*spec.stack);
  for (support::Diagnostic& one : findings) {
    one.location.file = spec.name;
    if (one.location.line > 0) continue;
    for (const std::string& name : one.parameters) {
      const auto row = std::ranges::find(rows, name, &render::Parameter::name);
      if (row == rows.end()) continue;
      const document::Mark mark = document::nearest_mark(spec.root, row->path);
      one.location = {spec.name, mark.line, mark.column};
      if (mark.line > 0) break;
    }
  }
  support::sort(findings);
  return findings;
}

std::optional<model::RunnerStack> load_spec(Context& context, const SpecOptions& options) {
  LoadedSpec spec = read_spec(context, options);
  report(context, spec.found, spec.text);
  return std::move(spec.stack);
}

}  // namespace vend::cli
