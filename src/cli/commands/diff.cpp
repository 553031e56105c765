#include "vend/diff/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "cli/shared/command.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/pager.hpp"
#include "cli/shared/parameter_values.hpp"
#include "vend/aws/names.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/diff/print.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/spec/presets.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

struct DiffOptions {
  std::string before, after, format = "text", fail_on;
  ParameterOptions old_values, new_values;
  std::string region;  // empty: nobody said it
  std::string boot = "3m", longest_job = "20m";
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
// --fail-on: each word stands for its own effect and for those of the words before it, which are worse.
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
    const document::Node* declared = t.parameters.find(one.name);
    if (declared == nullptr) continue;
    // What AWS shows instead of a secret, wherever a list of parameters was taken from.
    if (one.previous || (one.value == cfn::hidden && cfn::is_secret(*declared))) {
      side.previous.insert(one.name);
    } else {
      side.parameters[one.name] = one.value;
    }
  }
  return side;
}

// A file, or the name of a preset where no such file exists.
std::optional<LoadedTemplate> load_side(Context& context, const std::string& name) {
  SpecOptions source;
  const std::vector<spec::Preset> presets = spec::presets(context.assets);
  const bool is_preset =
      std::any_of(presets.begin(), presets.end(), [&](const spec::Preset& one) { return one.name == name; });
  std::error_code none;
  if (is_preset && !std::filesystem::exists(name, none)) {
    source.preset = name;
  } else {
    source.file = name;
  }
  std::optional<LoadedTemplate> loaded = load_template(context, source);
  if (loaded && is_preset && !source.preset.empty()) loaded->file = "preset " + name;
  return loaded;
}

// A mistyped name would otherwise be ignored, and the answer would be "nothing changes".
void refuse_unknown(const std::vector<std::string>& given, const cfn::Template& t, const std::string& file) {
  std::vector<std::string> names;
  for (const document::Member& one : t.parameters.members()) names.push_back(one.key);
  for (const std::string& one : given) {
    const std::string name = one.substr(0, one.find('='));
    if (t.parameters.find(name) != nullptr) continue;
    const std::optional<std::string> meant = support::closest(name, names);
    throw UsageError(support::escape_for_terminal(
        fmt::format("{} has no parameter {}{}", file, name, meant ? "; did you mean " + *meant + "?" : "")));
  }
}

int seconds_of(const std::string& text, const char* option) {
  const std::optional<int> seconds = calendar::read_short_duration(text);
  if (!seconds) throw UsageError(fmt::format("{} takes a duration such as 90s, 5m or 2h", option));
  return *seconds;
}

std::string printed(const diff::Report& report, const std::string& format, const Streams& streams) {
  if (format == "json") return diff::as_json(report);
  if (format == "markdown") return diff::as_markdown(report);
  if (format == "html") return diff::as_html(report);
  return diff::as_text(report, {streams.width, streams.color});
}

// Where the stack is: as the user says, or as describe-stacks does
// (arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID).
evaluate::Environment environment_of(const std::string& region, const parameters::ParameterFile& values) {
  evaluate::Environment environment;
  const std::vector<std::string_view> parts = support::split(values.stack_id, ':');
  if (parts.size() == 6 && parts[0] == "arn" && parts[2] == "cloudformation" && aws::is_region(parts[3])) {
    const std::vector<std::string_view> name = support::split(parts[5], '/');
    environment.region = parts[3];
    environment.account = parts[4];
    if (name.size() == 3) environment.stack_name = name[1];
  } else {
    environment.region_assumed = region.empty();
  }
  if (!region.empty()) environment.region = region;
  return environment;
}

ExitCode run_diff(Context& context, const DiffOptions& options) {
  doubt_region(context, options.region);
  const std::optional<parameters::ParameterFile> old_values = read_parameters(context, options.old_values);
  const std::optional<parameters::ParameterFile> new_values = read_parameters(context, options.new_values);
  if (!old_values || !new_values) return ExitCode::findings;
  const std::optional<LoadedTemplate> before = load_side(context, options.before);
  const std::optional<LoadedTemplate> after = load_side(context, options.after);
  if (!before || !after) return ExitCode::findings;
  refuse_unknown(options.new_values.given, after->t, after->file);
  diff::Request request;
  request.before = side_of(before->t, *old_values);
  request.after = side_of(after->t, *new_values);
  request.environment = environment_of(options.region, *old_values);
  request.boot_seconds = seconds_of(options.boot, "--boot");
  request.longest_job_seconds = seconds_of(options.longest_job, "--longest-job");
  diff::Report result = diff::compare(request, context.assets);
  result.before = before->file;
  result.after = after->file;
  show(context.streams, printed(result, options.format, context.streams));
  if (options.fail_on.empty()) return ExitCode::clean;
  const Gate* gate =
      std::find_if(gates.begin(), gates.end(), [&](const Gate& one) { return one.name == options.fail_on; });
  return gate->closes(result) ? ExitCode::findings : ExitCode::clean;
}

}  // namespace

Action diff_command(CLI::App& app) {
  auto options = std::make_shared<DiffOptions>();
  app.add_option("OLD", options->before, "Template, spec, preset or - that the stack is made of")->required();
  app.add_option("NEW", options->after, "Template, spec or preset that it is to become")->required();
  declare(app, options->new_values, "--new-parameters");
  app.add_option("--parameters", options->old_values.file,
                 "Values that the stack has, such as `aws cloudformation describe-stacks` prints")
      ->type_name("FILE");
  app.add_option("--region", options->region, "Region of the stack (default: what describe-stacks says, or us-east-1)")
      ->check(name_of_region());
  app.add_option("--boot", options->boot, "How long a new instance takes until it signals, for times (default: 3m)");
  app.add_option("--longest-job", options->longest_job,
                 "How long running jobs may still take, for times (default: 20m)");
  app.add_option("--format", options->format, "text, json, markdown (for a note on a merge request) or html (one file)")
      ->check(one_of({"text", "json", "markdown", "html"}));
  app.add_option("--fail-on", options->fail_on, "End with 1 on a loss of jobs, a replacement or any change")
      ->check(one_of({"loss", "replacement", "change"}));
  return [options](Context& context) { return run_diff(context, *options); };
}

}  // namespace vend::cli
