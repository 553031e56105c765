#include "model/problem_list.hpp"

#include <fmt/format.h>

#include "vend/support/unicode.hpp"

namespace vend::model {

void ProblemList::text(std::string_view setting, std::string_view value, std::size_t length) {
  if (!support::is_valid_utf8(value)) {
    add(setting, "is not valid UTF-8");
    return;
  }
  for (char c : value) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      add(setting, "contains a control character or a line break");
      break;
    }
  }
  not_resolved(setting, value);
  std::size_t characters = support::utf8_length(value);
  if (characters > length) add(setting, fmt::format("has {} characters, but at most {} fit", characters, length));
}

// CloudFormation replaces {{resolve:SERVICE:...}}, wherever it stands, by a secret that the deploying role may read.
void ProblemList::not_resolved(std::string_view setting, std::string_view value) {
  require(value.find("{{resolve:") == std::string_view::npos, setting,
          "contains {{resolve:...}}, which CloudFormation replaces by the secret that it names",
          "let instances read secrets themselves, with their role");
}

}  // namespace vend::model
