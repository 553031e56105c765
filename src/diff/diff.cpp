#include "vend/diff/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "diff/course.hpp"
#include "diff/form.hpp"
#include "diff/groups.hpp"
#include "diff/needs.hpp"
#include "diff/order.hpp"
#include "diff/summary.hpp"
#include "diff/ways.hpp"
#include "vend/support/codes.hpp"

namespace vend::diff {
namespace {

bool was_given(const Request& request, const std::string& name) {
  return request.before.parameters.contains(name) || request.after.parameters.contains(name);
}

// What a value breaks of the new template's constraints and rules. Where nobody gave a value the stack may have another
// one than the default; and a default that breaks the old template as well is not the stack's.
void add_refused_values(const Request& request, const Way& way, Report& report) {
  const bool some_given = !request.before.parameters.empty() || !request.after.parameters.empty();
  for (const support::Diagnostic& one : way.after.plain.diagnostics) {
    if (one.severity != support::Severity::error || one.code == "P006") continue;
    const support::Concern concern = support::concern_of(one.code);
    const bool of_rule = concern == support::Concern::rule;
    if (!of_rule && concern != support::Concern::parameter) continue;
    std::string name =
        one.path.starts_with("Parameters.") ? one.path.substr(std::string_view("Parameters.").size()) : "";
    name = name.substr(0, name.find('.'));
    if (of_rule ? some_given : was_given(request, name)) {
      report.fails.push_back(one.message);
      continue;
    }
    const support::Diagnostics& old = way.before.plain.diagnostics;
    const bool always = std::any_of(old.begin(), old.end(), [&](const support::Diagnostic& other) {
      return other.code == one.code && other.message == one.message;
    });
    if (!always) report.may_fail.push_back(one.message);
  }
}

void add_failures(const Request& request, const Way& way, Report& report) {
  for (const std::string& id : way.update.type_changed())
    report.fails.push_back(fmt::format("{} becomes {}: CloudFormation refuses another type under the same logical id",
                                       id, way.update.find(id)->type));
  for (const std::string& id : way.update.named_twice())
    report.fails.push_back(
        fmt::format("{} has to be replaced, but its name in the template is taken by the old one", id));
  for (const std::string& id : way.update.perhaps_named_twice())
    report.may_fail.push_back(fmt::format(
        "{} has to be replaced, and its name in the template may be taken by the old one: give it another", id));
  for (const auto& [id, one] : way.update.resources()) {
    if (const std::string property = refused_change(one); !property.empty())
      report.fails.push_back(fmt::format("{} cannot get another {}: AWS takes no update of it", id, property));
  }
  for (const auto& [id, other] : way.update.taken_names()) {
    std::string text = fmt::format("{} wants the name of {}, which is deleted only in the cleanup", id, other);
    // PutLifecycleHook takes a name that is there; then the cleanup deletes the hook by it.
    (way.update.find(id)->type == hook_type ? report.may_fail : report.fails).push_back(std::move(text));
  }
  Failures failures = group_failures(way.update);
  std::move(failures.sure.begin(), failures.sure.end(), std::back_inserter(report.fails));
  std::move(failures.may.begin(), failures.may.end(), std::back_inserter(report.may_fail));
  for (const document::Member& one : request.after.t->parameters.members()) {
    if (request.before.t->parameters.find(one.key) == nullptr && one.value.find("Default") == nullptr &&
        !request.after.parameters.contains(one.key) && !request.after.previous.contains(one.key))
      report.may_fail.push_back(fmt::format("{} is new and has no default: the update needs a value", one.key));
  }
  add_refused_values(request, way, report);
}

void add_exports(Report& report) {
  for (const OutputChange& one : report.outputs) {
    if (!one.exported_before.empty() && one.exported_before != one.exported_after)
      report.may_fail.push_back(
          fmt::format("{} is no longer exported: the update fails if another stack imports it", one.exported_before));
    else if (one.change == "value" && !one.exported_before.empty())
      report.may_fail.push_back(
          fmt::format("the value of {} changes: the update fails if another stack imports it", one.exported_before));
  }
}

// A mapping by region may change for the region of the stack, which nobody said.
void doubt_region(const Request& request, Report& report) {
  if (!request.environment.region_assumed) return;
  const std::string& region = request.environment.region;
  const std::vector<std::string> others = other_regions(*request.before.t, *request.after.t, region);
  if (others.empty()) return;
  report.summary.push_back(
      fmt::format("Mappings change for {}{}, too: this is told for {}, see --region.", others.front(),
                  others.size() > 1 ? fmt::format(" and {} more regions", others.size() - 1) : "", region));
}

// What CloudFormation refuses at once touches nothing; the resources stay listed as they would change without that.
void undo_refused(const Way& way, Report& report) {
  if (report.fails.empty()) return;
  for (GroupChange& one : report.groups) {
    one.rolls = Rolls::none;
    one.jobs = Jobs::kept;
    one.shrinks.clear();
    one.losses.clear();
    one.steps.clear();
    one.reasons = {"the update fails"};
    one.moments.clear();
    one.meanwhile.clear();
  }
  const std::vector<std::string>& changed = way.update.type_changed();
  for (ResourceChange& one : report.resources) {
    if (std::find(changed.begin(), changed.end(), one.id) == changed.end()) continue;
    one.action = Action::refused;
    one.cleanup = Cleanup::none;
    one.loses_data = false;
  }
}

}  // namespace

Report compare(const Request& request, const support::Assets& assets) {
  validate::Schemas schemas(assets);
  Report report;
  report.before = request.before.t->file;
  report.after = request.after.t->file;
  report.boot_seconds = request.boot_seconds;
  report.longest_job_seconds = request.longest_job_seconds;
  const std::vector<std::unique_ptr<Way>> ways = ways_of(request, schemas);
  const Way& likely = *ways.front();
  report.resources = resources_of(ways);
  mark_renamed(likely.update, report.resources);
  report.groups = groups_of(ways);
  const Way& fullest = *ways.back();
  for (GroupChange& one : report.groups) {
    const Way& way = likely.update.find(one.id) != nullptr ? likely : fullest;
    add_course(way.update, request, one);
    add_needs(way.update, one);
  }
  report.parameters = parameter_changes(*request.before.t, *request.after.t);
  mark_refused(likely.after.plain, report.parameters);
  report.outputs = output_changes(likely.update, {likely.before.plain.outputs, likely.after.plain.outputs,
                                                  likely.before.shown_outputs(), likely.after.shown_outputs()});
  add_failures(request, likely, report);
  add_exports(report);
  undo_refused(likely, report);
  report.order = order_of(likely.update, report);
  summarize(report);
  doubt_region(request, report);
  report.diagnostics = likely.before.plain.diagnostics;
  report.diagnostics.insert(report.diagnostics.end(), likely.after.plain.diagnostics.begin(),
                            likely.after.plain.diagnostics.end());
  return report;
}

}  // namespace vend::diff
