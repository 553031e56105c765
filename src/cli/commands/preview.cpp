#include "vend/preview/preview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>

#include "cli/shared/command.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/pager.hpp"
#include "cli/shared/parameter_values.hpp"
#include "vend/aws/names.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/preview/print.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/check.hpp"

namespace vend::cli {
namespace {

struct PreviewOptions {
  SpecOptions source;
  ParameterOptions parameters;
  std::string stack_name, region, account, format = "table", resource, date, output;
  std::vector<std::string> show;
};

struct ViewFormat {
  const char* name;
  std::string (*print)(const preview::Report&, const preview::View&);
};
constexpr std::array view_formats = {ViewFormat{"table", preview::as_table}, ViewFormat{"json", preview::as_json},
                                     ViewFormat{"yaml", preview::as_yaml}, ViewFormat{"html", preview::as_html}};

std::set<std::string> wanted_sections(const PreviewOptions& options) {
  const std::vector<std::string>& known = preview::sections();
  std::set<std::string> wanted;
  for (const std::string& list : options.show) {
    for (const std::string_view part : support::split(list, ',')) {
      const std::string name(support::trim(part));
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        const std::optional<std::string> meant = support::closest(name, known);
        throw UsageError(fmt::format("--show takes {}; not \"{}\"{}", support::join(known, ", "),
                                     support::escape_for_terminal(name),
                                     meant ? fmt::format("; did you mean {}?", *meant) : ""));
      }
      wanted.insert(name);
    }
  }
  if (wanted.empty() && !options.resource.empty()) wanted.insert("resources");
  return wanted;
}

// Nothing when the resource exists; otherwise whether its condition is all that keeps it from being created.
void check_resource(const cfn::Template& t, const std::string& id) {
  if (id.empty() || t.resources.find(id) != nullptr) return;
  std::vector<std::string> names;
  for (const document::Member& one : t.resources.members()) names.push_back(one.key);
  const std::optional<std::string> meant = support::closest(id, names);
  throw UsageError(fmt::format("the template has no resource \"{}\"{}", support::escape_for_terminal(id),
                               meant ? fmt::format("; did you mean {}?", support::escape_for_terminal(*meant)) : ""));
}

// The next runs of schedules are told only when asked for: otherwise a report is the same every day.
std::optional<calendar::Seconds> moment(const PreviewOptions& options, const std::set<std::string>& wanted) {
  if (!options.date.empty()) {
    const std::optional<calendar::Date> date = calendar::read_date(options.date);
    if (!date) throw UsageError("--date takes a day such as 2027-03-28");
    return calendar::midnight(*date);
  }
  if (!wanted.contains("schedule")) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// The page tells what validate finds, too.
support::Diagnostics findings_of(Context& context, const LoadedTemplate& loaded, const preview::Request& request) {
  validate::Options checks;
  checks.assets = context.assets;
  checks.input = request.input;
  checks.input.environment.region_assumed = std::ranges::find(request.assumed, "region") != request.assumed.end();
  checks.complete = request.complete;
  return validate::Checker(checks).judge(loaded.t, loaded.text.size()).findings;
}

// A pipeline makes its report again and again, so that an old report is overwritten; an input of the report never is.
void write_report(Context& context, const PreviewOptions& options, const std::string& text) {
  std::error_code error;
  for (const std::string& source : {options.source.file, options.parameters.file}) {
    if (!source.empty() && source != "-" && std::filesystem::equivalent(source, options.output, error))
      throw UsageError(fmt::format("-o would overwrite {}, which the report is made of; name another file",
                                   support::escape_for_terminal(options.output)));
  }
  support::write_file(options.output, text);
  context.streams.out << fmt::format("wrote {}  {} bytes\n", support::escape_for_terminal(options.output), text.size());
}

// The name that was given; else that of the spec, or of the file that `generate` names after it (NAME.cf.yml).
std::string stack_name(const PreviewOptions& options, const LoadedTemplate& loaded) {
  if (!options.stack_name.empty()) return options.stack_name;
  if (loaded.stack) return (*loaded.stack)->name;
  std::string stem = std::filesystem::path(loaded.file).stem().string();
  if (!stem.ends_with(".cf")) return {};
  stem.resize(stem.size() - 3);
  return aws::is_stack_name(stem) ? stem : std::string();
}

void set_environment(const PreviewOptions& options, const LoadedTemplate& loaded, preview::Request& request) {
  const auto take = [&](const char* name, const std::string& given, std::string& into) {
    if (given.empty()) {
      request.assumed.emplace_back(name);
    } else {
      into = given;
    }
  };
  evaluate::Environment& environment = request.input.environment;
  take("stack_name", stack_name(options, loaded), environment.stack_name);
  take("region", options.region, environment.region);
  take("account", options.account, environment.account);
}

// A file or a pipe gets the text byte for byte; for a terminal, control characters in it are escaped.
ExitCode run_preview(Context& context, const PreviewOptions& options) {
  doubt_region(context, options.region);
  preview::View view;
  view.sections = wanted_sections(options);
  view.resource = options.resource;
  view.width = context.streams.width;
  view.color = context.streams.color && options.output.empty();
  preview::Request request;
  request.after = moment(options, view.sections);
  const std::optional<parameters::ParameterFile> given = read_parameters(context, options.parameters);
  if (!given) return ExitCode::findings;
  apply(*given, options.parameters, request.input);
  request.complete = !given->values.empty();
  const std::optional<LoadedTemplate> loaded = load_template(context, options.source);
  if (!loaded) return ExitCode::findings;
  check_resource(loaded->t, options.resource);
  set_environment(options, *loaded, request);

  preview::Report result = preview::preview(loaded->t, request);
  result.file = loaded->file;
  if (options.format == "html") result.findings = findings_of(context, *loaded, request);
  const ViewFormat* format = std::find_if(view_formats.begin(), view_formats.end(),
                                          [&](const ViewFormat& row) { return row.name == options.format; });
  std::string text = format->print(result, view);
  const bool bytes = options.format == "table" && preview::is_plain(result, view);
  if (!options.output.empty())
    write_report(context, options, text);
  else
    show(context.streams, bytes && context.streams.terminal ? support::escape_lines_for_terminal(text) : text);
  if (options.format == "table") report(context, result.diagnostics, loaded->text);
  return support::has_errors(result.diagnostics) ? ExitCode::findings : ExitCode::clean;
}

}  // namespace

Action preview_command(CLI::App& app) {
  auto options = std::make_shared<PreviewOptions>();
  declare_template(app, options->source);
  declare(app, options->parameters);
  app.add_option("--region", options->region, "Region of the stack (default: us-east-1)")->check(name_of_region());
  app.add_option("--account", options->account, "Account of the stack (default: 123456789012)")
      ->check(number_of_account());
  app.add_option("--stack-name", options->stack_name, "Name of the stack (default: the spec's, or that of NAME.cf.yml)")
      ->check(name_of_stack());
  app.add_option("--format", options->format, "table, json, yaml or html (one file, to be read in a browser)")
      ->check(one_of({"table", "json", "yaml", "html"}));
  app.add_option("-o,--output", options->output, "Write into this file")->type_name("FILE");
  app.add_option("--show", options->show,
                 "Only these parts, comma separated: form, conditions, resources, outputs, userdata, scripts, tags, "
                 "schedule, scaling, gitlab")
      ->type_name("PART,...")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--resource", options->resource, "Only this resource, by its logical id");
  app.add_option("--date", options->date,
                 "List the runs of schedules from this day on (default with --show schedule: now)")
      ->type_name("YYYY-MM-DD");
  return [options](Context& context) { return run_preview(context, *options); };
}

}  // namespace vend::cli
