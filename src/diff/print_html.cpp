// One HTML file that needs no other: no script, nothing from elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diff/sections.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/diff/print.hpp"
#include "vend/preview/html_page.hpp"

namespace vend::diff {
namespace {

std::string_view name_of(Tone tone) {
  constexpr std::array<std::string_view, 4> names = {"plain", "good", "changed", "bad"};
  return names.at(static_cast<std::size_t>(tone));
}

struct Band {
  const char* name;
  int Moment::*count;
  const char* kind;  // for the style
};
constexpr std::array bands = {Band{"old", &Moment::old_ones, "old"}, Band{"draining", &Moment::draining, "draining"},
                              Band{"booting", &Moment::booting, "booting"}, Band{"new", &Moment::new_ones, "new"}};

// The kinds of instances on top of each other; a step for each moment.
void add_picture(const std::vector<Moment>& moments, preview::Html& html) {
  constexpr int width = 800, height = 160, left = 40, bottom = 40;
  if (moments.empty() || moments.back().second == 0) return;
  const int last = moments.back().second;
  int most = 1;
  for (const Moment& one : moments) most = std::max(most, one.old_ones + one.draining + one.booting + one.new_ones);
  const auto x = [&](int second) { return left + static_cast<double>(second) / last * (width - left - 10); };
  const auto y = [&](int count) {
    return height - bottom - static_cast<double>(count) / most * (height - bottom - 10);
  };
  const auto px = [](double value) { return fmt::format("{:.1f}", value); };
  html.open(
      "svg",
      {{"viewBox", fmt::format("0 0 {} {}", width, height)}, {"role", "img"}, {"aria-label", "Instances over time"}});
  html.line_end();
  for (std::size_t i = 0; i + 1 < moments.size(); ++i) {
    int below = 0;
    for (const Band& band : bands) {
      const int count = moments[i].*band.count;
      if (count > 0)
        html.empty("rect", {{"x", px(x(moments[i].second))},
                            {"y", px(y(below + count))},
                            {"width", px(x(moments[i + 1].second) - x(moments[i].second))},
                            {"height", px(y(below) - y(below + count))},
                            {"class", band.kind}})
            .line_end();
      below += count;
    }
  }
  int at = left;
  for (const Band& band : bands) {
    html.empty("rect", {{"x", std::to_string(at)},
                        {"y", std::to_string(height - 14)},
                        {"width", "10"},
                        {"height", "10"},
                        {"class", band.kind}});
    html.leaf("text", band.name, {{"x", std::to_string(at + 14)}, {"y", std::to_string(height - 5)}}).line_end();
    at += 90;
  }
  html.leaf("text", std::to_string(most), {{"x", "0"}, {"y", px(y(most) + 8)}});
  html.leaf("text", calendar::short_duration(last),
            {{"x", std::to_string(width - 10)}, {"y", std::to_string(height - 24)}, {"text-anchor", "end"}});
  html.line_end().close().line_end();
}

void add_item(const Item& item, preview::Html& html) {
  html.open("li", {{"class", name_of(item.tone)}});
  if (!item.mark.empty()) html.leaf("b", item.mark).text(" ");
  if (!item.name.empty()) html.open("b").leaf("code", item.name).close().text(" ");
  html.text(item.text);
  if (!item.details.empty()) {
    html.line_end().open("ul").line_end();
    for (const std::string& detail : item.details) html.leaf("li", detail, {{"class", "detail"}}).line_end();
    html.close();
  }
  add_picture(item.moments, html);
  html.close().line_end();
}

}  // namespace

preview::Html html_sections(const Report& report) {
  preview::Html html;
  for (const Section& section : sections_of(report)) {
    html.open("section").line_end().leaf("h2", section.title).line_end().open("ul").line_end();
    for (const Item& item : section.items) add_item(item, html);
    html.close().line_end().close().line_end();
  }
  return html;
}

std::string as_html(const Report& report) {
  preview::Html html;
  html.open("main").line_end().leaf("h1", "What this update does").line_end();
  html.open("p").leaf("code", report.before).text(" to ").leaf("code", report.after).close().line_end();
  html.add(html_sections(report)).close();
  return preview::html_page("What this update does", html);
}

}  // namespace vend::diff
