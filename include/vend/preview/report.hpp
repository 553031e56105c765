// The report on a template: what the form asks, what the values do, what will exist and what it will do. A value, made
// by preview() and shown by the printers (print.hpp).
//
// Texts are as the template has them; printers make them safe for where they print. A parameter with NoEcho is "****"
// wherever its value would stand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::preview {

using document::Node;

// --- the form

struct Field {
  std::string name;
  std::string label;  // empty: the console shows the name
  std::string description;
  std::string type;
  std::optional<std::string> default_value;
  std::string value;                  // ${NAME} while there is none
  std::string constraint;             // in words; may be empty
  bool given = false;                 // by the user
  bool changed = false;               // differs from the default
  bool secret = false;                // NoEcho
  bool missing = false;               // no default and no value
  std::vector<std::string> problems;  // why CloudFormation refuses the value
  std::vector<std::string> allowed;   // the only values that it takes; empty for any
  std::vector<std::string> decides;   // conditions that ask for it, also through others
  std::vector<std::string> reaches;   // resources that it makes a difference to, also through conditions
};

struct FieldGroup {
  std::string label;
  std::vector<Field> fields;
};

struct Condition {
  std::string name;
  bool value = false;
  std::vector<std::string> because;  // what decides: `NAME is "value"`
};

// --- what will exist

struct NotCreated {
  std::string id;
  std::string type;
  std::string condition;  // which is false
};

struct UserData {
  std::string resource;
  std::string text;  // base64 undone
};

// What cfn-init writes to an instance.
struct Script {
  std::string resource;  // whose AWS::CloudFormation::Init metadata it is
  std::string path;      // on the instance
  std::string text;
};

struct Tag {
  std::string resource;
  std::string on;  // what carries it: "group and instances", "volume", "resource", ...
  std::string key;
  std::string value;
};

// --- what an Auto Scaling group will do

struct ScheduledAction {
  std::string resource;
  std::string cron;  // empty for one that runs once
  std::string zone;
  std::optional<int> min, max, desired;
  std::string start, end;              // ISO 8601; may be empty
  std::string problem;                 // why it is not counted; empty when it is
  std::vector<std::string> next_runs;  // local times with their offset; only when a date was given
};

struct Span {
  int from = 0;  // minutes of the day
  int to = 0;    // up to 1440
  int instances = 0;

  bool operator==(const Span&) const = default;
};

// When the clocks of a zone change.
struct ClockChange {
  int day = 0;     // 0 is Monday
  int minute = 0;  // of that day, before the change
  int shift = 0;   // minutes; negative: back
  std::string words;
};

struct Schedule {
  std::vector<ScheduledAction> actions;
  bool counted = false;    // whether any action is; the rest is not told otherwise
  std::string zone;        // of all actions, or empty
  std::string zone_words;  // its offsets from UTC and when they change
  std::vector<ClockChange> clock_changes;
  std::vector<std::vector<Span>> week;  // Monday first; empty when weeks differ from each other
  double hours_on = 0;                  // of 168, on average when weeks differ
  double instance_hours = 0;            // of a week
  bool never_starts_again = false;      // something stops the group and nothing starts it
  int percent_less() const;             // hours than without a schedule
};

struct Step {
  std::optional<double> from, to;  // of the metric, absolute
  double change = 0;               // instances, percent, or the size itself
  bool reachable = true;           // false: no percentage is above 100 or below 0
};

struct StepScaling {
  std::string policy, alarm;  // logical ids
  std::string metric;         // CPU, memory, or Namespace/Name
  bool percentage = false;    // whether its values are percent
  std::string adjustment;     // ChangeInCapacity, PercentChangeInCapacity, ExactCapacity
  bool above = true;          // fires above the threshold, otherwise below
  bool inclusive = true;      // also at the threshold itself
  double threshold = 0;
  int seconds = 0;          // for which the metric must be there
  std::vector<Step> steps;  // nearest to the threshold first
};

struct TargetTracking {
  std::string policy, metric;
  double target = 0;
  bool percentage = false;
  bool scale_in = true;
};

// Somebody who waits for an instance, and gives up.
struct Wait {
  std::string who;
  int seconds = 0;
  std::string then;    // what happens when the time is over
  bool ends = false;   // the instance is lost then
  bool counts = true;  // false: it gives up only when something is wrong, such as a heartbeat that is not renewed
  bool first = false;  // of those that end the instance
};

// What waits for an instance while it boots and while it drains.
struct Life {
  std::vector<Wait> boot, drain;
  std::vector<std::string> sentences;  // what cuts off what
};

struct Group {
  std::string id;
  std::optional<int> desired, min, max;
  std::vector<std::string> instance_types;
  bool by_requirements = false;  // types are chosen by attributes
  bool mixed = false;            // has an InstancesDistribution
  int on_demand_base = 0;
  int on_demand_percentage = 100;
  std::vector<StepScaling> steps;
  std::vector<TargetTracking> targets;
  std::optional<Schedule> schedule;
  Life life;
  std::vector<std::string> sentences;

  int on_demand_of(int size) const;  // how many of `size` instances are on demand
  bool all_spot() const { return mixed && on_demand_base == 0 && on_demand_percentage == 0; }
  bool all_on_demand() const { return !mixed || on_demand_percentage == 100; }
};

// --- the stack

struct StackPicture {
  struct Box {
    std::string id, type;
    bool exists = false;
    bool is_part = false;                        // of another resource: a hook in a group's list
    std::string condition;                       // that it depends on; empty for none
    std::string switched_on_by;                  // values that would create it; empty: none so simple
    std::vector<std::string> switch_parameters;  // that these values are of
    std::vector<std::string> uses;               // ids of other boxes
  };
  std::vector<Box> boxes;  // in the template's order
};

// One statement of a policy.
struct Permission {
  std::string policy;                // id of the resource that says it
  std::string who;                   // a role, or the principal of a policy on a resource
  std::string purpose;               // its Sid; may be empty
  bool allowed = true;               // Deny otherwise
  std::vector<std::string> actions;  // empty: what a policy from elsewhere says
  std::vector<std::string> on;
  std::vector<std::string> only_if;
  std::string sentence;
};

// --- GitLab's side, of templates of ours

struct GitLab {
  std::string url;
  std::string runner_name;        // pattern
  std::string executor;           // empty: the configuration script is not ours to know
  std::vector<std::string> tags;  // in the order in which they are registered
  std::vector<std::string> notes;
  std::string job;       // a .gitlab-ci.yml
  std::string api_call;  // shell
};

struct Report {
  std::string file;
  std::string description;
  evaluate::Environment environment;
  std::vector<std::string> assumed;  // what of it nobody gave: stack_name, region, account
  std::vector<FieldGroup> form;
  std::vector<Condition> conditions;
  Node resources = Node::mapping();
  Node outputs = Node::mapping();
  std::vector<NotCreated> not_created;
  std::vector<UserData> user_data;
  std::vector<Script> scripts;
  std::vector<Tag> tags;
  std::vector<Group> groups;
  StackPicture stack;
  std::vector<Permission> rights;
  std::optional<GitLab> gitlab;
  support::Diagnostics diagnostics;
  // What validate finds, where the caller has asked it; nothing otherwise.
  std::optional<support::Diagnostics> findings;
};

}  // namespace vend::preview
