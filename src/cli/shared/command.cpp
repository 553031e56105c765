#include "cli/shared/command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/support/text.hpp"

namespace vend::cli {

CLI::Validator one_of(std::vector<std::string> words) {
  const std::string list = support::join(words, ", ");
  return CLI::Validator(
      [words = std::move(words), list](const std::string& given) {
        if (std::find(words.begin(), words.end(), given) != words.end()) return std::string();
        const std::optional<std::string> meant = support::closest(given, words);
        return fmt::format("\"{}\" is none of {}{}", given, list,
                           meant ? fmt::format("; did you mean {}?", *meant) : "");
      },
      fmt::format("{{{}}}", list));
}

void report(Context& context, const support::Diagnostics& diagnostics, std::string_view source,
            std::optional<std::string_view> file) {
  context.messages.report(diagnostics, source, file);
}

}  // namespace vend::cli
