#include "diff/ways.hpp"

#include <algorithm>
#include <utility>

#include "diff/causes.hpp"
#include "diff/keepers.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/support/text.hpp"

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
      // A key may contain dots: of the keys that fit the path, the longest is taken.
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
  const Node* found = walk(side.shown(id), path);
  if (found == nullptr) return Node("****");
  return found->is_scalar() ? Node::scalar(found->kind(), plain_text(*found, path)) : *found;
}

Cleanup cleanup_of(const Resource& one) {
  if (one.action != Action::remove && one.action != Action::replace) return Cleanup::none;
  if (!old_one_goes(one)) return Cleanup::retained;
  const char* policy = one.action == Action::remove ? "DeletionPolicy" : "UpdateReplacePolicy";
  if (text_at(one.before, {policy}) == "Snapshot") return Cleanup::snapshot;
  // AWS, DeletionPolicy attribute: what these have when it is left out.
  const bool database =
      one.type == "AWS::RDS::DBCluster" ||
      (one.type == "AWS::RDS::DBInstance" && at(one.before, {"Properties", "DBClusterIdentifier"}) == nullptr);
  return database && one.action == Action::remove && at(one.before, {policy}) == nullptr ? Cleanup::snapshot
                                                                                         : Cleanup::deleted;
}

// Where the ways to a change differ in their certainty, the change is only possible.
Action both(Action a, Action b) {
  if (a == b) return a;
  switch (std::max(a, b)) {
    case Action::replace:
    case Action::may_replace:
      return Action::may_replace;
    case Action::add:
    case Action::may_add:
      return Action::may_add;
    case Action::remove:
    case Action::may_remove:
      return Action::may_remove;
    default:
      return Action::may_update;
  }
}

Rolls both(Rolls a, Rolls b) { return a == b ? a : Rolls::may; }
Jobs both(Jobs a, Jobs b) { return a == b ? a : Jobs::may; }

ResourceChange change_of(const Resource& one, const Way& way) {
  ResourceChange out;
  out.id = one.id;
  out.type = one.type;
  out.action = one.action;
  out.cleanup = cleanup_of(one);
  out.loses_data = out.cleanup == Cleanup::deleted && holds_data(one);
  for (const Change& change : one.changes) {
    const bool by_reference = !change.because.empty();
    out.properties.push_back(
        {change.path, shown(by_reference ? way.after : way.before, one.id, change.path, change.before),
         shown(way.after, one.id, change.path, change.after), change.certainty, change.effect, change.because});
  }
  return out;
}

// Resources in the order of the new template, removed ones last.
std::vector<std::string> order_of(const Way& way) {
  std::vector<std::string> all;
  for (const document::Member& one : way.after.plain.resources.members()) all.push_back(one.key);
  for (const document::Member& one : way.before.plain.resources.members()) {
    if (way.after.plain.resources.find(one.key) == nullptr) all.push_back(one.key);
  }
  return all;
}

void merge(ResourceChange& change, const Way& other) {
  const Resource* one = other.update.find(change.id);
  const Action action = one != nullptr ? one->action : Action::unchanged;
  if (action == change.action) return;
  const Action merged = both(change.action, action);
  if (action > change.action) {
    std::vector<std::string> notes = std::move(change.notes);
    change = change_of(*one, other);
    change.notes = std::move(notes);
  }
  change.action = merged;
  for (PropertyChange& property : change.properties) property.certainty = Certainty::may;
  change.cleanup = Cleanup::none;
  change.loses_data = false;
  change.notes.push_back(other.only_where);
}

void merge(GroupChange& change, const Way& other) {
  const auto same_id = [&](const GroupChange& group) { return group.id == change.id; };
  const auto found = std::find_if(other.groups.begin(), other.groups.end(), same_id);
  const GroupChange absent{change.id};
  const GroupChange& one = found != other.groups.end() ? *found : absent;
  if (one.rolls == change.rolls && one.jobs == change.jobs) return;
  const Rolls rolls = both(change.rolls, one.rolls);
  const Jobs jobs = both(change.jobs, one.jobs);
  if (one.rolls > change.rolls || one.jobs > change.jobs) change = one;
  change.rolls = rolls;
  change.jobs = jobs;
  change.reasons.push_back(other.only_where);
}

std::set<std::string> both_of(std::set<std::string> a, const std::set<std::string>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

// Conditions that nobody can decide without values that are not known here.
std::vector<std::string> undecided(const evaluate::Result& side) {
  std::vector<std::string> names;
  for (const std::string& name : side.undecided) {
    const auto value = side.conditions.find(name);
    if (value != side.conditions.end() && !value->second) names.push_back(name);
  }
  return names;
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

}  // namespace

Resolved::Resolved(const cfn::Template& t, evaluate::Input input)
    : plain(evaluate::evaluate(t, input)), t_(t), input_(std::move(input)), has_secrets_(has_secrets(t)) {}

const evaluate::Result& Resolved::without_secrets() const {
  if (!has_secrets_) return plain;
  if (!hidden_) {
    evaluate::Input input = input_;
    input.hide_secrets = true;
    hidden_ = evaluate::evaluate(t_, input);
  }
  return *hidden_;
}

const Node* Resolved::shown(const std::string& id) const { return without_secrets().resources.find(id); }

const Node& Resolved::shown_outputs() const { return without_secrets().outputs; }

Way::Way(std::string where, const Request& request, const evaluate::Input& old_input, const evaluate::Input& new_input,
         validate::Schemas& schemas)
    : only_where(std::move(where)),
      before(*request.before.t, old_input),
      after(*request.after.t, new_input),
      update(before.plain, after.plain, schemas, both_of(old_input.previous, new_input.previous)),
      groups(group_changes(update)) {
  add_parameters(*request.after.t, changed_values(before.plain, after.plain), update, groups);
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

std::vector<std::unique_ptr<Way>> ways_of(const Request& request, validate::Schemas& schemas) {
  std::vector<std::unique_ptr<Way>> ways;
  const Side kept = with_old_values(request);
  const evaluate::Input old_input = input_of(request.before, request.environment),
                        new_input = input_of(kept, request.environment);
  ways.push_back(std::make_unique<Way>("", request, old_input, new_input, schemas));
  Side newer = kept;
  if (add_new_defaults(request, newer))
    ways.push_back(std::make_unique<Way>("only where the update takes the new default of a parameter", request,
                                         old_input, input_of(newer, request.environment), schemas));
  const std::vector<std::string> old_names = undecided(ways.front()->before.plain),
                                 new_names = undecided(ways.front()->after.plain);
  if (old_names.empty() && new_names.empty()) return ways;
  evaluate::Input old_open = old_input, new_open = new_input;
  for (const std::string& name : old_names) old_open.conditions[name] = true;
  for (const std::string& name : new_names) new_open.conditions[name] = true;
  ways.push_back(std::make_unique<Way>("only where conditions hold whose values are not known here: " +
                                           support::join(new_names.empty() ? old_names : new_names, ", "),
                                       request, old_open, new_open, schemas));
  return ways;
}

std::vector<ResourceChange> resources_of(const std::vector<std::unique_ptr<Way>>& ways) {
  std::vector<std::string> ids;
  for (const auto& way : ways) {
    for (std::string& id : order_of(*way)) {
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
    }
  }
  std::vector<ResourceChange> all;
  for (const std::string& id : ids) {
    const Resource* one = ways.front()->update.find(id);
    ResourceChange change;
    change.id = id;
    if (one != nullptr) change = change_of(*one, *ways.front());
    for (const auto& way : ways) {
      if (way != ways.front()) merge(change, *way);
    }
    if (change.action != Action::unchanged) all.push_back(std::move(change));
  }
  return all;
}

std::vector<GroupChange> groups_of(const std::vector<std::unique_ptr<Way>>& ways) {
  std::vector<GroupChange> all = ways.front()->groups;
  for (const auto& way : ways) {
    for (const GroupChange& one : way->groups) {
      if (std::none_of(all.begin(), all.end(), [&](const GroupChange& group) { return group.id == one.id; }))
        all.push_back({one.id});
    }
  }
  for (GroupChange& one : all) {
    for (const auto& way : ways) {
      if (way != ways.front()) merge(one, *way);
    }
  }
  return all;
}

}  // namespace vend::diff
