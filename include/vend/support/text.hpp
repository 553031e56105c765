// Small text tools that the standard library lacks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vend::support {

std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> split_lines(std::string_view text);  // accepts LF and CRLF; no line for a final newline
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);  // ASCII white space
bool is_digits(std::string_view text);         // 0 to 9 and nothing else, at least one

// The candidate closest to `word` by edit distance, if it is close enough to be a likely typing mistake.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

std::string replace_all(std::string text, std::string_view part,
                        std::string_view with);  // each part, from left to right
std::string lower_case(std::string_view text);   // of ASCII letters

// ASCII letters count in either case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace vend::support
