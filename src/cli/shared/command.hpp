// Commands: each a row in commands/table.cpp, with a file of its own that declares its options and runs it.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shared/messages.hpp"
#include "vend/cli/run.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::cli {

// Wrong usage or unreadable input: exit code 2 with this message.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Options of every command.
struct Common {
  std::string data_directory;        // --data-dir: files that win over the embedded ones
  std::string diagnostics = "text";  // --diagnostics text|json
};

struct Context {
  Streams& streams;
  Messages& messages;
  const Common& common;
  support::Assets assets;
};

using Action = std::function<ExitCode(Context&)>;

// Declares the command's options on `app` and gives what runs it.
Action generate_command(CLI::App& app);
Action presets_command(CLI::App& app);
Action schema_command(CLI::App& app);
Action scripts_command(CLI::App& app);
Action reference_command(CLI::App& app);
Action validate_command(CLI::App& app);
Action schemas_command(CLI::App& app);
Action explain_command(CLI::App& app);
Action parameters_command(CLI::App& app);
Action preview_command(CLI::App& app);
Action diff_command(CLI::App& app);
Action import_command(CLI::App& app);
Action serve_command(CLI::App& app);
Action init_command(CLI::App& app);
Action fmt_command(CLI::App& app);
Action completion_command(CLI::App& app);
Action manual_command(CLI::App& app);
Action version_command(CLI::App& app);

// Accepts these words; a mistyped one is told which was probably meant.
CLI::Validator one_of(std::vector<std::string> words);

// Accept what AWS takes as a name, of a stack, a region, an account; and what TCP takes.
CLI::Validator name_of_stack();
CLI::Validator name_of_region();
CLI::Validator number_of_account();
CLI::Validator number_of_port();  // 0 to 65535

// Says so where a region looks mistyped: a new one cannot be told from it, so that none is refused.
void doubt_region(Context& context, const std::string& region);

// Prints diagnostics to stderr in the chosen form, see Messages.
void report(Context& context, const support::Diagnostics& diagnostics, std::string_view source,
            std::optional<std::string_view> file = std::nullopt);

}  // namespace vend::cli
