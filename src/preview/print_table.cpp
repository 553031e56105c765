// The report for people, as wide as their terminal.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "preview/drawing.hpp"
#include "preview/needs.hpp"
#include "preview/print_form.hpp"
#include "preview/print_resources.hpp"
#include "preview/print_stack.hpp"
#include "preview/words.hpp"
#include "vend/aws/limits.hpp"
#include "vend/preview/layout.hpp"
#include "vend/preview/print.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

// --- what the values do

void print_conditions(const Report& report, const View&, Page& page) {
  for (const Condition& one : report.conditions) {
    const Style style = one.value ? Style::good : Style::dim;
    page.row(2, {{one.value ? "yes" : "no", 3, style},
                 {one.name, page.width() >= wide ? 44 : 30, style},
                 {support::join(one.because, ", "), 0, Style::dim}});
  }
}

void print_outputs(const Report& report, const View&, Page& page) {
  for (const document::Member& one : report.outputs.members()) {
    const Node* value = one.value.find("Value");
    page.row(2, {{one.key, 30, Style::bold}, {value != nullptr ? value->text() : "", 0}});
    if (const Node* description = one.value.find("Description")) page.paragraph(description->text(), 4, Style::dim);
  }
}

// --- what instances get

void print_tags(const Report& report, const View&, Page& page) {
  for (const Tag& one : report.tags)
    page.row(2, {{one.key, 28, Style::bold},
                 {one.value, page.width() >= wide ? 70 : 24},
                 {fmt::format("{}, {}", one.resource, one.on), 0, Style::dim}});
}

void print_user_data(const Report& report, const View& view, Page& page) {
  const bool whole = !view.sections.empty();
  for (const UserData& one : report.user_data) {
    if (!view.resource.empty() && view.resource != one.resource) continue;
    page.paragraph(fmt::format("{}: {} of the {} that EC2 takes{}", one.resource, one.text.size(),
                               aws::limits::user_data, whole ? "" : "; --show userdata prints them"),
                   2, Style::bold);
    if (whole) page.block(one.text, 4);
  }
}

void print_scripts(const Report& report, const View& view, Page& page) {
  const bool whole = view.sections.size() == 1;
  for (const Script& one : report.scripts) {
    if (!view.resource.empty() && view.resource != one.resource) continue;
    page.paragraph(one.path, 2, Style::bold);
    page.paragraph(fmt::format("{}, sha256 {}{}", bytes_of(one.text.size()), support::sha256_hex(one.text),
                               whole ? "" : "; --show scripts prints it"),
                   4, Style::dim);
    if (whole) page.block(one.text, 4);
  }
}

// --- what the group does

std::string action_text(const ScheduledAction& action) {
  std::vector<std::string> parts;
  for (auto [name, value] :
       {std::pair{"min", action.min}, std::pair{"max", action.max}, std::pair{"wanted", action.desired}}) {
    if (value) parts.push_back(fmt::format("{} {}", name, *value));
  }
  std::string text = support::join(parts, ", ");
  if (!action.start.empty()) text += " from " + action.start;
  if (!action.end.empty()) text += " until " + action.end;
  return text;
}

void print_schedule(const Report& report, const View&, Page& page) {
  for (const Group& group : report.groups) {
    if (!group.schedule) continue;
    const Schedule& schedule = *group.schedule;
    for (const ScheduledAction& one : schedule.actions) {
      const std::string& when = one.cron.empty() ? one.start : one.cron;
      const std::string what = fmt::format("{} ({})", action_text(one), one.resource);
      if (page.width() < narrow) {
        page.paragraph(when + "  " + one.zone, 2, Style::bold);
        page.paragraph(what, 4);
      } else {
        page.row(2, {{when, 20, Style::bold}, {one.zone, 20}, {what, 0}});
      }
      if (!one.problem.empty()) page.paragraph("not counted: " + one.problem, 4, Style::bad);
      if (!one.next_runs.empty()) page.paragraph("next: " + support::join(one.next_runs, ", "), 4, Style::dim, 2);
    }
    page.blank();
    draw_week(schedule, page);
    page.paragraph(group.sentences.back(), 2);
    if (!schedule.zone_words.empty()) page.paragraph(schedule.zone_words, 2, Style::dim);
  }
}

void print_scaling(const Report& report, const View&, Page& page) {
  for (const Group& group : report.groups) {
    draw_steps(group, page);
    for (const TargetTracking& one : group.targets)
      page.paragraph(fmt::format("{} near {}{} ({}){}", one.metric, one.target, one.percentage ? " %" : "", one.policy,
                                 one.scale_in ? "" : ", never scales in"),
                     2);
  }
}

void print_gitlab(const Report& report, const View&, Page& page) {
  const GitLab& gitlab = *report.gitlab;
  page.paragraph(fmt::format("Runners at {} are called {}", gitlab.url, gitlab.runner_name), 2);
  page.paragraph("(N counts the tokens; an instance's id begins with i-)", 2, Style::dim);
  page.paragraph("Tags that jobs can use: " + support::join(gitlab.tags, ", "), 2, Style::plain, 2);
  for (const std::string& note : gitlab.notes) page.paragraph(note, 2, Style::changed, 2);
  page.paragraph(".gitlab-ci.yml:", 2, Style::bold);
  page.verbatim(gitlab.job, 4);
  page.paragraph(
      "glrt- tokens take tags from the runner that you create in GitLab; this creates one and prints its token:", 2,
      Style::bold);
  page.verbatim(gitlab.api_call, 4);
}

// --- sections

struct Section {
  const char* name;
  const char* title;
  void (*print)(const Report&, const View&, Page&);
  bool (*is_empty)(const Report&);
  bool when_named = false;  // repeats others: only where --show names it
};

bool no_schedule(const Report& report) {
  return std::none_of(report.groups.begin(), report.groups.end(), [](const Group& one) { return one.schedule; });
}
bool no_life(const Report& report) {
  return std::all_of(report.groups.begin(), report.groups.end(),
                     [](const Group& one) { return one.life.boot.empty() && one.life.drain.empty(); });
}
bool no_scaling(const Report& report) {
  return std::all_of(report.groups.begin(), report.groups.end(),
                     [](const Group& one) { return one.steps.empty() && one.targets.empty(); });
}

constexpr std::array all_sections = {
    Section{"form", "FORM  (* changed, ? needs a value, ! refused)", print_form, [](const Report&) { return false; }},
    Section{"conditions", "CONDITIONS", print_conditions, [](const Report& r) { return r.conditions.empty(); }},
    Section{"resources", "RESOURCES", print_resources, [](const Report& r) { return r.resources.empty(); }},
    Section{"outputs", "OUTPUTS", print_outputs, [](const Report& r) { return r.outputs.empty(); }},
    Section{"stack", "STACK  (who uses whom)", print_stack, [](const Report& r) { return r.stack.boxes.empty(); },
            true},
    Section{"userdata", "USERDATA", print_user_data, [](const Report& r) { return r.user_data.empty(); }},
    Section{"scripts", "SCRIPTS", print_scripts, [](const Report& r) { return r.scripts.empty(); }},
    Section{"tags", "TAGS", print_tags, [](const Report& r) { return r.tags.empty(); }},
    Section{"schedule", "SCHEDULE", print_schedule, no_schedule},
    Section{"scaling", "SCALING", print_scaling, no_scaling},
    Section{"life", "AN INSTANCE'S LIFE  (# ends the instance, = does not)", print_life, no_life},
    Section{"rights", "WHO MAY DO WHAT", print_rights, [](const Report& r) { return r.rights.empty(); }},
    Section{"gitlab", "GITLAB", print_gitlab, [](const Report& r) { return !r.gitlab; }},
};

// Values that were given stand beside the file's name; assumed ones are marked as such, with the option that gives
// them.
void print_environment(const Report& report, Page& page) {
  const evaluate::Environment& here = report.environment;
  std::vector<std::string> known;
  std::vector<std::string> assumed;
  const auto add = [&](const char* key, const char* name, const char* option, const std::string& value) {
    if (std::find(report.assumed.begin(), report.assumed.end(), key) == report.assumed.end()) {
      known.push_back(fmt::format("{} {}", name, value));
    } else {
      assumed.push_back(fmt::format("{} {} ({})", name, value, option));
    }
  };
  add("stack_name", "stack", "--stack-name", here.stack_name);
  add("region", "region", "--region", here.region);
  add("account", "account", "--account", here.account);
  page.title(report.file + (known.empty() ? "" : ": " + support::join(known, ", ")));
  if (!assumed.empty()) page.paragraph("Assumed: " + support::join(assumed, ", "), 0, Style::dim);
}

void print_head(const Report& report, Page& page) {
  print_environment(report, page);
  if (!report.description.empty()) page.paragraph(report.description, 0, Style::dim);
  for (const Group& group : report.groups) {
    page.blank();
    if (report.groups.size() > 1) page.paragraph(group.id, 0, Style::bold);
    page.paragraph(support::join(group.sentences, "; "));
    for (const std::string& need : needs(group)) page.paragraph(need, 0, Style::dim);
  }
}

// The text to print alone, when --show asks for exactly one; null otherwise.
const std::string* only_text(const Report& report, const View& view) {
  if (view.sections.size() != 1) return nullptr;
  std::vector<const std::string*> found;
  auto add = [&](const std::string& resource, const std::string& text) {
    if (view.resource.empty() || view.resource == resource) found.push_back(&text);
  };
  if (view.sections.contains("userdata"))
    for (const UserData& one : report.user_data) add(one.resource, one.text);
  if (view.sections.contains("scripts"))
    for (const Script& one : report.scripts) add(one.resource, one.text);
  return found.size() == 1 ? found.front() : nullptr;
}

}  // namespace

const std::vector<std::string>& sections() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    all.reserve(all_sections.size());
    for (const Section& one : all_sections) all.emplace_back(one.name);
    return all;
  }();
  return names;
}

bool is_plain(const Report& report, const View& view) { return only_text(report, view) != nullptr; }

std::string as_table(const Report& report, const View& view) {
  if (const std::string* text = only_text(report, view)) return *text;
  Page page(view.width, view.color);
  if (view.sections.empty()) print_head(report, page);
  for (const Section& one : all_sections) {
    if (!view.shows(one.name)) continue;
    const bool empty = one.is_empty(report);
    if ((empty || one.when_named) && view.sections.empty()) continue;
    page.title(one.title);
    if (empty)
      page.paragraph("none", 2, Style::dim);
    else
      one.print(report, view, page);
  }
  return page.text();
}

}  // namespace vend::preview
