// The S3 bucket for job caches. CloudFormation cannot delete a bucket that holds objects, so the stack leaves it behind
// (docs/security.md says how to remove it); its objects expire.
#include "render/builder.hpp"
#include "render/resources/policy.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node lifecycle(Builder& b) {
  Node expire = mapping_of({{"Id", "ExpireCachedObjects"},
                            {"Status", "Enabled"},
                            {"ExpirationInDays", b.value("3GITLABRunnerS3CacheExpirationDays")}});
  Node abort =
      mapping_of({{"Id", "AbortUnfinishedUploads"},
                  {"Status", "Enabled"},
                  {"AbortIncompleteMultipartUpload", mapping_of({{"DaysAfterInitiation", Node::integer(1)}})}});
  return mapping_of({{"Rules", sequence_of({std::move(expire), std::move(abort)})}});
}

Node only_over_tls() {
  return document_of(
      {mapping_of({{"Sid", "OnlyOverTls"},
                   {"Effect", "Deny"},
                   {"Principal", "*"},
                   {"Action", "s3:*"},
                   {"Resource", sequence_of({cfn::get_att("ASGBucket", "Arn"), cfn::sub("${ASGBucket.Arn}/*")})},
                   {"Condition", mapping_of({{"Bool", mapping_of({{"aws:SecureTransport", "false"}})}})}})});
}

// GitLab Runner's keys: [runner/TOKEN/]project/ID/KEY. In a bucket of somebody's own nothing else is the runners' to
// read.
Node cache_objects(const Node& arn, bool own) {
  if (own) return join("", {arn, "/*"});
  return sequence_of({join("", {arn, "/project/*"}), join("", {arn, "/runner/*"})});
}

}  // namespace

void add_cache_bucket(Builder& b) {
  Condition creates = creates_bucket(b);
  if (creates.is(false)) return;
  const Condition own_key = b.differs("UseCacheKmsKey", "3GITLABRunnerS3CacheKmsKey", "");
  const Node aws_key = mapping_of({{"ServerSideEncryptionByDefault", mapping_of({{"SSEAlgorithm", "AES256"}})}});
  Node encryption = own_key.is(false)
                        ? aws_key
                        : b.choose(own_key,
                                   mapping_of({{"ServerSideEncryptionByDefault",
                                                mapping_of({{"SSEAlgorithm", "aws:kms"},
                                                            {"KMSMasterKeyID", b.text("3GITLABRunnerS3CacheKmsKey")}})},
                                               {"BucketKeyEnabled", Node::boolean(true)}}),
                                   aws_key);
  Node blocked = mapping_of({{"BlockPublicAcls", Node::boolean(true)},
                             {"BlockPublicPolicy", Node::boolean(true)},
                             {"IgnorePublicAcls", Node::boolean(true)},
                             {"RestrictPublicBuckets", Node::boolean(true)}});
  b.add({.id = "ASGBucket",
         .type = "AWS::S3::Bucket",
         .condition = creates,
         .properties = mapping_of(
             {{"BucketEncryption",
               mapping_of({{"ServerSideEncryptionConfiguration", sequence_of({std::move(encryption)})}})},
              {"PublicAccessBlockConfiguration", std::move(blocked)},
              {"OwnershipControls",
               mapping_of({{"Rules", sequence_of({mapping_of({{"ObjectOwnership", "BucketOwnerEnforced"}})})}})},
              {"LifecycleConfiguration", lifecycle(b)}}),
         .attributes = mapping_of({{"DeletionPolicy", "RetainExceptOnCreate"}, {"UpdateReplacePolicy", "Retain"}})});
  b.add({.id = "ASGBucketTlsPolicy",
         .type = "AWS::S3::BucketPolicy",
         .condition = creates,
         .properties = mapping_of({{"Bucket", cfn::ref("ASGBucket")}, {"PolicyDocument", only_over_tls()}})});
}

void add_cache_statements(Builder& b, std::vector<Node>& statements) {
  const Condition uses = uses_bucket(b), creates = creates_bucket(b);
  if (uses.is(false)) return;
  const Node own = creates.is(false) ? no_value() : get_att("ASGBucket", "Arn");
  const Node given = creates.is(true) ? no_value()
                                      : sub("arn:${AWS::Partition}:s3:::${Name}",
                                            mapping_of({{"Name", b.text("3GITLABRunnerS3CacheBucket")}}));
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
