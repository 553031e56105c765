// Replacements that AWS's pages for a type announce and the registry's schema does not list, or lists for one part of
// the cases only. Found by comparing the schemas with the documentation's "Update requires" line, as the library of
// `cdk diff` has it (@aws-cdk/aws-service-spec, November 2026: each row is "yes" or "maybe" there), for types that
// stacks of machines and their surroundings use.
#include <algorithm>
#include <array>

#include "diff/resources.hpp"

namespace vend::diff {
namespace {

enum class When : std::uint8_t {
  changed,        // whatever the new value
  comes_or_goes,  // only where one side lacks it
  perhaps         // depends on the running resource
};

struct Row {
  std::string_view type, property;
  When when;
};
constexpr std::array rows = {
    Row{"AWS::EC2::EIP", "Domain", When::changed},
    Row{"AWS::EC2::VPNConnection", "CustomerGatewayId", When::changed},
    Row{"AWS::EC2::VPNConnection", "TransitGatewayId", When::changed},
    Row{"AWS::EC2::VPNConnection", "VpnGatewayId", When::changed},
    Row{"AWS::ECS::Service", "DeploymentController", When::perhaps},
    Row{"AWS::ElastiCache::CacheCluster", "AZMode", When::perhaps},
    Row{"AWS::ElastiCache::CacheCluster", "NumCacheNodes", When::perhaps},
    Row{"AWS::ElastiCache::CacheCluster", "PreferredAvailabilityZone", When::perhaps},
    Row{"AWS::ElastiCache::ReplicationGroup", "NumNodeGroups", When::perhaps},
    Row{"AWS::ElasticLoadBalancing::LoadBalancer", "AvailabilityZones", When::comes_or_goes},
    Row{"AWS::ElasticLoadBalancing::LoadBalancer", "HealthCheck", When::comes_or_goes},
    Row{"AWS::ElasticLoadBalancing::LoadBalancer", "Subnets", When::comes_or_goes},
    Row{"AWS::Elasticsearch::Domain", "AdvancedSecurityOptions", When::perhaps},
    Row{"AWS::Elasticsearch::Domain", "ElasticsearchVersion", When::perhaps},
    Row{"AWS::Elasticsearch::Domain", "EncryptionAtRestOptions", When::perhaps},
    Row{"AWS::Elasticsearch::Domain", "NodeToNodeEncryptionOptions", When::perhaps},
    Row{"AWS::EMR::Cluster", "Instances", When::perhaps},
    Row{"AWS::RDS::DBInstance", "Port", When::changed},
    Row{"AWS::SSM::Association", "InstanceId", When::changed},
};

// "Some interruptions" on the pages of these types, as they were remembered in November 2026: no list that a program
// can read tells them, so that none was compared. What is said of jobs does not depend on them.
struct Interruption {
  std::string_view type, property;
};
constexpr std::array interruptions = {
    Interruption{group_type, "LaunchConfigurationName"},
    Interruption{group_type, "LaunchTemplate"},
    Interruption{group_type, "MixedInstancesPolicy"},
    Interruption{group_type, "PlacementGroup"},
    Interruption{group_type, "VPCZoneIdentifier"},
    Interruption{"AWS::ElasticBeanstalk::Environment", "OptionSettings"},
    Interruption{"AWS::ElasticBeanstalk::Environment", "VersionLabel"},
    Interruption{"AWS::RDS::DBCluster", "DBClusterParameterGroupName"},
    Interruption{"AWS::RDS::DBCluster", "EngineVersion"},
    Interruption{"AWS::RDS::DBCluster", "Port"},
    Interruption{"AWS::RDS::DBInstance", "BackupRetentionPeriod"},
    Interruption{"AWS::RDS::DBInstance", "CACertificateIdentifier"},
    Interruption{"AWS::RDS::DBInstance", "DBInstanceClass"},
    Interruption{"AWS::RDS::DBInstance", "DBParameterGroupName"},
    Interruption{"AWS::RDS::DBInstance", "EngineVersion"},
    Interruption{"AWS::RDS::DBInstance", "StorageType"},
};

}  // namespace

bool documented_interruption(std::string_view type, std::string_view path) {
  return std::any_of(interruptions.begin(), interruptions.end(), [&](const Interruption& one) {
    return one.type == type && lies_in(path, "Properties." + std::string(one.property));
  });
}

std::optional<Certainty> documented_replacement(std::string_view type, const Change& change) {
  for (const Row& row : rows) {
    if (row.type != type) continue;
    const std::string path = "Properties." + std::string(row.property);
    if (!lies_in(change.path, path)) continue;
    if (row.when == When::comes_or_goes &&
        (change.path != path || (change.before != nullptr && change.after != nullptr)))
      continue;
    return row.when == When::perhaps ? Certainty::may : change.certainty;
  }
  return std::nullopt;
}

}  // namespace vend::diff
