#include "render/builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "vend/document/lookup.hpp"

namespace vend::render {

using namespace cfn;

Builder::Builder(const model::RunnerStack& stack, const scripts::Library& library, const Node* spec)
    : stack_(stack), library_(library), spec_(spec), rows_(parameters(stack)), used_(rows_.size()) {
  for (std::size_t i = 0; i < rows_.size(); ++i) index_.emplace(rows_[i].name, i);
}

const scripts::Script& Builder::compose(const scripts::Script& script, scripts::Features features) {
  if (!script_) script_ = library_.compose(script, features);
  return *script_;
}

const Parameter& Builder::row_of(std::string_view parameter) const {
  const auto found = index_.find(parameter);
  if (found == index_.end()) throw std::logic_error(fmt::format("no parameter {}", parameter));
  return rows_[found->second];
}

bool Builder::is_fixed(const Parameter& parameter) const {
  // An SSM parameter's value is looked up by CloudFormation only when it is a parameter of the template.
  if (!parameter.value || parameter.type.starts_with("AWS::SSM::")) return false;
  if (!full() && parameter.structural) return true;
  const std::size_t asked = model::longest_above(stack_->asked_paths, parameter.path);
  const std::size_t fixed = model::longest_above(stack_->fixed_paths, parameter.path);
  if (asked > fixed) return false;
  if (parameter.baked) return true;
  if (parameter.off == parameter.value && (!full() || parameter.on_request)) return true;
  return stack_->all_fixed || fixed > 0;
}

std::optional<std::string> Builder::literal(std::string_view parameter) const {
  const Parameter& found = row_of(parameter);
  return is_fixed(found) ? found.value : std::nullopt;
}

Node Builder::placed(Node node, const Parameter& parameter) const {
  return parameter.path.empty() ? node : from(parameter.path, std::move(node));
}

Node Builder::from(std::string_view path, Node node) const {
  if (spec_ != nullptr) node.set_mark(document::nearest_mark(*spec_, path));
  return node;
}

Node Builder::text(std::string_view parameter) {
  const Parameter& found = row_of(parameter);
  if (std::optional<std::string> fixed = literal(parameter)) return placed(Node(std::move(*fixed)), found);
  used_[index_.at(parameter)] = true;
  return placed(ref(parameter), found);
}

Node Builder::value(std::string_view parameter) {
  std::optional<std::string> fixed = literal(parameter);
  if (fixed && row_of(parameter).type == "Number") {
    bool whole = fixed->find_first_not_of("0123456789-") == std::string::npos;
    return placed(Node::scalar(whole ? Node::Kind::integer : Node::Kind::real, *fixed), row_of(parameter));
  }
  return text(parameter);
}

Condition Builder::declare(std::string_view name, Node expression) {
  if (template_.conditions.find(name) == nullptr) template_.conditions.add(std::string(name), std::move(expression));
  return {std::nullopt, std::string(name)};
}

std::optional<Condition> Builder::declared(std::string_view name) const {
  if (template_.conditions.find(name) == nullptr) return std::nullopt;
  return Condition{std::nullopt, std::string(name)};
}

Condition Builder::equals(std::string_view name, std::string_view parameter, std::string_view text) {
  if (std::optional<std::string> fixed = literal(parameter)) return {*fixed == text, {}};
  return declare(name, cfn::equals(this->text(parameter), Node(text)));
}

Condition Builder::differs(std::string_view name, std::string_view parameter, std::string_view text) {
  if (std::optional<std::string> fixed = literal(parameter)) return {*fixed != text, {}};
  return declare(name, not_(cfn::equals(this->text(parameter), Node(text))));
}

Condition Builder::any_of(std::string_view name, const std::vector<Condition>& conditions) {
  std::vector<Node> open;
  const Condition* last = nullptr;
  for (const Condition& one : conditions) {
    if (one.is(true)) return Condition::always();
    if (one.known) continue;
    open.push_back(condition(one.name));
    last = &one;
  }
  if (open.empty()) return Condition::never();
  if (open.size() == 1) return *last;
  return declare(name, or_(std::move(open)));
}

Node Builder::choose(const Condition& condition, Node then, Node otherwise) const {
  if (condition.known) return *condition.known ? std::move(then) : std::move(otherwise);
  return if_(condition.name, std::move(then), std::move(otherwise));
}

void Builder::add(Resource resource) {
  if (resource.condition.is(false)) return;
  Node node = Node::mapping();
  if (!resource.place.empty()) resource.properties = from(resource.place, std::move(resource.properties));
  node.set_mark(resource.properties.mark());
  node.add("Type", std::move(resource.type));
  if (!resource.condition.known) node.add("Condition", resource.condition.name);
  for (document::Member& member : resource.attributes.members()) node.add(member.key, std::move(member.value));
  if (!resource.properties.empty()) node.add("Properties", std::move(resource.properties));
  template_.resources.add(std::move(resource.id), std::move(node));
}

void Builder::add_mapping(std::string_view name, Node mapping) {
  if (template_.mappings.find(name) == nullptr) template_.mappings.add(std::string(name), std::move(mapping));
}

void Builder::add_rule(std::string_view name, Node rule) { template_.rules.add(std::string(name), std::move(rule)); }

void Builder::add_output(std::string_view name, std::string description, Node value, const Condition& condition,
                         bool exported) {
  if (condition.is(false)) return;
  Node node = Node::mapping();
  if (!condition.known) node.add("Condition", condition.name);
  node.add("Description", std::move(description));
  node.add("Value", std::move(value));
  if (exported) node.add("Export", mapping_of({{"Name", sub(fmt::format("${{AWS::StackName}}-{}", name))}}));
  template_.outputs.add(std::string(name), std::move(node));
}

namespace {

Node parameter_node(const Parameter& parameter) {
  const Constraint& limits = parameter.constraint;
  Node node = Node::mapping();
  node.add("Type", parameter.type);
  if (!parameter.help.empty()) node.add("Description", parameter.help);
  if (parameter.value) {
    node.add("Default", *parameter.value);
  }
  if (parameter.secret) node.add("NoEcho", Node::boolean(true));
  if (!limits.allowed.empty()) {
    Node allowed = Node::sequence();
    for (const std::string& value : limits.allowed) allowed.push(value);
    node.add("AllowedValues", std::move(allowed));
  }
  if (!limits.pattern.empty()) node.add("AllowedPattern", fmt::format("^({})$", limits.pattern));
  if (limits.min_length) node.add("MinLength", Node::integer(*limits.min_length));
  if (limits.max_length) node.add("MaxLength", Node::integer(*limits.max_length));
  if (limits.min) node.add("MinValue", Node::integer(*limits.min));
  if (limits.max) node.add("MaxValue", Node::integer(*limits.max));
  if (!limits.description.empty()) node.add("ConstraintDescription", limits.description);
  return node;
}

}  // namespace

document::Node parameters_section(const std::vector<Parameter>& rows) {
  Node section = Node::mapping();
  for (const Parameter& row : rows) section.add(row.name, parameter_node(row));
  return section;
}

cfn::Template Builder::finish() {
  Node groups = Node::sequence();
  Node labels = Node::mapping();
  for (const GroupLabel& group : parameter_groups) {
    Node members = Node::sequence();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!used_[i] || rows_[i].group != group.group) continue;
      template_.parameters.add(rows_[i].name, placed(parameter_node(rows_[i]), rows_[i]));
      members.push(rows_[i].name);
      labels.add(rows_[i].name, mapping_of({{"default", rows_[i].label}}));
    }
    if (members.empty()) continue;
    groups.push(mapping_of({{"Label", mapping_of({{"default", group.label}})}, {"Parameters", std::move(members)}}));
  }
  if (!groups.empty()) {
    template_.metadata.add("AWS::CloudFormation::Interface", mapping_of({{"ParameterGroups", std::move(groups)},
                                                                         {"ParameterLabels", std::move(labels)}}));
  }
  return std::move(template_);
}

bool is_no_value(const Node& node) {
  std::optional<Function> function = as_function(node);
  return function && function->name == "Ref" && function->argument->text() == "AWS::NoValue";
}

void add_unless_none(Node& mapping, std::string key, Node value) {
  if (!is_no_value(value)) mapping.add(std::move(key), std::move(value));
}

Node mapping_of(std::vector<std::pair<std::string, Node>> members) {
  Node node = Node::mapping();
  for (auto& [key, value] : members) add_unless_none(node, std::move(key), std::move(value));
  return node;
}

Node sequence_of(std::vector<Node> items) {
  Node node = Node::sequence();
  for (Node& item : items) {
    if (!is_no_value(item)) node.push(std::move(item));
  }
  return node;
}

}  // namespace vend::render
