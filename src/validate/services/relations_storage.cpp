// What S3, EFS, Backup, ECR and Kinesis refuse together.
#include "validate/services/relations.hpp"

namespace vend::validate {
namespace {

constexpr Relation storage_rows[] = {
    {"AWS::S3::Bucket", "", "BucketName~^(.{1,2}|.{64,})$", "a bucket's name has 3 to 63 characters", "rename it",
     "S3 user guide, \"Bucket naming rules\": \"Bucket name should ...\""},
    {"AWS::S3::Bucket", "", "BucketName~[.][.]", "a bucket's name has no two points together", "rename it",
     "S3 user guide, \"Bucket naming rules\""},
    {"AWS::S3::Bucket", "", "BucketName~^\\d+[.]\\d+[.]\\d+[.]\\d+$", "a bucket's name is not an address", "rename it",
     "S3 user guide, \"Bucket naming rules\""},
    {"AWS::S3::Bucket", "", "BucketName~^(xn--|sthree-|amzn-s3-demo-)", "this beginning of a bucket's name is reserved",
     "rename it", "S3 user guide, \"Bucket naming rules\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]",
     "0:AbortIncompleteMultipartUpload|ExpirationDate|ExpirationInDays|ExpiredObjectDeleteMarker|"
     "NoncurrentVersionExpiration|NoncurrentVersionExpirationInDays|NoncurrentVersionTransition|"
     "NoncurrentVersionTransitions|Transition|Transitions",
     "the rule does nothing", "add such as ExpirationInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"At least one action needs to be specified in a rule\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[].Transitions[]",
     "StorageClass=STANDARD_IA|ONEZONE_IA TransitionInDays<30",
     "objects are 30 days old before they go to STANDARD_IA or ONEZONE_IA", "raise TransitionInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"'Days' in Transition action must be greater than or equal "
     "to 30\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[].Transition",
     "StorageClass=STANDARD_IA|ONEZONE_IA TransitionInDays<30",
     "objects are 30 days old before they go to STANDARD_IA or ONEZONE_IA", "raise TransitionInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"'Days' in Transition action must be greater than or equal "
     "to 30\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]", "ExpirationInDays<Transitions.0.TransitionInDays+1",
     "objects expire before they are moved", "raise ExpirationInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"'Days' in the Expiration action must be greater than 'Days' "
     "in the Transition action\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]", "ExpirationInDays<Transitions.1.TransitionInDays+1",
     "objects expire before they are moved", "raise ExpirationInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"'Days' in the Expiration action must be greater than 'Days' "
     "in the Transition action\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]", "ExpirationInDays<Transitions.2.TransitionInDays+1",
     "objects expire before they are moved", "raise ExpirationInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"'Days' in the Expiration action must be greater than 'Days' "
     "in the Transition action\""},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]", "ExpirationInDays<Transition.TransitionInDays+1",
     "objects expire before they are moved", "raise ExpirationInDays",
     "S3 API reference, PutBucketLifecycleConfiguration: \"'Days' in the Expiration action must be greater than 'Days' "
     "in the Transition action\""},
    {"AWS::S3::Bucket", "", "ReplicationConfiguration !VersioningConfiguration", "replication needs versions",
     "add VersioningConfiguration with Status: Enabled",
     "S3 API reference, PutBucketReplication: \"Versioning must be 'Enabled' on the bucket to apply a replication "
     "configuration\""},
    {"AWS::S3::Bucket", "", "ReplicationConfiguration VersioningConfiguration.Status=Suspended",
     "replication needs versions", "write Status: Enabled",
     "S3 API reference, PutBucketReplication: \"Versioning must be 'Enabled' on the bucket to apply a replication "
     "configuration\""},
    {"AWS::S3::Bucket", "WebsiteConfiguration", "RedirectAllRequestsTo 1:IndexDocument|ErrorDocument|RoutingRules",
     "a website that redirects everything has nothing else", "remove what stands beside RedirectAllRequestsTo",
     "S3 API reference, PutBucketWebsite"},
    {"AWS::S3::Bucket", "IntelligentTieringConfigurations[].Tierings[]", "AccessTier=ARCHIVE_ACCESS Days<90",
     "objects are 90 days without access before they go to ARCHIVE_ACCESS", "raise Days", "S3 API reference, Tiering"},
    {"AWS::S3::Bucket", "IntelligentTieringConfigurations[].Tierings[]", "AccessTier=DEEP_ARCHIVE_ACCESS Days<180",
     "objects are 180 days without access before they go to DEEP_ARCHIVE_ACCESS", "raise Days",
     "S3 API reference, Tiering"},
    {"AWS::S3::Bucket", "NotificationConfiguration.LambdaConfigurations[]",
     "Event!~^s3:(Object(Created|Removed|Restore|Tagging|Acl|Annotation)|ReducedRedundancyLostObject|Replication|"
     "LifecycleTransition|LifecycleExpiration|IntelligentTiering|TestEvent)",
     "S3 has no such event", "write such as s3:ObjectCreated:*", "S3 user guide, \"Supported event types\"", true},
    {"AWS::S3::Bucket", "NotificationConfiguration.QueueConfigurations[]",
     "Event!~^s3:(Object(Created|Removed|Restore|Tagging|Acl|Annotation)|ReducedRedundancyLostObject|Replication|"
     "LifecycleTransition|LifecycleExpiration|IntelligentTiering|TestEvent)",
     "S3 has no such event", "write such as s3:ObjectCreated:*", "S3 user guide, \"Supported event types\"", true},
    {"AWS::S3::Bucket", "NotificationConfiguration.TopicConfigurations[]",
     "Event!~^s3:(Object(Created|Removed|Restore|Tagging|Acl|Annotation)|ReducedRedundancyLostObject|Replication|"
     "LifecycleTransition|LifecycleExpiration|IntelligentTiering|TestEvent)",
     "S3 has no such event", "write such as s3:ObjectCreated:*", "S3 user guide, \"Supported event types\"", true},
    {"AWS::S3::Bucket", "BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault",
     "SSEAlgorithm=AES256 KMSMasterKeyID", "AES256 takes no key of KMS",
     "write SSEAlgorithm: aws:kms, or remove the key",
     "S3 API reference, PutBucketEncryption: \"a KMSMasterKeyID is not applicable if the default sse algorithm is not "
     "aws:kms\""},
    {"AWS::EFS::FileSystem", "", "ThroughputMode=provisioned !ProvisionedThroughputInMibps",
     "the provisioned throughput is missing", "add ProvisionedThroughputInMibps",
     "EFS API reference, CreateFileSystem"},
    {"AWS::EFS::FileSystem", "", "KmsKeyId Encrypted=false", "a key is for encrypted file systems only",
     "write Encrypted: true, or remove KmsKeyId", "EFS API reference, CreateFileSystem"},
    {"AWS::EFS::FileSystem", "", "KmsKeyId !Encrypted", "a key is for encrypted file systems only",
     "add Encrypted: true", "EFS API reference, CreateFileSystem"},
    {"AWS::Backup::BackupPlan", "BackupPlan.BackupPlanRule[]",
     "Lifecycle.DeleteAfterDays<Lifecycle.MoveToColdStorageAfterDays+90",
     "what goes to cold storage stays there for 90 days at least", "raise DeleteAfterDays",
     "Backup API reference, Lifecycle: \"90 days greater than\""},
    {"AWS::ECR::Repository", "", "LifecyclePolicy.LifecyclePolicyText!json", "the lifecycle policy is not JSON",
     "mend it", "ECR API reference, PutLifecyclePolicy"},
    {"AWS::Kinesis::Stream", "", "StreamModeDetails.StreamMode=ON_DEMAND ShardCount",
     "a stream on demand has no number of shards", "remove ShardCount",
     "Kinesis API reference, CreateStream, ShardCount"},
    {"AWS::Kinesis::Stream", "", "StreamModeDetails.StreamMode=PROVISIONED !ShardCount",
     "a provisioned stream has no shards", "add ShardCount", "Kinesis API reference, CreateStream, ShardCount"},
    {"AWS::Kinesis::Stream", "", "RetentionPeriodHours<24", "a stream keeps its records for 24 hours at least",
     "raise RetentionPeriodHours", "Kinesis API reference, IncreaseStreamRetentionPeriod"},
};

}  // namespace

std::span<const Relation> storage_relations() { return storage_rows; }

}  // namespace vend::validate
