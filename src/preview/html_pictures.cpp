// The pictures of the page, each with a table beside it.
#include <fmt/format.h>

#include <array>

#include "preview/html_parts.hpp"
#include "preview/words.hpp"
#include "vend/calendar/duration.hpp"

namespace vend::preview {
namespace {

Html conditions_html(const Report& report) {
  Table table("Conditions", {"Condition", "Now", "Decided by"});
  for (const Condition& one : report.conditions) {
    table.row({{"id", anchor("condition", one.name)}}).code(one.name).cell(one.value ? "yes" : "no");
    std::string because;
    for (const std::string& fact : one.because) because += (because.empty() ? "" : ", ") + fact;
    table.cell(because);
  }
  return table.done();
}

}  // namespace

Html stack_html(const Report& report, const HtmlView&) {
  Html html;
  Table table("What is not created", {"Resource", "Type", "Condition that is not met"});
  for (const NotCreated& one : report.not_created) {
    table.row({{"id", anchor("resource", one.id)}}).code(one.id).cell(one.type);
    if (one.condition.empty())
      table.cell("it cannot be resolved");
    else
      table.markup(link_to("condition", one.condition));
  }
  if (!report.not_created.empty()) html.add(table.done());
  if (!report.conditions.empty()) html.add(conditions_html(report));
  return html;
}

Html week_html(const Report& report, const HtmlView&) {
  Html html;
  for (const Group& group : report.groups) {
    if (!group.schedule) continue;
    html.leaf("p", group.sentences.back()).line_end();
    if (!group.schedule->zone_words.empty()) html.add(pale(group.schedule->zone_words));
  }
  if (html.is_empty()) return pale("No schedule changes the size.");
  return html;
}

Html scaling_html(const Report& report, const HtmlView&) {
  Html html;
  for (const Group& group : report.groups) {
    for (const StepScaling& one : group.steps) html.leaf("p", one.metric + " " + one.policy).line_end();
    for (const TargetTracking& one : group.targets) html.leaf("p", one.metric + " " + one.policy).line_end();
  }
  if (html.is_empty()) return pale("The group does not follow the load.");
  return html;
}

}  // namespace vend::preview
