// The report as a tree, for JSON and YAML, a function for each of its parts (hence the length). docs/preview.md
// describes it.

#include <array>

#include "preview/needs.hpp"
#include "preview/words.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/yaml_writer.hpp"
#include "vend/preview/print.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

using document::writable;

Node number(double value) {
  return Node::scalar(value == static_cast<double>(static_cast<long>(value)) ? Node::Kind::integer : Node::Kind::real,
                      number_text(value));
}

void add_number(Node& node, const char* key, const std::optional<int>& value) {
  if (value) node.add(key, Node::integer(*value));
}

void add_text(Node& node, const char* key, const std::string& value) {
  if (!value.empty()) node.add(key, writable(value));
}

Node field(const Field& field) {
  Node node =
      Node::mapping({{"name", writable(field.name)}, {"label", writable(field.label)}, {"type", writable(field.type)}});
  add_text(node, "description", field.description);
  if (!field.missing) node.add("value", writable(field.value));
  if (field.default_value) node.add("default", writable(*field.default_value));
  add_text(node, "constraint", field.constraint);
  node.add("changed", Node::boolean(field.changed));
  node.add("missing", Node::boolean(field.missing));
  node.add("secret", Node::boolean(field.secret));
  node.add("refused", writable(field.problems));
  return node;
}

void add_form(const Report& report, Node& tree) {
  Node parameters = Node::mapping(), form = Node::sequence();
  for (const FieldGroup& group : report.form) {
    Node fields = Node::sequence();
    for (const Field& one : group.fields) {
      if (!one.missing) parameters.add(one.name, writable(one.value));
      fields.push(field(one));
    }
    form.push(Node::mapping({{"label", writable(group.label)}, {"parameters", std::move(fields)}}));
  }
  tree.add("parameters", std::move(parameters));
  tree.add("form", std::move(form));
}

void add_conditions(const Report& report, Node& tree) {
  Node values = Node::mapping(), because = Node::mapping();
  for (const Condition& one : report.conditions) {
    values.add(one.name, Node::boolean(one.value));
    because.add(one.name, writable(one.because));
  }
  tree.add("conditions", std::move(values));
  tree.add("decided_by", std::move(because));
}

void add_resources(const Report& report, const View& view, Node& tree) {
  Node resources = Node::mapping(), absent = Node::mapping();
  for (const document::Member& one : report.resources.members()) {
    if (view.resource.empty() || view.resource == one.key) resources.add(one.key, one.value);
  }
  for (const NotCreated& one : report.not_created) {
    if (view.resource.empty() || view.resource == one.id)
      absent.add(one.id, Node::mapping({{"Type", writable(one.type)}, {"Condition", writable(one.condition)}}));
  }
  tree.add("resources", std::move(resources));
  tree.add("not_created", std::move(absent));
}

void add_user_data(const Report& report, const View& view, Node& tree) {
  Node all = Node::mapping();
  for (const UserData& one : report.user_data) {
    if (view.resource.empty() || view.resource == one.resource) all.add(one.resource, writable(one.text));
  }
  tree.add("userdata", std::move(all));
}

void add_scripts(const Report& report, const View& view, Node& tree) {
  Node all = Node::sequence();
  for (const Script& one : report.scripts) {
    if (!view.resource.empty() && view.resource != one.resource) continue;
    all.push(Node::mapping({{"resource", writable(one.resource)},
                            {"path", writable(one.path)},
                            {"bytes", Node::integer(static_cast<std::int64_t>(one.text.size()))},
                            {"sha256", support::sha256_hex(one.text)},
                            {"text", writable(one.text)}}));
  }
  tree.add("scripts", std::move(all));
}

void add_tags(const Report& report, Node& tree) {
  Node all = Node::sequence();
  for (const Tag& one : report.tags)
    all.push(Node::mapping({{"resource", writable(one.resource)},
                            {"on", writable(one.on)},
                            {"key", writable(one.key)},
                            {"value", writable(one.value)}}));
  tree.add("tags", std::move(all));
}

Node action(const ScheduledAction& action) {
  Node node = Node::mapping({{"resource", writable(action.resource)},
                             {"recurrence", writable(action.cron)},
                             {"time_zone", writable(action.zone)}});
  add_number(node, "min", action.min);
  add_number(node, "max", action.max);
  add_number(node, "desired", action.desired);
  add_text(node, "start", action.start);
  add_text(node, "end", action.end);
  add_text(node, "not_counted", action.problem);
  if (!action.next_runs.empty()) node.add("next_runs", writable(action.next_runs));
  return node;
}

Node week(const Schedule& schedule) {
  constexpr std::array days = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  Node all = Node::mapping();
  for (std::size_t day = 0; day < schedule.week.size(); ++day) {
    Node spans = Node::sequence();
    for (const Span& one : schedule.week[day])
      spans.push(Node::mapping(
          {{"from", time_of_day(one.from)}, {"to", time_of_day(one.to)}, {"instances", Node::integer(one.instances)}}));
    all.add(days.at(day), std::move(spans));
  }
  return all;
}

void add_schedule(const Report& report, Node& tree) {
  Node all = Node::mapping();
  for (const Group& group : report.groups) {
    if (!group.schedule) continue;
    const Schedule& schedule = *group.schedule;
    Node actions = Node::sequence();
    for (const ScheduledAction& one : schedule.actions) actions.push(action(one));
    Node node = Node::mapping({{"actions", std::move(actions)}});
    add_text(node, "time_zone", schedule.zone);
    add_text(node, "time_zone_rule", schedule.zone_words);
    if (schedule.counted) {
      node.add("hours_on", number(schedule.hours_on));
      node.add("hours", Node::integer(168));
      node.add("percent_less", Node::integer(schedule.percent_less()));
      node.add("instance_hours", number(schedule.instance_hours));
    }
    if (!schedule.week.empty()) node.add("week", week(schedule));
    all.add(group.id, std::move(node));
  }
  tree.add("schedule", std::move(all));
}

Node step_scaling(const StepScaling& scaling) {
  Node steps = Node::sequence();
  for (const Step& one : scaling.steps) {
    Node step = Node::mapping();
    if (one.from) step.add("from", number(*one.from));
    if (one.to) step.add("to", number(*one.to));
    step.add("change", number(one.change));
    step.add("reachable", Node::boolean(one.reachable));
    steps.push(std::move(step));
  }
  return Node::mapping({{"policy", writable(scaling.policy)},
                        {"alarm", writable(scaling.alarm)},
                        {"metric", writable(scaling.metric)},
                        {"adjustment", writable(scaling.adjustment)},
                        {"comparison", std::string(scaling.above ? ">" : "<") + (scaling.inclusive ? "=" : "")},
                        {"threshold", number(scaling.threshold)},
                        {"seconds", Node::integer(scaling.seconds)},
                        {"steps", std::move(steps)}});
}

void add_scaling(const Report& report, Node& tree) {
  Node all = Node::mapping();
  for (const Group& group : report.groups) {
    Node steps = Node::sequence(), targets = Node::sequence();
    for (const StepScaling& one : group.steps) steps.push(step_scaling(one));
    for (const TargetTracking& one : group.targets)
      targets.push(Node::mapping({{"policy", writable(one.policy)},
                                  {"metric", writable(one.metric)},
                                  {"target", number(one.target)},
                                  {"scale_in", Node::boolean(one.scale_in)}}));
    all.add(group.id, Node::mapping({{"steps", std::move(steps)}, {"targets", std::move(targets)}}));
  }
  tree.add("scaling", std::move(all));
}

void add_gitlab(const Report& report, Node& tree) {
  if (!report.gitlab) return;
  const GitLab& gitlab = *report.gitlab;
  Node node = Node::mapping({{"url", writable(gitlab.url)}, {"runner_name", writable(gitlab.runner_name)}});
  add_text(node, "executor", gitlab.executor);
  node.add("tags", writable(gitlab.tags));
  node.add("notes", writable(gitlab.notes));
  node.add("job", writable(gitlab.job));
  node.add("api_call", writable(gitlab.api_call));
  tree.add("gitlab", std::move(node));
}

void add_groups(const Report& report, Node& tree) {
  Node all = Node::mapping();
  for (const Group& group : report.groups) {
    Node node = Node::mapping({{"summary", writable(support::join(group.sentences, "; "))}});
    add_number(node, "desired", group.desired);
    add_number(node, "min", group.min);
    add_number(node, "max", group.max);
    node.add("instance_types", writable(group.instance_types));
    if (group.desired) {
      node.add("on_demand", Node::integer(group.on_demand_of(*group.desired)));
      node.add("spot", Node::integer(*group.desired - group.on_demand_of(*group.desired)));
    }
    node.add("needs", writable(needs(group)));
    all.add(group.id, std::move(node));
  }
  tree.add("groups", std::move(all));
}

Node waits(const std::vector<Wait>& waits) {
  Node all = Node::sequence();
  for (const Wait& one : waits)
    all.push(Node::mapping({{"who", document::writable(one.who)},
                            {"seconds", Node::integer(one.seconds)},
                            {"then", document::writable(one.then)},
                            {"first", Node::boolean(one.first)}}));
  return all;
}

void add_life(const Report& report, Node& tree) {
  Node all = Node::mapping();
  for (const Group& group : report.groups)
    all.add(group.id, Node::mapping({{"boot", waits(group.life.boot)},
                                     {"drain", waits(group.life.drain)},
                                     {"summary", document::writable(group.life.sentences)}}));
  tree.add("life", std::move(all));
}

void add_stack(const Report& report, Node& tree) {
  Node all = Node::mapping();
  for (const StackPicture::Box& one : report.stack.boxes) {
    Node box = Node::mapping({{"type", document::writable(one.type)}, {"created", Node::boolean(one.exists)}});
    add_text(box, "condition", one.condition);
    add_text(box, "created_when", one.switched_on_by);
    box.add("uses", document::writable(one.uses));
    if (all.find(one.id) == nullptr) all.add(one.id, std::move(box));
  }
  tree.add("stack", std::move(all));
}

void add_rights(const Report& report, Node& tree) {
  Node all = Node::sequence();
  for (const Permission& one : report.rights)
    all.push(Node::mapping({{"policy", document::writable(one.policy)},
                            {"who", document::writable(one.who)},
                            {"purpose", document::writable(one.purpose)},
                            {"allowed", Node::boolean(one.allowed)},
                            {"actions", document::writable(one.actions)},
                            {"on", document::writable(one.on)},
                            {"only_if", document::writable(one.only_if)},
                            {"summary", document::writable(one.sentence)}}));
  tree.add("rights", std::move(all));
}

void add_problems(const Report& report, Node& tree) {
  Node all = Node::sequence();
  for (const support::Diagnostic& one : report.findings ? *report.findings : report.diagnostics) {
    Node node = Node::mapping({{"code", one.code}, {"path", writable(one.path)}, {"message", writable(one.message)}});
    add_text(node, "fix", one.fix);
    all.push(std::move(node));
  }
  tree.add("problems", std::move(all));
}

}  // namespace

Node as_tree(const Report& report, const View& view) {
  Node tree = Node::mapping({{"template", writable(report.file)},
                             {"stack_name", writable(report.environment.stack_name)},
                             {"region", writable(report.environment.region)},
                             {"account", writable(report.environment.account)}});
  if (!report.assumed.empty()) {
    Node assumed = Node::sequence();
    for (const std::string& one : report.assumed) assumed.push(one);
    tree.add("assumed", std::move(assumed));
  }
  if (!report.description.empty() && view.sections.empty()) tree.add("description", writable(report.description));
  if (view.sections.empty()) add_groups(report, tree);
  if (view.shows("stack")) add_stack(report, tree);
  if (view.shows("life")) add_life(report, tree);
  if (view.shows("rights")) add_rights(report, tree);
  if (view.shows("form")) add_form(report, tree);
  if (view.shows("conditions")) add_conditions(report, tree);
  if (view.shows("resources")) add_resources(report, view, tree);
  if (view.shows("outputs")) tree.add("outputs", report.outputs);
  if (view.shows("userdata")) add_user_data(report, view, tree);
  if (view.shows("scripts")) add_scripts(report, view, tree);
  if (view.shows("tags")) add_tags(report, tree);
  if (view.shows("schedule")) add_schedule(report, tree);
  if (view.shows("scaling")) add_scaling(report, tree);
  if (view.shows("gitlab")) add_gitlab(report, tree);
  add_problems(report, tree);
  return tree;
}

std::string as_json(const Report& report, const View& view) { return document::write_json(as_tree(report, view)); }

std::string as_yaml(const Report& report, const View& view) { return document::write_yaml(as_tree(report, view)); }

}  // namespace vend::preview
