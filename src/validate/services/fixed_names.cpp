// Names that a template fixes: a second stack of it fails in the same account, and what must be replaced cannot be
// (CloudFormation user guide, "Name type").
#include <fmt/format.h>

#include <array>

#include "validate/checks.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

struct NamedType {
  std::string_view type, property;
};
constexpr std::array named_types = {
    NamedType{"AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupName"},
    NamedType{"AWS::AutoScaling::LaunchConfiguration", "LaunchConfigurationName"},
    NamedType{"AWS::CloudWatch::Alarm", "AlarmName"},
    NamedType{"AWS::CloudWatch::Dashboard", "DashboardName"},
    NamedType{"AWS::DynamoDB::Table", "TableName"},
    NamedType{"AWS::EC2::LaunchTemplate", "LaunchTemplateName"},
    NamedType{"AWS::EC2::SecurityGroup", "GroupName"},
    NamedType{"AWS::ECS::Cluster", "ClusterName"},
    NamedType{"AWS::IAM::Group", "GroupName"},
    NamedType{"AWS::IAM::InstanceProfile", "InstanceProfileName"},
    NamedType{"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
    NamedType{"AWS::IAM::Role", "RoleName"},
    NamedType{"AWS::IAM::User", "UserName"},
    NamedType{"AWS::Lambda::Function", "FunctionName"},
    NamedType{"AWS::Logs::LogGroup", "LogGroupName"},
    NamedType{"AWS::S3::Bucket", "BucketName"},
    NamedType{"AWS::SNS::Topic", "TopicName"},
    NamedType{"AWS::SQS::Queue", "QueueName"},
};

// The name as the template writes it: a function may make another one of each stack.
const Node* fixed_name(const cfn::Template& t, const Resource& one) {
  for (const NamedType& row : named_types) {
    if (row.type != one.type) continue;
    const Node* name = at(t.resources.find(one.id), {"Properties", row.property});
    if (name != nullptr && name->is_scalar() && !name->is_null() && !is_symbolic(*name)) return name;
  }
  return nullptr;
}

}  // namespace

void check_fixed_names(const Resolved& resolved, Report& report) {
  std::vector<std::string> names;
  document::Mark first;
  std::string path;
  for (const Resource& one : resolved.resources) {
    const Node* name = fixed_name(resolved.t, one);
    if (name == nullptr) continue;
    if (names.empty()) first = name->mark(), path = one.path("Properties");
    names.push_back(fmt::format("{} of {}", name->text(), one.id));
  }
  if (names.empty()) return;
  const std::size_t count = names.size();
  names.resize(std::min<std::size_t>(count, 5));
  report.add("A041", first, path,
             fmt::format("{} fixed name{}: a second stack of this template fails in the same account ({}{})", count,
                         count == 1 ? "" : "s", support::join(names, ", "), count > names.size() ? ", ..." : ""),
             "leave names to CloudFormation, or make them of ${AWS::StackName}");
}

}  // namespace vend::validate
