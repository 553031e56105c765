// Limits that AWS sets, each with its source. (CFN = CloudFormation user guide, "Quotas"; EC2 = EC2 user guide,
// "Run commands at launch"; ASG = EC2 Auto Scaling user guide and API reference.)
#pragma once

#include <cstddef>

namespace vend::aws::limits {

inline constexpr std::size_t template_body_inline = 51'200;  // bytes; CFN: body in a request
inline constexpr std::size_t template_body_s3 = 1'048'576;   // bytes; CFN: 1 MB for a template in an S3 object
inline constexpr std::size_t user_data = 16'384;             // bytes before base64; EC2
inline constexpr std::size_t parameters = 200;               // CFN
inline constexpr std::size_t mappings = 200;                 // CFN
inline constexpr std::size_t mapping_attributes = 200;       // CFN
inline constexpr std::size_t outputs = 200;                  // CFN
inline constexpr std::size_t resources = 500;                // CFN
inline constexpr std::size_t parameter_value = 4'096;        // bytes; CFN
inline constexpr std::size_t name = 255;                     // characters; CFN: names of parameters, resources, outputs
inline constexpr std::size_t description = 1'024;            // bytes; CFN
inline constexpr std::size_t dynamic_references = 60;        // CFN
inline constexpr std::size_t instance_type_overrides = 40;   // ASG: LaunchTemplateOverrides
inline constexpr std::size_t lifecycle_hooks = 50;           // ASG
inline constexpr std::size_t scheduled_actions = 125;        // ASG
inline constexpr std::size_t step_adjustments = 20;          // ASG
inline constexpr std::size_t scaling_policies = 50;          // ASG

}  // namespace vend::aws::limits
