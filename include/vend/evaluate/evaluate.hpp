// Evaluation: what a template becomes for given parameter values, resolved as CloudFormation does it.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::evaluate {

using cfn::Node;

// Where the stack would be created. Partition and URL suffix follow from the region (aws, aws-cn, aws-us-gov).
struct Environment {
  std::string region = "us-east-1";
  std::string account = "123456789012";
  std::string stack_name = "gitlab-runners";
  bool region_assumed = false;  // nobody said it: a mapping that lacks the region is no mistake then
  bool stack_assumed = false;   // nobody said account and name: nothing is known of them then
};

struct Input {
  std::map<std::string, std::string> parameters;  // what differs from the defaults
  Environment environment;
  // Parameters without a value are no mistake then: they stand for any value that they may get.
  bool assume_missing = false;
  // Parameters that stand for any value though they have a default.
  std::set<std::string> open = {};
  // Parameters whose value the stack keeps (UsePreviousValue): they have one, which nobody here knows.
  std::set<std::string> previous = {};
  // Where a value was given, for what is said about it; without a place, that of the parameter in the template is told.
  std::map<std::string, support::Location> places = {};
  // A parameter with NoEcho stands as **** wherever it is not a condition or a rule that asks for it.
  bool hide_secrets = false;
  std::map<std::string, bool> conditions = {};  // taken as given instead of being decided
};

// What is known only once a stack runs, and a secret that is hidden, says so itself (Node::unknowns). Placeholders are
// for people: ${LogicalId} for Ref, ${LogicalId.Attribute} for GetAtt, ${resolve:/name} for the value of an SSM
// parameter, ${?} for what could not be resolved and was reported, **** for a secret.
struct Result {
  std::map<std::string, std::string> parameters;  // effective values, lists comma separated; a placeholder for `open`
  std::set<std::string> open;                     // parameters that have no value here
  std::map<std::string, bool> conditions;
  std::set<std::string> undecided;   // of the conditions: those that depend on a placeholder
  Node resources = Node::mapping();  // those that exist, resolved
  Node outputs = Node::mapping();
  support::Diagnostics diagnostics;
};

// Codes: P001 value missing, P002 not an allowed value, P003 pattern, P004 length, P005 number or range, P006 unknown
// parameter, P007 longer than 4,096 bytes; R001 a rule's assertion fails; F001 a function cannot be resolved.
Result evaluate(const cfn::Template& t, const Input& input);

// Whether the parameter's own constraints (AllowedValues, AllowedPattern, lengths, numbers) take the value.
bool is_allowed(const document::Member& parameter, const std::string& value);

// Only the conditions, without a look at constraints and rules; those that cannot be decided are left out. With `names`
// only these and those that they name.
std::map<std::string, bool> conditions(const cfn::Template& t, const Input& input);
std::map<std::string, bool> conditions(const cfn::Template& t, const Input& input, const std::set<std::string>& names);

// The most bytes that a text of the template can have over all parameter values that its constraints allow. A character
// counts four bytes unless an AllowedPattern keeps it to ASCII. Names and ARNs of resources count as long as AWS lets
// them become.
std::size_t longest(const cfn::Template& t, const Node& expression);

// The same for UserData, a property whose base64 does not count: the longest text of all launch templates and instances
// of the template; 0 without any.
std::size_t longest_user_data(const cfn::Template& t);

}  // namespace vend::evaluate
