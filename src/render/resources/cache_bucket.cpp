// The S3 bucket for job caches. CloudFormation cannot delete a bucket that holds objects, so the stack leaves it behind
// (docs/security.md says how to remove it); its objects expire.
#include "render/builder.hpp"
#include "render/resources/policy.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node lifecycle(Builder& b) {
  Node expire = map({{"Id", "ExpireCachedObjects"},
                     {"Status", "Enabled"},
                     {"ExpirationInDays", b.value("3GITLABRunnerS3CacheExpirationDays")}});
  Node abort = map({{"Id", "AbortUnfinishedUploads"},
                    {"Status", "Enabled"},
                    {"AbortIncompleteMultipartUpload", map({{"DaysAfterInitiation", Node::integer(1)}})}});
  return map({{"Rules", list({std::move(expire), std::move(abort)})}});
}

Node only_over_tls() {
  return document_of({map({{"Sid", "OnlyOverTls"},
                           {"Effect", "Deny"},
                           {"Principal", "*"},
                           {"Action", "s3:*"},
                           {"Resource", list({cfn::get_att("ASGBucket", "Arn"), cfn::sub("${ASGBucket.Arn}/*")})},
                           {"Condition", map({{"Bool", map({{"aws:SecureTransport", "false"}})}})}})});
}

// GitLab Runner's keys: [runner/TOKEN/]project/ID/KEY. In a bucket of somebody's own nothing else is the runners' to
// read.
Node cache_objects(const Node& arn, bool own) {
  if (own) return join("", {arn, "/*"});
  return list({join("", {arn, "/project/*"}), join("", {arn, "/runner/*"})});
}

}  // namespace

void add_cache_bucket(Builder& b) {
  Condition creates = creates_bucket(b);
  if (creates.is(false)) return;
  const Condition own_key = b.differs("UseCacheKmsKey", "3GITLABRunnerS3CacheKmsKey", "");
  const Node aws_key = map({{"ServerSideEncryptionByDefault", map({{"SSEAlgorithm", "AES256"}})}});
  Node encryption =
      own_key.is(false)
          ? aws_key
          : b.choose(
                own_key,
                map({{"ServerSideEncryptionByDefault",
                      map({{"SSEAlgorithm", "aws:kms"}, {"KMSMasterKeyID", b.text("3GITLABRunnerS3CacheKmsKey")}})},
                     {"BucketKeyEnabled", Node::boolean(true)}}),
                aws_key);
  Node blocked = map({{"BlockPublicAcls", Node::boolean(true)},
                      {"BlockPublicPolicy", Node::boolean(true)},
                      {"IgnorePublicAcls", Node::boolean(true)},
                      {"RestrictPublicBuckets", Node::boolean(true)}});
  b.add({.id = "ASGBucket",
         .type = "AWS::S3::Bucket",
         .condition = creates,
         .properties =
             map({{"BucketEncryption", map({{"ServerSideEncryptionConfiguration", list({std::move(encryption)})}})},
                  {"PublicAccessBlockConfiguration", std::move(blocked)},
                  {"OwnershipControls", map({{"Rules", list({map({{"ObjectOwnership", "BucketOwnerEnforced"}})})}})},
                  {"LifecycleConfiguration", lifecycle(b)}}),
         .attributes = map({{"DeletionPolicy", "RetainExceptOnCreate"}, {"UpdateReplacePolicy", "Retain"}})});
  b.add({.id = "ASGBucketTlsPolicy",
         .type = "AWS::S3::BucketPolicy",
         .condition = creates,
         .properties = map({{"Bucket", cfn::ref("ASGBucket")}, {"PolicyDocument", only_over_tls()}})});
}

void add_cache_statements(Builder& b, std::vector<Node>& statements) {
  const Condition uses = uses_bucket(b), creates = creates_bucket(b);
  if (uses.is(false)) return;
  const Node own = creates.is(false) ? no_value() : get_att("ASGBucket", "Arn");
  const Node given = creates.is(true) ? no_value()
                                      : sub("arn:${AWS::Partition}:s3:::${Name}",
                                            map({{"Name", b.text("3GITLABRunnerS3CacheBucket")}}));
  Node objects = b.choose(creates, creates.is(false) ? no_value() : cache_objects(own, true),
                          creates.is(true) ? no_value() : cache_objects(given, false));
  const auto unless_unused = [&](Node cache, Node unused) {
    return b.choose(uses, std::move(cache), std::move(unused));
  };
  statements.push_back(unless_unused(
      statement("CacheObjects", {"s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"},
                std::move(objects)),
      nothing_to_allow("NoCacheObjects")));
  statements.push_back(
      unless_unused(statement("CacheBucket", {"s3:GetBucketLocation", "s3:ListBucket"}, b.choose(creates, own, given)),
                    nothing_to_allow("NoCacheBucket")));
  const Condition has_key = b.differs("UseCacheKmsKey", "3GITLABRunnerS3CacheKmsKey", "");
  if (has_key.is(false)) return;
  statements.push_back(b.choose(has_key,
                                statement("CacheKey", {"kms:Decrypt", "kms:GenerateDataKey"},
                                          b.text("3GITLABRunnerS3CacheKmsKey"), via_services({"s3"})),
                                nothing_to_allow("NoCacheKey")));
}

}  // namespace vend::render
