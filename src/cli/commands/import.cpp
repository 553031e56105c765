#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <ostream>

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

bool is_template(std::string_view text) {
  return text.find("Resources") != std::string_view::npos && text.find("\"Stacks\"") == std::string_view::npos;
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
bool take_template(Context& context, const std::string& text, const std::string& name, adopt::Stack& stack) {
  support::Diagnostics found;
  const std::optional<cfn::Template> t = cfn::read_template(text, name, found);
  report(context, found, text);
  if (!t || support::has_errors(found)) return false;
  for (const document::Member& one : t->parameters.members()) {
    if (const document::Node* value = one.value.find("Default")) {
      stack.values[one.key] = value->text();
    } else {
      stack.hidden.push_back(one.key);
    }
  }
  return true;
}

std::string written(const adopt::Adopted& adopted, const std::string& name) {
  std::string out = fmt::format(
      "# What {} is, as a spec of vend.\n"
      "# Its template has only the scripts and permissions that it uses: the first update exchanges the instances.\n",
      support::escape_for_terminal(name));
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
  if (is_template(text)) {
    if (!take_template(context, text, name, stack)) return ExitCode::findings;
  } else if (looks_like_spec(text)) {
    throw UsageError(fmt::format("{} is a spec already; import takes a template, or what describe-stacks prints",
                                 support::escape_for_terminal(name)));
  } else {
    support::Diagnostics found;
    const std::optional<parameters::ParameterFile> values = parameters::read_parameter_file(text, name, found);
    report(context, found, "");
    if (!values) return ExitCode::findings;
    add_values(*values, stack);
  }
  add_values(*given, stack);
  const adopt::Adopted adopted = adopt::adopt(stack);
  if (adopted.known == 0)
    throw UsageError(
        fmt::format("{} is of no stack of vend or of the Vending Machine v1.5.5: it has none of their parameters",
                    support::escape_for_terminal(name)));
  const std::string spec = written(adopted, name);
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
