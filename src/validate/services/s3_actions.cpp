// Actions of S3 that are for buckets on objects, and the other way round (service authorization reference, "Actions,
// resources, and condition keys for Amazon S3").
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/language/language.hpp"

namespace vend::validate {
namespace {

enum class Subject { bucket, object, either };

Subject subject_of(std::string_view action) {
  constexpr std::array<std::string_view, 12> of_objects = {
      "s3:GetObject",        "s3:PutObject",        "s3:DeleteObject",         "s3:GetObjectAcl",
      "s3:PutObjectAcl",     "s3:RestoreObject",    "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
      "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:GetObjectVersion",     "s3:DeleteObjectVersion"};
  constexpr std::array<std::string_view, 16> of_buckets = {"s3:ListBucket",
                                                           "s3:ListBucketVersions",
                                                           "s3:ListBucketMultipartUploads",
                                                           "s3:GetBucketLocation",
                                                           "s3:GetBucketAcl",
                                                           "s3:PutBucketAcl",
                                                           "s3:GetBucketPolicy",
                                                           "s3:PutBucketPolicy",
                                                           "s3:DeleteBucketPolicy",
                                                           "s3:GetBucketVersioning",
                                                           "s3:PutBucketVersioning",
                                                           "s3:GetBucketTagging",
                                                           "s3:PutBucketTagging",
                                                           "s3:GetBucketLogging",
                                                           "s3:GetBucketNotification",
                                                           "s3:GetEncryptionConfiguration"};
  if (is_one_of(action, of_objects)) return Subject::object;
  return is_one_of(action, of_buckets) ? Subject::bucket : Subject::either;
}

// What an ARN may name: behind the bucket's name a slash begins the objects; a star may be both.
Subject subject_of(const Node& resource) {
  if (!resource.is_scalar()) return Subject::either;
  std::string_view text = resource.text();
  if (text.find("accesspoint") != std::string_view::npos) return Subject::either;
  if (text.starts_with("arn:")) {
    const std::size_t service = text.find(":s3:::");
    if (service == std::string_view::npos) return Subject::either;
    text.remove_prefix(service + 6);
  } else if (!resource.is_known() && resource.unknowns().front().offset == 0) {
    const document::Unknown& first = resource.unknowns().front();
    // Only an attribute (Fn::GetAtt BUCKET.Arn) is known to be the ARN of a bucket.
    if (first.attribute != "Arn")
      return text.find('/', first.size) != std::string_view::npos ? Subject::object : Subject::either;
    text.remove_prefix(first.size - 1);  // its last character stands for a name
  } else {
    return Subject::either;
  }
  if (text.find('/') != std::string_view::npos) return Subject::object;
  // What only a stack knows may have a slash in it, too; names of buckets have three characters at least.
  const std::size_t from = resource.text().size() - text.size();
  const bool open_part = std::any_of(resource.unknowns().begin(), resource.unknowns().end(),
                                     [&](const document::Unknown& one) { return one.offset >= from; });
  const bool open = text.size() < 3 || text.find('*') != std::string_view::npos || open_part;
  return open ? Subject::either : Subject::bucket;
}

void check_statement(const Resource& owner, const Node& statement, bool of_bucket, Report& report) {
  const std::vector<const Node*> resources = items_of(statement.find("Resource"));
  if (resources.empty()) return;
  for (const Node* action : items_of(statement.find("Action"))) {
    const Subject wanted = subject_of(std::string_view(action->text()));
    if (wanted == Subject::either) continue;
    if (std::any_of(resources.begin(), resources.end(), [&](const Node* one) {
          const Subject there = subject_of(*one);
          return there == Subject::either || there == wanted;
        }))
      continue;
    report.add("A044", action->mark().or_else(owner.node->mark()), owner.path("Properties"),
               fmt::format("{} is for {}, and the statement names only {}", action->text(),
                           wanted == Subject::bucket ? "a bucket" : "objects",
                           wanted == Subject::bucket ? "objects" : "buckets"),
               wanted == Subject::bucket ? "name the bucket, without /*" : "name its objects, with /*",
               of_bucket ? std::optional(support::Severity::error) : std::nullopt);
  }
}

void check_document(const Resource& owner, const Node* document, bool of_bucket, Report& report) {
  for (const Node* one : items_of(at(document, {"Statement"}))) {
    if (one->is_mapping()) check_statement(owner, *one, of_bucket, report);
  }
}

}  // namespace

void check_s3_actions(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    const bool of_bucket = one.type == "AWS::S3::BucketPolicy";
    if (of_bucket || one.type.starts_with("AWS::IAM::"))
      check_document(one, one.properties->find("PolicyDocument"), of_bucket, report);
    if (!one.type.starts_with("AWS::IAM::")) continue;
    for (const Node* policy : items_of(one.properties->find("Policies")))
      check_document(one, policy->find("PolicyDocument"), false, report);
  }
}

}  // namespace vend::validate
