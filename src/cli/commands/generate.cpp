#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <system_error>
#include <thread>
#include <utility>

#include "cli/commands/generate_checks.hpp"
#include "cli/shared/command.hpp"
#include "cli/shared/load_spec.hpp"
#include "cli/shared/load_template.hpp"
#include "cli/shared/output_directory.hpp"
#include "cli/shared/parameters_json.hpp"
#include "cli/shared/progress.hpp"
#include "cli/shared/spec_files.hpp"
#include "vend/aws/limits.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/scripts/library.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/check.hpp"

namespace vend::cli {
namespace {

const std::string the_template = "(template)";  // in findings about what no spec was read for

struct GenerateOptions {
  SpecOptions spec;                // --preset and --set
  std::vector<std::string> files;  // several specs, one stack each
  std::string directory = ".";
  std::string format = "yaml";
  std::string template_url;
  bool to_stdout = false;
  bool force = false;

  cfn::Format template_format() const { return format == "yaml" ? cfn::Format::yaml : cfn::Format::json; }
  std::string template_file(const std::string& stack) const {
    return fmt::format("{}.cf.{}", stack, format == "yaml" ? "yml" : "json");
  }
};

// What a spec becomes. The tree of its template is not kept, since one run may have a thousand specs.
struct Generated {
  LoadedSpec spec;
  support::Diagnostics found;            // of the checks of what it became
  std::string name;                      // of the stack; empty: there is none
  std::string text;                      // of the template
  std::vector<product::File> scripts;    // that its instances run
  parameters::ParameterFile parameters;  // what the form shows at first
  std::size_t user_data = 0;             // bytes at most
  bool asks = false;                     // the spec has `ask`
  bool asks_secret = true;               // somebody has to enter the token
  std::string problem;                   // why the spec cannot be read

  bool is_good() const { return problem.empty() && !name.empty() && !support::has_errors(found); }
};

void print_size(std::ostream& out, std::size_t bytes, std::size_t user_data, bool asks) {
  bool fits = bytes <= aws::limits::template_body_inline;
  out << fmt::format(
      "\nTemplate: {} bytes, {} the {} bytes of a template passed directly; at most {} from S3 or the console.\n",
      bytes, fits ? "within" : "above", aws::limits::template_body_inline, aws::limits::template_body_s3);
  if (!fits && asks) out << "Fewer paths in `ask` make it smaller.\n";
  out << fmt::format("UserData: at most {} of {} bytes, whatever the parameters.\n", user_data, aws::limits::user_data);
}

void print_stacks(std::ostream& out, const std::vector<Generated>& all) {
  std::size_t width = 5;
  for (const Generated& one : all) width = std::max(width, one.name.size());
  out << fmt::format("\n{:<{}}  {:>8}  {:<6}  {:>8}\n", "Stack", width, "Bytes", "Inline", "Warnings");
  for (const Generated& one : all)
    out << fmt::format("{:<{}}  {:>8}  {:<6}  {:>8}\n", one.name, width, one.text.size(),
                       one.text.size() <= aws::limits::template_body_inline ? "yes" : "no", one.found.size());
  out << fmt::format(
      "\n{} stacks; Inline: whether a template may be passed directly, within {} bytes. `vend generate` with one spec\n"
      "shows the commands that launch it.\n",
      all.size(), aws::limits::template_body_inline);
}

void print_next_steps(std::ostream& out, const GenerateOptions& options, const std::string& name,
                      const std::string& file, bool fits, bool asks_secret) {
  const std::string directory = options.directory == "." ? "" : options.directory + "/";
  out << "\n" << product::next_steps({directory, name, file, product::parameters_name(name), fits, asks_secret});
  if (options.template_url.empty()) return;
  if (!parameters::is_s3_address(options.template_url))
    out << "The address below is none of S3, and CloudFormation reads templates from nowhere else.\n";
  out << fmt::format("Quick-create link: {}\n", parameters::quick_create_link({options.template_url, name, ""}, {}));
}

Generated generate_one(Context& context, const GenerateOptions& options, const std::string& file,
                       const scripts::Library& library, validate::Checker& checker) {
  Generated result;
  SpecOptions source = options.spec;
  source.file = file;
  try {
    result.spec = read_spec(context, source);
  } catch (const support::FileError& error) {
    result.problem = error.what();
  } catch (const UsageError& error) {
    result.problem = error.what();
  }
  if (!result.spec.stack) return result;
  const model::RunnerStack& stack = *result.spec.stack;
  auto [rendered, baked_in] = template_of(stack, library, options.template_format(), &result.spec.root);
  result.name = stack->name;
  result.text = cfn::write(rendered, options.template_format());
  result.user_data = evaluate::longest_user_data(rendered);
  result.scripts = product::scripts_of(rendered, stack->name);
  result.parameters = product::fresh_values(rendered);
  result.asks = !stack->asked_paths.empty();
  result.asks_secret = product::asks_secret(rendered);
  const std::string& named = result.spec.name.empty() ? the_template : result.spec.name;
  result.found = too_large(named, result.text.size(), result.user_data);
  for (support::Diagnostic& one : at_settings(checker.judge(rendered).findings, result.spec))
    if (one.severity != support::Severity::info) result.found.push_back(std::move(one));
  for (support::Diagnostics more : {new_features_of(named, context.assets, rendered), no_longer_asked(named, baked_in)})
    std::move(more.begin(), more.end(), std::back_inserter(result.found));
  return result;
}

// Generates all specs, on as many threads as there are cores; results stand in the order of the specs.
std::vector<Generated> generate_all(Context& context, const GenerateOptions& options,
                                    const std::vector<std::string>& files) {
  const scripts::Library library(context.assets);
  std::vector<Generated> all(files.size());
  validate::Options checks;
  checks.assets = context.assets;
  checks.input.environment.region_assumed = true;
  checks.now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  std::atomic<std::size_t> next = 0;
  Progress progress(context.streams.err, files.size());
  auto work = [&] {
    validate::Checker checker(checks);
    for (std::size_t i = next++; i < files.size(); i = next++) {
      all[i] = generate_one(context, options, files[i], library, checker);
      progress.step();
    }
  };
  std::vector<std::future<void>> others;  // waits for them, also when work() throws
  const std::size_t count = std::min<std::size_t>(files.size(), std::max(1U, std::thread::hardware_concurrency()));
  try {
    for (std::size_t i = 1; i < count; ++i) others.push_back(std::async(std::launch::async, work));
  } catch (const std::system_error&) {
    // The system gives no more threads; those that are there do the work.
  }
  work();
  for (std::future<void>& other : others) other.get();
  return all;
}

// Reports everything that is wrong, of all specs, and what is worth knowing otherwise.
ExitCode judge_generated(Context& context, const std::vector<Generated>& all) {
  ExitCode code = ExitCode::clean;
  // By the stack's name; names that differ in case alone are the same files on Windows and macOS.
  std::map<std::string, const Generated*> specs;
  for (const Generated& one : all) {
    if (!one.problem.empty()) {
      context.messages.complain(one.problem, "");
      code = ExitCode::usage;
      continue;
    }
    report(context, one.spec.found, one.spec.text, one.spec.name);
    report(context, one.found, one.spec.text, one.spec.name);
    if (!one.is_good()) code = std::max(code, ExitCode::findings);
    if (one.name.empty()) continue;
    const auto [found, is_new] = specs.emplace(support::lower_case(one.name), &one);
    if (is_new) continue;
    const Generated& other = *found->second;
    context.messages.complain(
        other.name == one.name
            ? fmt::format("{} and {} are both of a stack named {}: their outputs would be the same files",
                          support::escape_for_terminal(other.spec.name), support::escape_for_terminal(one.spec.name),
                          one.name)
            : fmt::format("{} is of a stack named {} and {} of {}: where case does not count, their outputs would be "
                          "the same files",
                          support::escape_for_terminal(other.spec.name), other.name,
                          support::escape_for_terminal(one.spec.name), one.name),
        "give each its own name");
    code = ExitCode::usage;
  }
  return code;
}

void check_options(const GenerateOptions& options, std::size_t specs) {
  if (!options.files.empty() && !options.spec.preset.empty())
    throw UsageError("a spec and --preset cannot be combined; use --set on the preset");
  if (specs > 1 && options.to_stdout) throw UsageError("--stdout prints one template; name one spec");
  if (options.directory == "-")
    throw UsageError("-o takes a directory, since several files are written; --stdout prints the template alone");
  if (specs > 1 && !options.template_url.empty())
    throw UsageError("--template-url is the address of one template; name one spec");
  if (std::count(options.files.begin(), options.files.end(), "-") > 1)
    throw UsageError("standard input can be one spec only");
}

ExitCode run_generate(Context& context, const GenerateOptions& options) {
  std::vector<std::string> files = spec_files_of(options.files);
  check_options(options, files.size());
  if (files.empty()) files.emplace_back();  // the full template, or --preset
  std::vector<Generated> all = generate_all(context, options, files);
  if (const ExitCode code = judge_generated(context, all); code != ExitCode::clean) return code;
  if (options.to_stdout) {
    context.streams.out << all.front().text;
    return ExitCode::clean;
  }
  OutputDirectory output(options.directory);
  std::vector<std::string> names, lines;
  for (Generated& one : all) {
    names.push_back(one.name);
    for (product::File& script : one.scripts) output.add(std::move(script.name), std::move(script.content));
    const std::vector<std::string> merged = add_parameters_json(one.name, one.parameters, output);
    lines.insert(lines.end(), merged.begin(), merged.end());
    output.add(options.template_file(one.name), one.text);
  }
  retire_old_scripts(names, output);
  output.write(options.force, context.streams.out);
  for (const std::string& line : lines) context.streams.out << line << "\n";
  if (all.size() > 1) {
    print_stacks(context.streams.out, all);
    return ExitCode::clean;
  }
  const Generated& one = all.front();
  print_size(context.streams.out, one.text.size(), one.user_data, one.asks);
  print_next_steps(context.streams.out, options, one.name, options.template_file(one.name),
                   one.text.size() <= aws::limits::template_body_inline, one.asks_secret);
  return ExitCode::clean;
}

}  // namespace

Action generate_command(CLI::App& app) {
  auto options = std::make_shared<GenerateOptions>();
  app.add_option("SPEC", options->files,
                 "YAML or JSON files, one stack each, directories of them, or - for standard input; none: the full "
                 "template");
  declare_preset(app, options->spec);
  app.add_option("-o,--output", options->directory, "Directory to write into (default: this one)");
  app.add_option("--format", options->format, "yaml or json")->check(one_of({"yaml", "json"}));
  app.add_option("--template-url", options->template_url,
                 "Where the template will be published; prints a quick-create link");
  app.add_flag("--stdout", options->to_stdout, "Print the template and write nothing");
  app.add_flag("--force", options->force, "Overwrite files that were edited");
  return [options](Context& context) { return run_generate(context, *options); };
}

}  // namespace vend::cli
