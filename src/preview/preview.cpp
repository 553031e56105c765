#include "vend/preview/preview.hpp"

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/evaluate/loops.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/severity.hpp"

namespace vend::preview {
namespace {

void add_missing(const cfn::Template& t, Report& report) {
  for (const FieldGroup& group : report.form) {
    for (const Field& field : group.fields) {
      if (!field.missing) continue;
      const document::Mark mark = t.parameters.find(field.name)->mark();
      report.diagnostics.push_back({support::Severity::error,
                                    "P001",
                                    {t.file, mark.line, mark.column},
                                    "Parameters." + field.name,
                                    field.name + " has no default and no value",
                                    "give it a value"});
    }
  }
}

std::vector<NotCreated> not_created(const cfn::Template& t, const evaluate::Result& result) {
  std::vector<NotCreated> all;
  for (const document::Member& one : t.resources.members()) {
    if (result.resources.find(one.key) == nullptr)
      all.push_back({one.key, text_at(one.value, {"Type"}), text_at(one.value, {"Condition"})});
  }
  return all;
}

Report preview_of(const cfn::Template& t, const Request& request) {
  evaluate::Input input = request.input;
  input.assume_missing = true;
  input.hide_secrets = true;
  for (auto& [name, value] : input.parameters) {
    if (!support::is_valid_utf8(value)) value = support::escape_for_terminal(value);
  }
  evaluate::Result result = evaluate::evaluate(t, input);
  Report report;
  report.file = t.file;
  report.description = t.description;
  report.environment = input.environment;
  report.assumed = request.assumed;
  report.form = form(t, input, result);
  report.conditions = conditions(t, input, result);
  add_effects(t, report);
  report.not_created = not_created(t, result);
  report.diagnostics = std::move(result.diagnostics);
  validate::Doubts doubts;  // the template's own Rules may wait for values
  doubts.nobody_entered = request.input.parameters.empty() && !request.complete;
  for (support::Diagnostic& one : report.diagnostics) one.severity = validate::lowered(one, doubts);
  if (request.complete) add_missing(t, report);
  report.user_data = user_data(result.resources);
  report.scripts = scripts(result.resources);
  report.tags = tags(result.resources);
  report.groups = groups(result.resources, request);
  report.resources = std::move(result.resources);
  report.outputs = std::move(result.outputs);
  report.stack = stack_picture(t, input, report);
  report.rights = rights(report.resources);
  add_life(report);
  report.gitlab = gitlab(t, report);
  return report;
}

}  // namespace

Report preview(const cfn::Template& t, const Request& request) {
  evaluate::Loops loops;
  if (const std::optional<cfn::Template> expanded = evaluate::expand_loops(t, request.input, loops)) {
    // A loop that is still there has no known list of values, and would have none in a second round.
    Report report = preview_of(*expanded, request);
    report.diagnostics.insert(report.diagnostics.begin(), loops.diagnostics.begin(), loops.diagnostics.end());
    return report;
  }
  return preview_of(t, request);
}

}  // namespace vend::preview
