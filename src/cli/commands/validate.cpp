// `vend validate`: which files are checked how, what of the findings counts, and how the run ends.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <set>

#include "cli/shared/command.hpp"
#include "cli/shared/judging.hpp"
#include "cli/shared/load_spec.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/parameter_values.hpp"
#include "cli/shared/parameters_json.hpp"
#include "cli/shared/progress.hpp"
#include "cli/shared/project_file.hpp"
#include "cli/shared/shellcheck.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/formats.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;
using support::Severity;
using validate::FileFindings;

constexpr std::size_t largest_baseline = std::size_t{64} << 20U;  // bytes
constexpr std::size_t most_named = 10;                            // files that were passed over

struct ValidateOptions {
  std::vector<std::string> files;
  std::string preset, region, format = "text", severity, baseline, schemas;
  ParameterOptions parameters;
  std::vector<std::string> ignore, set;
  bool all_combinations = false, complete = false, shellcheck = false, no_project = false;
};

// What is wrong with a spec, or else with the template that it becomes.
FileFindings of_spec(Context& context, const SpecOptions& options, const validate::Options& checks) {
  LoadedSpec spec = read_spec(context, options);
  FileFindings result{options.file.empty()  ? options.preset
                      : options.file == "-" ? "(stdin)"
                                            : options.file,
                      spec.text, spec.found};
  if (spec.stack) {
    const scripts::Library library(context.assets);
    const cfn::Template t = template_of(*spec.stack, library, cfn::Format::yaml, &spec.root).t;
    const std::size_t bytes = cfn::write_yaml(t).size();
    validate::Verdict verdict = validate::Checker(checks).judge(t, bytes);
    result.gaps = verdict.gaps;
    for (support::Diagnostic& one : validate::check_size(bytes, "")) {
      one.location = {};
      verdict.findings.push_back(std::move(one));
    }
    for (support::Diagnostic& one : at_settings(std::move(verdict.findings), spec))
      result.findings.push_back(std::move(one));
  }
  for (support::Diagnostic& one : result.findings) one.location.file = result.file;
  return result;
}

std::set<std::string> read_baseline(const std::string& file) {
  std::set<std::string> known;
  if (file.empty()) return known;
  support::Diagnostics problems;
  const std::optional<document::Node> root =
      document::read_json(support::read_file(file, largest_baseline), file, problems);
  if (!root || !root->is_sequence())
    throw UsageError(fmt::format("{} is not a report of --format json or gitlab", support::escape_for_terminal(file)));
  for (const document::Node& one : root->items()) {
    if (const document::Node* mark = one.find("fingerprint")) known.insert(mark->text());
  }
  return known;
}

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// A run: takes the files' findings one after the other.
class Validation {
 public:
  Validation(Context& context, const ValidateOptions& options, const parameters::ParameterFile& given)
      : context_(context),
        options_(options),
        known_(read_baseline(options.baseline)),
        ignored_(read_ignored(options.ignore)),
        shell_(options.shellcheck),
        origin_{fs::current_path(), repository_of(fs::current_path())},
        fingerprints_(origin_),
        writer_(options.format, context.streams.out, origin_, VEND_VERSION) {
    writer_.color = context.streams.color;
    checks_.assets = context.assets;
    checks_.schemas = options.schemas;
    apply(given, options.parameters, checks_.input);
    checks_.complete = options.complete || !given.values.empty();
    checks_.all_combinations = options.all_combinations;
    checks_.shell = [this](const std::string& script) { return shell_.look_at(script); };
    checks_.now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  }

  ExitCode run() {
    std::vector<Task> tasks;
    for (TemplateFile& file : files_of(options_.files)) {
      const ProjectFile& project = project_of(file.path);
      tasks.push_back({std::move(file), &project});
    }
    const ProjectFile& here = project_of("");
    if (!projects_.problems.empty()) {
      report(context_, projects_.problems, "");
      writer_.finish();
      return ExitCode::usage;
    }
    // A report on the terminal is progress enough.
    Progress progress(context_.streams.err, context_.streams.terminal ? 0 : tasks.size());
    try {
      judge(tasks, here, progress);
    } catch (...) {
      writer_.finish();  // what was written so far stays well formed
      throw;
    }
    writer_.finish();
    summarize();
    return worst_;
  }

 private:
  void judge(const std::vector<Task>& tasks, const ProjectFile& here, Progress& progress) {
    judge_all(
        tasks, context_.streams.in, [this](const ProjectFile& project) { return checks_for(project); },
        [&](const Task& task, Judged judged) {
          take(task, std::move(judged));
          progress.step();
        });
    if (!options_.preset.empty())
      finish(of_spec(context_, {"", options_.preset, options_.set}, checks_for(here)), here);
  }

  const ProjectFile& project_of(const std::string& file) {
    static const ProjectFile none;
    return options_.no_project ? none : projects_.above(file);
  }

  validate::Options checks_for(const ProjectFile& project) const {
    validate::Options checks = checks_;
    const std::string& region = !options_.region.empty() ? options_.region : project.region;
    checks.input.environment.region_assumed = region.empty();
    if (!region.empty()) checks.input.environment.region = region;
    if (checks.schemas.empty()) checks.schemas = project.schemas.string();
    return checks;
  }

  void take(const Task& task, Judged judged) {
    if (!judged.problem.empty()) {
      context_.messages.complain(judged.problem);
      worst_ = std::max(worst_, ExitCode::usage);
      return;
    }
    if (judged.passed_over) {
      if (lies_beside_templates(task.file.path)) return;
      if (passed_over_++ < most_named) names_.push_back(task.file.path);
      return;
    }
    if (!judged.spec && !options_.set.empty() && !task.file.in_directory)
      throw UsageError(
          fmt::format("--set changes a spec, and {} is a template; its parameters get values with -p KEY=VALUE",
                      support::escape_for_terminal(task.file.path)));
    if (judged.spec)
      judged.result = of_spec(context_, {task.file.path, "", options_.set, judged.spec}, checks_for(*task.project));
    finish(std::move(judged.result), *task.project);
  }

  void finish(FileFindings one, const ProjectFile& project) {
    leave_out(one, project);
    if (!one.findings.empty()) worst_ = std::max(worst_, ExitCode::findings);
    gaps_.add(one.gaps);
    writer_.write(one);
  }

  void leave_out(FileFindings& one, const ProjectFile& project) {
    const Severity least = severity_called(options_.severity).value_or(project.severity.value_or(Severity::warning));
    support::Diagnostics left;
    for (support::Diagnostic& finding : one.findings) {
      const std::string& place = finding.location.file.empty() ? one.file : finding.location.file;
      if (finding.severity < least) {
        ++less_severe_;
        least_hidden_ = std::min(least_hidden_, finding.severity);
        continue;
      }
      if (!known_.empty() && known_.contains(fingerprints_.next(finding, place))) continue;
      if (const auto mine = ignored_.find(finding.code); mine != ignored_.end()) {
        one.ignored.push_back({std::move(finding), mine->second, "the command line"});
      } else if (const auto ours = project.ignore.find(finding.code); ours != project.ignore.end()) {
        one.ignored.push_back({std::move(finding), ours->second, origin_.path_of(project.path)});
      } else {
        left.push_back(std::move(finding));
      }
    }
    std::erase_if(one.ignored, [&](const validate::Ignored& said) { return said.finding.severity < least; });
    one.findings = std::move(left);
  }

  // The last line tells what was looked at and what was not.
  void summarize() {
    const std::size_t* counts = writer_.counts;
    std::string line =
        fmt::format("{} checked: {}, {}, {}", counted(writer_.files, "file"), counted(counts[2], "error"),
                    counted(counts[1], "warning"), counted(counts[0], "note"));
    if (less_severe_ > 0)
      line += fmt::format(", {} not shown (--severity {})", less_severe_, support::to_string(least_hidden_));
    if (writer_.ignored > 0) line += fmt::format(", {} ignored", writer_.ignored);
    for (const std::string& more : {shell_.summary(), gaps_.text().empty() ? "" : "not checked: " + gaps_.text()}) {
      if (!more.empty()) line += "; " + more;
    }
    if (passed_over_ > 0)
      line += fmt::format("; {} passed over, neither template nor spec: {}{}", counted(passed_over_, "file"),
                          support::join(names_, ", "), passed_over_ > most_named ? ", ..." : "");
    if (writer_.files > 0 || worst_ != ExitCode::clean) return context_.messages.mention(line);
    context_.messages.complain("nothing was checked: " + line, "name a template, a spec, or a directory of them");
    worst_ = ExitCode::usage;
  }

  Context& context_;
  const ValidateOptions& options_;
  validate::Options checks_;
  const std::set<std::string> known_;
  const std::map<std::string, std::string> ignored_;
  ShellCheck shell_;
  ProjectFiles projects_;
  const validate::Origin origin_;
  validate::Fingerprints fingerprints_;
  validate::ReportWriter writer_;
  validate::Gaps gaps_;
  std::size_t passed_over_ = 0, less_severe_ = 0;
  Severity least_hidden_ = Severity::error;
  std::vector<std::string> names_;
  ExitCode worst_ = ExitCode::clean;
};

ExitCode run_validate(Context& context, const ValidateOptions& options) {
  doubt_region(context, options.region);
  if (options.files.empty() && options.preset.empty())
    throw UsageError("nothing to validate; give files, directories or --preset");
  if (!options.schemas.empty() && !fs::is_directory(options.schemas))
    throw UsageError(fmt::format("--schemas: {} is not a directory", options.schemas));
  const std::optional<parameters::ParameterFile> given = read_parameters(context, options.parameters);
  if (!given) return ExitCode::findings;
  return Validation(context, options, *given).run();
}

}  // namespace

Action validate_command(CLI::App& app) {
  auto options = std::make_shared<ValidateOptions>();
  app.add_option("FILE", options->files, "Templates, specs, or directories of them; - for standard input");
  app.add_option("--preset", options->preset, "Validate what this preset becomes");
  declare(app, options->parameters);
  app.add_option("--set", options->set, "Change a setting of the specs: PATH=VALUE, PATH+=VALUE for lists")
      ->type_name("PATH=VALUE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--region", options->region, "Region of the stack (default: us-east-1)")->check(name_of_region());
  app.add_option("--format", options->format, "text, json, sarif, junit, gitlab or markdown")
      ->check(one_of(validate::report_formats()));
  app.add_option("--severity", options->severity, "The least severity that counts: error, warning (default) or info")
      ->check(one_of({"error", "warning", "info"}));
  app.add_option("--ignore", options->ignore, "Leave this code out, and say why; may be repeated")
      ->type_name("CODE[=REASON]")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--baseline", options->baseline, "Leave out what this report (--format json or gitlab) already has");
  app.add_option("--schemas", options->schemas, "Directory of newer resource schemas (see `vend help schemas`)")
      ->type_name("DIR");
  app.add_flag("--no-project-file", options->no_project, "Do not look for .vend.yml");
  app.add_flag("--all-combinations", options->all_combinations,
               "Check every branch of every condition, whatever the parameters");
  app.add_flag("--shellcheck", options->shellcheck,
               "Let ShellCheck, if it is installed, look at the shell scripts in UserData");
  app.add_flag("--complete", options->complete,
               "Parameters without a value are errors (as soon as any value is given, they are)");
  return [options](Context& context) { return run_validate(context, *options); };
}

}  // namespace vend::cli
