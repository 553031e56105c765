#include "cli/commands/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/preview/print.hpp"
#include "vend/scripts/library.hpp"
#include "vend/spec/presets.hpp"
#include "vend/spec/schema.hpp"
#include "vend/support/codes.hpp"

namespace vend::cli {
namespace {

const std::vector<Command>& table() {
  static const std::vector<Command> all = {
      {"init",
       "Write a spec to begin with, from the answers to a few questions",
       init_command,
       {{"vend init team-a.yml", "ask on the terminal, each question with a default"},
        {"vend init team-a.yml --platform windows-2022 --executor shell --spot",
         "without questions: what is not given has its default"}},
       {"platform", "executor", "url", "token", "size", "spot", "hours"}},
      {"generate",
       "Write a template and its scripts from a spec or a preset",
       generate_command,
       {{"vend generate team-a.yml -o out", "write the template of a spec, its scripts and parameters.json into out/"},
        {"vend generate specs -o out", "the same for each spec in the directory specs/, in one run"},
        {"vend generate --preset linux-docker-hot-ha -o out", "the same from a preset, without a spec of your own"},
        {"vend generate team-a.yml --set size.max=20 --stdout", "change a setting for once, and print the template"}},
       {"output", "preset", "set", "format", "stdout", "force"}},
      {"validate",
       "Find what CloudFormation would refuse in templates and specs, and what would end badly",
       validate_command,
       {{"vend validate out --all-combinations", "all templates of a directory, whatever the parameters"},
        {"vend validate template.yml -p Environment=prod", "one template with these parameter values"},
        {"vend validate team-a.yml --format junit", "what a spec becomes, as a report for a pipeline"}},
       {"all-combinations", "parameter", "parameters", "set", "preset", "format", "severity", "ignore", "baseline",
        "schemas"}},
      {"preview",
       "Show a stack before it exists: form, resources, UserData, schedules, scaling",
       preview_command,
       {{"vend preview team-a.yml --show form,scaling", "the form and the scaling steps of a spec"},
        {"vend preview template.yml -p Environment=prod", "everything about anybody's template with these values"}},
       {"show", "parameter", "parameters", "preset", "set", "region", "format"}},
      {"serve",
       "See and change a runner group in the browser, on this machine alone",
       serve_command,
       {{"vend serve team-a.yml", "the form, the drawings and what changes, at an address of this machine"}},
       {}},
      {"diff",
       "Show what an update does to resources and to running jobs",
       diff_command,
       {{"vend diff deployed.yml out/team-a.cf.yml", "what the update replaces, and whether jobs are lost"},
        {"vend diff deployed.yml team-a.yml --fail-on loss", "for a pipeline: exit code 1 when jobs would be lost"}},
       {"parameters", "new-parameters", "fail-on", "format", "longest-job", "boot"}},
      {"import",
       "Write the spec of a stack of v1.5.5 or of the full template",
       import_command,
       {{"vend import described.json -o team-a.yml",
         "from what `aws cloudformation describe-stacks` printed, with the values that the stack has"}},
       {"output", "parameter", "parameters", "force"}},
      {"parameters",
       "Convert and check parameter files for the AWS CLI, the console, a shell and Git sync",
       parameters_command,
       {{"vend parameters out/team-a.cf.yml --from out/parameters.json", "check the values and print them as JSON"},
        {"vend parameters out/team-a.cf.yml --from out/parameters.json --format deploy",
         "the same values for `aws cloudformation deploy`"}},
       {"from", "format", "output", "parameter", "secret"}},
      {"presets",
       "List the presets, or print one",
       presets_command,
       {{"vend presets linux-docker-spot-fleet > team-a.yml", "begin a spec with a preset"}}},
      {"fmt",
       "Put specs into canonical order and spelling; comments stay",
       fmt_command,
       {{"vend fmt team-a.yml", "rewrite the file, if anything changes"},
        {"vend fmt --check specs/*.yml", "for a pipeline: name the files that would change, exit code 1"}},
       {"check", "stdout"}},
      {"schema",
       "Print the JSON Schema of the spec, for editors",
       schema_command,
       {{"vend schema > vend.schema.json", "an editor that knows YAML schemas then completes and checks specs"}}},
      {"scripts",
       "List the runner configuration scripts, or write them",
       scripts_command,
       {{"vend scripts amazon-linux-2023-docker.sh", "print a script"},
        {"vend scripts -o scripts", "write all of them into a directory"}},
       {"output", "force"}},
      {"explain",
       "Explain a code that a command printed, with examples",
       explain_command,
       {{"vend explain J001", "what it means, why it matters, a template that fails and one that passes"}}},
      {"schemas",
       "List the resource types that have a schema, and how old it is",
       schemas_command,
       {{"vend schemas AutoScaling", "types with AutoScaling in their name"}}},
      {"reference",
       "Print a generated reference: spec, parameters or rules",
       reference_command,
       {{"vend reference spec", "every setting of a spec as a page of Markdown"}}},
      {"completion",
       "Print the completion script for bash, zsh or fish",
       completion_command,
       {{"source <(vend completion bash)", "for this shell"},
        {"vend completion fish > ~/.config/fish/completions/vend.fish", "for all to come"}}},
      {"manual",
       "Print the manual page of vend or of a command, for man",
       manual_command,
       {{"vend manual generate | man -l -", "read it without installing anything"}}},
      {"version",
       "Print the version; as JSON also the libraries and the dates of the data",
       version_command,
       {{"vend version --json", "what a report of a problem should contain"}}},
  };
  return all;
}

std::vector<std::string> topics(const support::Assets& assets) {
  std::vector<std::string> all = command_names();
  for (const char* name : {"settings", "codes"}) {
    const std::optional<std::vector<std::string>> list = list_of(name, assets);
    for (const std::string& one : *list) {
      const std::string section = one.substr(0, one.find('.'));
      if (std::ranges::find(all, section) == all.end()) all.push_back(section);
      if (one != section) all.push_back(one);
    }
  }
  return all;
}

}  // namespace

std::span<const Command> commands() { return table(); }

const Command* find_command(std::string_view name) {
  const auto row = std::ranges::find_if(table(), [&](const Command& one) { return one.name == name; });
  return row == table().end() ? nullptr : &*row;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command& command : table()) names.emplace_back(command.name);
  return names;
}

void add_common(CLI::App& app, Common& common) {
  app.add_option("--data-dir", common.data_directory,
                 "Directory whose files win over the built-in ones (laid out like the source tree)");
  app.add_option("--diagnostics", common.diagnostics, "How problems are printed: text or json")
      ->check(one_of({"text", "json"}));
}

Page page_of(const Command& command) {
  Common common;
  CLI::App app(command.summary, command.name);
  app.set_help_flag("-h,--help", "Print this help");
  const Action action = command.declare(app);  // owns what the options write into
  add_common(app, common);
  return page_of(app, command.examples, command.frequent);
}

std::optional<std::vector<std::string>> list_of(std::string_view what, const support::Assets& assets) {
  std::vector<std::string> list;
  if (what == "topics") return topics(assets);
  if (what == "commands") return command_names();
  if (what == "parts") return preview::sections();
  if (what == "presets") {
    for (spec::Preset& one : spec::presets(assets)) list.push_back(std::move(one.name));
  } else if (what == "codes") {
    for (const support::Code& one : support::codes()) list.emplace_back(one.code);
  } else if (what == "scripts") {
    const scripts::Library library(assets);
    for (const scripts::Script& one : library.all()) list.push_back(one.name);
  } else {
    const std::vector<spec::Setting> settings = spec::settings();
    const auto one = std::ranges::find(settings, what, &spec::Setting::path);
    if (what == "settings") {
      for (const spec::Setting& row : settings) list.push_back(row.path);
    } else if (one == settings.end()) {
      return std::nullopt;
    } else {
      list = one->words;
    }
  }
  return list;
}

std::string overview(int columns) {
  const auto width = static_cast<std::size_t>(std::clamp(columns, 40, 100));
  std::string out =
      wrapped("vend: GitLab runner groups on AWS as CloudFormation templates", width, 0) +
      "\nUsage: vend COMMAND [OPTIONS]\n\nA first stack:\n  vend init team-a.yml\n  vend generate team-a.yml "
      "-o out\n  vend preview team-a.yml\n\nCommands:\n";
  const auto row = [&](std::string_view name, std::string_view summary) {
    out += fmt::format("  {:<11} ", name) + wrapped(summary, width, 14).substr(14);
  };
  for (const Command& command : table()) row(command.name, command.summary);
  row("help", "Explain a command, a setting of the spec, or a code");
  return out + "\nOptions:\n  --version   Print the version\n\n" +
         wrapped(
             "`vend help COMMAND` shows its options, `vend help spot` the settings below spot, `vend help J001` what a "
             "code means.",
             width, 0);
}

std::string overview_manual(std::string_view version) {
  std::string out = fmt::format(
      ".TH VEND 1 \"\" \"vend {}\" \"vend\"\n.SH NAME\nvend \\- GitLab runner groups on AWS as CloudFormation "
      "templates\n"
      ".SH SYNOPSIS\n\\fBvend\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.SH DESCRIPTION\nA short description of a "
      "runner group becomes a CloudFormation template with the scripts that its instances run. Everything works "
      "offline.\n.SH COMMANDS\n",
      version);
  for (const Command& command : table())
    out += fmt::format(".TP\n\\fB{}\\fR\n{}. See \\fBvend\\-{}\\fR(1).\n", command.name, command.summary, command.name);
  return out +
         ".SH EXIT STATUS\n0: clean; 1: the input has findings; 2: wrong usage or unreadable input; 70: a bug.\n"
         ".SH ENVIRONMENT\n\\fBNO_COLOR\\fR, \\fBCOLUMNS\\fR, \\fBPAGER\\fR and \\fBTERM\\fR as usual.\n";
}

}  // namespace vend::cli
