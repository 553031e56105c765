#include "cli/shared/load_template.hpp"

#include "cli/shared/input.hpp"
#include "vend/cfn/parameter.hpp"

namespace vend::cli {
namespace {

std::optional<LoadedTemplate> rendered(Context& context, const SpecOptions& options) {
  std::optional<model::RunnerStack> stack = load_spec(context, options);
  if (!stack) return std::nullopt;
  const scripts::Library library(context.assets);
  cfn::Template t = template_of(*stack, library).t;
  std::string file = product::template_name(*stack);
  return LoadedTemplate{std::move(t), "", std::move(file), std::move(stack)};
}

}  // namespace

void declare_template(CLI::App& app, SpecOptions& options) {
  app.add_option("FILE", options.file, "Template or spec, or - for standard input; none: the full template");
  app.add_option("--preset", options.preset, "What a preset becomes, instead of a file (see `vend presets`)");
  declare_set(app, options, "Change a setting of the spec");
}

std::optional<LoadedTemplate> load_template(Context& context, const SpecOptions& options) {
  if (options.file.empty() || !options.preset.empty()) return rendered(context, options);
  const bool from_stdin = options.file == "-";
  std::string text = read_input(options.file, context.streams.in);
  if (is_spec(text)) return rendered(context, {options.file, "", options.set, text});
  if (!options.set.empty())
    throw UsageError("--set changes a spec; a template's parameters get their values with -p KEY=VALUE");
  const std::string name = from_stdin ? "<stdin>" : options.file;
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, name, found);
  if (t) text = cfn::with_starred_secrets(std::move(text), *t);
  report(context, found, text);
  if (!t || support::has_errors(found)) return std::nullopt;
  return LoadedTemplate{std::move(*t), std::move(text), name, std::nullopt};
}

}  // namespace vend::cli
