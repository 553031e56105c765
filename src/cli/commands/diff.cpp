#include "vend/diff/diff.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "cli/shared/command.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/pager.hpp"
#include "cli/shared/parameter_values.hpp"
#include "vend/diff/print.hpp"
#include "vend/parameters/parameter_file.hpp"

namespace vend::cli {
namespace {

struct DiffOptions {
  std::string before, after, format = "text", fail_on;
  ParameterOptions old_values, new_values;
  evaluate::Environment environment;
};

bool lists_loss(const diff::Report& report) {
  return std::any_of(report.groups.begin(), report.groups.end(),
                     [](const diff::GroupChange& one) { return one.jobs == diff::Jobs::lost; });
}

bool lists_replacement(const diff::Report& report) {
  return std::any_of(report.resources.begin(), report.resources.end(),
                     [](const diff::ResourceChange& one) { return one.action == diff::Action::replace; });
}

struct Gate {
  const char* name;
  bool (*closes)(const diff::Report&);
};
// Each also fails on what the stricter ones before it name.
constexpr std::array gates = {
    Gate{"loss", lists_loss},
    Gate{"replacement", [](const diff::Report& report) { return lists_loss(report) || lists_replacement(report); }},
    Gate{"change", [](const diff::Report& report) {
           return !report.resources.empty() || !report.parameters.empty() || !report.outputs.empty();
         }}};

diff::Side side_of(const cfn::Template& t, const parameters::ParameterFile& values) {
  diff::Side side;
  side.t = &t;
  for (const parameters::ParameterValue& one : values.values) {
    if (t.parameters.find(one.name) == nullptr) continue;
    if (one.previous) {
      side.previous.insert(one.name);
    } else {
      side.parameters[one.name] = one.value;
    }
  }
  return side;
}

ExitCode run_diff(Context& context, const DiffOptions& options) {
  const std::optional<parameters::ParameterFile> old_values = read_parameters(context, options.old_values);
  const std::optional<parameters::ParameterFile> new_values = read_parameters(context, options.new_values);
  if (!old_values || !new_values) return ExitCode::findings;
  SpecOptions source;
  source.file = options.before;
  const std::optional<LoadedTemplate> before = load_template(context, source);
  source.file = options.after;
  const std::optional<LoadedTemplate> after = load_template(context, source);
  if (!before || !after) return ExitCode::findings;
  diff::Request request;
  request.before = side_of(before->t, *old_values);
  request.after = side_of(after->t, *new_values);
  request.environment = options.environment;
  diff::Report result = diff::compare(request, context.assets);
  result.before = before->file;
  result.after = after->file;
  const diff::View view{context.streams.width, context.streams.color};
  show(context.streams, options.format == "json" ? diff::as_json(result) : diff::as_text(result, view));
  if (options.fail_on.empty()) return ExitCode::clean;
  const Gate* gate =
      std::find_if(gates.begin(), gates.end(), [&](const Gate& one) { return one.name == options.fail_on; });
  return gate->closes(result) ? ExitCode::findings : ExitCode::clean;
}

}  // namespace

Action diff_command(CLI::App& app) {
  auto options = std::make_shared<DiffOptions>();
  app.add_option("OLD", options->before, "Template, spec or - that the stack is made of")->required();
  app.add_option("NEW", options->after, "Template or spec that it is to become")->required();
  declare(app, options->new_values, "--new-parameters");
  app.add_option("--parameters", options->old_values.file,
                 "Values that the stack has, such as `aws cloudformation describe-stacks` prints")
      ->type_name("FILE");
  app.add_option("--region", options->environment.region, "Region of the stack (default: us-east-1)");
  app.add_option("--format", options->format, "text or json")->check(one_of({"text", "json"}));
  app.add_option("--fail-on", options->fail_on, "End with 1 on a loss of jobs, a replacement or any change")
      ->check(one_of({"loss", "replacement", "change"}));
  return [options](Context& context) { return run_diff(context, *options); };
}

}  // namespace vend::cli
