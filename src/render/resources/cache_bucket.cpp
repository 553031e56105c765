// The S3 bucket for job caches. CloudFormation cannot delete a bucket that holds objects, so the stack leaves it behind
// (docs/security.md says how to remove it); its objects expire.
#include "render/builder.hpp"

namespace vend::render {
namespace {

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
  Node statement = map({{"Sid", "OnlyOverTls"},
                        {"Effect", "Deny"},
                        {"Principal", "*"},
                        {"Action", "s3:*"},
                        {"Resource", list({cfn::get_att("ASGBucket", "Arn"), cfn::sub("${ASGBucket.Arn}/*")})},
                        {"Condition", map({{"Bool", map({{"aws:SecureTransport", "false"}})}})}});
  return map({{"Version", "2012-10-17"}, {"Statement", list({std::move(statement)})}});
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

}  // namespace vend::render
