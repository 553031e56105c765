#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/rules.hpp"

namespace vend::cli {
namespace {

ExitCode run_explain(Context& context, const std::string& code) {
  if (code.empty()) {
    for (const support::Code& rule : support::codes())
      context.streams.out << fmt::format("{}  {:<7}  {}\n", rule.code, support::to_string(rule.severity), rule.title);
    return ExitCode::clean;
  }
  if (const support::Code* rule = support::find_code(code)) {
    context.streams.out << validate::explain(*rule);
    return ExitCode::clean;
  }
  std::vector<std::string> codes;
  for (const support::Code& rule : support::codes()) codes.emplace_back(rule.code);
  const std::optional<std::string> meant = support::closest(code, codes);
  throw UsageError(fmt::format("there is no code \"{}\"; {}", support::escape_for_terminal(code),
                               meant ? fmt::format("did you mean {}?", *meant) : "`vend explain` lists them"));
}

}  // namespace

Action explain_command(CLI::App& app) {
  auto code = std::make_shared<std::string>();
  app.add_option("CODE", *code, "A code that a command printed, such as J001; without it all are listed");
  return [code](Context& context) { return run_explain(context, *code); };
}

}  // namespace vend::cli
