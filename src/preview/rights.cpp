// Who may do what: the statements of policies, each as a sentence.
#include <fmt/format.h>

#include <array>
#include <cctype>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "preview/words.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

using document::texts_of;

struct ServiceWords {
  std::string_view prefix, name;
};
constexpr std::array services = {
    ServiceWords{"autoscaling", "EC2 Auto Scaling"},
    ServiceWords{"cloudformation", "CloudFormation"},
    ServiceWords{"cloudwatch", "CloudWatch"},
    ServiceWords{"ec2", "EC2"},
    ServiceWords{"ec2messages", "Systems Manager's messages"},
    ServiceWords{"ecr", "ECR"},
    ServiceWords{"iam", "IAM"},
    ServiceWords{"kms", "KMS"},
    ServiceWords{"logs", "CloudWatch Logs"},
    ServiceWords{"s3", "S3"},
    ServiceWords{"secretsmanager", "Secrets Manager"},
    ServiceWords{"sns", "SNS"},
    ServiceWords{"ssm", "Systems Manager"},
    ServiceWords{"ssmmessages", "Session Manager"},
    ServiceWords{"sts", "STS"},
};

std::string_view service_words(std::string_view prefix) {
  for (const ServiceWords& one : services) {
    if (one.prefix == prefix) return one.name;
  }
  return prefix;
}

// "CompleteLifecycleAction" as "complete lifecycle action"; a run of capitals stays together.
std::string words_of_name(std::string_view name) {
  const auto upper = [&](std::size_t at) {
    return at < name.size() && std::isupper(static_cast<unsigned char>(name[at])) != 0;
  };
  std::string words;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins = upper(i) && i > 0 && (!upper(i - 1) || (i + 1 < name.size() && !upper(i + 1)));
    if (begins) words += ' ';
    const bool shout = upper(i) && (upper(i + 1) || (i > 0 && upper(i - 1) && !begins));
    words += shout ? name[i] : static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return words;
}

// The actions service by service, in the order in which the services come.
std::string actions_words(const std::vector<std::string>& actions) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_service;
  for (const std::string& action : actions) {
    const std::size_t colon = action.find(':');
    const std::string service = colon == std::string::npos ? "" : action.substr(0, colon);
    const std::string name = colon == std::string::npos ? action : action.substr(colon + 1);
    if (by_service.empty() || by_service.back().first != service) by_service.push_back({service, {}});
    by_service.back().second.push_back(name == "*" ? "do everything" : words_of_name(name));
  }
  std::vector<std::string> parts;
  parts.reserve(by_service.size());
  for (const auto& [service, names] : by_service)
    parts.push_back(list_of(names) + (service.empty() ? "" : fmt::format(" ({})", service_words(service))));
  return support::join(parts, "; ");
}

std::vector<std::string> only_if(const Node* condition) {
  std::vector<std::string> all;
  if (condition == nullptr) return all;
  for (const document::Member& test : condition->members()) {
    for (const document::Member& key : test.value.members())
      all.push_back(fmt::format("{} {} {}", key.key, test.key, support::join(texts_of(&key.value), " or ")));
  }
  return all;
}

std::string principal_words(const Node& principal) {
  if (principal.is_scalar()) return principal.text() == "*" ? "everybody" : principal.text();
  std::vector<std::string> all;
  for (const document::Member& one : principal.members()) {
    for (const std::string& name : texts_of(&one.value)) all.push_back(name == "*" ? "everybody" : name);
  }
  return list_of(all);
}

void add_statements(const std::string& policy, const std::string& who, const Node* document,
                    std::vector<Permission>& all) {
  for (const Node* statement : document::items_of(at(document, {"Statement"}))) {
    const Node& one = *statement;
    Permission permission;
    permission.policy = policy;
    const Node* principal = one.find("Principal");
    permission.who = principal != nullptr ? principal_words(*principal) : who;
    permission.purpose = text_at(one, {"Sid"});
    permission.allowed = text_at(one, {"Effect"}) != "Deny";
    const bool but = one.find("NotAction") != nullptr;
    permission.actions = texts_of(one.find(but ? "NotAction" : "Action"));
    permission.on = texts_of(one.find("Resource"));
    permission.only_if = only_if(one.find("Condition"));
    permission.sentence = fmt::format("{} {} {}{}", permission.who, permission.allowed ? "may" : "must not",
                                      but ? "do everything but " : "", actions_words(permission.actions));
    if (permission.on == std::vector<std::string>{"*"})
      permission.sentence += ", on everything";
    else if (!permission.on.empty())
      permission.sentence += ", on " + support::join(permission.on, ", ");
    if (!permission.only_if.empty()) permission.sentence += ", only if " + support::join(permission.only_if, " and ");
    all.push_back(std::move(permission));
  }
}

}  // namespace

std::vector<Permission> rights(const Node& resources) {
  std::vector<Permission> all;
  for (const document::Member& one : resources.members()) {
    const Node* properties = one.value.find("Properties");
    if (properties == nullptr) continue;
    add_statements(one.key, one.key, properties->find("AssumeRolePolicyDocument"), all);
    std::vector<std::string> roles = texts_of(properties->find("Roles"));
    for (const std::string& user : texts_of(properties->find("Users"))) roles.push_back(user);
    for (std::string& role : roles) {  // a role of this stack is called by its id, as in its own statements
      const std::string id = role.starts_with("${") && role.ends_with('}') ? role.substr(2, role.size() - 3) : "";
      if (resources.find(id) != nullptr) role = id;
    }
    const std::string who = roles.empty() ? one.key : list_of(roles);
    add_statements(one.key, who, properties->find("PolicyDocument"), all);
    if (const Node* inline_policies = properties->find("Policies")) {
      for (const Node& policy : inline_policies->items())
        add_statements(one.key, one.key, policy.find("PolicyDocument"), all);
    }
    for (const std::string& arn : texts_of(properties->find("ManagedPolicyArns"))) {
      Permission permission;
      permission.policy = one.key;
      permission.who = one.key;
      permission.on = {arn};
      permission.sentence = fmt::format("{} may do what the policy {} says", one.key, arn);
      all.push_back(std::move(permission));
    }
  }
  return all;
}

}  // namespace vend::preview
