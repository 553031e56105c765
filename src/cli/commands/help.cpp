#include "cli/commands/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/table.hpp"
#include "vend/spec/schema.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/rules.hpp"

namespace vend::cli {
namespace {

void print_setting(const spec::Setting& one, std::size_t width, std::ostream& out) {
  out << one.path << "\n" << wrapped(one.meaning, width, 2) << wrapped("Takes: " + one.takes, width, 2);
  if (!one.otherwise.empty()) out << wrapped("Default: " + one.otherwise, width, 2);
}

// Prints the setting of that name, or all settings of that section; false when there is none.
bool print_settings(const std::string& topic, Context& context) {
  const auto width = static_cast<std::size_t>(std::clamp(context.streams.width, 40, 100));
  std::ostream& out = context.streams.out;
  std::string example;
  bool any = false;
  for (const spec::Setting& one : spec::settings()) {
    if (one.path != topic && !one.path.starts_with(topic + ".")) continue;
    print_setting(one, width, out);
    any = true;
    if (example.empty()) example = one.example;
  }
  if (!example.empty()) {
    out << "\nExample:\n";
    for (std::string_view line : support::split_lines(example)) out << "  " << line << "\n";
  }
  return any;
}

}  // namespace

ExitCode help_about(const std::string& topic, Context& context) {
  if (topic == "help") {
    context.streams.out
        << "vend help [TOPIC]: explain a command (vend help generate), a setting of the\nspec (vend help "
           "spot.strategy), a section of it (vend help spot), or a code\n(vend help J001). Without a "
           "topic it lists the commands.\n";
    return ExitCode::clean;
  }
  if (const Command* command = find_command(topic)) {
    context.streams.out << as_help(page_of(*command), context.streams.width);
    // A word that names both a command and a setting gets both texts.
    if (std::ranges::any_of(spec::settings(), [&](const spec::Setting& one) { return one.path == topic; }))
      context.streams.out << "\nThere is a setting of this name, too:\n\n";
    print_settings(topic, context);
    return ExitCode::clean;
  }
  if (print_settings(topic, context)) return ExitCode::clean;
  if (const support::Code* code = support::find_code(topic)) {
    context.streams.out << validate::explain(*code);
    return ExitCode::clean;
  }
  std::vector<std::string> known = *list_of("topics", context.assets);
  known.emplace_back("--version");
  const std::optional<std::string> meant = support::closest(topic, known);
  throw UsageError(fmt::format("there is no command, setting or code \"{}\"; {}", support::escape_for_terminal(topic),
                               meant ? fmt::format("did you mean `vend help {}`?", *meant)
                                     : "`vend help` lists the commands, `vend reference spec` the settings"));
}

}  // namespace vend::cli
