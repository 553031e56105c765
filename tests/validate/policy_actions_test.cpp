// What an IAM policy allows: wildcards against a second way to read them, and statements against a table.
#include "validate/services/policy_actions.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <regex>

#include "vend/document/reader.hpp"

namespace vend::validate {
namespace {

Allowed allowed(const std::string& statements, std::string_view action) {
  support::Diagnostics found;
  const std::optional<Node> document = document::read_document("Statement: " + statements + "\n", "policy", found);
  REQUIRE(document);
  REQUIRE(found.empty());
  return allows(&*document, action);
}

bool matches(const std::string& pattern, const std::string& action) {
  return allowed("{Effect: Allow, Action: '" + pattern + "'}", action) == Allowed::yes;
}

// The same by the standard library's regular expressions.
bool matches_as_regex(const std::string& pattern, const std::string& action) {
  std::string regex;
  for (const char c : pattern) regex += c == '*' ? std::string(".*") : std::string(1, c == '?' ? '.' : c);
  return std::regex_match(action, std::regex(regex, std::regex::icase));
}

}  // namespace

TEST_CASE("wildcards of actions match what a regular expression does", "[validate][policies][property]") {
  std::mt19937 random(20261130);
  const auto text = [&](std::string_view letters, std::size_t most) {
    std::string made(random() % (most + 1), ' ');
    for (char& c : made) c = letters[random() % letters.size()];
    return made;
  };
  std::size_t matched = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string pattern = text("ab:A*?*", 6), action = text("abB:", 5);
    CAPTURE(pattern, action);
    CHECK(matches(pattern, action) == matches_as_regex(pattern, action));
    matched += matches(pattern, action) ? 1 : 0;
  }
  CHECK(matched > 400);
}

TEST_CASE("statements of a policy decide together", "[validate][policies]") {
  struct Case {
    const char* statements;
    Allowed expected;
  };
  const std::vector<Case> cases = {
      {"{Effect: Allow, Action: autoscaling:RecordLifecycleActionHeartbeat}", Allowed::yes},
      {"{Effect: Allow, Action: 'AutoScaling:record*'}", Allowed::yes},
      {"{Effect: Allow, Action: [s3:Get*, 'autoscaling:*']}", Allowed::yes},
      {"{Effect: Allow, Action: [s3:Get*, ec2:*]}", Allowed::no},
      {"[]", Allowed::no},
      {"{Effect: Allow, NotAction: iam:*}", Allowed::yes},
      {"{Effect: Allow, NotAction: [iam:*, autoscaling:*]}", Allowed::no},
      {"[{Effect: Allow, Action: '*'}, {Effect: Deny, Action: autoscaling:*}]", Allowed::no},
      {"[{Effect: Deny, Action: autoscaling:*}, {Effect: Allow, Action: '*'}]", Allowed::no},
      {"[{Effect: Allow, Action: '*'}, {Effect: Deny, Action: ec2:*}]", Allowed::yes},
      {"[{Effect: Allow, Action: '*'}, {Effect: Deny, NotAction: ec2:*}]", Allowed::no},
      {"[{Effect: Allow, Action: '*'}, {Effect: Deny, Action: '*', Condition: {Bool: {}}}]", Allowed::yes},
      {"[{Effect: Allow, Action: ec2:*}, {Effect: Allow, Action: autoscaling:*}]", Allowed::yes},
  };
  for (const Case& one : cases) {
    INFO(one.statements);
    CHECK(allowed(one.statements, "autoscaling:RecordLifecycleActionHeartbeat") == one.expected);
  }
  CHECK(allows(nullptr, "s3:GetObject") == Allowed::no);
}

TEST_CASE("managed policies of AWS's own are known by their names", "[validate][policies]") {
  CHECK(managed_allows_drain("arn:aws:iam::aws:policy/AutoScalingFullAccess") == Allowed::yes);
  CHECK(managed_allows_drain("arn:aws-cn:iam::aws:policy/job-function/SystemAdministrator") == Allowed::yes);
  CHECK(managed_allows_drain("arn:aws:iam::aws:policy/ReadOnlyAccess") == Allowed::no);
  CHECK(managed_allows_drain("arn:aws:iam::123456789012:policy/AutoScalingFullAccess") == Allowed::maybe);
}

}  // namespace vend::validate
