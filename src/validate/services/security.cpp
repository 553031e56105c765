// What AWS accepts and a reviewer should not: secrets, metadata, policies, buckets, partitions, runtimes.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/checks.hpp"
#include "vend/aws/dated.hpp"
#include "vend/calendar/zone.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/cfn/references.hpp"

namespace vend::validate {
namespace {

// The first use of a NoEcho parameter below a node.
struct Use {
  std::string name;
  document::Mark mark;
};
std::optional<Use> secret_in(const cfn::Template& t, const Node& node) {
  if (std::optional<cfn::Function> function = cfn::as_function(node)) {
    const Node& argument = *function->argument;
    for (const cfn::Reference& one : cfn::references_of(*function)) {
      if (one.kind == cfn::Reference::Kind::name && cfn::is_secret(t, one.name)) return Use{one.name, one.mark};
    }
    if (function->name == "Fn::If" && !argument.items().empty()) {
      for (std::size_t i = 1; i < argument.items().size(); ++i) {
        if (std::optional<Use> use = secret_in(t, argument.items()[i])) return use;
      }
      return std::nullopt;
    }
  }
  for (const Node& one : node.items()) {
    if (std::optional<Use> use = secret_in(t, one)) return use;
  }
  for (const document::Member& one : node.members()) {
    if (std::optional<Use> use = secret_in(t, one.value)) return use;
  }
  return std::nullopt;
}

void check_secrets(const cfn::Template& t, Report& report) {
  auto forbid = [&](const Node* node, const std::string& path, std::string_view where) {
    if (node == nullptr) return;
    if (std::optional<Use> use = secret_in(t, *node)) {
      report.add("A020", use->mark, path, fmt::format("the secret parameter {} is readable in {}", use->name, where),
                 "put it into AWS::SecretsManager::Secret and let the instance read that");
    }
  };
  for (const document::Member& one : t.resources.members()) {
    const Node* properties = one.value.find("Properties");
    const Node* data = at(properties, {"LaunchTemplateData", "UserData"});
    forbid(data != nullptr ? data : at(properties, {"UserData"}), "Resources." + one.key + ".UserData", "UserData");
    forbid(one.value.find("Metadata"), "Resources." + one.key + ".Metadata", "the resource's Metadata");
  }
  for (const document::Member& one : t.outputs.members())
    forbid(one.value.find("Value"), "Outputs." + one.key, "an output");
}

void check_metadata_service(const Resource& resource, Report& report) {
  const Node* data = resource.type == "AWS::EC2::LaunchTemplate" ? resource.properties->find("LaunchTemplateData")
                     : resource.type == "AWS::AutoScaling::LaunchConfiguration" ? resource.properties
                                                                                : nullptr;
  if (data == nullptr) return;
  const Node* tokens = at(data, {"MetadataOptions", "HttpTokens"});
  if (tokens != nullptr && (tokens->text() == "required" || is_symbolic(*tokens))) return;
  if (text_at(data, {"MetadataOptions", "HttpEndpoint"}) == "disabled") return;
  report.add("A021", tokens != nullptr ? tokens->mark() : data->mark(), resource.path("Properties"),
             "instances answer metadata requests without a token (IMDSv1)",
             "set MetadataOptions.HttpTokens to required");
}

void check_policy(const Resource& resource, const Node* document, Report& report) {
  for (const Node* statement : items_of(at(document, {"Statement"}))) {
    if (text_at(statement, {"Effect"}) != "Allow") continue;
    bool all_resources = false;
    for (const Node* one : items_of(statement->find("Resource"))) all_resources = all_resources || one->text() == "*";
    if (!all_resources || statement->find("Condition") != nullptr) continue;
    for (const Node* action : items_of(statement->find("Action"))) {
      const std::string& text = action->text();
      if (text == "*" || text == "*:*" || text == "iam:*" || text == "iam:PassRole" || text == "ssm:*" ||
          text == "ec2:*" || text == "s3:*" || text == "sts:AssumeRole") {
        report.add("A022", action->mark(), resource.path("Properties"),
                   fmt::format("{} is allowed on every resource of the account", text),
                   "name the actions and the resources that are needed");
      }
    }
  }
}

void check_bucket(const Resource& bucket, Report& report) {
  const Node* acl = bucket.properties->find("AccessControl");
  if (acl != nullptr && acl->text().starts_with("PublicRead"))
    report.add("A023", acl->mark(), bucket.path("Properties.AccessControl"),
               fmt::format("everybody may read the bucket ({})", acl->text()), "remove AccessControl");
  const Node* block = bucket.properties->find("PublicAccessBlockConfiguration");
  if (block == nullptr) return;
  for (const document::Member& one : block->members()) {
    if (one.value.text() == "false")
      report.add("A023", one.value.mark(), bucket.path("Properties.PublicAccessBlockConfiguration." + one.key),
                 fmt::format("{} is off: the bucket can become public", one.key), "set it to true");
  }
}

void check_bucket_policy(const Resource& policy, Report& report) {
  for (const Node* statement : items_of(at(policy.properties, {"PolicyDocument", "Statement"}))) {
    const Node* principal = statement->find("Principal");
    if (principal == nullptr) continue;
    const std::vector<const Node*> accounts = items_of(principal->find("AWS"));
    const bool everybody = principal->text() == "*" || std::any_of(accounts.begin(), accounts.end(),
                                                                   [](const Node* one) { return one->text() == "*"; });
    if (everybody && text_at(statement, {"Effect"}) == "Allow" && statement->find("Condition") == nullptr) {
      report.add("A023", principal->mark(), policy.path("Properties.PolicyDocument"), "everybody is allowed",
                 "name the principals, or add a condition");
    }
  }
}

void find_partitions(const cfn::Template& t, const Node& node, const std::string& path, Report& report) {
  if (node.text().find("arn:aws:") != std::string::npos) {
    report.add("A024", node.mark(), path, "this ARN is for the partition aws only, not for China or GovCloud",
               "write arn:${AWS::Partition}: in Fn::Sub");
  }
  for (const Node& one : node.items()) find_partitions(t, one, path, report);
  for (const document::Member& one : node.members()) find_partitions(t, one.value, path, report);
}

// The day of today, or that of the list where nobody says which day it is.
std::string day_of(std::optional<std::int64_t> now) {
  return now ? calendar::to_text(*now).substr(0, 10) : std::string(aws::lists_taken);
}

void check_runtime(const Resource& function, const std::string& today, Report& report) {
  const Node* runtime = function.properties->find("Runtime");
  if (runtime == nullptr) return;
  const auto* row = std::find_if(aws::runtimes.begin(), aws::runtimes.end(),
                                 [&](const aws::Runtime& one) { return one.name == runtime->text(); });
  if (row == aws::runtimes.end()) return;
  const bool old = row->deprecated <= today;
  // In the year before that day it is a note: what is created today will still be there then.
  const std::string in_a_year = std::to_string(std::stoi(today.substr(0, 4)) + 1) + today.substr(4);
  if (row->deprecated > in_a_year) return;
  report.add(
      "A025", runtime->mark(), function.path("Properties.Runtime"),
      old ? fmt::format("the Lambda runtime {} is deprecated since {}, and AWS means to take no new function of it "
                        "from {} on (list of {})",
                        row->name, row->deprecated, row->no_create, aws::lists_taken)
          : fmt::format("the Lambda runtime {} is deprecated from {} on (list of {})", row->name, row->deprecated,
                        aws::lists_taken),
      "move to a newer runtime", old ? std::nullopt : std::optional(support::Severity::info));
}

void check_age(const Resource& resource, const std::string& today, Report& report) {
  if (resource.type == "AWS::Lambda::Function" || resource.type == "AWS::Serverless::Function")
    check_runtime(resource, today, report);
  const Node* image = resource.type == "AWS::EC2::LaunchTemplate"
                          ? at(resource.properties, {"LaunchTemplateData", "ImageId"})
                          : resource.properties->find("ImageId");
  if (image == nullptr || !image->is_scalar()) return;
  for (const aws::OldImage& row : aws::old_images) {
    if (image->text().find(row.part) != std::string::npos)
      report.add("A026", image->mark(), resource.path("Properties"), std::string(row.what), "choose a newer platform");
  }
}

}  // namespace

void check_security(const Resolved& resolved, std::optional<std::int64_t> now, Report& report) {
  const std::string today = day_of(now);
  check_secrets(resolved.t, report);
  for (const document::Member& one : resolved.t.resources.members()) {
    if (const Node* properties = one.value.find("Properties"))
      find_partitions(resolved.t, *properties, "Resources." + one.key + ".Properties", report);
  }
  for (const Resource& one : resolved.resources) {
    check_metadata_service(one, report);
    check_age(one, today, report);
    if (one.type.starts_with("AWS::IAM::")) check_policy(one, one.properties->find("PolicyDocument"), report);
    if (one.type == "AWS::IAM::Role") {
      for (const Node* policy : items_of(one.properties->find("Policies")))
        check_policy(one, policy->find("PolicyDocument"), report);
    }
    if (one.type == "AWS::S3::Bucket") check_bucket(one, report);
    if (one.type == "AWS::S3::BucketPolicy") check_bucket_policy(one, report);
  }
}

}  // namespace vend::validate
