// Limits that AWS sets, each with its source; looked up in November 2026. (CFN = CloudFormation user guide, "Quotas"
// and the template reference; EC2 = EC2 user guide; IAM = IAM user guide, "IAM and STS quotas"; CW = CloudWatch API
// reference, PutMetricAlarm.) What EC2 Auto Scaling takes stands in auto_scaling.hpp.
#pragma once

#include <cstddef>

namespace vend::aws::limits {

inline constexpr std::size_t template_body_inline = 51'200;  // bytes; CFN: body in a request
inline constexpr std::size_t template_body_s3 = 1'048'576;   // bytes; CFN: 1 MB for a template in an S3 object
inline constexpr std::size_t user_data = 16'384;             // bytes before base64; EC2: "Run commands at launch"
inline constexpr std::size_t parameters = 200;               // CFN
inline constexpr std::size_t mappings = 200;                 // CFN
inline constexpr std::size_t mapping_attributes = 200;       // CFN
inline constexpr std::size_t outputs = 200;                  // CFN
inline constexpr std::size_t resources = 500;                // CFN
inline constexpr std::size_t parameter_value = 4'096;        // bytes; CFN
inline constexpr std::size_t name = 255;                     // characters; CFN: names of parameters, resources, outputs
inline constexpr std::size_t description = 1'024;            // bytes; CFN
inline constexpr std::size_t parameter_description = 4'000;  // characters; CFN: "Parameters"
inline constexpr std::size_t dynamic_references = 60;        // CFN
inline constexpr int fewest_condition_operands = 2;          // CFN: Fn::And, Fn::Or
inline constexpr int most_condition_operands = 10;           // CFN: Fn::And, Fn::Or

inline constexpr std::size_t stack_name = 128;        // characters; CFN API reference, CreateStack
inline constexpr std::size_t physical_id = 255;       // characters; CFN: names made of stack, logical id, random part
inline constexpr std::size_t random_part = 12;        // characters; the last part of such a name, as seen
inline constexpr std::size_t arn = 2'048;             // characters; IAM and most services
inline constexpr std::size_t bucket_name = 63;        // characters; S3 user guide, "Bucket naming rules"
inline constexpr std::size_t parameter_name = 1'011;  // characters; SSM API reference, PutParameter
inline constexpr std::size_t policy_name = 128;       // characters; IAM: of an inline policy
inline constexpr std::size_t longest_region = 14;     // characters, of those that exist: ap-southeast-1
inline constexpr std::size_t managed_policy = 6'144;  // characters without white space; IAM
// IAM quotas, "Managed policies attached to an IAM role" (user, group): the default, which AWS raises on request.
inline constexpr std::size_t attached_policies = 10;
inline constexpr std::size_t role_inline_policies = 10'240;  // characters without white space, all of a role; IAM

inline constexpr std::size_t alarm_dimensions = 30;  // CW
inline constexpr int smallest_subnet_prefix = 28;    // VPC user guide, "Subnet sizing": /28
inline constexpr int largest_subnet_prefix = 16;     // and /16
inline constexpr std::size_t tag_key = 128;          // characters; EC2: "Tag your resources"
inline constexpr std::size_t tag_value = 256;        // characters
inline constexpr std::size_t resource_tags = 50;     // of one resource; the same page

}  // namespace vend::aws::limits
