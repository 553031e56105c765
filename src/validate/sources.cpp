// An error is what AWS refuses: who says so, for every rule that reports errors. (CFN = CloudFormation user guide; its
// messages are in quotation marks, by their sense and often from memory: look them up before you cite them.) Ordered by
// code.
#include "validate/sources.hpp"

#include <algorithm>
#include <array>

namespace vend::validate {
namespace {

struct Source {
  std::string_view code, words;
};
constexpr std::array error_sources = {
    Source{"A001", "EC2 Auto Scaling API reference, StepAdjustment: no gap, no overlap, one open end each way"},
    Source{"A002", "CloudWatch API reference, PutMetricAlarm, Period"},
    Source{"A003",
           "EC2 Auto Scaling API reference, PutScheduledUpdateGroupAction, Recurrence: \"Given recurrence string is "
           "invalid\""},
    Source{"A004", "EC2 Auto Scaling user guide, \"Scheduled scaling\": one action at a time"},
    Source{"A005",
           "EC2 Auto Scaling API reference, CreateAutoScalingGroup: \"Min bound ... must be less than or equal to max "
           "bound\""},
    Source{"A010",
           "EC2 API reference, RunInstances: \"The architecture ... of the specified instance type does not match\""},
    Source{"A027", "EventBridge API reference, PutRule: \"Parameter ScheduleExpression is not valid\""},
    Source{"A028",
           "S3 user guide, \"Controlling ownership of objects\": \"Bucket cannot have ACLs set with ObjectOwnership's "
           "BucketOwnerEnforced setting\""},
    Source{"A030", "CFN, \"Name type\": \"... already exists\""},
    Source{"A031", "EC2 API reference, CreateSubnet: \"The CIDR ... is invalid\", \"conflicts with another subnet\""},
    Source{"A032",
           "ECS developer guide, \"Task definition differences for Fargate\": \"No Fargate configuration exists for "
           "given values\""},
    Source{"A033", "Lambda developer guide: \"Reserved keys used in this request\""},
    Source{"A034", "SQS and SNS API references, CreateQueue and CreateTopic: \"Fifo Topic names must end with .fifo\""},
    Source{"A035", "Route 53 API reference, ChangeResourceRecordSets: \"Invalid Resource Record\""},
    Source{"A036",
           "EC2 API reference, RunInstances: \"Network interfaces and an instance-level security groups may not be "
           "specified on the same request\""},
    Source{"A037",
           "EC2 Auto Scaling API reference, MixedInstancesPolicy, LaunchTemplateOverrides, InstancesDistribution"},
    Source{"A038", "EC2 Auto Scaling API reference, PutScalingPolicy, and quotas: 20 step adjustments"},
    Source{"A039",
           "EC2 Auto Scaling API reference, PutScheduledUpdateGroupAction: \"At least one of ... must be specified\""},
    Source{"A040", "EC2 API reference, CreateLaunchTemplate: \"The resource type cannot be null or empty\""},
    Source{"A044",
           "S3, PutBucketPolicy: \"Action does not apply to any resource(s) in statement\" (an error in policies of "
           "buckets only)"},
    Source{"A045",
           "Elastic Load Balancing API reference, CreateLoadBalancer: \"At least two subnets in two different "
           "Availability Zones must be specified\""},
    Source{"A046", "CFN, \"Dynamic references\": \"SSM Secure reference is not supported in\""},
    Source{"A047",
           "the API references of the services: each row of src/validate/services/relations_*.cpp names its own"},
    Source{"A048", "AWS General Reference, \"Tag naming limits and requirements\": \"Duplicate tag keys found\""},
    Source{"A049", "CFN, \"Dynamic references\": \"Incorrect format is used in the following SSM reference\""},
    Source{"A050", "Step Functions API reference, CreateStateMachine: \"Invalid State Machine Definition\""},
    Source{
        "A051",
        "CloudWatch API reference, PutMetricAlarm: \"Invalid region ... specified. Only ... is supported\"; each row "
        "of src/validate/services/arns.cpp names its own"},
    Source{"C001", "CFN, function reference: \"Unrecognized tag\" or an unknown function"},
    Source{"C002", "CFN, \"Template sections\": \"Template format error: unsupported structure\""},
    Source{"C003", "CFN, \"Template sections\": \"... must be an object\""},
    Source{"D001", "CFN, \"Template formats\": \"Template format error: YAML not well-formed\""},
    Source{"D003", "CFN, \"Template formats\": YAML 1.1 without complex keys"},
    Source{"D004", "CFN, \"Template formats\": UTF-8"},
    Source{"D005", "YAML 1.1, section 5.1, and JSON (RFC 8259), section 7"},
    Source{"D006", "YAML 1.1, section 4.2.3"},
    Source{"D007", "CFN, \"Template formats\": one document"},
    Source{"D008", "CFN quotas: a template has at most 1 MB; what is deeper or larger is read by nobody"},
    Source{"D009", "YAML 1.1, \"Merge key\""},
    Source{"D010", "YAML 1.1, section 10"},
    Source{"F001", "CFN, function reference: \"Template validation error\" at Fn::Select, Fn::FindInMap, Fn::Cidr"},
    Source{"J004", "CFN, UpdatePolicy attribute: MinInstancesInService \"must be less than MaxSize\""},
    Source{"J005", "CFN, UpdatePolicy and CreationPolicy attributes; EC2 Auto Scaling API reference, PutLifecycleHook"},
    Source{"J010", "CFN, UpdatePolicy attribute, SuspendProcesses: not Launch and Terminate"},
    Source{"J015", "CFN, CreationPolicy attribute: \"Received 0 SUCCESS signal(s) out of ...\""},
    Source{"L001", "CFN, \"Template sections\": \"At least one Resources member must be defined\""},
    Source{"L002", "CFN, \"Template sections\": \"Invalid template property or properties\""},
    Source{"L003", "CFN, \"Format version\": \"Unsupported template version\""},
    Source{"L004", "CFN, \"Resources\": \"Resource name ... is non alphanumeric\""},
    Source{"L005", "CFN, \"Parameters\": \"Invalid template parameter property\""},
    Source{"L006", "CFN, \"Parameters\": \"Unrecognized parameter type\""},
    Source{"L007", "CFN, \"Resources\": \"Every Resources object must contain a Type member\""},
    Source{"L008", "CFN, \"Resource attribute reference\": \"Invalid template resource property\""},
    Source{"L009",
           "CFN, \"Outputs\": \"Every Outputs member must contain a Value object\", \"must evaluate to a String\""},
    Source{"L010", "CFN, Ref: \"Unresolved resource dependencies\""},
    Source{"L011", "CFN, DependsOn: \"Unresolved resource dependencies\""},
    Source{"L012", "CFN, Fn::GetAtt: \"Template error: resource ... does not support attribute type\""},
    Source{"L013",
           "CFN, Fn::Sub: \"Template error: variable names in Fn::Sub syntax must contain only ...\", \"Unresolved "
           "resource dependencies\""},
    Source{"L015", "CFN, Fn::FindInMap: \"Mapping named ... is not present\", \"Unable to get mapping for\""},
    Source{"L016", "CFN, function reference: \"Template error: every ... object requires\""},
    Source{"L017", "CFN, function reference, \"Supported functions\" of each section"},
    Source{"L018", "CFN: \"[/Resources/...] 'null' values are not allowed in templates\""},
    Source{"L020", "CFN, \"Conditions\": \"Unresolved condition dependency\""},
    Source{"L022", "CFN: \"Circular dependency between resources\""},
    Source{"L023", "CFN, Condition: \"Unresolved resource dependencies\" of what a condition leaves out"},
    Source{"L024", "CFN, DeletionPolicy and UpdateReplacePolicy: \"Unrecognized DeletionPolicy\""},
    Source{"L025", "CFN: \"Duplicate names\" of parameters and resources"},
    Source{"L026", "the services: what has a pattern refuses the dollar sign and the braces"},
    Source{
        "L034",
        "CFN, \"Mappings\": \"Every Mappings attribute must be a String or a List\", \"Mappings element name must be "
        "non-empty and can contain only alphanumerics, '-' or '.'\", \"Mappings attribute name must contain only "
        "alphanumeric characters\""},
    Source{"L035", "CFN, \"Resources\": \"Properties must be an object\""},
    Source{"L036", "CFN, \"Rules\" and \"Description\": \"Every Description member must be a string\""},
    Source{"L037", "CFN: \"Conditions can only be boolean operations on parameters and other conditions\""},
    Source{"L038", "CFN, Fn::ImportValue: \"No export named ... found\""},
    Source{"P001", "CFN, CreateStack: \"Parameters: [...] must have values\""},
    Source{"P002", "CFN, \"Parameters\": \"must be one of AllowedValues\""},
    Source{"P003", "CFN, \"Parameters\": \"failed to satisfy constraint: ... must match pattern\""},
    Source{"P004", "CFN, \"Parameters\": \"must contain at least ... characters\""},
    Source{"P005", "CFN, \"Parameters\": \"must be a number not less than\""},
    Source{"P006", "CFN, CreateStack: \"Parameters: [...] do not exist in the template\""},
    Source{"P007", "CFN quotas: a parameter's value has 4,096 bytes"},
    Source{"Q002", "CFN quotas: a template has 1 MB"},
    Source{"Q003", "CFN quotas: 200 parameters, mappings and outputs, 500 resources"},
    Source{"Q004", "CFN quotas: names have 255 characters"},
    Source{"Q005", "CFN quotas: a description has 1,024 bytes, that of a parameter 4,000 characters"},
    Source{"Q006", "EC2 user guide: \"User data is limited to 16 KB\""},
    Source{"Q007", "IAM quotas: 6,144 and 10,240 characters; \"Cannot exceed quota for PolicySize\""},
    Source{"Q008", "CFN, \"Dynamic references\": 60 in a template"},
    Source{"R001", "CFN, \"Rules\": \"Template constraint/assertion failed\""},
    Source{"T001", "the type's registry schema: \"extraneous key [...] is not permitted\""},
    Source{"T002", "the type's registry schema: \"required key [...] not found\""},
    Source{"T003", "the type's registry schema: \"expected type: ..., found: ...\""},
    Source{"T004", "the type's registry schema: \"... is not a valid enum value\""},
    Source{"T005", "the type's registry schema: \"string [...] does not match pattern\""},
    Source{"T006", "the type's registry schema: \"is not greater or equal to\", \"expected maximum item count\""},
    Source{"T007", "the type's registry schema with cfn-lint's corrections (MIT-0), which follow the API references"},
    Source{"T009", "the type's registry schema: \"array items are not unique\""},
    Source{"T011", "CFN: \"Unrecognized resource types\""},
    Source{"T012", "IAM user guide, \"Grammar of the IAM JSON policy language\": MalformedPolicyDocument"},
    Source{"T013", "the type's registry schema, the formats of ids and ARNs"},
    Source{"T014", "CFN, UpdatePolicy and CreationPolicy attributes: \"Encountered unsupported property\""},
    Source{"T015",
           "CFN, UpdatePolicy attribute, AutoScalingInstanceRefresh: not together with AutoScalingRollingUpdate"},
};

}  // namespace

std::string_view source_of(std::string_view code) {
  const auto* found =
      std::find_if(error_sources.begin(), error_sources.end(), [&](const Source& one) { return one.code == code; });
  return found != error_sources.end() ? found->words : std::string_view();
}

}  // namespace vend::validate
