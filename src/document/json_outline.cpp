#include "vend/document/json_outline.hpp"

#include <array>
#include <cstddef>

namespace vend::document {

namespace {

// The characters that end a value or nest others in it: all others can be skipped at once.
constexpr std::array<bool, 256> structures = [] {
  std::array<bool, 256> marks{};
  for (const char c : {'"', '{', '}', '[', ']', ','}) marks[static_cast<unsigned char>(c)] = true;
  return marks;
}();

class Outline {
 public:
  explicit Outline(std::string_view text) : text_(text) {}

  std::optional<std::vector<JsonMember>> members() {
    std::vector<JsonMember> found;
    if (!take('{')) return std::nullopt;
    if (take('}')) return only_space_left() ? std::optional(found) : std::nullopt;
    do {
      skip_space();
      const std::size_t key = at_;
      if (!skip_string()) return std::nullopt;
      const std::string_view name = text_.substr(key + 1, at_ - key - 2);
      if (name.find('\\') != std::string_view::npos || !take(':')) return std::nullopt;
      skip_space();
      const std::size_t value = at_;
      if (!skip_value()) return std::nullopt;
      found.push_back({name, text_.substr(value, at_ - value)});
    } while (take(','));
    if (!take('}') || !only_space_left()) return std::nullopt;
    return found;
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool only_space_left() {
    skip_space();
    return at_ == text_.size();
  }

  bool take(char wanted) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  // From the quote here to behind the closing one.
  bool skip_string() {
    if (at_ == text_.size() || text_[at_] != '"') return false;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        ++at_;
        return true;
      }
    }
    return false;
  }

  // To the comma or bracket behind the value.
  bool skip_value() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    for (;;) {
      while (at_ < text_.size() && !structures[static_cast<unsigned char>(text_[at_])]) ++at_;
      if (at_ == text_.size()) return false;
      const char c = text_[at_];
      if (c == '"') {
        if (!skip_string()) return false;
        continue;
      }
      if (depth == 0 && c != '{' && c != '[') return at_ > begin;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<JsonMember>> outline_json(std::string_view object) { return Outline(object).members(); }

}  // namespace vend::document
