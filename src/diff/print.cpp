// For a terminal, and for a note on a merge request.
#include "vend/diff/print.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "diff/sections.hpp"
#include "vend/preview/layout.hpp"
#include "vend/support/unicode.hpp"

namespace vend::diff {
namespace {

constexpr int widest_drawing = 100;

preview::Style style_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return preview::Style::good;
    case Tone::changed:
      return preview::Style::changed;
    case Tone::bad:
      return preview::Style::bad;
    default:
      return preview::Style::plain;
  }
}

std::string line_of(const Item& item) {
  std::string line = item.mark;
  for (const std::string* part : {&item.name, &item.text}) {
    if (!part->empty()) line += (line.empty() ? "" : " ") + *part;
  }
  return line;
}

// Characters that mean something in GitLab's Markdown, also the beginnings of references to people and issues.
std::string for_markdown(std::string_view text) {
  std::string result;
  const std::string plain = support::escape_for_terminal(text);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    const bool special = std::string_view("\\`*_[]<>#|~@$%^&!{}").find(c) != std::string_view::npos;
    const bool at_begin = i == 0 && std::string_view("/+-=").find(c) != std::string_view::npos;
    if (special || at_begin) result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

std::string as_text(const Report& report, const View& view) {
  preview::Page page(view.width, view.color);
  page.paragraph(fmt::format("{} -> {}", report.before, report.after), 0, preview::Style::bold);
  for (const Section& section : sections_of(report)) {
    page.title(section.title);
    for (const Item& item : section.items) {
      page.paragraph(line_of(item), 2, style_of(item.tone), 4);
      for (const std::string& detail : item.details) page.paragraph(detail, 6, preview::Style::plain, 2);
      const int columns = std::min(page.width() - 18, widest_drawing);
      for (const std::string& line : draw(item.moments, columns)) page.verbatim(line, 6);
    }
  }
  return page.text();
}

std::string as_markdown(const Report& report) {
  std::string out =
      fmt::format("## What this update does\n\n{} to {}\n", for_markdown(report.before), for_markdown(report.after));
  for (const Section& section : sections_of(report)) {
    out += fmt::format("\n### {}\n\n", section.title);
    for (const Item& item : section.items) {
      out += "- ";
      if (!item.mark.empty()) out += fmt::format("**{}** ", for_markdown(item.mark));
      if (!item.name.empty()) out += fmt::format("**{}** ", for_markdown(item.name));
      out += for_markdown(item.text) + "\n";
      for (const std::string& detail : item.details) out += fmt::format("  - {}\n", for_markdown(detail));
      const std::vector<std::string> lines = draw(item.moments, 60);
      if (lines.empty()) continue;
      out += "\n  ```plaintext\n";
      for (const std::string& line : lines) out += "  " + line + "\n";
      out += "  ```\n";
    }
  }
  return out;
}

}  // namespace vend::diff
