#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/commands/import_origin.hpp"
#include "cli/shared/command.hpp"
#include "cli/shared/input.hpp"
#include "cli/shared/parameter_values.hpp"
#include "cli/shared/template_files.hpp"
#include "vend/adopt/adopt.hpp"
#include "vend/cfn/template.hpp"
#include "vend/document/yaml_writer.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/file.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

struct ImportOptions {
  std::string file, output;
  ParameterOptions values;
  bool force = false;
};

// What describe-stacks prints.
bool is_described(std::string_view text) { return text.find("\"Stacks\"") != std::string_view::npos; }

bool is_template(std::string_view text) {
  return text.find("Resources") != std::string_view::npos && !is_described(text);
}

std::string baked_in(const std::string& name) {
  return fmt::format(
      "{} was made from a spec that is none of the presets of this vend: what its form does not ask for is baked in, "
      "and "
      "cannot be told from the template. Keep that spec, or begin with `vend init` and see with `vend diff` what "
      "differs",
      support::escape_for_terminal(name));
}

void add_values(const parameters::ParameterFile& file, adopt::Stack& stack) {
  for (const parameters::ParameterValue& one : file.values) {
    if (one.previous) {
      stack.hidden.push_back(one.name);
    } else {
      stack.values[one.name] = one.value;
    }
  }
}

// The defaults of a template. A parameter without a default and without a value counts as hidden.
std::optional<cfn::Template> take_template(Context& context, const std::string& text, const std::string& name,
                                           adopt::Stack& stack) {
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, name, found);
  report(context, found, text);
  if (!t || support::has_errors(found)) return std::nullopt;
  for (const document::Member& one : t->parameters.members()) {
    if (const document::Node* value = one.value.find("Default")) {
      stack.values[one.key] = value->text();
    } else {
      stack.hidden.push_back(one.key);
    }
  }
  return t;
}

std::string written(const adopt::Adopted& adopted, const std::string& name, const std::string& preset) {
  std::string out = fmt::format("# What {} is, as a spec of vend.\n", support::escape_for_terminal(name));
  out += preset.empty()
             ? "# Its template has only the scripts and permissions that it uses: the first update exchanges the "
               "instances.\n"
             : fmt::format("# Its template is that of the preset {}; the values are the stack's.\n", preset);
  if (!adopted.left.empty()) out += "# Not said here:\n";
  for (const adopt::Left& one : adopted.left)
    out += fmt::format("#   {}: {}\n", support::escape_for_terminal(one.parameter),
                       support::escape_for_terminal(one.reason));
  return out + document::write_yaml(adopted.spec);
}

ExitCode run_import(Context& context, const ImportOptions& options) {
  const std::optional<parameters::ParameterFile> given = read_parameters(context, options.values);
  if (!given) return ExitCode::findings;
  const std::string name = options.file == "-" ? "<stdin>" : options.file;
  const std::string text = read_input(options.file, context.streams.in);
  adopt::Stack stack;
  std::optional<PresetOrigin> preset;
  if (is_template(text)) {
    const std::optional<cfn::Template> t = take_template(context, text, name, stack);
    if (!t) return ExitCode::findings;
    if (!is_full_form(*t)) preset = preset_of(*t, context.assets);
    if (!is_full_form(*t) && !preset && adopt::adopt(stack).known > 0) throw UsageError(baked_in(name));
  } else if (looks_like_spec(text)) {
    throw UsageError(fmt::format("{} is a spec already; import takes a template, or what describe-stacks prints",
                                 support::escape_for_terminal(name)));
  } else {
    support::Diagnostics found;
    const std::optional<parameters::ParameterFile> values = parameters::read_parameter_file(text, name, found);
    report(context, found, "");
    if (!values) return ExitCode::findings;
    add_values(*values, stack);
    if (is_described(text) && !stack.values.contains("1OSInstanceOSPlatform") && adopt::adopt(stack).known > 0)
      throw UsageError(
          fmt::format("{} is a stack whose template was made from a spec: its parameters say only what that "
                      "left open. Import the template, with --parameters {}",
                      support::escape_for_terminal(name), support::escape_for_terminal(name)));
  }
  add_values(*given, stack);
  const adopt::Adopted adopted = preset ? adopt::adopt(stack, preset->origin) : adopt::adopt(stack);
  if (adopted.known == 0)
    throw UsageError(
        fmt::format("{} is of no stack of vend or of the Vending Machine v1.5.5: it has none of their parameters",
                    support::escape_for_terminal(name)));
  const std::string spec = written(adopted, name, preset ? preset->name : "");
  for (const adopt::Left& one : adopted.left)
    context.messages.mention(fmt::format("not said: {}: {}", support::escape_for_terminal(one.parameter),
                                         support::escape_for_terminal(one.reason)));
  if (options.output.empty() || options.output == "-") {
    context.streams.out << spec;
    return ExitCode::clean;
  }
  if (!options.force && std::filesystem::exists(options.output))
    throw UsageError(fmt::format("{} exists; --force overwrites it", support::escape_for_terminal(options.output)));
  support::write_file(options.output, spec);
  context.messages.mention("wrote " + support::escape_for_terminal(options.output));
  return ExitCode::clean;
}

}  // namespace

Action import_command(CLI::App& app) {
  auto options = std::make_shared<ImportOptions>();
  app.add_option("FILE", options->file,
                 "Template, or what `aws cloudformation describe-stacks` prints of a stack; - for standard input")
      ->required();
  declare(app, options->values);
  app.add_option("-o,--output", options->output, "The spec to write (default: standard output)")->type_name("SPEC");
  app.add_flag("--force", options->force, "Overwrite a spec that exists");
  return [options](Context& context) { return run_import(context, *options); };
}

}  // namespace vend::cli
