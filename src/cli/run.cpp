#include "vend/cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <new>
#include <ostream>

#include "cli/commands/completion.hpp"
#include "cli/shared/command.hpp"
#include "vend/scripts/library.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

struct Command {
  const char* name;
  const char* summary;
  Action (*declare)(CLI::App&);
};

Action completion_command(CLI::App& app);  // below, since it describes the table

constexpr std::array commands = {
    Command{"generate", "Write a template and its scripts from a spec or a preset", generate_command},
    Command{"presets", "List the presets, or print one", presets_command},
    Command{"schema", "Print the JSON Schema of the spec", schema_command},
    Command{"scripts", "List the runner configuration scripts, or write them", scripts_command},
    Command{"validate", "Check templates: what CloudFormation would say, and what it would not", validate_command},
    Command{"parameters", "Write parameter files for AWS's tools, from any of their forms", parameters_command},
    Command{"preview", "See the stack before it exists: form, resources, UserData, calendar", preview_command},
    Command{"serve", "See and change a runner group in the browser, on this machine alone", serve_command},
    Command{"diff", "Tell what an update does to resources and to running jobs", diff_command},
    Command{"import", "Write the spec of a stack of v1.5.5 or of the full template", import_command},
    Command{"explain", "What a rule of validate means, with examples", explain_command},
    Command{"schemas", "List the resource types that have a schema, and how old it is", schemas_command},
    Command{"completion", "Print the completion script for bash", completion_command},
    Command{"reference", "Print a generated reference: spec, parameters or rules", reference_command},
};

std::vector<std::string> command_names() {
  std::vector<std::string> names = {"help", "--help", "--version"};
  for (const Command& command : commands) names.emplace_back(command.name);
  return names;
}

void add_common(CLI::App& app, Common& common) {
  app.add_option("--data-dir", common.data_directory,
                 "Directory whose files win over the built-in ones (laid out like the source tree)");
  app.add_option("--diagnostics", common.diagnostics, "How problems are printed: text or json")
      ->check(one_of({"text", "json"}));
}

Action completion_command(CLI::App&) {
  return [](Context& context) {
    std::vector<CompletedCommand> all;
    for (const Command& command : commands) {
      Common common;
      CLI::App app;
      add_common(app, common);
      command.declare(app);
      CompletedCommand one{command.name, {}};
      for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) one.options.push_back("--" + name);
      }
      all.push_back(std::move(one));
    }
    context.streams.out << bash_completion(all);
    return ExitCode::clean;
  };
}

ExitCode wrong_usage(Messages& messages, std::string_view message, std::string_view fix) {
  messages.complain(message, fix);
  return ExitCode::usage;
}

// Before the arguments are parsed, since they may not be parsable.
bool wants_json(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--diagnostics=json") return true;
    if (arguments[i] == "--diagnostics" && i + 1 < arguments.size() && arguments[i + 1] == "json") return true;
  }
  return false;
}

// The option a mistyped one was probably meant to be.
std::string option_hint(const CLI::App& app, const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  for (const std::string& argument : arguments) {
    std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (auto meant = support::closest(name, known)) return fmt::format("did you mean {}?", *meant);
  }
  return fmt::format("see `vend help {}`", app.get_name());
}

ExitCode run_command(const Command& command, const std::vector<std::string>& arguments, Streams& streams,
                     Messages& messages) {
  Common common;
  CLI::App app(command.summary, command.name);
  add_common(app, common);
  Action action = command.declare(app);
  // CLI11 takes the arguments in reverse.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    streams.out << app.help("vend");
    return ExitCode::clean;
  } catch (const CLI::ValidationError& error) {
    return wrong_usage(messages, support::escape_for_terminal(error.what()),
                       fmt::format("see `vend help {}`", command.name));
  } catch (const CLI::ParseError& error) {
    return wrong_usage(messages, support::escape_for_terminal(error.what()), option_hint(app, arguments));
  }
  Context context{streams, messages, common,
                  common.data_directory.empty() ? support::Assets() : support::Assets(common.data_directory)};
  return action(context);
}

void overview(std::ostream& out) {
  out << "vend: GitLab runner groups on AWS as CloudFormation templates\n\nUsage: vend COMMAND "
         "[OPTIONS]\n\nCommands:\n";
  for (const Command& command : commands) out << fmt::format("  {:<11} {}\n", command.name, command.summary);
  out << "  help        Explain a command\n\nOptions:\n  --version   Print the version\n\n"
         "`vend help COMMAND` shows a command's options.\n";
}

ExitCode dispatch(const std::vector<std::string>& arguments, Streams& streams, Messages& messages) {
  std::string name = arguments.empty() ? "help" : arguments.front();
  std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  if (name == "--version") {
    streams.out << "vend " VEND_VERSION "\n";
    return ExitCode::clean;
  }
  if (name == "help" || name == "--help" || name == "-h") {
    if (rest.empty()) {
      overview(arguments.empty() ? streams.err : streams.out);
      return arguments.empty() ? ExitCode::usage : ExitCode::clean;
    }
    name = rest.front();
    rest = {"--help"};
  }
  for (const Command& command : commands) {
    if (command.name == name) return run_command(command, rest, streams, messages);
  }
  std::optional<std::string> meant = support::closest(name, command_names());
  return wrong_usage(messages, fmt::format("there is no command \"{}\"", support::escape_for_terminal(name)),
                     meant ? fmt::format("did you mean `vend {}`?", *meant) : "`vend help` lists the commands");
}

ExitCode run_guarded(const std::vector<std::string>& arguments, Streams& streams, Messages& messages) {
  try {
    const ExitCode code = dispatch(arguments, streams, messages);
    if (!streams.out.flush()) throw UsageError("the output cannot be written completely; is the disk full?");
    return code;
  } catch (const UsageError& error) {
    return wrong_usage(messages, error.what(), "");
  } catch (const support::FileError& error) {
    return wrong_usage(messages, error.what(), "");
  } catch (const std::filesystem::filesystem_error& error) {
    return wrong_usage(messages, error.what(), "");
  } catch (const scripts::ScriptError& error) {
    return wrong_usage(messages, error.what(), "");
  } catch (const std::bad_alloc&) {
    return wrong_usage(messages, "there is not enough memory for this input",
                       "give the program more, or split the input");
  } catch (const std::exception& error) {
    // Readers let nothing but UTF-8 in, so that what a writer refuses came from the command line.
    const auto bad = std::find_if_not(arguments.begin(), arguments.end(), support::is_valid_utf8);
    if (bad != arguments.end())
      return wrong_usage(messages, fmt::format("\"{}\" is not UTF-8", *bad),
                         "rename the file, or write the name in UTF-8");
    streams.err << "vend: internal error: " << support::escape_for_terminal(error.what())
                << "\n  This is a bug; please report it with the command line.\n";
    return ExitCode::bug;
  }
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, Streams& streams) {
  Messages messages(streams.err, wants_json(arguments));
  const ExitCode code = run_guarded(arguments, streams, messages);
  messages.finish();
  return code;
}

}  // namespace vend::cli
