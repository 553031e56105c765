
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <thread>

#include "cli/shared/command.hpp"
#include "cli/shared/input.hpp"
#include "cli/shared/load_spec.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/parameter_values.hpp"
#include "cli/shared/progress.hpp"
#include "cli/shared/shellcheck.hpp"
#include "cli/shared/template_files.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/formats.hpp"

namespace vend::cli {
namespace {

using support::Severity;
using validate::FileFindings;

struct ValidateOptions {
  std::vector<std::string> files;
  std::string preset, region, format = "text", severity = "warning", baseline;
  ParameterOptions parameters;
  std::vector<std::string> ignore;
  bool all_combinations = false, complete = false, shellcheck = false;
};

struct ReportFormat {
  const char* name;
  std::string (*print)(const std::vector<FileFindings>&);
};
constexpr std::array report_formats = {ReportFormat{"text", validate::as_text}, ReportFormat{"json", validate::as_json},
                                       ReportFormat{"sarif", validate::as_sarif},
                                       ReportFormat{"junit", validate::as_junit},
                                       ReportFormat{"gitlab", validate::as_gitlab}};

// What is wrong with a spec, or else with the template that it becomes.
FileFindings of_spec(Context& context, const SpecOptions& options, const validate::Options& checks) {
  LoadedSpec spec = read_spec(context, options);
  FileFindings result{options.file.empty()  ? options.preset
                      : options.file == "-" ? "(stdin)"
                                            : options.file,
                      spec.text, std::move(spec.found)};
  if (spec.stack) {
    const scripts::Library library(context.assets);
    const std::string text = cfn::write_yaml(template_of(*spec.stack, library).t);
    for (support::Diagnostic& one : at_settings(validate::check_text(text, spec.name, checks), spec))
      result.findings.push_back(std::move(one));
  }
  for (support::Diagnostic& one : result.findings) one.location.file = result.file;
  return result;
}

void leave_out(FileFindings& one, const ValidateOptions& options, const std::set<std::string>& known) {
  const Severity least = options.severity == "error"     ? Severity::error
                         : options.severity == "warning" ? Severity::warning
                                                         : Severity::info;
  std::erase_if(one.findings, [&](const support::Diagnostic& finding) {
    return finding.severity < least ||
           std::find(options.ignore.begin(), options.ignore.end(), finding.code) != options.ignore.end() ||
           known.contains(validate::fingerprint(finding));
  });
}

std::set<std::string> read_baseline(const std::string& file) {
  std::set<std::string> known;
  if (file.empty()) return known;
  support::Diagnostics problems;
  const std::optional<document::Node> root =
      document::read_json(support::read_file(file, std::size_t{64} << 20U), file, problems);
  if (!root || !root->is_sequence())
    throw UsageError(fmt::format("{} is no report of --format json or gitlab", support::escape_for_terminal(file)));
  for (const document::Node& one : root->items()) {
    if (const document::Node* mark = one.find("fingerprint")) known.insert(mark->text());
  }
  return known;
}

// What became of a file.
struct Judged {
  FileFindings result;
  std::optional<std::string> spec;  // its text, when it is a spec
  std::string problem;              // why it cannot be read
  bool passed_over = false;
};

Judged judge(const TemplateFile& file, std::istream& in, validate::Checker& checker) {
  Judged judged;
  judged.result.file = file.path == "-" ? "(stdin)" : file.path;
  try {
    std::string text = read_input(file.path, in);
    judged.passed_over = file.in_directory && !looks_like_template(text);
    if (judged.passed_over) return judged;
    if (!file.in_directory && is_spec(text)) {
      judged.spec = std::move(text);
      return judged;
    }
    judged.result.findings = checker.check_text(text, judged.result.file);
    if (!judged.result.findings.empty()) judged.result.source = std::move(text);
  } catch (const support::FileError& error) {
    judged.problem = error.what();
  }
  return judged;
}

// Every file in its place of the result, by as many threads as there are cores. What one of them throws ends the run
// like anything that is thrown here.
std::vector<Judged> judge_all(const std::vector<TemplateFile>& files, Context& context,
                              const validate::Options& options) {
  std::vector<Judged> all(files.size());
  Progress progress(context.streams.err, files.size());
  std::atomic<std::size_t> next = 0;
  auto work = [&] {
    validate::Checker checker(options);
    for (std::size_t i = next++; i < files.size(); i = next++) {
      all[i] = judge(files[i], context.streams.in, checker);
      progress.step();
    }
  };
  std::vector<std::future<void>> others;  // waits for them, also when work() throws
  const std::size_t count = std::min<std::size_t>(files.size(), std::max(1U, std::thread::hardware_concurrency()));
  for (std::size_t i = 1; i < count; ++i) others.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void>& other : others) other.get();
  return all;
}

void summarize(Messages& messages, const std::vector<FileFindings>& results, const std::string& about_scripts) {
  std::array<std::size_t, 3> counts{};
  for (const FileFindings& file : results) {
    for (const support::Diagnostic& one : file.findings) ++counts[static_cast<std::size_t>(one.severity)];
  }
  const auto count = [](std::size_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
  };
  messages.mention(fmt::format("{} checked: {}, {}, {}{}{}", count(results.size(), "file"), count(counts[2], "error"),
                               count(counts[1], "warning"), count(counts[0], "note"), about_scripts.empty() ? "" : "; ",
                               about_scripts));
}

ExitCode run_validate(Context& context, const ValidateOptions& options) {
  if (options.files.empty() && options.preset.empty())
    throw UsageError("nothing to validate; give files, directories or --preset");
  validate::Options checks;
  checks.assets = context.assets;
  const std::optional<parameters::ParameterFile> given = read_parameters(context, options.parameters);
  if (!given) return ExitCode::findings;
  apply(*given, options.parameters, checks.input);
  checks.input.environment.region_assumed = options.region.empty();
  if (!options.region.empty()) checks.input.environment.region = options.region;
  checks.complete = options.complete || !given->values.empty();
  checks.all_combinations = options.all_combinations;
  ShellCheck shell(options.shellcheck);
  checks.shell = [&shell](const std::string& script) { return shell.look_at(script); };
  checks.now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const std::set<std::string> known = read_baseline(options.baseline);

  ExitCode worst = ExitCode::clean;
  std::vector<FileFindings> results;
  const std::vector<TemplateFile> files = files_of(options.files);
  std::vector<Judged> judged = judge_all(files, context, checks);
  for (std::size_t i = 0; i < files.size(); ++i) {
    Judged& one = judged[i];
    if (one.passed_over) continue;
    if (!one.problem.empty()) {
      context.messages.complain(one.problem);
      worst = std::max(worst, ExitCode::usage);
      continue;
    }
    if (one.spec) one.result = of_spec(context, {files[i].path, "", {}, one.spec}, checks);
    results.push_back(std::move(one.result));
  }
  if (!options.preset.empty()) results.push_back(of_spec(context, {"", options.preset, {}}, checks));
  for (FileFindings& one : results) {
    leave_out(one, options, known);
    if (!one.findings.empty()) worst = std::max(worst, ExitCode::findings);
  }
  const ReportFormat* format = std::find_if(report_formats.begin(), report_formats.end(),
                                            [&](const ReportFormat& row) { return row.name == options.format; });
  context.streams.out << format->print(results);
  summarize(context.messages, results, shell.summary());
  return worst;
}

}  // namespace

Action validate_command(CLI::App& app) {
  auto options = std::make_shared<ValidateOptions>();
  app.add_option("FILE", options->files, "Templates, specs, or directories of templates; - for standard input");
  app.add_option("--preset", options->preset, "Validate what this preset becomes");
  declare(app, options->parameters);
  app.add_option("--region", options->region, "Region of the stack (default: us-east-1)");
  app.add_option("--format", options->format, "text, json, sarif, junit or gitlab")
      ->check(one_of({"text", "json", "sarif", "junit", "gitlab"}));
  app.add_option("--severity", options->severity, "The least severity that counts: error, warning (default) or info")
      ->check(one_of({"error", "warning", "info"}));
  app.add_option("--ignore", options->ignore, "Leave this code out; may be repeated")
      ->type_name("CODE")
      ->expected(1)
      ->take_all();
  app.add_option("--baseline", options->baseline, "Leave out what this report (--format json or gitlab) already has");
  app.add_flag("--all-combinations", options->all_combinations,
               "Check every branch of every condition, whatever the parameters");
  app.add_flag("--shellcheck", options->shellcheck,
               "Let ShellCheck, if it is installed, look at the shell scripts in UserData");
  app.add_flag("--complete", options->complete,
               "Parameters without a value are errors (as soon as any value is given, they are)");
  return [options](Context& context) { return run_validate(context, *options); };
}

}  // namespace vend::cli
