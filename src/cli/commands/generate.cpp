#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "cli/shared/load_spec.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/output_directory.hpp"
#include "cli/shared/parameters_json.hpp"
#include "vend/aws/dated.hpp"
#include "vend/aws/limits.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/scripts/library.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/schemas.hpp"

namespace vend::cli {
namespace {

struct GenerateOptions {
  SpecOptions spec;
  std::string directory = ".";
  std::string format = "yaml";
  std::string template_url;
  bool to_stdout = false;
  bool force = false;
};

void print_size(std::ostream& out, std::size_t bytes, std::size_t user_data, bool asks) {
  bool fits = bytes <= aws::limits::template_body_inline;
  out << fmt::format(
      "\nTemplate: {} bytes, {} the {} bytes of a template passed directly; at most {} from S3 or the console.\n",
      bytes, fits ? "within" : "above", aws::limits::template_body_inline, aws::limits::template_body_s3);
  if (!fits && asks) out << "Fewer paths in `ask` make it smaller.\n";
  out << fmt::format("UserData: at most {} of {} bytes, whatever the parameters.\n", user_data, aws::limits::user_data);
}

void print_next_steps(std::ostream& out, const GenerateOptions& options, const std::string& name,
                      const std::string& file, bool fits, bool asks_secret) {
  const std::string directory = options.directory == "." ? "" : options.directory + "/";
  out << "\n" << product::next_steps({directory, name, file, fits, asks_secret});
  if (options.template_url.empty()) return;
  out << fmt::format("Quick-create link: {}\n", parameters::quick_create_link({options.template_url, name, ""}, {}));
}

// What AWS would refuse only after minutes: the limits and all rules of `vend validate`. Errors stop, the rest is said.
bool passes_checks(Context& context, const LoadedSpec& spec, const cfn::Template& rendered, std::size_t bytes,
                   std::size_t user_data) {
  support::Diagnostics found;
  auto refuse = [&](std::string code, std::string message, std::string fix) {
    found.push_back(
        {support::Severity::error, std::move(code), {"(template)", 0, 0}, "", std::move(message), std::move(fix)});
  };
  if (user_data > aws::limits::user_data) {
    refuse("G001",
           fmt::format("UserData could have {} bytes, but EC2 takes at most {}", user_data, aws::limits::user_data),
           "shorten the launcher in --data-dir");
  }
  if (bytes > aws::limits::template_body_s3) {
    refuse("G002",
           fmt::format("the template has {} bytes, but CloudFormation takes at most {}", bytes,
                       aws::limits::template_body_s3),
           "shorten the scripts in --data-dir");
  }
  validate::Options options;
  options.assets = context.assets;
  options.now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const support::Diagnostics findings = at_settings(validate::check(rendered, options), spec);
  std::remove_copy_if(findings.begin(), findings.end(), std::back_inserter(found),
                      [](const support::Diagnostic& one) { return one.severity == support::Severity::info; });
  report(context, found, spec.text);
  return std::none_of(found.begin(), found.end(),
                      [](const support::Diagnostic& one) { return one.severity == support::Severity::error; });
}

// What the schemas here do not know, others may refuse.
void mention_new_features(Context& context, const cfn::Template& t) {
  constexpr std::string_view type = "AWS::AutoScaling::AutoScalingGroup";
  validate::Schemas schemas(context.assets);
  validate::Schema* schema = schemas.find(type);
  const document::Node* known = schema != nullptr ? schema->root().find("properties") : nullptr;
  support::Diagnostics found;
  for (const document::Member& resource : t.resources.members()) {
    const document::Node* kind = resource.value.find("Type");
    if (kind == nullptr || kind->text() != type) continue;
    for (const aws::NewFeature& one : aws::new_features) {
      const document::Node* section = resource.value.find(one.section);
      if (section == nullptr || section->find(one.name) == nullptr) continue;
      if (one.section == "Properties" && known != nullptr && known->find(one.name) != nullptr) continue;
      found.push_back({support::Severity::warning,
                       "G004",
                       {"(template)", 0, 0},
                       "",
                       fmt::format("{}.{} of {} is newer than the schemas here: CloudFormation has it since {}",
                                   one.section, one.name, resource.key, one.since),
                       "older checkers, such as cfn-lint up to 1.51, may refuse it"});
    }
  }
  report(context, found, "");
}

// Launched stacks that give these parameters values of their own must know.
void mention_baked_in(Context& context, const std::vector<std::string>& paths) {
  if (paths.empty()) return;
  report(context,
         {{support::Severity::warning,
           "G003",
           {"(template)", 0, 0},
           "",
           fmt::format("to stay within {} bytes the form no longer asks for {}", aws::limits::template_body_inline,
                       support::join(paths, ", ")),
           "the spec's values are baked in; to choose others, list in `ask` what the form shall ask for"}},
         "");
}

ExitCode run_generate(Context& context, const GenerateOptions& options) {
  const LoadedSpec spec = read_spec(context, options.spec);
  report(context, spec.found, spec.text, spec.name);
  if (!spec.stack) return ExitCode::findings;
  const model::RunnerStack& stack = *spec.stack;
  scripts::Library library(context.assets);
  const bool yaml = options.format == "yaml";
  const cfn::Format format = yaml ? cfn::Format::yaml : cfn::Format::json;
  const auto [rendered, baked_in] = template_of(stack, library, format, &spec.root);
  std::string text = cfn::write(rendered, format);
  std::size_t user_data = evaluate::longest_user_data(rendered);
  if (!passes_checks(context, spec, rendered, text.size(), user_data)) return ExitCode::findings;
  mention_baked_in(context, baked_in);
  mention_new_features(context, rendered);
  if (options.to_stdout) {
    context.streams.out << text;
    return ExitCode::clean;
  }
  std::string file = product::template_name(stack, format);
  OutputDirectory output(options.directory);
  for (product::File& script : product::scripts_of(rendered, library))
    output.add(std::move(script.name), std::move(script.content));
  const std::vector<std::string> merged = add_parameters_json(rendered, output);
  std::size_t size = text.size();
  output.add(file, std::move(text));
  output.write(options.force, context.streams.out);
  for (const std::string& line : merged) context.streams.out << line << "\n";
  print_size(context.streams.out, size, user_data, !stack->asked_paths.empty());
  print_next_steps(context.streams.out, options, stack->name, file, size <= aws::limits::template_body_inline,
                   product::asks_secret(rendered));
  return ExitCode::clean;
}

}  // namespace

Action generate_command(CLI::App& app) {
  auto options = std::make_shared<GenerateOptions>();
  declare(app, options->spec);
  app.add_option("-o,--output", options->directory, "Directory to write into (default: this one)");
  app.add_option("--format", options->format, "yaml or json")->check(one_of({"yaml", "json"}));
  app.add_option("--template-url", options->template_url,
                 "Where the template will be published; prints a quick-create link");
  app.add_flag("--stdout", options->to_stdout, "Print the template and write nothing");
  app.add_flag("--force", options->force, "Overwrite files that were edited");
  return [options](Context& context) { return run_generate(context, *options); };
}

}  // namespace vend::cli
