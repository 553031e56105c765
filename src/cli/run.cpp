#include "vend/cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <new>
#include <ostream>

#include "cli/commands/help.hpp"
#include "cli/commands/table.hpp"
#include "cli/shared/command.hpp"
#include "cli/shared/version.hpp"
#include "vend/scripts/library.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

ExitCode wrong_usage(Messages& messages, std::string_view message, std::string_view fix) {
  messages.complain(message, fix);
  return ExitCode::usage;
}

// Looked for before the arguments are parsed, since parsing them may fail.
bool wants_json(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--diagnostics=json") return true;
    if (arguments[i] == "--diagnostics" && i + 1 < arguments.size() && arguments[i + 1] == "json") return true;
  }
  return false;
}

// The option that was probably meant by a mistyped one.
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
  app.set_help_flag("-h,--help", "Print this help");
  Action action = command.declare(app);
  add_common(app, common);
  // CLI11 takes the arguments in reverse.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    streams.out << as_help(page_of(app, command.examples, command.frequent), streams.width);
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

ExitCode dispatch(const std::vector<std::string>& arguments, Streams& streams, Messages& messages) {
  std::string name = arguments.empty() ? "help" : arguments.front();
  std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  if (name == "--version") {
    streams.out << "vend " << version() << "\n";
    return ExitCode::clean;
  }
  if (name == "help" || name == "--help" || name == "-h") {
    if (rest.empty()) {
      (arguments.empty() ? streams.err : streams.out) << overview(streams.width);
      return arguments.empty() ? ExitCode::usage : ExitCode::clean;
    }
    const Common common;
    Context context{streams, messages, common, support::Assets()};
    return help_about(rest.front(), context);
  }
  if (const Command* command = find_command(name)) return run_command(*command, rest, streams, messages);
  std::vector<std::string> known = command_names();
  for (const char* more : {"help", "--help", "--version"}) known.emplace_back(more);
  std::optional<std::string> meant = support::closest(name, known);
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
