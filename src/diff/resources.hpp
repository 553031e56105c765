// What an update does to each resource of two resolved templates.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diff/trees.hpp"
#include "vend/diff/report.hpp"
#include "vend/document/lookup.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/validate/schemas.hpp"

namespace vend::diff {

struct Change {
  std::string path;
  const Node* before = nullptr;
  const Node* after = nullptr;
  Certainty certainty = Certainty::sure;
  std::string because;  // empty where the text itself differs
  std::string source;   // the resource that it comes from; empty likewise
  Effect effect = Effect::in_place;
};

// One logical id, with its node on each side.
struct Resource {
  std::string id;
  std::string type;
  const Node* before = nullptr;  // null: is added
  const Node* after = nullptr;   // null: is removed
  std::vector<Difference> differences;
  std::vector<Use> uses;
  std::vector<Change> changes;
  Action action = Action::unchanged;

  const Node* old_properties() const;  // null when there are none
  const Node* new_properties() const;
};

// What a new value of a property requires, as AWS's pages say it and no schema (documented.cpp).
struct Documented {
  std::string path;  // Properties.A[*].B
  Effect effect = Effect::in_place;
};

// Everything that CloudFormation does to the resources, as far as their types say it. Resources by logical id.
class Update {
 public:
  // `unknown`: parameters that the stack has a value for which is not known here.
  Update(const evaluate::Result& before, const evaluate::Result& after, validate::Schemas& schemas,
         std::set<std::string> unknown = {});

  const std::map<std::string, Resource>& resources() const { return resources_; }
  const Resource* find(std::string_view id) const;
  // Types that were exchanged under one logical id; CloudFormation refuses the template then.
  const std::vector<std::string>& type_changed() const { return type_changed_; }
  // Resources that would have to be replaced, but whose name, given by the template, is taken by the old one.
  const std::vector<std::string>& named_twice() const { return named_twice_; }
  // The same where a resource that it belongs to changes, too: the name may count inside of that one only.
  const std::vector<std::string>& perhaps_named_twice() const { return perhaps_named_twice_; }
  // New resources that want the name of one that goes only after them: the new id and the old one.
  const std::vector<std::pair<std::string, std::string>>& taken_names() const { return taken_names_; }
  // Whether what a value names is another one, or has another value, after the update.
  std::optional<Certainty> value_changes(const document::Unknown& what, std::string& because) const;

 private:
  struct Properties {
    std::vector<std::string> create_only, conditional;  // Properties.A.B, * for any item
    std::vector<Documented> documented;
  };

  const Properties& of_type(const std::string& type);
  struct Name {
    std::string property;             // empty: users do not choose one
    std::vector<std::string> within;  // properties that name what it is unique in; none for an account and region
  };
  Name name_of(const std::string& type);
  void find_named_twice();
  bool settle(Resource& one);          // whether its action changed
  Action from_changes(Resource& one);  // and the effect of each change
  Effect effect_of(const std::string& type, const Change& change);
  Action of_group(const Resource& group, Action otherwise) const;

  validate::Schemas& schemas_;
  std::map<std::string, Resource> resources_;
  std::vector<std::string> type_changed_, named_twice_, perhaps_named_twice_;
  std::vector<std::pair<std::string, std::string>> taken_names_;
  std::map<std::string, Properties> properties_;
  std::set<std::string> unknown_;
  bool newer_images_ = false;  // something changes, so that SSM parameters are read anew
};

// "A/*/B", as schemas write a path of properties, as Properties.A[*].B.
std::string property_path(std::string_view pointer);
// The rows of validate::Schemas::updates.
std::vector<Documented> documented_updates(std::string_view row);
// The property that AWS does not let an update change, if one is changed for sure; empty for none.
std::string refused_change(const Resource& one);
Effect documented_effect(const std::vector<Documented>& rows, std::string_view type, const Change& change);

// Whether the old one is deleted in the cleanup: it leaves the stack or is replaced, and no policy retains it.
bool old_one_goes(const Resource& one);

// Whether `path` is `prefix` or lies below it; * in the prefix stands for any key or index.
bool lies_in(std::string_view path, std::string_view prefix);

// Paths below an Auto Scaling group whose change lets a rolling or replacing update, or an instance refresh, begin.
bool triggers_rolling(const Change& change);
bool triggers_refresh(const Change& change);
bool may_trigger_rolling(const Change& change);

inline constexpr std::string_view group_type = "AWS::AutoScaling::AutoScalingGroup";
inline constexpr std::string_view hook_type = "AWS::AutoScaling::LifecycleHook";
inline constexpr std::string_view terminating = "autoscaling:EC2_INSTANCE_TERMINATING";

using document::at;
using document::text_at;
std::optional<int> number_at(const Node* node, document::Path keys);  // nothing where it is no whole number
// The logical id of the resource that a value names by Ref or GetAtt; empty for other values and for none.
std::string named_by(const Node* value);

}  // namespace vend::diff
