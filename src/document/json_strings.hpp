// Long strings are most of a template in JSON: scripts. nlohmann-json looks at each character twice, and gets them
// empty; what they say is taken from the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vend::document {

// What may follow a backslash, but for u and its four digits.
inline constexpr std::string_view json_escapes = "\"\\/bfnrt";

// What stands between the quotes, in bytes of the whole text.
struct JsonString {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A text that check_source has taken, without its long strings. Those that a reader has to judge stay: with \u, or with
// what no string may hold. In what is not JSON quotes may deceive, but only behind the mistake that ends the reading.
class JsonStrings {
 public:
  explicit JsonStrings(std::string_view text);

  const std::string& rest() const { return rest_; }
  // The next one that was left out, when `quote` is where it opens; null otherwise. To be asked in the text's order.
  const JsonString* next_at(std::size_t quote);
  std::string value(const JsonString& one) const;

 private:
  std::string_view text_;
  std::string rest_;
  std::vector<JsonString> strings_;
  std::size_t next_ = 0;
};

// Where a string ends that opens at `quote`: behind the closing one; npos when there is none.
std::size_t end_of_json_string(std::string_view text, std::size_t quote);

}  // namespace vend::document
