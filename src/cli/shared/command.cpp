#include "cli/shared/command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/aws/dated.hpp"
#include "vend/aws/limits.hpp"
#include "vend/aws/names.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {

CLI::Validator one_of(std::vector<std::string> words) {
  const std::string list = support::join(words, ", ");
  return CLI::Validator(
      [words = std::move(words), list](const std::string& given) {
        if (std::find(words.begin(), words.end(), given) != words.end()) return std::string();
        const std::optional<std::string> meant = support::closest(given, words);
        return fmt::format("\"{}\" is not one of {}{}", given, list,
                           meant ? fmt::format("; did you mean {}?", *meant) : "");
      },
      fmt::format("{{{}}}", list));
}

namespace {

CLI::Validator name_validator(bool (*fits)(std::string_view), std::string wanted) {
  return CLI::Validator(
      [fits, wanted](const std::string& given) {
        return fits(given) ? std::string()
                           : fmt::format("\"{}\" is not {}", support::escape_for_terminal(given), wanted);
      },
      "");
}

}  // namespace

CLI::Validator name_of_stack() {
  return name_validator(aws::is_stack_name,
                        fmt::format("the name of a stack: a letter, then letters, digits and hyphens, {} at most",
                                    aws::limits::stack_name));
}
CLI::Validator name_of_region() { return name_validator(aws::is_region, "the name of a region, such as eu-central-1"); }
CLI::Validator number_of_account() { return name_validator(aws::is_account, "an account of twelve digits"); }
CLI::Validator number_of_port() {
  constexpr auto fits = [](std::string_view given) {
    constexpr std::size_t longest = 5;
    return support::is_digits(given) && given.size() <= longest && std::stoi(std::string(given)) <= 0xFFFF;
  };
  return name_validator(fits, "a port: 0 (any that is free) to 65535");
}

void doubt_region(Context& context, const std::string& region) {
  const std::vector<std::string> known(aws::regions.begin(), aws::regions.end());
  if (region.empty() || std::find(known.begin(), known.end(), region) != known.end()) return;
  if (const std::optional<std::string> meant = support::closest(region, known))
    context.messages.mention(fmt::format("{} is not a region that vend knows (list of {}); did you mean {}?", region,
                                         aws::lists_taken, *meant));
}

void report(Context& context, const support::Diagnostics& diagnostics, std::string_view source,
            std::optional<std::string_view> file) {
  context.messages.report(diagnostics, source, file);
}

}  // namespace vend::cli
