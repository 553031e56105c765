// What the checks of the language share: names used, and edges between resources and between conditions.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "validate/checks.hpp"
#include "vend/cfn/intrinsic.hpp"

namespace vend::validate {

using Edges = std::map<std::string, std::set<std::string>>;

struct Uses {
  std::set<std::string> parameters, conditions, mappings;
  bool all_mappings = false;  // a mapping's name is computed
  Edges resources_to_resources, conditions_to_conditions;
};

// Where functions stand decides which of them are allowed.
enum class Place { condition, rule, resource, output };

// Functions below a node: their shapes, and whether what they name exists. Collects what they use.
class Functions {
 public:
  Functions(const cfn::Template& t, Schemas& schemas, Report& report, Uses& uses)
      : t_(t), schemas_(schemas), report_(report), uses_(uses), rewriting_(t.rewriting()) {}

  // `owner`: the resource or condition that the node belongs to; empty for an output.
  void check(const Node& node, const std::string& path, Place place, const std::string& owner);
  void use_condition(const Node& name, const std::string& path);

 private:
  bool may_be_null() const;
  void walk(const Node& node, const std::string& path);
  void call(std::string_view name, const Node& argument, const Node& node, const std::string& path);
  bool shape_fits(std::string_view name, const Node& argument, const Node& node, const std::string& path);
  void argument_kinds(std::string_view name, const Node& argument, const std::string& path);
  void condition_as_value(const Node& node, const std::string& path);
  void literal(const Node& node, const std::string& path);
  void use(const std::string& name, document::Mark mark, const std::string& path, std::string_view by);
  void depend(const std::string& name, document::Mark mark, const std::string& path);
  void get_att(const Node& argument, const std::string& path);
  void use_attribute(const std::string& id, const std::string& attribute, document::Mark mark, const std::string& path);
  void sub(const Node& argument, const std::string& path);
  void tell_of_sub(const Node& text, const std::string& path, std::vector<std::string> unreadable,
                   std::vector<std::string> unknown);
  void find_in_map(const Node& argument, const std::string& path);
  void missing_in_map(document::Mark mark, const std::string& path, std::string message, std::string fix);
  bool names_are_open() const { return rewriting_ != cfn::Rewriting::none; }
  // With AWS::LanguageExtensions a function may make the name that Ref and Fn::GetAtt take (user guide,
  // "AWS::LanguageExtensions transform"). What it makes is judged where it is resolved.
  bool is_made(const Node& name) const { return !t_.transform.is_null() && cfn::as_function(name).has_value(); }

  const cfn::Template& t_;
  Schemas& schemas_;
  Report& report_;
  Uses& uses_;
  std::set<std::string> missing_;  // of resources: what mappings lack, and has been told
  cfn::Rewriting rewriting_;
  Place place_ = Place::resource;
  std::string owner_;
};

void check_parameters(const cfn::Template& t, Report& report);
// AWS::CloudFormation::Interface: groups and labels of parameters.
void check_form(const cfn::Template& t, Report& report);

// The section Rules and descriptions; the names that outputs are exported by.
void check_rules_section(const cfn::Template& t, Report& report);
void check_exports(const cfn::Template& t, Report& report);

// Why DeletionPolicy or UpdateReplacePolicy of a type cannot be so; empty when it can.
std::string kept_problem(std::string_view attribute, std::string_view type, const Node& value);

// Whether a value is a list, or a text, whatever the parameters are.
bool is_list_for_certain(const cfn::Template& t, const Node& node);
bool is_text_for_certain(const cfn::Template& t, const Node& node);
// Functions that want a list, a text or a condition where another kind of thing stands.
void check_argument_kinds(const cfn::Template& t, Report& report);

// Texts without quotes that CloudFormation takes for something else.
void check_plain_scalars(const cfn::Template& t, Report& report);
void report_plain_scalar(const Node& scalar, const std::string& path, Report& report);
// Whether what arrives is the same number, in another spelling.
bool is_same_number(const Node& scalar);

// Each circle is reported once, at its first member.
void find_circles(const Edges& edges, const Node& section, std::string_view name, std::string_view what,
                  Report& report);

std::vector<std::string> keys_of(const Node& mapping);
std::string hint(std::string_view word, const std::vector<std::string>& candidates);
bool is_alphanumeric(std::string_view name);
bool is_pseudo_parameter(std::string_view name);
bool is_function_name(std::string_view name);

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
std::string hint_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return hint(word, std::vector<std::string>(words.begin(), words.end()));
}

}  // namespace vend::validate
