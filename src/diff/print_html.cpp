// One HTML file that needs no other: no script, nothing from elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diff/sections.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/diff/print.hpp"
#include "vend/support/unicode.hpp"

namespace vend::diff {
namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What this update does</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, .detail { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; }
.detail { white-space: pre-wrap; }
.good b { color: light-dark(#17672b, #7bd88f); }
.changed b { color: light-dark(#7a5200, #f0c674); }
.bad b { color: light-dark(#a4161a, #ff8a80); }
svg { width: 100%; height: auto; margin: .5rem 0; }
svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
</style>
</head>
<body>
<main>
<h1>What this update does</h1>
)";

std::string for_html(std::string_view text) {
  std::string result;
  for (const char c : support::escape_for_terminal(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string_view name_of(Tone tone) {
  constexpr std::array<std::string_view, 4> names = {"plain", "good", "changed", "bad"};
  return names.at(static_cast<std::size_t>(tone));
}

struct Band {
  const char* name;
  int Moment::*count;
  const char* color;
};
constexpr std::array bands = {Band{"old", &Moment::old_ones, "#4c78a8"}, Band{"draining", &Moment::draining, "#e0a33e"},
                              Band{"booting", &Moment::booting, "#b0b0b0"}, Band{"new", &Moment::new_ones, "#3f9b5f"}};

// The kinds of instances on top of each other; a step for each moment.
std::string picture(const std::vector<Moment>& moments) {
  constexpr int width = 800, height = 160, left = 40, bottom = 40;
  if (moments.empty() || moments.back().second == 0) return "";
  const int last = moments.back().second;
  int most = 1;
  for (const Moment& one : moments) most = std::max(most, one.old_ones + one.draining + one.booting + one.new_ones);
  const auto x = [&](int second) { return left + static_cast<double>(second) / last * (width - left - 10); };
  const auto y = [&](int count) {
    return height - bottom - static_cast<double>(count) / most * (height - bottom - 10);
  };
  std::string out =
      fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Instances over time\">\n", width, height);
  for (std::size_t i = 0; i + 1 < moments.size(); ++i) {
    int below = 0;
    for (const Band& band : bands) {
      const int count = moments[i].*band.count;
      if (count > 0)
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n",
                           x(moments[i].second), y(below + count), x(moments[i + 1].second) - x(moments[i].second),
                           y(below) - y(below + count), band.color);
      below += count;
    }
  }
  int at = left;
  for (const Band& band : bands) {
    out += fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n", at,
        height - 14, band.color, at + 14, height - 5, band.name);
    at += 90;
  }
  out +=
      fmt::format("<text x=\"0\" y=\"{:.1f}\">{}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n</svg>\n",
                  y(most) + 8, most, width - 10, height - 24, calendar::short_duration(last));
  return out;
}

std::string item_of(const Item& item) {
  std::string out = fmt::format("<li class=\"{}\">", name_of(item.tone));
  if (!item.mark.empty()) out += fmt::format("<b>{}</b> ", for_html(item.mark));
  if (!item.name.empty()) out += fmt::format("<b><code>{}</code></b> ", for_html(item.name));
  out += for_html(item.text);
  if (!item.details.empty()) {
    out += "\n<ul>\n";
    for (const std::string& detail : item.details)
      out += fmt::format("<li class=\"detail\">{}</li>\n", for_html(detail));
    out += "</ul>";
  }
  return out + picture(item.moments) + "</li>\n";
}

}  // namespace

std::string as_html(const Report& report) {
  std::string out(head);
  out += fmt::format("<p><code>{}</code> to <code>{}</code></p>\n", for_html(report.before), for_html(report.after));
  for (const Section& section : sections_of(report)) {
    out += fmt::format("<section>\n<h2>{}</h2>\n<ul>\n", for_html(section.title));
    for (const Item& item : section.items) out += item_of(item);
    out += "</ul>\n</section>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace vend::diff
