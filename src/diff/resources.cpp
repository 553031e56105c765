#include "diff/resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

constexpr std::array attributes_of_resources = {
    std::string_view("Properties"),   std::string_view("Metadata"),       std::string_view("CreationPolicy"),
    std::string_view("UpdatePolicy"), std::string_view("DeletionPolicy"), std::string_view("UpdateReplacePolicy")};

const Node nothing = Node::mapping();

// "/properties/A/B" of a schema as a path of ours.
std::vector<std::string> paths(const Node& schema, std::string_view key) {
  std::vector<std::string> all;
  const Node* list = schema.find(key);
  if (list == nullptr) return all;
  for (const Node& one : list->items())
    all.push_back(property_path(std::string_view(one.text()).substr(std::string_view("/properties/").size())));
  return all;
}

bool lies_in_any(std::string_view path, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& one) { return lies_in(path, one); });
}

// What a change comes from, for reports: a logical id, or the name of an SSM parameter.
std::string origin_of(const document::Unknown& what) {
  return what.kind == document::Unknown::Kind::stored ? "resolve:" + what.name : what.name;
}

// Two values that contain functions which only CloudFormation computes, with different arguments.
bool looks_alike(const Difference& difference) {
  return difference.before != nullptr && difference.after != nullptr && difference.before->is_scalar() &&
         difference.after->is_scalar() && difference.before->text() == difference.after->text();
}

// The function that a value is the result of; empty for a text with more in it.
std::string_view named_function(const Node& value) {
  const document::Unknown* what = value.only_unknown();
  return what != nullptr && what->kind == document::Unknown::Kind::other ? std::string_view(what->name) : "";
}

Action stronger(Action a, Action b) { return std::max(a, b); }

}  // namespace

bool lies_in(std::string_view path, std::string_view prefix) {
  while (!prefix.empty()) {
    if (prefix.starts_with("[*]")) {
      if (!path.starts_with('[')) return path.empty();
      path.remove_prefix(std::min(path.size(), path.find(']') + 1));
      prefix.remove_prefix(3);
      continue;
    }
    if (path.empty() || path.front() != prefix.front()) return path.empty();
    path.remove_prefix(1);
    prefix.remove_prefix(1);
  }
  return path.empty() || path.front() == '.' || path.front() == '[';
}

std::optional<int> number_at(const Node* node, document::Path keys) {
  const std::string_view text = text_at(node, keys);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                   : std::nullopt;
}

std::string named_by(const Node* value) {
  const document::Unknown* what = value != nullptr ? value->only_unknown() : nullptr;
  return what != nullptr && what->kind == document::Unknown::Kind::resource ? what->name : "";
}

bool old_one_goes(const Resource& one) {
  if (one.action != Action::remove && one.action != Action::replace) return false;
  // AWS, UpdateReplacePolicy attribute: DeletionPolicy does not count for what is replaced.
  return !text_at(one.before, {one.action == Action::remove ? "DeletionPolicy" : "UpdateReplacePolicy"})
              .starts_with("Retain");
}

const Node* Resource::old_properties() const { return before != nullptr ? before->find("Properties") : nullptr; }
const Node* Resource::new_properties() const { return after != nullptr ? after->find("Properties") : nullptr; }

// AWS, UpdatePolicy attribute: what a rolling or replacing update begins with.
bool triggers_rolling(const Change& change) {
  for (std::string_view one :
       {"Properties.LaunchConfigurationName", "Properties.LaunchTemplate", "Properties.VPCZoneIdentifier",
        "Properties.PlacementGroup", "Properties.MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification"}) {
    if (lies_in(change.path, one)) return true;
  }
  return change.path == "Properties.MixedInstancesPolicy" && (change.before == nullptr || change.after == nullptr);
}

// The same page: an instance refresh begins with these only.
bool triggers_refresh(const Change& change) {
  for (std::string_view one :
       {"Properties.LaunchTemplate", "Properties.MixedInstancesPolicy", "Properties.VPCZoneIdentifier",
        "Properties.AvailabilityZones", "Properties.AvailabilityZoneIds", "Properties.PlacementGroup"}) {
    if (lies_in(change.path, one)) return true;
  }
  return false;
}

// No source decides whether other types and another mix alone exchange instances; Auto Scaling itself moves instances
// out of a zone that left the list, which may be the zone of a subnet.
bool may_trigger_rolling(const Change& change) {
  for (std::string_view one : {"Properties.MixedInstancesPolicy", "Properties.AvailabilityZones",
                               "Properties.AvailabilityZoneIds", "Properties.VPCZoneIdentifier"}) {
    if (lies_in(change.path, one)) return true;
  }
  return false;
}

Update::Update(const evaluate::Result& before, const evaluate::Result& after, validate::Schemas& schemas,
               std::set<std::string> unknown)
    : schemas_(schemas), unknown_(std::move(unknown)) {
  auto type_of = [](const Node& node) { return text_at(&node, {"Type"}); };
  for (const document::Member& one : after.resources.members()) {
    Resource& resource = resources_[one.key];
    resource.id = one.key;
    resource.type = type_of(one.value);
    resource.after = &one.value;
    resource.action = Action::add;
  }
  for (const document::Member& one : before.resources.members()) {
    Resource& resource = resources_[one.key];
    resource.id = one.key;
    resource.before = &one.value;
    if (resource.after == nullptr) {
      resource.type = type_of(one.value);
      resource.action = Action::remove;
      continue;
    }
    resource.action = Action::unchanged;
    if (type_of(one.value) != resource.type) type_changed_.push_back(one.key);
    for (std::string_view attribute : attributes_of_resources) {
      const Node *was = one.value.find(attribute), *is = resource.after->find(attribute);
      if (was == nullptr && is == nullptr) continue;
      if ((was != nullptr && is != nullptr) || (was != nullptr ? was : is)->is_mapping()) {
        compare_trees(was != nullptr ? *was : nothing, is != nullptr ? *is : nothing, std::string(attribute),
                      resource.differences, resource.uses);
      } else {
        resource.differences.push_back({std::string(attribute), was, is});
      }
    }
  }
  // What is replaced gives others a new value, and so on; every round settles at least one more.
  for (bool again = true; again;) {
    again = false;
    newer_images_ = std::any_of(resources_.begin(), resources_.end(),
                                [](const auto& one) { return one.second.action != Action::unchanged; });
    for (auto& [id, one] : resources_) {
      if (one.before != nullptr && one.after != nullptr) again = settle(one) || again;
    }
  }
  find_named_twice();
}

const Resource* Update::find(std::string_view id) const {
  auto found = resources_.find(std::string(id));
  return found == resources_.end() ? nullptr : &found->second;
}

const Update::Properties& Update::of_type(const std::string& type) {
  auto [found, is_new] = properties_.try_emplace(type);
  if (is_new) {
    found->second.documented = documented_updates(schemas_.updates(type));
    if (validate::Schema* schema = schemas_.find(type)) {
      found->second.create_only = paths(schema->root(), "createOnlyProperties");
      found->second.conditional = paths(schema->root(), "conditionalCreateOnlyProperties");
    }
  }
  return found->second;
}

// Whether a part that is not known here may be another value after the update.
std::optional<Certainty> Update::value_changes(const document::Unknown& what, std::string& because) const {
  if (what.kind == document::Unknown::Kind::stored) {
    if (!newer_images_) return std::nullopt;
    because = fmt::format("CloudFormation reads {} anew at every update", what.name);
    return Certainty::may;
  }
  const Resource* one = what.kind == document::Unknown::Kind::resource ? find(what.name) : nullptr;
  if (one == nullptr || one->before == nullptr || one->after == nullptr) return std::nullopt;
  const std::string& attribute = what.attribute;
  if (one->action == Action::replace || one->action == Action::may_replace) {
    because = fmt::format("{} is replaced", one->id);
    return one->action == Action::replace ? Certainty::sure : Certainty::may;
  }
  std::optional<Certainty> found;
  auto note = [&](Certainty certainty) { found = found ? std::max(*found, certainty) : certainty; };
  const bool custom = one->type == "AWS::CloudFormation::CustomResource" || one->type.starts_with("Custom::");
  // A custom resource answers with an id, too; a nested stack keeps its own.
  const bool by_others = custom || (one->type == "AWS::CloudFormation::Stack" && !attribute.empty());
  for (const Change& change : one->changes) {
    if (attribute == "LatestVersionNumber") {
      if (!lies_in(change.path, "Properties.LaunchTemplateData") &&
          !lies_in(change.path, "Properties.VersionDescription"))
        continue;
      because = fmt::format("{} gets a new version", one->id);
      note(change.certainty);
    } else if (!attribute.empty() && lies_in(change.path, "Properties." + attribute)) {
      because = fmt::format("{} of {} changes", attribute, one->id);
      note(change.certainty);
    } else if (by_others && lies_in(change.path, "Properties")) {
      because = fmt::format("{} is updated and may answer something else", one->id);
      note(Certainty::may);
    }
  }
  return found;
}

bool Update::settle(Resource& one) {
  std::vector<Change> changes;
  for (const Difference& difference : one.differences) {
    const Certainty certainty = may_be_equal(difference, unknown_) ? Certainty::may : Certainty::sure;
    if (looks_alike(difference)) {
      // The mapping is another one, but the value that is read from it may be the same.
      const bool map_only = named_function(*difference.after) == "FindInMap";
      changes.push_back({difference.path, difference.before, difference.after, map_only ? Certainty::may : certainty,
                         "its functions are given something else", ""});
    } else {
      changes.push_back({difference.path, difference.before, difference.after, certainty, "", ""});
    }
  }
  for (const Use& use : one.uses) {
    std::string because;
    if (std::optional<Certainty> certainty = value_changes(use.what, because))
      changes.push_back({use.path, use.value, use.value, *certainty, because, origin_of(use.what)});
  }
  const bool same =
      std::equal(changes.begin(), changes.end(), one.changes.begin(), one.changes.end(),
                 [](const Change& a, const Change& b) { return a.path == b.path && a.certainty == b.certainty; });
  one.changes = std::move(changes);
  const Action action = from_changes(one);
  return std::exchange(one.action, action) != action || !same;
}

Effect Update::effect_of(const std::string& type, const Change& change) {
  const Properties& properties = of_type(type);
  if (lies_in_any(change.path, properties.create_only)) return Effect::replaces;
  const Effect told = documented_effect(properties.documented, type, change);
  // What is conditional of a group is its update policy's to decide.
  const bool conditional = type != group_type && lies_in_any(change.path, properties.conditional);
  return conditional ? std::max(told, Effect::may_replace) : told;
}

Action Update::from_changes(Resource& one) {
  // CloudFormation will refuse this change; still, whatever refers to the resource is reported as changing with it.
  if (text_at(one.before, {"Type"}) != one.type) return Action::replace;
  Action action = Action::unchanged;
  for (Change& change : one.changes) {
    const bool sure = change.certainty == Certainty::sure;
    change.effect = effect_of(one.type, change);
    action = stronger(action, change.effect == Effect::replaces && sure ? Action::replace
                              : change.effect >= Effect::may_replace    ? Action::may_replace
                              : sure                                    ? Action::update
                                                                        : Action::may_update);
  }
  return one.type == group_type ? of_group(one, action) : action;
}

// AutoScalingReplacingUpdate. Without a running instance CloudFormation updates the group in place
// (cloudformation-coverage-roadmap#1475), but for a launch configuration.
Action Update::of_group(const Resource& group, Action otherwise) const {
  if (text_at(group.after, {"UpdatePolicy", "AutoScalingReplacingUpdate", "WillReplace"}) != "true") return otherwise;
  std::optional<Certainty> certainty;
  bool configuration = false;
  for (const Change& change : group.changes) {
    if (!triggers_rolling(change)) continue;
    certainty = certainty ? std::max(*certainty, change.certainty) : change.certainty;
    configuration = configuration || lies_in(change.path, "Properties.LaunchConfigurationName");
  }
  if (!certainty) return otherwise;
  const Node* properties = group.old_properties();
  const std::optional<int> least = number_at(properties, {"MinSize"}),
                           desired = number_at(properties, {"DesiredCapacity"});
  const bool may_be_empty = least == 0 && desired.value_or(0) == 0 && !configuration;
  return stronger(otherwise, *certainty == Certainty::sure && !may_be_empty ? Action::replace : Action::may_replace);
}

}  // namespace vend::diff
