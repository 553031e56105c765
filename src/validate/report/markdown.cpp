// Markdown for the note of a merge request: the sum first, then a table.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "validate/report/forms.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

constexpr std::size_t most_rows = 200;  // a note that is longer is read by nobody; GitLab takes a million characters

bool is_harmless(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view(" .,:;()'\"/-=?+").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80U;
}

// A span of code, in which neither Markdown nor GitLab's references (@group, #1, !2) mean anything. The bar would end
// a table's cell even there.
std::string code_span(std::string_view text) {
  std::string shown = support::escape_for_terminal(text);
  std::replace(shown.begin(), shown.end(), '|', '/');
  std::size_t longest = 0, run = 0;
  for (char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string_view space = shown.starts_with('`') || shown.ends_with('`') ? " " : "";
  return shown.empty() ? "" : fmt::format("{0}{1}{2}{1}{0}", fence, space, shown);
}

// Words that Markdown could take for its own stand in spans of code.
std::string marked_down(std::string_view text) {
  std::string out;
  for (std::string_view word : support::split(text, ' ')) {
    if (word.data() != text.data()) out += ' ';
    out += std::all_of(word.begin(), word.end(), is_harmless) && support::is_valid_utf8(word) &&
                   support::escape_for_terminal(word) == word
               ? std::string(word)
               : code_span(word);
  }
  return out;
}

std::string where(ReportWriter& to, const FileFindings& file, const support::Diagnostic& one) {
  const std::string path = to.origin.path_of(place_of(file, one));
  return code_span(one.location.line > 0 ? fmt::format("{}:{}", path, one.location.line) : path);
}

}  // namespace

void markdown_file(ReportWriter& to, const FileFindings& file) {
  for (const support::Diagnostic& one : file.findings) {
    if (++to.entries > most_rows) continue;
    to.rows.push_back(fmt::format("| **{}** {} | {} | {} |\n", support::to_string(one.severity), one.code,
                                  where(to, file, one), marked_down(with_fix(one))));
  }
  for (const Ignored& one : file.ignored) {
    if (++to.entries > most_rows) continue;
    to.rows.push_back(fmt::format("| ignored {} | {} | {} (by {}: {}) |\n", one.finding.code,
                                  where(to, file, one.finding), marked_down(one.finding.message), marked_down(one.by),
                                  marked_down(reason_of(one))));
  }
}

void end_markdown(ReportWriter& to) {
  const auto count = [](std::size_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
  };
  to.out << fmt::format("### vend validate: {}, {}, {} in {}{}\n", count(to.counts[2], "error"),
                        count(to.counts[1], "warning"), count(to.counts[0], "note"), count(to.files, "file"),
                        to.ignored > 0 ? fmt::format(", {} ignored", to.ignored) : "");
  if (to.rows.empty()) return;
  to.out << "\n| What | Where | Finding |\n|---|---|---|\n";
  for (const std::string& row : to.rows) to.out << row;
  if (to.entries > most_rows) to.out << fmt::format("\nand {} more\n", to.entries - most_rows);
}

}  // namespace vend::validate
