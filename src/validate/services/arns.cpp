// ARNs of another region or partition where AWS takes those of the stack's own only. Without a region that somebody
// named, the ARNs of a template are held against each other: a stack is in one region.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "validate/checks.hpp"
#include "vend/aws/partition.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

enum class ArnBound { region, partition };
constexpr auto arn_refused = support::Severity::error;        // when the resource is made
constexpr auto arn_fails_later = support::Severity::warning;  // when it is used, or nobody documents when

struct ArnPlace {
  std::string_view type, path;  // * for the entries of a list, or the one value in its place
  ArnBound bound;
  support::Severity severity;
};

// CloudWatch, PutMetricAlarm: "Invalid region eu-west-1 specified. Only us-west-2 is supported." Elastic Load
// Balancing, CreateListener: CertificateNotFound. CloudWatch Logs looks for a key in its own region; its answer to one
// of another is not recorded. EBS, S3 and Secrets Manager user guides: a key of the same region, which is tried when
// something is encrypted. IAM, AttachRolePolicy: "ARN ... is not valid"; PutRolePolicy: "Partition "aws" is not valid
// for resource".
constexpr std::array arn_places = {
    ArnPlace{"AWS::CloudWatch::Alarm", "AlarmActions.*", ArnBound::region, arn_refused},
    ArnPlace{"AWS::CloudWatch::Alarm", "OKActions.*", ArnBound::region, arn_refused},
    ArnPlace{"AWS::CloudWatch::Alarm", "InsufficientDataActions.*", ArnBound::region, arn_refused},
    ArnPlace{"AWS::CloudWatch::CompositeAlarm", "AlarmActions.*", ArnBound::region, arn_refused},
    ArnPlace{"AWS::ElasticLoadBalancingV2::Listener", "Certificates.*.CertificateArn", ArnBound::region, arn_refused},
    ArnPlace{"AWS::ElasticLoadBalancingV2::ListenerCertificate", "Certificates.*.CertificateArn", ArnBound::region,
             arn_refused},
    ArnPlace{"AWS::Logs::LogGroup", "KmsKeyId", ArnBound::region, arn_fails_later},
    ArnPlace{"AWS::IAM::Role", "ManagedPolicyArns.*", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::User", "ManagedPolicyArns.*", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::Group", "ManagedPolicyArns.*", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::Role", "PermissionsBoundary", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::User", "PermissionsBoundary", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::Role", "Policies.*.PolicyDocument.Statement.*.Resource.*", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::Policy", "PolicyDocument.Statement.*.Resource.*", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::IAM::ManagedPolicy", "PolicyDocument.Statement.*.Resource.*", ArnBound::partition, arn_refused},
    ArnPlace{"AWS::AutoScaling::AutoScalingGroup", "NotificationConfigurations.*.TopicARN", ArnBound::region,
             arn_fails_later},
    ArnPlace{"AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs.*", ArnBound::region, arn_fails_later},
    ArnPlace{"AWS::EC2::LaunchTemplate", "LaunchTemplateData.BlockDeviceMappings.*.Ebs.KmsKeyId", ArnBound::region,
             arn_fails_later},
    ArnPlace{"AWS::EC2::Volume", "KmsKeyId", ArnBound::region, arn_fails_later},
    ArnPlace{"AWS::S3::Bucket",
             "BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.KMSMasterKeyID",
             ArnBound::region, arn_fails_later},
    ArnPlace{"AWS::SecretsManager::Secret", "KmsKeyId", ArnBound::region, arn_fails_later},
};

// An ARN that stands in such a place. The parts are of the node's text.
struct FoundArn {
  const Resource* owner;
  const Node* node;
  const ArnPlace* place;
  std::string_view partition, region;
};

void collect_arns(const Node* node, std::string_view path, const Resource& owner, const ArnPlace& place,
                  std::vector<FoundArn>& into) {
  if (node == nullptr) return;
  if (path.empty()) {
    if (!node->is_scalar() || is_symbolic(*node)) return;
    // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
    const std::vector<std::string_view> parts = support::split(node->text(), ':');
    const auto has_star = [](std::string_view part) { return part.find_first_of("*?") != std::string_view::npos; };
    if (parts.size() < 6 || parts[0] != "arn" || has_star(parts[1]) || parts[1].empty()) return;
    into.push_back({&owner, node, &place, parts[1], place.bound == ArnBound::region ? parts[3] : std::string_view()});
    return;
  }
  const std::size_t dot = std::min(path.find('.'), path.size());
  const std::string_view name = path.substr(0, dot), rest = path.substr(std::min(dot + 1, path.size()));
  if (name != "*") return collect_arns(node->is_mapping() ? node->find(name) : nullptr, rest, owner, place, into);
  if (!node->is_sequence()) return collect_arns(node, rest, owner, place, into);
  for (const Node& one : node->items()) collect_arns(&one, rest, owner, place, into);
}

bool stands_in(const Node& node, const std::string& text) {
  if (node.is_scalar()) return node.text() == text;
  return std::ranges::any_of(node.items(), [&](const Node& one) { return stands_in(one, text); }) ||
         std::ranges::any_of(node.members(), [&](const document::Member& one) { return stands_in(one.value, text); });
}

// Whether the text was written as it is: one that functions made is of the region that is assumed here.
bool is_arn_written(const FoundArn& one, const cfn::Template& t, const evaluate::Input& input) {
  const std::string& text = one.node->text();
  const auto lists = [&](std::string_view values) {
    return std::ranges::any_of(support::split(values, ','), [&](std::string_view value) { return value == text; });
  };
  const Node* resource = t.resources.find(one.owner->id);
  return (resource != nullptr && stands_in(*resource, text)) ||
         std::ranges::any_of(input.parameters, [&](const auto& given) { return lists(given.second); }) ||
         std::ranges::any_of(t.parameters.members(), [&](const document::Member& declared) {
           return lists(text_at(&declared.value, {"Default"}));
         });
}

}  // namespace

void check_arns(const Resolved& resolved, const evaluate::Input& input, Report& report) {
  std::vector<FoundArn> all;
  for (const Resource& owner : resolved.resources) {
    for (const ArnPlace& place : arn_places)
      if (place.type == owner.type) collect_arns(owner.properties, place.path, owner, place, all);
  }
  const evaluate::Environment& here = input.environment;
  std::string_view region = here.region;
  std::string partition = aws::partition(here.region);
  std::string whose = fmt::format("the stack is in {}", here.region);
  if (here.region_assumed) {
    if (std::ranges::all_of(all, [&](const FoundArn& one) {
          return one.partition == partition && (one.region.empty() || one.region == region);
        }))
      return;
    std::erase_if(all, [&](const FoundArn& one) { return !is_arn_written(one, resolved.t, input); });
    region = {}, partition.clear();
  }
  // A topic of many alarms is told once, and so is a secret's ARN with and without its end.
  std::vector<const FoundArn*> told;
  const auto is_told = [&](const FoundArn& one) {
    return std::ranges::any_of(told, [&](const FoundArn* before) {
      return before->place->type == one.place->type && one.node->text().starts_with(before->node->text());
    });
  };
  for (const FoundArn& one : all) {
    if (is_told(one)) continue;
    told.push_back(&one);
    const document::Mark mark = one.node->mark().or_else(one.owner->node->mark());
    const std::string path = one.owner->path("Properties");
    const std::optional<aws::PartitionFacts> own = aws::partition_of(one.region);
    if (own && own->name != one.partition) {
      report.add("A051", mark, path,
                 fmt::format("{} is a region of {}, not of {}", one.region, own->name, one.partition),
                 "take the ARN from where it is shown", one.place->severity);
      continue;
    }
    if (!partition.empty() && one.partition != partition) {
      report.add("A051", mark, path, fmt::format("this ARN is of the partition {}, but {}", one.partition, whose),
                 "name one of the stack's own partition; ${AWS::Partition} in Fn::Sub is always that",
                 one.place->severity);
    } else if (!one.region.empty() && !region.empty() && one.region != region) {
      report.add("A051", mark, path, fmt::format("this ARN is of {}, but {}", one.region, whose),
                 "name one of the stack's own region", one.place->severity);
    }
    if (partition.empty() || (region.empty() && !one.region.empty())) {
      whose = fmt::format("{} has {}, and a stack is in one region", one.owner->id, one.node->text());
      if (partition.empty()) partition = one.partition;
      region = one.region;
    }
  }
}

}  // namespace vend::validate
