#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/parameter_values.hpp"
#include "vend/aws/limits.hpp"
#include "vend/aws/names.hpp"
#include "vend/aws/partition.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/codes.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;

struct ParametersOptions {
  SpecOptions source;
  ParameterOptions parameters;
  std::string format = "cli", output, template_url, stack_name, region;
  std::vector<std::string> secrets;
};

// What the forms need to know beside the values.
struct Target {
  const ParametersOptions& options;
  std::string template_file;
  std::string stack_name;
};

struct Form {
  const char* name;
  std::string (*write)(const parameters::ParameterFile&, const Target&);
};
constexpr std::array forms = {
    Form{"cli", [](const parameters::ParameterFile& file,
                   const Target&) { return parameters::create_stack_parameters(file); }},
    Form{"deploy",
         [](const parameters::ParameterFile& file, const Target&) { return parameters::deploy_parameters(file); }},
    Form{"quick-create",
         [](const parameters::ParameterFile& file, const Target& target) {
           const ParametersOptions& o = target.options;
           return parameters::quick_create_link({o.template_url, target.stack_name, o.region}, file) + "\n";
         }},
    Form{"env",
         [](const parameters::ParameterFile& file, const Target&) { return parameters::shell_parameters(file); }},
    Form{"git-sync", [](const parameters::ParameterFile& file,
                        const Target& target) { return parameters::git_sync_parameters(file, target.template_file); }},
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_options(const ParametersOptions& options) {
  if (options.source.file == "-" && options.parameters.file == "-")
    throw UsageError("standard input cannot be both the template and the values");
  if (options.format == "quick-create") {
    if (!options.template_url.starts_with("https://"))
      throw UsageError("a quick-create link needs --template-url https://..., the template in an S3 bucket");
    if (!options.secrets.empty())
      throw UsageError(
          "the console ignores secret values in a link, and a link is not a place for them; leave --secret out");
  }
  if (options.format == "git-sync" && options.source.file == "-")
    throw UsageError("Git sync's file names the template's path; give the template as a file");
  if (options.format == "git-sync" && !support::is_valid_utf8(options.source.file))
    throw UsageError("Git sync's file holds the template's path, and takes UTF-8 only; rename the template");
}

void check_secrets(const ParametersOptions& options, const cfn::Template& t) {
  std::vector<std::string> secret;
  for (const document::Member& one : t.parameters.members()) {
    if (cfn::is_secret(one.value)) secret.push_back(one.key);
  }
  for (const std::string& name : options.secrets) {
    if (contains(secret, name)) continue;
    const std::optional<std::string> meant = support::closest(name, secret);
    throw UsageError(fmt::format("--secret: the template has no secret parameter \"{}\"{}",
                                 support::escape_for_terminal(name),
                                 meant ? fmt::format("; did you mean {}?", *meant) : ""));
  }
}

// The console would open the link even so, and fail later without saying why.
void warn_of_link(const ParametersOptions& options, support::Diagnostics& out) {
  auto warn = [&](std::string message, std::string fix) {
    out.push_back({support::Severity::warning, "P022", {}, "", std::move(message), std::move(fix)});
  };
  if (!parameters::is_s3_address(options.template_url)) {
    warn("--template-url is not an address of S3, and CloudFormation reads templates from nowhere else",
         "put the template into a bucket");
  }
  if (options.region.empty()) return;
  const std::optional<aws::PartitionFacts> partition = aws::partition_of(options.region);
  if (partition && !partition->console.empty()) return;
  warn(fmt::format("the console of {} is not known, so that the link goes to that of aws",
                   support::escape_for_terminal(options.region)),
       "put the address of that partition's console before /cloudformation");
}

// What CloudFormation would say of the values. A secret without one, or with generate's empty place for it, is entered
// where the stack is launched.
support::Diagnostics mistakes(const cfn::Template& t, const std::vector<std::string>& wanted, evaluate::Input input) {
  for (const document::Member& one : t.parameters.members()) {
    if (!cfn::is_secret(one.value) || contains(wanted, one.key)) continue;
    const auto given = input.parameters.find(one.key);
    if (given != input.parameters.end() && given->second.empty()) input.parameters.erase(given);
    if (!input.parameters.contains(one.key)) input.previous.insert(one.key);
  }
  support::Diagnostics found = evaluate::evaluate(t, input).diagnostics;
  std::erase_if(found, [](const support::Diagnostic& one) {
    return support::concern_of(one.code) == support::Concern::resolution;
  });
  support::sort(found);
  return found;
}

support::Diagnostic note(std::string code, const std::string& name, std::string message, std::string fix) {
  return {support::Severity::info, std::move(code), {}, "Parameters." + name, std::move(message), std::move(fix)};
}

// Names become words of other languages: a shell's assignment, an address. CloudFormation takes letters and digits.
support::Diagnostics foreign_names(const LoadedTemplate& loaded) {
  support::Diagnostics found;
  for (const document::Member& one : loaded.t.parameters.members()) {
    if (aws::is_logical_name(one.key)) continue;
    found.push_back({support::Severity::error,
                     "L004",
                     {loaded.file, one.mark.line, one.mark.column},
                     "Parameters",
                     fmt::format("\"{}\" is not a parameter's name", support::escape_for_terminal(one.key)),
                     fmt::format("use letters and digits, {} at most", aws::limits::name)});
  }
  return found;
}

class Selection {
 public:
  Selection(const ParametersOptions& options, const parameters::ParameterFile& given)
      : options_(options), given_(given) {
    result.tags = given.tags;
    for (const std::string& one : options.parameters.given) by_name_.push_back(one.substr(0, one.find('=')));
  }

  // Adds the parameter to the file, or reports why it cannot be added.
  void add(const std::string& name, const document::Node& parameter) {
    const auto found = std::find_if(given_.values.begin(), given_.values.end(),
                                    [&](const parameters::ParameterValue& one) { return one.name == name; });
    const document::Node* fallback = parameter.find("Default");
    const bool is_given = found != given_.values.end();
    if (cfn::is_secret(parameter) && !contains(options_.secrets, name)) {
      if (is_given || fallback == nullptr)
        notes.push_back(note("P020", name, fmt::format("{} is secret, and was left out", name),
                             options_.format == "quick-create"
                                 ? "enter it on the form"
                                 : fmt::format("write it with --secret {}, or give it where you launch", name)));
      return;
    }
    if (is_given && found->previous && options_.format != "cli") {
      notes.push_back(note("P021", name, fmt::format("{} keeps the value of the stack, and was left out", name), ""));
      return;
    }
    // The form shows defaults without being told: a link names only values that differ, and is long enough with these.
    const bool needless = options_.format == "quick-create" && fallback != nullptr && !contains(by_name_, name) &&
                          (!is_given || found->value == fallback->text());
    if (!needless)
      result.values.push_back(is_given ? *found : parameters::ParameterValue{name, fallback->text(), false, {}});
  }

  parameters::ParameterFile result;
  support::Diagnostics notes;

 private:
  const ParametersOptions& options_;
  const parameters::ParameterFile& given_;
  std::vector<std::string> by_name_;  // with -p
};

// A=1,B=2 is one value to every tool.
void warn_of_held_names(Context& context, const parameters::ParameterFile& given, const cfn::Template& t) {
  support::Diagnostics found;
  for (const parameters::ParameterValue& one : given.values) {
    const std::string_view held = cfn::assigned_parameter(t, one.name, one.value);
    if (!held.empty())
      found.push_back({support::Severity::warning,
                       "P008",
                       {},
                       "Parameters." + one.name,
                       fmt::format("the value of {} seems to hold that of {}, too", one.name, held),
                       "give each parameter a -p, or a line, of its own"});
  }
  if (!found.empty()) report(context, found, "");
}

// Git sync counts from the root of the repository, where vend is mostly run.
std::string path_in_repository(const std::string& file) {
  const fs::path path(file);
  const fs::path here = path.is_absolute() ? path.lexically_proximate(fs::current_path()) : path.lexically_normal();
  return here.native().starts_with("..") ? file : here.string();
}

// A file or a pipe gets the values byte for byte; for a terminal, control characters in them are escaped.
ExitCode run_parameters(Context& context, const ParametersOptions& options) {
  doubt_region(context, options.region);
  check_options(options);
  const std::optional<LoadedTemplate> loaded = load_template(context, options.source);
  const std::optional<parameters::ParameterFile> given = read_parameters(context, options.parameters);
  if (!loaded || !given) return ExitCode::findings;
  const cfn::Template& t = loaded->t;
  if (const support::Diagnostics found = foreign_names(*loaded); !found.empty()) {
    report(context, found, loaded->text, loaded->file);
    return ExitCode::findings;
  }
  check_secrets(options, t);
  evaluate::Input input;
  if (!options.region.empty()) input.environment.region = options.region;
  apply(*given, options.parameters, input);
  support::Diagnostics found = mistakes(t, options.secrets, input);
  if (!found.empty()) {
    report(context, found, loaded->text, loaded->file);
    return ExitCode::findings;
  }
  warn_of_held_names(context, *given, t);
  Selection selection(options, *given);
  if (options.format == "quick-create") warn_of_link(options, selection.notes);
  for (const document::Member& one : t.parameters.members()) selection.add(one.key, one.value);
  const Form* form =
      std::find_if(forms.begin(), forms.end(), [&](const Form& row) { return row.name == options.format; });
  const std::string stack = !options.stack_name.empty() ? options.stack_name
                            : loaded->stack             ? (*loaded->stack)->name
                                                        : "";
  const std::string text = form->write(selection.result, {options, path_in_repository(loaded->file), stack});
  if (!selection.notes.empty()) report(context, selection.notes, "");
  if (options.output.empty()) {
    context.streams.out << (context.streams.terminal ? support::escape_lines_for_terminal(text) : text);
  } else {
    const auto access = options.secrets.empty() ? support::Access::as_usual : support::Access::owner;
    support::write_file(options.output, text, access);
    context.streams.out << fmt::format("wrote {}  {} bytes\n", support::escape_for_terminal(options.output),
                                       text.size());
  }
  return ExitCode::clean;
}

}  // namespace

Action parameters_command(CLI::App& app) {
  auto options = std::make_shared<ParametersOptions>();
  declare_template(app, options->source);
  declare(app, options->parameters, "--from,--parameters");
  app.add_option(
         "--format", options->format,
         "cli: create-stack --parameters file://; deploy: deploy --parameter-overrides file://; quick-create: a "
         "link to the console; env: a shell's assignments; git-sync: CloudFormation's deployment file")
      ->check(one_of({"cli", "deploy", "quick-create", "env", "git-sync"}));
  app.add_option("-o,--output", options->output, "Write into this file")->type_name("FILE");
  app.add_option("--secret", options->secrets, "Write this secret (NoEcho) parameter, too; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--template-url", options->template_url, "quick-create: where the template is published");
  app.add_option("--stack-name", options->stack_name, "quick-create: the stack's name")->check(name_of_stack());
  app.add_option("--region", options->region, "quick-create: region, and so the partition, of the console")
      ->check(name_of_region());
  return [options](Context& context) { return run_parameters(context, *options); };
}

}  // namespace vend::cli
