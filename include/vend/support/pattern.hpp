// Regular expressions of templates and resource schemas.
//
// CloudFormation reads AllowedPattern as java.util.regex.Pattern does, and resource schemas are written in several
// dialects. PCRE2 reads nearly all of it; the few spellings it lacks are translated. Matching takes bounded time and
// memory, whatever the pattern.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace vend::support {

class Pattern {
 public:
  // Nothing when the pattern cannot be read; then it is AWS's to judge.
  static std::optional<Pattern> read(std::string_view text);

  // Whether the pattern matches all of the text, or is found in it. Nothing when that cannot be decided: the text is
  // not UTF-8, or the search went over its limit of steps.
  std::optional<bool> matches(std::string_view text) const;
  std::optional<bool> is_found_in(std::string_view text) const;
  // Whether some text that begins like that has the pattern. Nothing when that cannot be decided, which is so for
  // patterns that are found anywhere in a text.
  std::optional<bool> may_begin(std::string_view text) const;

 private:
  struct Code;
  Pattern(std::shared_ptr<const Code> code, bool from_begin) : code_(std::move(code)), from_begin_(from_begin) {}
  static std::optional<Pattern> compile(std::string_view text);
  std::optional<bool> search(std::string_view text, unsigned flags) const;

  std::shared_ptr<const Code> code_;
  bool from_begin_;  // it is found at a text's begin, or not at all
};

}  // namespace vend::support
