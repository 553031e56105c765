#include "vend/diff/diff.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "diff/form.hpp"
#include "diff/groups.hpp"
#include "diff/resources.hpp"
#include "vend/cfn/parameter.hpp"

namespace vend::diff {
namespace {

bool has_secrets(const cfn::Template& t) {
  return std::any_of(t.parameters.members().begin(), t.parameters.members().end(),
                     [](const document::Member& one) { return cfn::is_secret(one.value); });
}

evaluate::Input input_of(const Side& side, const evaluate::Environment& environment) {
  evaluate::Input input;
  input.parameters = side.parameters;
  input.previous = side.previous;
  input.environment = environment;
  input.assume_missing = true;
  return input;
}

// What a side becomes, and the same with secrets hidden, for what is shown.
struct Resolved {
  evaluate::Result plain;
  std::optional<evaluate::Result> hidden;

  Resolved(const cfn::Template& t, const evaluate::Input& input) : plain(evaluate::evaluate(t, input)) {
    if (!has_secrets(t)) return;
    evaluate::Input again = input;
    again.hide_secrets = true;
    hidden = evaluate::evaluate(t, again);
  }
};

// Walks a path of ours, Properties.A[0].B, below a resource; null where the hidden tree has another shape.
const Node* walk(const Node* node, std::string_view path) {
  while (node != nullptr && !path.empty()) {
    if (path.front() == '[') {
      const std::size_t end = path.find(']');
      const std::size_t index = std::stoul(std::string(path.substr(1, end - 1)));
      node = index < node->items().size() ? &node->items()[index] : nullptr;
      path.remove_prefix(end + 1);
    } else {
      if (path.front() == '.') path.remove_prefix(1);
      // A key may hold dots: the longest that is there.
      const Node* below = nullptr;
      std::size_t length = 0;
      for (const document::Member& one : node->members()) {
        if (path.starts_with(one.key) && one.key.size() > length &&
            (path.size() == one.key.size() || path[one.key.size()] == '.' || path[one.key.size()] == '[')) {
          below = &one.value;
          length = one.key.size();
        }
      }
      node = below;
      path.remove_prefix(length);
    }
  }
  return node;
}

std::optional<Node> shown(const Resolved& side, const std::string& id, const std::string& path, const Node* value) {
  if (value == nullptr) return std::nullopt;
  const Node* found = side.hidden ? walk(side.hidden->resources.find(id), path) : value;
  if (found == nullptr) return Node("****");
  return found->is_scalar() ? Node::scalar(found->kind(), plain_text(*found, path)) : *found;
}

Cleanup cleanup_of(const Resource& one) {
  if (one.action != Action::remove && one.action != Action::replace) return Cleanup::none;
  // AWS, UpdateReplacePolicy attribute: DeletionPolicy does not count for what is replaced.
  const std::string policy =
      text_at(one.before, {one.action == Action::remove ? "DeletionPolicy" : "UpdateReplacePolicy"});
  if (policy.starts_with("Retain") && policy != "RetainExceptOnCreate") return Cleanup::retained;
  if (policy == "RetainExceptOnCreate") return Cleanup::retained;
  return policy == "Snapshot" ? Cleanup::snapshot : Cleanup::deleted;
}

// A value that depends on which tool updates: definite only where both ways agree.
Action both(Action a, Action b) {
  if (a == b) return a;
  const Action stronger = std::max(a, b);
  return stronger == Action::replace || stronger == Action::may_replace ? Action::may_replace : Action::may_update;
}

Rolls both(Rolls a, Rolls b) { return a == b ? a : Rolls::may; }
Jobs both(Jobs a, Jobs b) { return a == b ? a : Jobs::may; }

// One way in which the update can be called, with all that follows from it.
struct Way {
  Resolved after;
  Update update;
  std::vector<GroupChange> groups;

  Way(const Resolved& before, const Side& side, const evaluate::Environment& environment, validate::Schemas& schemas)
      : after(*side.t, input_of(side, environment)),
        update(before.plain, after.plain, schemas),
        groups(group_changes(update)) {}
};

ResourceChange change_of(const Resource& one, const Resolved& before, const Resolved& after) {
  ResourceChange out;
  out.id = one.id;
  out.type = one.type;
  out.action = one.action;
  out.cleanup = cleanup_of(one);
  for (const Change& change : one.changes) {
    const bool by_reference = !change.because.empty();
    out.properties.push_back({change.path, shown(by_reference ? after : before, one.id, change.path, change.before),
                              shown(after, one.id, change.path, change.after), change.certainty, false,
                              change.because});
  }
  return out;
}

// Resources in the order of the new template, removed ones last.
std::vector<std::string> order_of(const Way& way, const Resolved& before) {
  std::vector<std::string> all;
  for (const document::Member& one : way.after.plain.resources.members()) all.push_back(one.key);
  for (const document::Member& one : before.plain.resources.members()) {
    if (way.after.plain.resources.find(one.key) == nullptr) all.push_back(one.key);
  }
  return all;
}

void add_resources(const Way& kept, const Way* newer, const Resolved& before, Report& report) {
  for (const std::string& id : order_of(kept, before)) {
    const Resource& one = *kept.update.find(id);
    ResourceChange change = change_of(one, before, kept.after);
    if (const Resource* other = newer != nullptr ? newer->update.find(id) : nullptr;
        other != nullptr && other->action != one.action) {
      if (other->action > one.action) change = change_of(*other, before, newer->after);
      change.action = both(one.action, other->action);
      for (PropertyChange& property : change.properties) property.certainty = Certainty::may;
      change.cleanup = Cleanup::none;
      change.notes.push_back("only where the update takes the new default of a parameter");
    }
    if (change.action != Action::unchanged) report.resources.push_back(std::move(change));
  }
}

void add_groups(const Way& kept, const Way* newer, Report& report) {
  report.groups = kept.groups;
  if (newer == nullptr) return;
  for (GroupChange& one : report.groups) {
    const auto other = std::find_if(newer->groups.begin(), newer->groups.end(),
                                    [&](const GroupChange& group) { return group.id == one.id; });
    if (other == newer->groups.end() || (other->rolls == one.rolls && other->jobs == one.jobs)) continue;
    GroupChange merged = other->rolls > one.rolls || other->jobs > one.jobs ? *other : one;
    merged.rolls = both(one.rolls, other->rolls);
    merged.jobs = both(one.jobs, other->jobs);
    merged.reasons.push_back("only where the update takes the new default of a parameter");
    one = std::move(merged);
  }
}

// Parameters whose default changes and whose value nobody said: the tools differ in what they do then (aws-cli#2573).
bool add_new_defaults(const Request& request, Side& side) {
  bool differs = false;
  for (const document::Member& one : request.after.t->parameters.members()) {
    const Node* was = request.before.t->parameters.find(one.key);
    if (was == nullptr || request.before.parameters.contains(one.key) || request.after.parameters.contains(one.key))
      continue;
    const Node *old_default = was->find("Default"), *new_default = one.value.find("Default");
    if (old_default == nullptr || new_default == nullptr || old_default->text() == new_default->text()) continue;
    side.parameters[one.key] = new_default->text();
    differs = true;
  }
  return differs;
}

// The console and deploy keep what a stack has.
Side with_old_values(const Request& request) {
  Side side = request.after;
  for (const document::Member& one : request.after.t->parameters.members()) {
    if (side.parameters.contains(one.key)) continue;
    const Node* was = request.before.t->parameters.find(one.key);
    if (was == nullptr) continue;
    if (request.before.previous.contains(one.key) || request.after.previous.contains(one.key)) {
      auto given = request.before.parameters.find(one.key);
      if (given == request.before.parameters.end()) side.previous.insert(one.key);
    }
    if (auto given = request.before.parameters.find(one.key); given != request.before.parameters.end()) {
      side.previous.erase(one.key);
      side.parameters[one.key] = given->second;
    } else if (const Node* value = was->find("Default"); value != nullptr && !side.previous.contains(one.key)) {
      side.parameters[one.key] = value->text();
    }
  }
  return side;
}

void add_failures(const Request& request, const Side& side, const Way& way, Report& report) {
  for (const std::string& id : way.update.type_changed())
    report.fails.push_back(fmt::format("{} becomes {}: CloudFormation refuses another type under the same logical id",
                                       id, way.update.find(id)->type));
  for (const std::string& id : way.update.named_twice())
    report.fails.push_back(
        fmt::format("{} has to be replaced, but its name in the template is taken by the old one", id));
  for (std::string& one : group_failures(way.update)) report.fails.push_back(std::move(one));
  for (const document::Member& one : request.after.t->parameters.members()) {
    if (request.before.t->parameters.find(one.key) == nullptr && one.value.find("Default") == nullptr &&
        !side.parameters.contains(one.key))
      report.may_fail.push_back(fmt::format("{} is new and has no default: the update needs a value", one.key));
  }
  for (const support::Diagnostic& one : way.after.plain.diagnostics) {
    const bool refused =
        one.severity == support::Severity::error && (one.code.starts_with('P') || one.code.starts_with('R'));
    if (refused && one.code != "P006") report.fails.push_back(one.message);
  }
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

// What CloudFormation refuses at once touches nothing.
void undo_refused(const Way& way, Report& report) {
  if (report.fails.empty()) return;
  for (GroupChange& one : report.groups) {
    one.rolls = Rolls::none;
    one.jobs = Jobs::kept;
    one.reasons = {"the update fails"};
  }
  if (way.update.type_changed().empty()) return;
  std::erase_if(report.resources, [&](const ResourceChange& one) {
    const std::vector<std::string>& changed = way.update.type_changed();
    return std::find(changed.begin(), changed.end(), one.id) == changed.end();
  });
  for (ResourceChange& one : report.resources) {
    one.action = Action::refused;
    one.cleanup = Cleanup::none;
  }
}

}  // namespace

Report compare(const Request& request, const support::Assets& assets) {
  validate::Schemas schemas(assets);
  Report report;
  report.before = request.before.t->file;
  report.after = request.after.t->file;
  const Resolved before(*request.before.t, input_of(request.before, request.environment));
  const Side kept_values = with_old_values(request);
  const Way kept(before, kept_values, request.environment, schemas);
  Side new_defaults = kept_values;
  std::optional<Way> newer;
  if (add_new_defaults(request, new_defaults)) newer.emplace(before, new_defaults, request.environment, schemas);

  add_resources(kept, newer ? &*newer : nullptr, before, report);
  add_groups(kept, newer ? &*newer : nullptr, report);
  report.parameters = parameter_changes(*request.before.t, *request.after.t);
  report.outputs = output_changes(before.plain, kept.after.plain);
  add_failures(request, kept_values, kept, report);
  add_exports(report);
  undo_refused(kept, report);
  report.diagnostics = before.plain.diagnostics;
  report.diagnostics.insert(report.diagnostics.end(), kept.after.plain.diagnostics.begin(),
                            kept.after.plain.diagnostics.end());
  return report;
}

}  // namespace vend::diff
