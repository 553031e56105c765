#include "diff/order.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace vend::diff {
namespace {

// What one side of a resource waits for: what it names, and its DependsOn.
std::set<std::string> needed_by(const Node& node) {
  std::set<std::string> ids = named_in(node);
  if (const Node* listed = node.find("DependsOn")) {
    if (listed->is_scalar()) ids.insert(listed->text());
    for (const Node& one : listed->items()) ids.insert(one.text());
  }
  return ids;
}

// Depth first, in the order of the list; a circle, which CloudFormation refuses, does no harm.
std::vector<std::string> sorted(const Update& update, const std::vector<std::string>& ids,
                                const Node* Resource::*side) {
  std::vector<std::string> done;
  std::set<std::string> seen;
  const std::function<void(const std::string&)> visit = [&](const std::string& id) {
    const Resource* one = update.find(id);
    if (one == nullptr || one->*side == nullptr || !seen.insert(id).second) return;
    for (const std::string& other : needed_by(*(one->*side))) visit(other);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) done.push_back(id);
  };
  for (const std::string& id : ids) visit(id);
  return done;
}

std::string what_first(Action action) {
  switch (action) {
    case Action::add:
      return "create";
    case Action::may_add:
      return "create, if it is wanted";
    case Action::replace:
      return "create the new one";
    case Action::may_replace:
      return "update, or create a new one";
    case Action::may_update:
      return "update, if its values differ";
    default:
      return "update";
  }
}

}  // namespace

std::vector<Step> order_of(const Update& update, const Report& report) {
  std::vector<Step> steps;
  std::vector<std::string> first, last;
  std::map<std::string, const ResourceChange*> changes;
  for (const ResourceChange& one : report.resources) {
    changes[one.id] = &one;
    const bool goes = one.action == Action::remove || one.action == Action::may_remove;
    if (one.action == Action::refused) continue;
    if (!goes) first.push_back(one.id);
    if (goes || one.action == Action::replace || one.action == Action::may_replace) last.push_back(one.id);
  }
  for (const std::string& id : sorted(update, first, &Resource::after))
    steps.push_back({false, id, what_first(changes[id]->action)});
  std::vector<std::string> cleanup = sorted(update, last, &Resource::before);
  std::reverse(cleanup.begin(), cleanup.end());
  for (const std::string& id : cleanup) {
    const ResourceChange& one = *changes[id];
    const bool sure = one.action == Action::remove || one.action == Action::replace;
    steps.push_back({true, id,
                     one.cleanup == Cleanup::retained   ? "leave it, outside of the stack"
                     : one.cleanup == Cleanup::snapshot ? "delete it after a snapshot"
                     : !sure                            ? "delete it, if it was replaced or is no longer wanted"
                     : one.action == Action::replace    ? "delete the old one"
                                                        : "delete"});
  }
  return steps;
}

void mark_renamed(const Update& update, std::vector<ResourceChange>& changes) {
  std::set<std::string> taken;
  for (ResourceChange& added : changes) {
    if (added.action != Action::add) continue;
    const Resource* one = update.find(added.id);
    for (const ResourceChange& removed : changes) {
      if (removed.action != Action::remove || removed.type != added.type || taken.contains(removed.id)) continue;
      const Resource* other = update.find(removed.id);
      const Node *was = other->old_properties(), *is = one->new_properties();
      if (was == nullptr || is == nullptr) continue;
      std::vector<Difference> differences;
      std::vector<Use> uses;
      compare_trees(*was, *is, "", differences, uses);
      if (!differences.empty()) continue;
      added.renamed_from = removed.id;
      added.notes.push_back(removed.id + " under another logical id: a new resource is made, the old one goes");
      taken.insert(removed.id);
      break;
    }
  }
}

}  // namespace vend::diff
