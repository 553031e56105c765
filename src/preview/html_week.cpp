// The week, and an instance's life, as pictures with a table beside each.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "preview/html_parts.hpp"
#include "preview/svg.hpp"
#include "preview/words.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

constexpr std::array week_days = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr int minutes_in_day = 1440;

Html week_picture(const Group& group) {
  constexpr int left = 90, right = 12, top = 24, row = 34, width = 760, bar = 26;
  const Schedule& schedule = *group.schedule;
  const int height = top + 7 * row + 10;
  int most = 1;
  for (const std::vector<Span>& day : schedule.week) {
    for (const Span& one : day) most = std::max(most, one.instances);
  }
  Picture picture("week-" + group.id, "The week of " + group.id, group.sentences.back(), width, height);
  const auto x = [&](int minute) {
    return left + static_cast<double>(minute) / minutes_in_day * (width - left - right);
  };
  for (int hour = 0; hour <= 24; hour += 3) {
    picture.line(x(hour * 60), top - 4, x(hour * 60), height - 8, "axis");
    picture.text(x(hour * 60), top - 8, fmt::format("{:02}", hour), "small pale", Picture::Anchor::middle);
  }
  for (std::size_t day = 0; day < schedule.week.size(); ++day) {
    const double base = top + static_cast<double>(day + 1) * row - 4;
    picture.text(left - 8, base - 8, week_days.at(day), "", Picture::Anchor::end);
    picture.line(left, base, width - right, base, "axis");
    for (const Span& one : schedule.week[day]) {
      if (one.instances == 0) continue;
      const double tall = std::max(6.0, static_cast<double>(bar) * one.instances / most);
      picture.rect(x(one.from), base - tall, x(one.to) - x(one.from), tall, "size");
      picture.text((x(one.from) + x(one.to)) / 2, base - 3, std::to_string(one.instances), "small",
                   Picture::Anchor::middle);
    }
  }
  for (const ClockChange& one : schedule.clock_changes) {
    const double base = top + static_cast<double>(one.day + 1) * row - 4;
    const double at = x(std::clamp(one.minute, 0, minutes_in_day));
    picture.line(at, base - row + 4, at, base + 2, "stop");
    const bool forward = one.shift > 0;
    picture.text(forward ? at - 3 : at + 3, base - row + 14, forward ? "clocks forward" : "clocks back", "small",
                 forward ? Picture::Anchor::end : Picture::Anchor::start);
  }
  return picture.done();
}

Html actions_table(const Schedule& schedule) {
  Table table("Scheduled actions", {"Action", "When", "Zone", "Min", "Max", "Wanted", "Remarks"});
  const auto size = [](const std::optional<int>& one) { return one ? std::to_string(*one) : std::string("as it is"); };
  for (const ScheduledAction& one : schedule.actions) {
    table.row().markup(link_to("resource", one.resource)).code(one.cron.empty() ? one.start : one.cron);
    table.cell(one.zone).cell(size(one.min)).cell(size(one.max)).cell(size(one.desired));
    std::string remarks;
    if (!one.start.empty() && !one.cron.empty()) remarks += "from " + one.start;
    if (!one.end.empty()) remarks += (remarks.empty() ? "" : " ") + ("until " + one.end);
    if (!one.problem.empty()) remarks += (remarks.empty() ? "" : "; ") + ("not counted: " + one.problem);
    if (!one.next_runs.empty())
      remarks += (remarks.empty() ? "" : "; ") + ("next: " + support::join(one.next_runs, ", "));
    table.cell(remarks);
  }
  return table.done();
}

Html week_table(const Schedule& schedule) {
  Table table("The size over the week", {"Day", "From", "To", "Instances"});
  for (std::size_t day = 0; day < schedule.week.size(); ++day) {
    for (const Span& one : schedule.week[day])
      table.row()
          .cell(week_days.at(day))
          .cell(time_of_day(one.from))
          .cell(time_of_day(one.to))
          .number(std::to_string(one.instances));
  }
  return table.done();
}

// --- life

std::string hours_text(int seconds) {
  if (seconds < 3600 || seconds % 60 != 0) return calendar::short_duration(seconds);
  const std::string hours = fmt::format("{}h", seconds / 3600);
  return seconds % 3600 == 0 ? hours : hours + fmt::format("{}m", seconds % 3600 / 60);
}

// Bars to scale, all from the same moment; the one that ends first cuts the others off.
double add_waits(const std::vector<Wait>& waits, double top, int width, Picture& picture) {
  constexpr int left = 10, right = 20, row = 38, bar = 14;
  int longest = 1, cut = 0;
  for (const Wait& one : waits) {
    longest = std::max(longest, one.seconds);
    if (one.first) cut = one.seconds;
  }
  const auto x = [&](int seconds) { return left + static_cast<double>(seconds) / longest * (width - left - right); };
  double y = top;
  for (const Wait& one : waits) {
    picture.text(left, y + 12,
                 fmt::format("{}: {}{}", one.who, hours_text(one.seconds), one.first ? ", ends it first" : ""),
                 one.first ? "strong" : "");
    picture.rect(left, y + 17, std::max(1.0, x(one.seconds) - left), bar, one.first ? "warn" : "wait");
    y += row;
  }
  picture.line(x(cut), top, x(cut), y, "stop");
  picture.line(left, y + 2, width - right, y + 2, "axis");
  picture.text(left, y + 15, "0", "small pale");
  picture.text(width - right, y + 15, hours_text(longest), "small pale", Picture::Anchor::end);
  return y + 24;
}

Html life_picture(const Group& group) {
  constexpr int width = 760, row = 38, title = 24, foot = 24, jobs = 40;
  const auto panel = [&](const std::vector<Wait>& waits) {
    return waits.empty() ? 0 : title + row * static_cast<int>(waits.size()) + foot;
  };
  const int height = panel(group.life.boot) + jobs + panel(group.life.drain) + 8;
  Picture picture("life-" + group.id, "An instance's life in " + group.id, support::join(group.life.sentences, " "),
                  width, height);
  double y = 4;
  if (!group.life.boot.empty()) {
    picture.text(10, y + 14, "Boot: from the launch until it signals and takes jobs", "strong");
    y = add_waits(group.life.boot, y + title, width, picture);
  }
  picture.rect(10, y + 4, width - 30, 24, "run");
  picture.text(width / 2.0, y + 20, "jobs, as long as they come (not to scale)", "", Picture::Anchor::middle);
  y += jobs;
  if (!group.life.drain.empty()) {
    picture.text(10, y + 14, "Drain: from the decision to end it until it is gone", "strong");
    add_waits(group.life.drain, y + title, width, picture);
  }
  return picture.done();
}

Html life_table(const Life& life) {
  Table table("Who waits how long", {"While it", "Who", "Waits", "Then", ""});
  for (const auto& [waits, words] : {std::pair{&life.boot, "boots"}, std::pair{&life.drain, "drains"}}) {
    for (const Wait& one : *waits)
      table.row()
          .cell(words)
          .cell(one.who)
          .cell(calendar::duration_in_words(one.seconds))
          .cell(one.then)
          .cell(one.first ? "ends it first" : "");
  }
  return table.done();
}

}  // namespace

Html week_html(const Report& report, const HtmlView&) {
  Html html;
  for (const Group& group : report.groups) {
    if (!group.schedule) continue;
    const Schedule& schedule = *group.schedule;
    if (report.groups.size() > 1) html.leaf("h3", group.id).line_end();
    html.leaf("p", group.sentences.back()).line_end();
    if (!schedule.zone_words.empty()) html.add(pale(schedule.zone_words));
    if (!schedule.week.empty()) html.add(week_picture(group));
    for (const ClockChange& one : schedule.clock_changes) html.leaf("p", one.words).line_end();
    html.add(actions_table(schedule));
    if (!schedule.week.empty()) html.add(week_table(schedule));
  }
  if (html.is_empty()) return pale("No schedule changes the size.");
  return html;
}

Html life_html(const Report& report, const HtmlView&) {
  Html html;
  for (const Group& group : report.groups) {
    if (group.life.boot.empty() && group.life.drain.empty()) continue;
    if (report.groups.size() > 1) html.leaf("h3", group.id).line_end();
    for (const std::string& sentence : group.life.sentences) html.leaf("p", sentence).line_end();
    html.add(life_picture(group)).add(life_table(group.life));
  }
  if (html.is_empty()) return pale("Nothing waits for an instance, neither while it boots nor while it drains.");
  return html;
}

}  // namespace vend::preview
