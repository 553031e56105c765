#include "diff/keepers.hpp"

#include <algorithm>
#include <array>

namespace vend::diff {
namespace {

constexpr std::array<std::string_view, 22> keepers = {"AWS::Cassandra::Table",
                                                      "AWS::CodeCommit::Repository",
                                                      "AWS::Cognito::UserPool",
                                                      "AWS::DocDB::DBCluster",
                                                      "AWS::DynamoDB::GlobalTable",
                                                      "AWS::DynamoDB::Table",
                                                      "AWS::EC2::Volume",
                                                      "AWS::ECR::Repository",
                                                      "AWS::EFS::FileSystem",
                                                      "AWS::Elasticsearch::Domain",
                                                      "AWS::FSx::FileSystem",
                                                      "AWS::FSx::Volume",
                                                      "AWS::Kinesis::Stream",
                                                      "AWS::Logs::LogGroup",
                                                      "AWS::MSK::Cluster",
                                                      "AWS::Neptune::DBCluster",
                                                      "AWS::OpenSearchService::Domain",
                                                      "AWS::RDS::DBCluster",
                                                      "AWS::RDS::DBInstance",
                                                      "AWS::Redshift::Cluster",
                                                      "AWS::SQS::Queue",
                                                      "AWS::Serverless::SimpleTable"};

}  // namespace

bool holds_data(const Resource& one) {
  if (std::ranges::find(keepers, one.type) == keepers.end()) return false;
  // What a cluster's instance or a replica has is elsewhere, too.
  return at(one.before, {"Properties", "DBClusterIdentifier"}) == nullptr &&
         at(one.before, {"Properties", "SourceDBInstanceIdentifier"}) == nullptr;
}

}  // namespace vend::diff
