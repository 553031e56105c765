// What an update does: to the form, to each resource, and to the jobs that run on the instances of its groups. A value,
// made by compare() and shown by the printers (print.hpp).
//
// Texts are as the templates have them; printers make them safe for where they print. A value that comes from a
// parameter with NoEcho is "****".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::diff {

using document::Node;

// What CloudFormation does to one resource. `may` in a name: it depends on what only the running stack knows, or on the
// tool that updates it.
// `refused` is of one whose type changes, which CloudFormation does not take.
enum class Action : std::uint8_t {
  unchanged,
  may_update,
  update,
  may_replace,
  replace,
  may_add,
  add,
  may_remove,
  remove,
  refused
};
std::string_view word(Action action);  // "may update", "replace", ...

// Which instances of a group an update exchanges.
enum class Rolls : std::uint8_t { none, may, rolling, refresh, replacing };
std::string_view to_string(Rolls rolls);

// What becomes of the jobs that run on them.
enum class Jobs : std::uint8_t { kept, may, lost };
std::string_view to_string(Jobs jobs);

// How sure a difference is: `may` when it depends on something that is not known here.
enum class Certainty : std::uint8_t { may, sure };

// What a new value of a property needs, by the schemas and, where these do not say it, by the pages of the types.
enum class Effect : std::uint8_t { in_place, interrupts, may_replace, replaces };
std::string_view to_string(Effect effect);  // "no interruption", "some interruption", ...

struct PropertyChange {
  std::string path;            // Properties.LaunchTemplateData.UserData, UpdatePolicy, ...
  std::optional<Node> before;  // nothing: was not there
  std::optional<Node> after;   // nothing: is gone
  Certainty certainty = Certainty::sure;
  Effect effect = Effect::in_place;
  std::string because;  // what it comes from when the text is the same: "LaunchTemplate gets a new version"
};

// What becomes of a resource that the stack no longer needs.
enum class Cleanup : std::uint8_t { none, deleted, retained, snapshot };

struct ResourceChange {
  std::string id, type;
  Action action = Action::unchanged;
  std::vector<PropertyChange> properties;
  Cleanup cleanup = Cleanup::none;
  bool loses_data = false;         // the cleanup deletes what only this resource holds: a table, a log group
  std::string renamed_from;        // the removed resource that looks the same under another logical id
  std::vector<std::string> notes;  // sentences
};

// The group at one moment of the update. Instances that drain are out of service and finish their jobs.
struct Moment {
  int second = 0;  // since the group's turn
  int old_ones = 0, draining = 0, booting = 0, new_ones = 0;

  bool operator==(const Moment&) const = default;
};

struct GroupChange {
  std::string id;
  Rolls rolls = Rolls::none;
  Jobs jobs = Jobs::kept;
  std::vector<std::string> reasons;    // why it rolls and what becomes of the jobs, sentences
  std::vector<std::string> through;    // the way a change took: Size, LaunchTemplate, RunnerGroup
  std::optional<int> instances;        // desired size before
  std::optional<int> at_once;          // how many are replaced at a time
  std::optional<int> drain_seconds;    // the longest that an old instance may wait for its jobs; nothing: not known
  bool aborts_jobs = false;            // the old instances are of vending machine v1.5.5
  std::string only_newer;              // it rolls only where an SSM parameter has this by now: "a newer image"
  std::string shrinks;                 // why instances end without being replaced: "DesiredCapacity falls from 4 to 2"
  std::vector<Moment> moments;         // how an update goes that exchanges instances; empty where sizes are not known
  std::vector<std::string> meanwhile;  // what schedules, alarms and limits of AWS do during it, sentences
  std::vector<std::string> failure;    // what a failure and its rollback do, sentences
  std::vector<std::string> losses;     // what goes away while an old instance may still need it, sentences
  std::vector<std::string> steps;      // how to do it without a loss, in order; empty where nothing is lost
};

// One of CloudFormation's actions, in their order.
struct Step {
  bool cleanup = false;  // after everything else succeeded
  std::string id;
  std::string what;  // "update", "create the new one", "delete the old one", ...
};

struct ParameterChange {
  std::string name;
  std::string change;  // added, removed, default, constraint, type
  std::optional<std::string> before, after;
  std::string note;
  std::string renamed_from;  // of an added one
};

struct OutputChange {
  std::string name;
  std::string change;                           // added, removed, value, export
  std::string exported_before, exported_after;  // names of exports; empty for none
  std::optional<std::string> before, after;     // values; nothing: there is none on that side
  std::string because;                          // what a value comes from whose text stays: "Bucket is replaced"
};

struct Report {
  std::string before, after;  // names of the files
  std::vector<ResourceChange>
      resources;                    // in the order of the new template, removed ones last; unchanged ones are left out
  std::vector<GroupChange> groups;  // every Auto Scaling group of either template
  std::vector<ParameterChange> parameters;
  std::vector<OutputChange> outputs;
  std::vector<std::string> fails;     // why CloudFormation refuses or undoes the update; empty: nothing known
  std::vector<std::string> may_fail;  // what would make it fail if it is so
  std::vector<std::string> summary;   // sentences
  std::vector<Step> order;            // of CloudFormation's actions
  int boot_seconds = 0, longest_job_seconds = 0;  // assumed for times
  support::Diagnostics diagnostics;               // of the evaluation of both templates

  bool empty() const { return resources.empty() && parameters.empty() && outputs.empty(); }
};

}  // namespace vend::diff
