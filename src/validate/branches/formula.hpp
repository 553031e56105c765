// Conditions and rules as formulas over the values of parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "validate/branches/combinations.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/decider.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

// A parameter and the values that make a difference to the template; the first is the one that it starts with.
struct Variable {
  std::string name;
  std::vector<Choice> values;
};

// Indices name other formulas, variables and conditions of the same Formulas.
struct Formula {
  enum class Kind : std::uint8_t {
    constant,
    condition,  // a named one
    negation,
    all,         // of the operands
    any,         // of the operands
    membership,  // a variable has one of its values
    table,       // of several variables
    open         // only a running stack decides
  };
  Kind kind = Kind::open;
  bool value = false;                 // constant
  std::size_t index = 0;              // condition, membership's variable
  std::vector<std::size_t> operands;  // formulas; of a table, variables
  std::vector<std::int8_t> truths;    // by value, of a table by all values, the last variable fastest: 0, 1, 2 for open
};

class Formulas {
 public:
  // All must live as long as this.
  Formulas(const cfn::Template& t, const evaluate::Input& start, Branches which);

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t condition(std::string_view name) const;  // none when there is no such condition
  const std::string& condition_name(std::size_t index) const { return condition_names_[index]; }
  std::size_t of_condition(std::size_t index) const { return conditions_[index]; }
  const std::vector<std::size_t>& rules() const { return rules_; }  // that must all hold
  const Formula& operator[](std::size_t index) const { return formulas_[index]; }
  const std::vector<Variable>& variables() const { return variables_; }
  std::size_t conditions() const { return conditions_.size(); }

 private:
  void collect_literals(const document::Node& node);
  std::size_t variable(const std::string& name);
  std::vector<Choice> values_of(const std::string& name) const;
  std::size_t add(Formula one);
  std::size_t constant(bool value);
  std::size_t compile(const document::Node& expression);
  std::size_t compile_list(const document::Node& operands, Formula::Kind kind);
  std::size_t compile_equals(const document::Node& expression, const document::Node& operands);
  std::size_t compile_contains(const document::Node& expression, const document::Node& operands);
  std::size_t by_trying(const document::Node& expression);
  std::size_t compile_rule(const document::Node& rule);
  // The parameter whose whole text an expression is; empty for others.
  std::string only_parameter(const document::Node& expression) const;

  const cfn::Template& t_;
  const evaluate::Input& start_;
  Branches which_;
  evaluate::Decider decider_;
  std::map<std::string, std::vector<std::string>> literals_;  // texts that a parameter is compared with
  std::vector<Variable> variables_;
  std::map<std::string, std::size_t, std::less<>> variable_indices_;
  std::vector<std::string> condition_names_;
  std::map<std::string, std::size_t, std::less<>> condition_indices_;
  std::vector<std::size_t> conditions_;
  std::vector<std::size_t> rules_;
  std::vector<Formula> formulas_;
};

}  // namespace vend::validate
