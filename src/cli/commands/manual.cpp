#include <memory>
#include <ostream>

#include "cli/commands/table.hpp"
#include "cli/shared/version.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {

Action manual_command(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  app.add_option("COMMAND", *name, "Whose page; without it vend(1), which lists the commands");
  return [name](Context& context) {
    if (name->empty()) {
      context.streams.out << overview_manual(version());
      return ExitCode::clean;
    }
    const Command* command = find_command(*name);
    if (command == nullptr) {
      const std::optional<std::string> meant = support::closest(*name, command_names());
      throw UsageError("there is no command \"" + support::escape_for_terminal(*name) + "\"; " +
                       (meant ? "did you mean " + *meant + "?" : "`vend help` lists them"));
    }
    context.streams.out << as_manual(page_of(*command), version());
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
