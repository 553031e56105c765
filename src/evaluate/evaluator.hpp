// Resolves one template for one input; the parts of it share what is under way.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::evaluate {

// Thrown inside; becomes a diagnostic of the resource or condition that asked.
struct Unresolvable {
  document::Mark mark;
  std::string message;
};

class Evaluator {
 public:
  Evaluator(const cfn::Template& t, const Input& input, Result& result)
      : t_(t),
        input_(input),
        environment_(input.environment),
        hide_secrets_(input.hide_secrets),
        result_(result),
        rewriting_(t.rewriting()) {}

  void decide(const std::set<std::string>& names);
  // One expression of a condition; nothing when it cannot be decided.
  std::optional<bool> decided(const Node& expression);
  // One value; nothing when it cannot be resolved.
  std::optional<Node> resolved(const Node& node);
  void run();

 private:
  using Resolved = std::optional<Node>;  // nothing: AWS::NoValue

  void report(const Unresolvable& problem);
  // A name that a macro may add is known only when it ran.
  Node unknown(const std::string& name, document::Mark mark, std::string message) const;
  void keep_existing(const document::Member& one, Node& into);
  Node value(const Node& node);
  // A tree without functions is returned as it is, sharing everything.
  Resolved resolve(const Node& node);
  Resolved resolve(const Node& node, bool& changed);
  // One value that cannot be resolved leaves the rest of its resource to be looked at.
  Resolved called(const cfn::Function& function, document::Mark mark);
  Resolved call(std::string_view name, const Node& argument, document::Mark mark);
  Node tell_arguments(Node resolved, const cfn::Function& function) const;

  template <class Work>
  void guarded(std::string path, Work work) {
    path_ = std::move(path);
    try {
      work();
    } catch (const Unresolvable& problem) {
      report(problem);
    }
  }

  // decisions.cpp
  void rule(const std::string& name, const Node& rule);
  bool condition(const std::string& name, document::Mark mark);
  bool truth(const Node& node);
  bool every(const Node& argument, bool all);
  bool each_member(const Node& argument, bool in);

  // references.cpp
  Resolved reference(const std::string& name, document::Mark mark);
  Resolved parameter_value(const std::string& name, const Node& parameter, document::Mark mark);
  Resolved pseudo(std::string_view name) const;
  // What Ref and Fn::GetAtt name; with AWS::LanguageExtensions a function may make it. Nothing where only a stack
  // knows.
  std::optional<std::string> name_of(const Node& node);
  Resolved get_att(const Node& argument);
  Resolved find_in_map(const Node& argument);
  bool only_a_stack_knows(const Node& key) const;
  Resolved substitute(const Node& argument);
  Resolved value_named(const std::string& name, document::Mark mark);

  // texts_and_lists.cpp
  // Throws when the texts that functions put together become too much.
  void spend(std::size_t bytes, document::Mark mark);
  Resolved asked_of_aws(std::string_view name);
  Resolved join(const Node& argument);
  Resolved split(const Node& argument);
  Resolved select(const Node& argument);
  Node network_of(const Node& node);
  Resolved cidr(const Node& argument);
  Resolved length(const Node& argument);
  Resolved to_json(const Node& argument);
  Node zones(const std::string& region);
  Node zone(const std::string& region, std::size_t index) const;

  const cfn::Template& t_;
  const Input& input_;
  const Environment& environment_;
  const bool hide_secrets_;
  Result& result_;
  cfn::Rewriting rewriting_;
  std::string path_;            // what is under way
  std::set<std::string> open_;  // conditions under way
  bool in_rules_ = false;       // rules see what was entered: the name of an SSM parameter, not its value
  std::size_t made_ = 0;        // bytes of the texts that functions have put together
  bool open_value_ = false;     // whether a condition or rule asked for what may have any value
};

// An argument of a function; throws when it is missing.
const Node& item(const Node& list, std::size_t index);
// CloudFormation compares texts: true and "true" are equal.
bool same(const Node& a, const Node& b);
// What a function gives that only a running stack can call.
Node open_value(std::string_view function);

}  // namespace vend::evaluate
