// Builder: what the files of this folder write the template with.
//
// A setting is a parameter of the template or a baked-in value; a condition is known while rendering or a condition of
// the template. The code that writes a resource is the same for both: what is known folds away, and parameters and
// conditions enter the template when something uses them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/template.hpp"
#include "vend/model/stack.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/scripts/library.hpp"

namespace vend::render {

using cfn::Node;

// Decided while rendering, or named in the template's Conditions.
struct Condition {
  std::optional<bool> known;
  std::string name;

  static Condition always() { return {true, {}}; }
  static Condition never() { return {false, {}}; }
  bool is(bool value) const { return known.has_value() && *known == value; }
};

struct Resource {
  std::string id;
  std::string type;
  Condition condition = Condition::always();
  Node properties = Node::mapping();
  Node attributes = Node::mapping();  // DependsOn, Metadata, CreationPolicy, UpdatePolicy, ...
  std::string place = {};  // of its properties in the spec, such as "schedules.0"; empty: of no setting alone
};

class Builder {
 public:
  // `spec`: what the stack was read from; null for none.
  Builder(const model::RunnerStack& stack, const scripts::Library& library, const Node* spec);
  Builder(const Builder&) = delete;  // its index views its own rows
  Builder& operator=(const Builder&) = delete;

  const model::RunnerStackValues& stack() const { return *stack_; }
  const scripts::Library& library() const { return library_; }
  // The script of a template made for one platform, composed once.
  const scripts::Script& compose(const scripts::Script& script, scripts::Features features);
  // Whether the template is for any platform and asks on the form.
  bool full() const { return !stack_->platform.has_value(); }

  // The setting as a property's value: Ref, or the literal (a number for parameters of type Number).
  Node value(std::string_view parameter);
  // A node made of settings that no parameter asks for, with the place of `path` in the spec, such as "schedules.0".
  Node from(std::string_view path, Node node) const;
  // The same, a literal always as text.
  Node text(std::string_view parameter);
  // The literal when the setting is baked in; nothing when it is a parameter.
  std::optional<std::string> literal(std::string_view parameter) const;

  // `parameter` equals `text`. The condition is made once for each name.
  Condition equals(std::string_view name, std::string_view parameter, std::string_view text);
  Condition differs(std::string_view name, std::string_view parameter, std::string_view text);
  Condition any_of(std::string_view name, const std::vector<Condition>& conditions);
  // A condition of the template with an expression of the caller's.
  Condition declare(std::string_view name, Node expression);
  // The condition of that name, once it is declared: its expression need not be made again.
  std::optional<Condition> declared(std::string_view name) const;

  Node choose(const Condition& condition, Node then, Node otherwise) const;

  void add(Resource resource);
  void add_mapping(std::string_view name, Node mapping);  // once for each name
  void add_rule(std::string_view name, Node rule);
  void add_output(std::string_view name, std::string description, Node value, const Condition& condition,
                  bool exported = true);
  bool has(std::string_view resource_id) const { return template_.resources.find(resource_id) != nullptr; }

  // The template with its parameters, interface and description.
  cfn::Template finish();

 private:
  const Parameter& row_of(std::string_view parameter) const;
  // The node with the place of the setting that it comes from.
  Node placed(Node node, const Parameter& parameter) const;
  bool is_fixed(const Parameter& parameter) const;

  const model::RunnerStack& stack_;
  const scripts::Library& library_;
  const Node* spec_;
  std::optional<scripts::Script> script_;
  std::vector<Parameter> rows_;
  std::vector<bool> used_;
  std::unordered_map<std::string_view, std::size_t> index_;
  cfn::Template template_;
};

// Adds a member unless the value is AWS::NoValue.
void add_unless_none(Node& mapping, std::string key, Node value);
// What is left of these when AWS::NoValue is taken out.
Node mapping_of(std::vector<std::pair<std::string, Node>> members);
Node sequence_of(std::vector<Node> items);
bool is_no_value(const Node& node);

// The Auto Scaling groups' logical ids.
inline constexpr const char* main_group = "InstanceASG";
inline constexpr const char* fallback_group = "FallbackASG";
// Those that a stack has.
std::vector<std::string> groups_of(const Builder& builder);

// Namespaces of metrics: of what Auto Scaling counts of a group, and of what the stack's instances send. That one is
// the stack's own, and the only one that their role may write: what a job sends cannot scale another group.
inline constexpr const char* group_metrics = "AWS/AutoScaling";
Node stack_metrics();

// The parts of the template, each in the file of its name.
void add_scripts(Builder& builder);
void add_token_secret(Builder& builder);
void add_cache_bucket(Builder& builder);
void add_cache_statements(Builder& builder, std::vector<Node>& statements);  // what instances may do with it
void add_network(Builder& builder);
void add_log_group(Builder& builder);
void add_access(Builder& builder);
void add_launch_template(Builder& builder);
void add_auto_scaling_group(Builder& builder);
void add_schedules(Builder& builder);
void add_scaling(Builder& builder);
void add_fallback(Builder& builder);
void add_alarms(Builder& builder);
void add_dashboard(Builder& builder);
void add_rules(Builder& builder);
void add_outputs(Builder& builder);

// Conditions that several parts share.
Condition linux_platform(Builder& builder);
Condition creates_bucket(Builder& builder);
Condition uses_bucket(Builder& builder);
Condition creates_role(Builder& builder);
Condition has_logs(Builder& builder);
Condition has_alarms(Builder& builder);
Condition has_start_schedule(Builder& builder);
Condition has_stop_schedule(Builder& builder);
Condition has_schedule(Builder& builder);
Condition creates_security_group(Builder& builder);
Condition uses_token_secret(Builder& builder);
Condition creates_token_secret(Builder& builder);

// What Auto Scaling's metrics and sizes count: weights make it capacity units instead of instances.
std::string_view counted_in(const Builder& builder);

Node group_dimension(std::string_view group);  // of a metric that is counted by group

// A metric of a group for an alarm's math: one that is an operand, not the result.
struct GroupMetric {
  std::string_view id;
  Node name_space;
  std::string_view name, statistic;
  std::string_view group = main_group;
};
Node operand(const GroupMetric& metric);
// What the alarm looks at: `expression` of the operands.
Node result(std::string id, std::string expression, std::string label);

Condition drains(Builder& builder);       // instances that go are to drain
Node monitor_interval(Builder& builder);  // minutes, or Disabled
Node user_data(Builder& builder);         // launch template property UserData
// AWS::CloudFormation::Init with the script; NoValue when it comes from elsewhere.
Node init_metadata(Builder& builder);
// SHA-256 of the script that will run, or what was given.
Node script_checksum(Builder& builder, scripts::System system);
Condition has_prebuilt_script(Builder& builder);
bool has_own_name(const Builder& builder);  // the spec gives the tag Name

}  // namespace vend::render
