#include "diff/groups.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "diff/ends.hpp"

namespace vend::diff {
namespace {

void add_way(const Update& update, const Change& change, std::vector<std::string>& way) {
  if (change.source.empty() || std::find(way.begin(), way.end(), change.source) != way.end()) return;
  way.insert(way.begin(), change.source);
  const Resource* one = update.find(change.source);
  if (one == nullptr) return;
  for (const Change& further : one->changes) {
    if (further.certainty >= change.certainty) add_way(update, further, way);
  }
}

// What an SSM parameter may have by now, if a change comes from one; otherwise empty.
std::string newer(const Update& update, const std::string& source) {
  if (!source.starts_with("resolve:")) return "";
  const bool image = std::any_of(update.resources().begin(), update.resources().end(), [&](const auto& one) {
    const std::vector<Change>& all = one.second.changes;
    return std::any_of(all.begin(), all.end(), [&](const Change& change) {
      return change.source == source && change.path.ends_with("ImageId");
    });
  });
  return image ? "a newer image" : "a new value of " + source.substr(std::string_view("resolve:").size());
}

// All changes that are as certain as the most certain one, each property once. Of several ways to the same property
// the longest is told.
void say_trigger(const Trigger& trigger, const Update& update, GroupChange& out) {
  const Resource& group = *update.find(out.id);
  for (const Change& change : group.changes) {
    if (!trigger.triggers(change) || change.certainty != trigger.certainty) continue;
    std::string why = change.because.empty() ? fmt::format("{} changes", change.path)
                                             : fmt::format("{}: {}", change.path, change.because);
    if (std::find(out.reasons.begin(), out.reasons.end(), why) == out.reasons.end())
      out.reasons.push_back(std::move(why));
    std::vector<std::string> way = {out.id};
    add_way(update, change, way);
    if (way.size() > out.through.size()) out.through = std::move(way);
  }
  out.only_newer = !out.through.empty() ? newer(update, out.through.front()) : "";
}

void set_jobs(GroupChange& out, End end) {
  if (end.jobs > out.jobs) out.jobs = end.jobs;
  if (!end.why.empty() && std::find(out.reasons.begin(), out.reasons.end(), end.why) == out.reasons.end())
    out.reasons.push_back(std::move(end.why));
}

bool changes_anything(const Change& change) { return change.path.starts_with("Properties."); }

bool has_new_group(const Update& update) {
  return std::any_of(update.resources().begin(), update.resources().end(),
                     [](const auto& one) { return one.second.type == group_type && one.second.action == Action::add; });
}

void changed_group(const Update& update, const Resource& group, GroupChange& out) {
  const Node* policy = at(group.after, {"UpdatePolicy"});
  if (group.action == Action::replace || group.action == Action::may_replace) {
    const bool sure = group.action == Action::replace;
    out.rolls = sure ? Rolls::replacing : Rolls::may;
    if (const Trigger trigger = strongest(group, triggers_rolling); trigger.change != nullptr) {
      say_trigger(trigger, update, out);
    } else if (const Trigger other = strongest(group, changes_anything); other.change != nullptr) {
      say_trigger(other, update, out);
    }
    End end = whole_group(update, group);
    if (!sure && at(policy, {"AutoScalingReplacingUpdate"}) != nullptr &&
        number_at(group.old_properties(), {"DesiredCapacity"}).value_or(0) == 0)
      out.reasons.push_back("without a running instance CloudFormation updates the group in place");
    set_jobs(out, sure ? end : weakened(end));
    return;
  }
  const bool rolling = at(policy, {"AutoScalingRollingUpdate"}) != nullptr;
  const bool replacing = is_true(at(policy, {"AutoScalingReplacingUpdate", "WillReplace"}));
  const bool refresh = at(policy, {"AutoScalingInstanceRefresh"}) != nullptr;
  Trigger trigger = refresh   ? strongest(group, triggers_refresh)
                    : rolling ? strongest(group, triggers_rolling)
                              : Trigger{};
  if (trigger.change != nullptr) {
    out.rolls = trigger.certainty == Certainty::may ? Rolls::may : refresh ? Rolls::refresh : Rolls::rolling;
    if (rolling) out.at_once = number_at(policy, {"AutoScalingRollingUpdate", "MaxBatchSize"}).value_or(1);
    say_trigger(trigger, update, out);
    // Beside a newer image that nobody knows of: what changes here, and may exchange instances by itself.
    if (Trigger other = strongest(group, may_trigger_rolling);
        out.rolls == Rolls::may && rolling && other.certainty == Certainty::sure && other.change != nullptr) {
      say_trigger(other, update, out);
      out.only_newer.clear();
    }
    const End end = one_by_one(update, group);
    set_jobs(out, out.rolls == Rolls::may || out.instances == 0 ? weakened(end) : end);
  } else if (Trigger moved = strongest(group, may_trigger_rolling);
             moved.change != nullptr &&
             (rolling || replacing || moved.change->path.find("MixedInstances") == std::string::npos)) {
    out.rolls = Rolls::may;
    say_trigger(moved, update, out);
    set_jobs(out, weakened(replacing && !rolling ? whole_group(update, group) : one_by_one(update, group)));
  } else if (Trigger unused = strongest(group, triggers_rolling); unused.change != nullptr) {
    say_trigger(unused, update, out);
    out.reasons.push_back("no update policy replaces instances: those that run stay as they are");
  }
  set_jobs(out, from_sizes(update, group, out.shrinks));
}

GroupChange change_of(const Update& update, const Resource& group) {
  GroupChange out;
  out.id = group.id;
  out.aborts_jobs = aborts_jobs(update, group);
  const Node* properties = group.old_properties();
  out.instances = number_at(properties, {"DesiredCapacity"});
  if (!out.instances) out.instances = number_at(properties, {"MinSize"});
  if (group.action == Action::add) {
    out.instances.reset();
    out.reasons.push_back("the group is new");
    return out;
  }
  if (group.action == Action::remove) {
    out.through = {group.id};
    if (has_new_group(update)) out.rolls = Rolls::replacing;
    if (text_at(group.before, {"DeletionPolicy"}).starts_with("Retain")) {
      out.reasons.push_back("the group leaves the stack and stays as it is (DeletionPolicy)");
      out.rolls = Rolls::none;
      return out;
    }
    out.reasons.push_back("the group is deleted with all its instances");
    set_jobs(out, whole_group(update, group));
    return out;
  }
  changed_group(update, group, out);
  for (std::string& one : lost_credentials(update, group)) set_jobs(out, {Jobs::may, std::move(one)});
  return out;
}

}  // namespace

Trigger strongest(const Resource& group, bool (*triggers)(const Change&)) {
  Trigger found;
  for (const Change& change : group.changes) {
    if (triggers(change) && (found.change == nullptr || change.certainty > found.certainty))
      found = {&change, change.certainty, triggers};
  }
  return found;
}

std::vector<GroupChange> group_changes(const Update& update) {
  std::vector<GroupChange> all;
  for (const auto& [id, one] : update.resources()) {
    if (one.type == group_type) all.push_back(change_of(update, one));
  }
  return all;
}

}  // namespace vend::diff
