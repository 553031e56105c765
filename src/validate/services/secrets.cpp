// Secrets where they can be read: tokens in plain text, and dynamic references that CloudFormation does not resolve or
// whose value does not stay secret.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/language/language.hpp"
#include "validate/services/user_data.hpp"
#include "vend/support/token.hpp"

namespace vend::validate {
namespace {

// Of each resource the first one is enough.
bool report_token(const Node& node, const std::string& path, document::Mark owner, Report& report) {
  if (const std::string_view what = node.is_scalar() ? support::secret_in(node.text()) : ""; !what.empty()) {
    report.add("A042", node.mark().or_else(owner), path, fmt::format("{} stands here in plain text", what),
               "revoke it, and let the instance read a secret of Secrets Manager instead");
    return true;
  }
  return std::any_of(node.items().begin(), node.items().end(),
                     [&](const Node& one) { return report_token(one, path, owner, report); }) ||
         std::any_of(node.members().begin(), node.members().end(),
                     [&](const document::Member& one) { return report_token(one.value, path, owner, report); });
}

// CloudFormation user guide, "Dynamic references": where ssm-secure may stand.
struct SecurePlace {
  std::string_view type, property;
};
constexpr std::array secure_places = {
    SecurePlace{"AWS::DirectoryService::MicrosoftAD", "Password"},
    SecurePlace{"AWS::DirectoryService::SimpleAD", "Password"},
    SecurePlace{"AWS::ElastiCache::ReplicationGroup", "AuthToken"},
    SecurePlace{"AWS::IAM::User", "Password"},
    SecurePlace{"AWS::KinesisFirehose::DeliveryStream", "Password"},
    SecurePlace{"AWS::OpsWorks::App", "Password"},
    SecurePlace{"AWS::OpsWorks::Stack", "Password"},
    SecurePlace{"AWS::OpsWorks::Stack", "DbPassword"},
    SecurePlace{"AWS::RDS::DBCluster", "MasterUserPassword"},
    SecurePlace{"AWS::RDS::DBInstance", "MasterUserPassword"},
    SecurePlace{"AWS::Redshift::Cluster", "MasterUserPassword"},
};

constexpr std::string_view of_secrets_manager = "{{resolve:secretsmanager:", of_ssm_secure = "{{resolve:ssm-secure:";

// Dynamic references that begin so below a node, with the name of the property that holds each.
template <typename Visit>
void each_reference(const Node& node, std::string_view beginning, std::string_view property, const Visit& visit) {
  if (node.is_scalar() && node.text().find(beginning) != std::string::npos) visit(node, property);
  for (const Node& one : node.items()) each_reference(one, beginning, property, visit);
  for (const document::Member& one : node.members())
    each_reference(one.value, beginning, one.key.starts_with("Fn::") ? property : std::string_view(one.key), visit);
}

void check_dynamic(const document::Member& resource, Report& report) {
  const std::string path = "Resources." + resource.key;
  const std::string_view type = text_at(&resource.value, {"Type"});
  if (const Node* properties = resource.value.find("Properties")) {
    each_reference(*properties, of_ssm_secure, "Properties", [&](const Node& node, std::string_view property) {
      const bool allowed = std::any_of(secure_places.begin(), secure_places.end(), [&](const SecurePlace& one) {
        return one.type == type && one.property == property;
      });
      if (!allowed)
        report.add("A046", node.mark(), path + ".Properties",
                   fmt::format("{} of {} takes no secure parameter (ssm-secure)", property, type),
                   "use a secret of Secrets Manager, or let the instance read the parameter");
    });
    const Node* data = user_data_of(properties);
    if (data != nullptr)
      each_reference(*data, of_secrets_manager, "UserData", [&](const Node& node, std::string_view) {
        report.add("A020", node.mark(), path + ".UserData",
                   "the secret of Secrets Manager would stand in UserData in plain text",
                   "let the instance read it: aws secretsmanager get-secret-value");
      });
  }
  if (const Node* metadata = resource.value.find("Metadata")) {
    for (std::string_view kind : {of_secrets_manager, of_ssm_secure})
      each_reference(*metadata, kind, "Metadata", [&](const Node& node, std::string_view) {
        report.add("A020", node.mark(), path + ".Metadata",
                   "a secret stands in Metadata, which everybody may read who may describe the stack",
                   "let the instance read it");
      });
  }
}

}  // namespace

void check_plain_secrets(const cfn::Template& t, Report& report) {
  for (const document::Member& one : t.resources.members()) {
    report_token(one.value, "Resources." + one.key, one.mark, report);
    check_dynamic(one, report);
  }
  for (const document::Member& one : t.parameters.members()) {
    if (const Node* fallback = one.value.find("Default"))
      report_token(*fallback, "Parameters." + one.key + ".Default", one.mark, report);
  }
  for (const document::Member& one : t.mappings.members())
    report_token(one.value, "Mappings." + one.key, one.mark, report);
  for (const document::Member& one : t.outputs.members()) {
    for (std::string_view kind : {of_secrets_manager, of_ssm_secure})
      each_reference(one.value, kind, "Value", [&](const Node& node, std::string_view) {
        report.add("A020", node.mark(), "Outputs." + one.key, "a secret stands in an output, which is not a secret",
                   "give out the secret's ARN");
      });
  }
}

}  // namespace vend::validate
