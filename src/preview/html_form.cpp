// The group in words, and the form as CloudFormation's console has it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "preview/html_parts.hpp"
#include "preview/needs.hpp"
#include "preview/words.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

const char* word_of(support::Severity severity) {
  constexpr std::array words = {"note", "warning", "error"};
  return words.at(static_cast<std::size_t>(severity));
}

const char* class_of(support::Severity severity) {
  constexpr std::array classes = {"plain", "changed", "bad"};
  return classes.at(static_cast<std::size_t>(severity));
}

bool shows(const Report& report, std::string_view section, std::string_view name) {
  const auto is_name = [&](const auto& one) { return one.name == name; };
  if (section == "Conditions") return std::any_of(report.conditions.begin(), report.conditions.end(), is_name);
  if (section == "Parameters")
    return std::any_of(report.form.begin(), report.form.end(), [&](const FieldGroup& group) {
      return std::any_of(group.fields.begin(), group.fields.end(), is_name);
    });
  return report.resources.find(name) != nullptr || std::any_of(report.not_created.begin(), report.not_created.end(),
                                                               [&](const NotCreated& one) { return one.id == name; });
}

// Where a finding is about a parameter, a resource or a condition that the page shows: a link there.
Html place_of(const Report& report, const support::Diagnostic& finding) {
  Html html;
  const std::vector<std::string_view> steps = support::split(finding.path, '.');
  const char* kind = steps.size() < 2           ? nullptr
                     : steps[0] == "Parameters" ? "field"
                     : steps[0] == "Resources"  ? "resource"
                     : steps[0] == "Conditions" ? "condition"
                                                : nullptr;
  if (kind == nullptr || !shows(report, steps[0], steps[1])) return html;
  html.text(" ").open("a", {{"href", "#" + anchor(kind, steps[1])}}).leaf("code", finding.path).close();
  return html;
}

Html findings_html(const Report& report) {
  Html html;
  const support::Diagnostics& all = report.findings ? *report.findings : report.diagnostics;
  html.leaf("h3", report.findings ? "Findings" : "Findings of these values").line_end();
  if (all.empty()) return html.add(pale("none"));
  html.open("ul").line_end();
  for (const support::Diagnostic& one : all) {
    html.open("li", {{"class", class_of(one.severity)}}).leaf("b", word_of(one.severity)).text(" ");
    html.text(one.message).text(" ").leaf("code", "[" + one.code + "]").add(place_of(report, one));
    if (one.location.line > 0)
      html.text(" ").leaf("span", fmt::format("line {}", one.location.line), {{"class", "pale"}});
    if (!one.fix.empty()) html.open("div").leaf("b", "fix: ").text(one.fix).close();
    html.close().line_end();
  }
  return html.close().line_end();
}

std::string size_text(const std::optional<int>& size) { return size ? std::to_string(*size) : "not known here"; }

Html numbers_html(const Group& group) {
  Table table("In numbers", {"What", "Value"});
  table.row().cell("Instances now").cell(size_text(group.desired));
  table.row().cell("At least").cell(size_text(group.min));
  table.row().cell("At most").cell(size_text(group.max));
  if (group.desired) {
    table.row().cell("On demand now").cell(std::to_string(group.on_demand_of(*group.desired)));
    table.row().cell("Spot now").cell(std::to_string(*group.desired - group.on_demand_of(*group.desired)));
  }
  if (!group.instance_types.empty()) table.row().cell("Instance types").cell(support::join(group.instance_types, ", "));
  if (group.schedule && group.schedule->counted) {
    table.row().cell("Hours on in a week").cell(number_text(group.schedule->hours_on));
    table.row().cell("Instance hours of a week").cell(number_text(group.schedule->instance_hours));
  }
  return table.done();
}

// --- form

const char* input_type(const Field& field) {
  if (field.secret) return "password";
  return field.type == "Number" ? "number" : "text";
}

void add_control(const Field& field, Html& html) {
  const std::string id = anchor("input", field.name), refused = anchor("refused", field.name);
  const std::string value = field.missing ? "" : field.value;
  if (!field.allowed.empty() && !field.secret) {
    html.open("select", {{"id", id}, {"name", field.name}, {"aria-describedby", refused}});
    if (std::find(field.allowed.begin(), field.allowed.end(), value) == field.allowed.end())
      html.leaf("option", field.missing ? "(choose)" : value, {{"value", value}, {"selected", "selected"}});
    for (const std::string& one : field.allowed) {
      const std::string words = one.empty() ? "(nothing)" : one;
      if (one == value)
        html.leaf("option", words, {{"value", one}, {"selected", "selected"}});
      else
        html.leaf("option", words, {{"value", one}});
    }
    html.close().line_end();
    return;
  }
  const std::string hint = field.default_value ? "default: " + *field.default_value : "";
  html.empty("input", {{"id", id},
                       {"name", field.name},
                       {"type", input_type(field)},
                       {"value", field.secret ? "" : value},
                       {"placeholder", field.secret ? hint : ""},
                       {"step", "any"},
                       {"autocomplete", "off"},
                       {"spellcheck", "false"},
                       {"aria-describedby", refused}});
  html.line_end();
}

void add_value(const Field& field, Html& html) {
  html.open("p", {{"class", "value"}});
  if (field.missing)
    html.leaf("b", "needs a value", {{"class", "bad"}});
  else if (field.value.empty())
    html.leaf("span", "(empty)", {{"class", "pale"}});
  else
    html.leaf("code", field.value);
  if (field.changed) {
    html.text(" ").leaf("b", "changed", {{"class", "changed"}});
    if (field.default_value) {
      html.text(", default ").leaf("code", field.default_value->empty() ? "\"\"" : *field.default_value);
    }
  }
  html.close().line_end();
}

void add_refusals(const Field& field, Html& html) {
  html.open("div", {{"class", "refusals"}, {"id", anchor("refused", field.name)}});
  for (const std::string& problem : field.problems)
    html.open("p", {{"class", "refused"}}).leaf("b", "refused: ").text(problem).close();
  html.close().line_end();
}

Html field_html(const Field& field, const HtmlView& view) {
  const bool refused = !field.problems.empty();
  const char* kind = refused || field.missing ? "field bad" : field.changed ? "field changed" : "field";
  const bool inputs = view.form == FormStyle::inputs;
  Html html;
  html.open("div", {{"class", kind}, {"id", anchor("field", field.name)}}).line_end();
  html.open("div", {{"class", "label"}});
  const std::string& label = field.label.empty() ? field.name : field.label;
  if (inputs)
    html.leaf("label", label, {{"for", anchor("input", field.name)}});
  else
    html.text(label);
  if (!field.label.empty()) html.text(" ").leaf("code", field.name, {{"class", "pale"}});
  html.close().line_end();
  if (!field.description.empty()) html.leaf("p", field.description, {{"class", "help"}}).line_end();
  if (inputs)
    add_control(field, html);
  else
    add_value(field, html);
  add_refusals(field, html);
  std::string takes = field.constraint;
  if (field.type != "String") takes = field.type + (takes.empty() ? "" : "; " + takes);
  if (field.secret) takes += takes.empty() ? "shown to nobody (NoEcho)" : "; shown to nobody (NoEcho)";
  if (!takes.empty()) html.leaf("p", "Takes: " + takes, {{"class", "takes"}}).line_end();
  if (!field.decides.empty() || !field.reaches.empty()) {
    html.open("p", {{"class", "uses"}});
    if (!field.decides.empty()) html.text("Decides ").add(links_to("condition", field.decides));
    if (!field.decides.empty() && !field.reaches.empty()) html.text("; ");
    if (!field.reaches.empty())
      html.text(field.decides.empty() ? "Reaches " : "reaches ").add(links_to("resource", field.reaches));
    html.close().line_end();
  }
  return html.close().line_end();
}

}  // namespace

Html group_html(const Report& report, const HtmlView&) {
  Html html;
  for (const Group& group : report.groups) {
    if (report.groups.size() > 1) html.leaf("h3", group.id).line_end();
    html.open("ul").line_end();
    for (const std::string& sentence : group.sentences) html.leaf("li", sentence).line_end();
    html.close().line_end().add(numbers_html(group));
    const std::vector<std::string> needed = needs(group);
    if (needed.empty()) continue;
    html.leaf("h3", "What it needs of the account").line_end().open("ul").line_end();
    for (const std::string& need : needed) html.leaf("li", need).line_end();
    html.close().line_end();
  }
  if (report.groups.empty()) html.add(pale("This template has no Auto Scaling group."));
  return html.add(findings_html(report));
}

Html form_html(const Report& report, const HtmlView& view) {
  Html html;
  if (report.form.empty()) return html.add(pale("This template asks for nothing."));
  int changed = 0, refused = 0, missing = 0;
  for (const FieldGroup& group : report.form) {
    for (const Field& field : group.fields) {
      changed += field.changed ? 1 : 0;
      refused += field.problems.empty() ? 0 : 1;
      missing += field.missing ? 1 : 0;
    }
  }
  html.leaf("p",
            fmt::format("{} from the default, {} refused, {} without a value.", count_of(changed, "difference"),
                        count_of(refused, "value"), count_of(missing, "field")),
            {{"id", "form-numbers"}});
  html.line_end();
  for (const FieldGroup& group : report.form) {
    html.open("details", {{"open", "open"}}).open("summary").leaf("b", group.label).close().line_end();
    for (const Field& field : group.fields) html.add(field_html(field, view));
    html.close().line_end();
  }
  return html;
}

}  // namespace vend::preview
