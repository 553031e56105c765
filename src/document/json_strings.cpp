#include "document/json_strings.hpp"

namespace vend::document {

namespace {

constexpr std::size_t long_enough = 64;                   // bytes, from where it pays
constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";  // of json_escapes

// Whether it can be read without judgement: no character that JSON wants escaped, no escape but those of one letter.
bool is_simple(std::string_view body) {
  for (const char c : {'\n', '\t', '\r'}) {
    if (body.find(c) != std::string_view::npos) return false;
  }
  for (std::size_t at = body.find('\\'); at != std::string_view::npos; at = body.find('\\', at + 2)) {
    if (json_escapes.find(body[at + 1]) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace

std::size_t end_of_json_string(std::string_view text, std::size_t quote) {
  // The first quote behind an even number of backslashes.
  for (std::size_t at = text.find('"', quote + 1); at != std::string_view::npos; at = text.find('"', at + 1)) {
    std::size_t first = at;
    while (text[first - 1] == '\\') --first;
    if ((at - first) % 2 == 0) return at + 1;
  }
  return std::string_view::npos;
}

JsonStrings::JsonStrings(std::string_view text) : text_(text) {
  std::size_t copied = 0;
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos;) {
    const std::size_t end = end_of_json_string(text, quote);
    if (end == std::string_view::npos) break;
    const JsonString one{quote + 1, end - 1};
    if (one.end >= one.begin + long_enough && is_simple(text.substr(one.begin, one.end - one.begin))) {
      rest_ += text.substr(copied, one.begin - copied);
      copied = one.end;
      strings_.push_back(one);
    }
    quote = text.find('"', end);
  }
  rest_ += text.substr(copied);
}

const JsonString* JsonStrings::next_at(std::size_t quote) {
  if (next_ == strings_.size() || strings_[next_].begin != quote + 1) return nullptr;
  return &strings_[next_++];
}

std::string JsonStrings::value(const JsonString& one) const {
  const std::string_view body = text_.substr(one.begin, one.end - one.begin);
  std::string value;
  value.reserve(body.size());
  std::size_t copied = 0;
  for (std::size_t at = body.find('\\'); at != std::string_view::npos; at = body.find('\\', copied)) {
    value += body.substr(copied, at - copied);
    value += meanings[json_escapes.find(body[at + 1])];
    copied = at + 2;
  }
  value += body.substr(copied);
  return value;
}

}  // namespace vend::document
