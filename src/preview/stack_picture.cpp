// The stack as boxes and arrows: what there is, what there would be, who uses whom.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/references.hpp"
#include "vend/evaluate/decider.hpp"

namespace vend::preview {
namespace {

// Values of a parameter that may make a difference: those that it takes, those that it is compared with, and any.
class SwitchSearch {
 public:
  struct Found {
    std::string words;
    std::vector<std::string> parameters;
  };

  SwitchSearch(const cfn::Template& t, const evaluate::Input& input) : t_(t), decider_(t, input) {
    for (const document::Member& one : t.conditions.members()) collect(one.value);
  }

  // The change of one parameter, or of two together, that makes the condition true; empty when it takes more.
  Found on(const std::string& condition, const std::vector<std::string>& parameters) {
    for (const std::string& one : parameters) {
      for (const std::string& value : values_of(one)) {
        if (holds(condition, {{one, value}})) return {words(one, value), {one}};
      }
    }
    constexpr std::size_t most_parameters = 4;
    if (parameters.size() > most_parameters) return {};
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      for (std::size_t k = i + 1; k < parameters.size(); ++k) {
        for (const std::string& a : values_of(parameters[i])) {
          for (const std::string& b : values_of(parameters[k])) {
            if (holds(condition, {{parameters[i], a}, {parameters[k], b}}))
              return {words(parameters[i], a) + " and " + words(parameters[k], b), {parameters[i], parameters[k]}};
          }
        }
      }
    }
    return {};
  }

 private:
  static constexpr const char* any = "any-value";

  void collect(const Node& node) {
    if (const std::optional<cfn::Function> function = cfn::as_function(node);
        function && function->name == "Fn::Equals") {
      std::vector<std::string> names, literals;
      for (const Node& one : function->argument->items()) {
        if (one.is_scalar()) literals.push_back(one.text());
        if (const Node* name = one.find("Ref")) names.push_back(name->text());
      }
      for (const std::string& name : names) literals_[name].insert(literals.begin(), literals.end());
    }
    for (const Node& one : node.items()) collect(one);
    for (const document::Member& one : node.members()) collect(one.value);
  }

  std::vector<std::string> values_of(const std::string& name) const {
    std::vector<std::string> values;
    const Node* parameter = t_.parameters.find(name);
    if (parameter == nullptr) return values;
    if (const Node* allowed = parameter->find("AllowedValues")) {
      for (const Node& one : allowed->items()) values.push_back(one.text());
      return values;
    }
    if (const auto found = literals_.find(name); found != literals_.end())
      values.assign(found->second.begin(), found->second.end());
    values.emplace_back(any);
    return values;
  }

  bool holds(const std::string& condition, const evaluate::Decider::Values& changes) {
    const Node* expression = t_.conditions.find(condition);
    return expression != nullptr && decider_.truth(*expression, changes).value_or(false);
  }

  static std::string words(const std::string& name, const std::string& value) {
    if (value == any) return fmt::format("{} is given", name);
    return value.empty() ? fmt::format("{} is empty", name) : fmt::format("{} is \"{}\"", name, value);
  }

  const cfn::Template& t_;
  evaluate::Decider decider_;
  std::map<std::string, std::set<std::string>> literals_;
};

std::string condition_of(const Node& resource) {
  const Node* condition = resource.find("Condition");
  return condition != nullptr && condition->is_scalar() ? condition->text() : "";
}

// Fills the boxes one by one. What switches a condition on is worked out once and remembered.
class Drawer {
 public:
  Drawer(const cfn::Template& t, const evaluate::Input& input, const Report& report)
      : t_(t), report_(report), search_(t, input) {}

  StackPicture draw() {
    for (const document::Member& one : t_.resources.members()) {
      StackPicture::Box box;
      box.id = one.key;
      if (const Node* type = one.value.find("Type")) box.type = type->text();
      box.exists = report_.resources.find(one.key) != nullptr;
      box.condition = condition_of(one.value);
      add_switch(box);
      add_uses(one, box);
      const std::size_t at = picture_.boxes.size();
      picture_.boxes.push_back(std::move(box));
      add_hooks(one, at);
    }
    return std::move(picture_);
  }

 private:
  void add_switch(StackPicture::Box& box) {
    if (box.exists || box.condition.empty()) return;
    auto [found, is_new] = known_.try_emplace(box.condition);
    if (is_new) {
      std::vector<std::string> parameters;
      for (const FieldGroup& group : report_.form) {
        for (const Field& field : group.fields) {
          if (std::find(field.decides.begin(), field.decides.end(), box.condition) != field.decides.end())
            parameters.push_back(field.name);
        }
      }
      found->second = search_.on(box.condition, parameters);
    }
    box.switched_on_by = found->second.words;
    box.switch_parameters = found->second.parameters;
  }

  void add_uses(const document::Member& resource, StackPicture::Box& box) {
    std::set<std::string> seen;
    const auto add = [&](const std::string& name) {
      if (name != resource.key && t_.resources.find(name) != nullptr && seen.insert(name).second)
        box.uses.push_back(name);
    };
    cfn::visit_references(resource.value, [&](const cfn::Reference& reference) {
      if (reference.kind != cfn::Reference::Kind::condition) add(reference.name);
    });
    const Node* before = resource.value.find("DependsOn");
    if (before == nullptr) return;
    if (before->is_scalar()) add(before->text());
    for (const Node& name : before->items()) add(name.text());
  }

  // Hooks in a group's own list, also those that a condition leaves out.
  void add_hooks(const document::Member& resource, std::size_t group) {
    const Node* list = document::at(resource.value, {"Properties", "LifecycleHookSpecificationList"});
    if (list == nullptr) return;
    for (const Node& one : list->items()) {
      const Node* hook = &one;
      StackPicture::Box box;
      box.exists = picture_.boxes[group].exists;
      const std::optional<cfn::Function> function = cfn::as_function(one);
      if (function && function->name == "Fn::If" && function->argument->items().size() == 3) {
        const std::vector<Node>& parts = function->argument->items();
        const bool first = parts[1].find("LifecycleTransition") != nullptr;
        hook = &parts[first ? 1 : 2];
        const auto condition = std::find_if(report_.conditions.begin(), report_.conditions.end(),
                                            [&](const Condition& known) { return known.name == parts[0].text(); });
        if (condition != report_.conditions.end() && condition->value != first) {
          box.exists = false;
          if (first) box.condition = condition->name;
        }
      }
      const Node* name = hook->find("LifecycleHookName");
      if (name == nullptr || !name->is_scalar()) continue;
      box.id = resource.key + " " + name->text();
      box.type = "AWS::AutoScaling::LifecycleHook";
      box.is_part = true;
      add_switch(box);
      picture_.boxes[group].uses.push_back(box.id);
      picture_.boxes.push_back(std::move(box));
    }
  }

  const cfn::Template& t_;
  const Report& report_;
  SwitchSearch search_;
  std::map<std::string, SwitchSearch::Found> known_;  // by condition
  StackPicture picture_;
};

}  // namespace

StackPicture stack_picture(const cfn::Template& t, const evaluate::Input& input, const Report& report) {
  return Drawer(t, input, report).draw();
}

}  // namespace vend::preview
