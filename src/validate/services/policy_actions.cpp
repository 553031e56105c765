#include "validate/services/policy_actions.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace vend::validate {
namespace {

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

// IAM user guide, "Policy elements: Action": * is any text, ? any character.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, after = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      after = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || same_letter(pattern[p], text[t]))) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++after;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Allowed names_action(const Node* list, std::string_view action) {
  Allowed found = Allowed::no;
  for (const Node* one : items_of(list)) {
    if (matches(one->text(), action)) return Allowed::yes;
    if (is_symbolic(*one)) found = Allowed::maybe;
  }
  return found;
}

Allowed applies(const Node& statement, std::string_view action) {
  if (const Node* others = statement.find("NotAction")) {
    const Allowed excepted = names_action(others, action);
    return excepted == Allowed::maybe ? Allowed::maybe : excepted == Allowed::no ? Allowed::yes : Allowed::no;
  }
  return names_action(statement.find("Action"), action);
}

// AWS managed policies that allow RecordLifecycleActionHeartbeat (AWS managed policy reference, as of 2026-05).
constexpr std::array<std::string_view, 9> draining_policies = {
    "/AdministratorAccess", "/AdministratorAccess-AWSElasticBeanstalk",
    "/AmazonEC2FullAccess", "/AutoScalingFullAccess",
    "/PowerUserAccess",     "/AutoScalingConsoleFullAccess",
    "/DataScientist",       "/SystemAdministrator",
    "/AWSCodeDeployRole"};

}  // namespace

Allowed allows(const Node* document, std::string_view action) {
  if (document == nullptr) return Allowed::no;
  if (document->is_scalar()) return is_symbolic(*document) ? Allowed::maybe : Allowed::no;
  Allowed found = Allowed::no;
  for (const Node* statement : items_of(document->find("Statement"))) {
    const Allowed here = applies(*statement, action);
    if (text_at(statement, {"Effect"}) != "Deny") {
      found = std::max(found, here);
    } else if (here == Allowed::yes && statement->find("Condition") == nullptr) {
      return Allowed::no;
    }
  }
  return found;
}

Allowed managed_allows_drain(std::string_view arn) {
  if (arn.find(":iam::aws:policy/") == std::string_view::npos) return Allowed::maybe;
  return std::any_of(draining_policies.begin(), draining_policies.end(),
                     [&](std::string_view one) { return arn.ends_with(one); })
             ? Allowed::yes
             : Allowed::no;
}

}  // namespace vend::validate
