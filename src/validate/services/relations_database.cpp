// What RDS, DynamoDB, ElastiCache, Redshift and OpenSearch refuse together; a table, hence the length.
#include "validate/services/relations.hpp"

namespace vend::validate {
namespace {

constexpr Relation database_rows[] = {
    {"AWS::RDS::DBInstance", "", "DBInstanceClass!~^db[.]", "a class of database instances begins with db.",
     "write such as db.t4g.micro", "RDS API reference, CreateDBInstance: \"Invalid DB Instance class\""},
    {"AWS::RDS::DBInstance", "",
     "Engine!~(?i)^(aurora-(mysql|postgresql)|(custom-)?oracle-(ee|se2)(-cdb)?|(custom-)?sqlserver-(ee|se|ex|web|dev|"
     "dev-ee)|db2-(ae|se)|mariadb|mysql|postgres)$",
     "RDS has no such engine", "write such as postgres, mysql or aurora-postgresql",
     "RDS API reference, CreateDBInstance, Engine", true},
    {"AWS::RDS::DBInstance", "",
     "Engine~(?i)^((custom-)?oracle|(custom-)?sqlserver|db2) DBInstanceClass~^db[.][a-z]+[0-9]+g[a-z]*[.]",
     "this engine does not run on Graviton", "choose a class without the g, such as db.m6i.large",
     "RDS user guide, \"Supported DB engines for DB instance classes\"", true},
    {"AWS::RDS::DBInstance", "",
     "Engine!~(?i)^(aurora|custom-) !AllocatedStorage !DBClusterIdentifier !DBSnapshotIdentifier "
     "!DBClusterSnapshotIdentifier !SourceDBInstanceIdentifier !SourceDbiResourceId !SourceDBClusterIdentifier "
     "!SourceDBInstanceAutomatedBackupsArn !RestoreTime !UseLatestRestorableTime",
     "the database has no size", "add AllocatedStorage", "RDS API reference, CreateDBInstance, AllocatedStorage"},
    {"AWS::RDS::DBInstance", "",
     "Engine!~(?i)^(aurora|custom-) 0:MasterUserPassword|ManageMasterUserPassword !DBClusterIdentifier "
     "!DBSnapshotIdentifier !DBClusterSnapshotIdentifier !SourceDBInstanceIdentifier !SourceDbiResourceId "
     "!SourceDBClusterIdentifier !SourceDBInstanceAutomatedBackupsArn !RestoreTime !UseLatestRestorableTime",
     "the database has no password", "add ManageMasterUserPassword: true",
     "RDS API reference, CreateDBInstance: \"The parameter MasterUserPassword must be provided\""},
    {"AWS::RDS::DBInstance", "",
     "Engine!~(?i)^(aurora|custom-) !MasterUsername !DBClusterIdentifier !DBSnapshotIdentifier "
     "!DBClusterSnapshotIdentifier !SourceDBInstanceIdentifier !SourceDbiResourceId !SourceDBClusterIdentifier "
     "!SourceDBInstanceAutomatedBackupsArn !RestoreTime !UseLatestRestorableTime",
     "the database has no user", "add MasterUsername",
     "RDS API reference, CreateDBInstance: \"The parameter MasterUsername must be provided\""},
    {"AWS::RDS::DBInstance", "", "MasterUserPassword ManageMasterUserPassword=true",
     "the password is given, and RDS is to manage it", "keep ManageMasterUserPassword",
     "RDS API reference, CreateDBInstance: \"You can't specify MasterUserPassword when ManageMasterUserPassword is "
     "enabled\""},
    {"AWS::RDS::DBInstance", "", "MasterUserPassword~^.{1,7}$", "the password has less than 8 characters",
     "use ManageMasterUserPassword",
     "RDS API reference, CreateDBInstance: \"The parameter MasterUserPassword is not a valid password because it is "
     "shorter than 8 characters\""},
    {"AWS::RDS::DBInstance", "", "MasterUserPassword~[/@\"\\x20]", "a password has no /, @, quotation mark or blank",
     "use ManageMasterUserPassword",
     "RDS API reference, CreateDBInstance: \"Only printable ASCII characters besides '/', '@', '\"', ' ' may be "
     "used\""},
    {"AWS::RDS::DBInstance", "", "PreferredBackupWindow!~^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$",
     "the window of backups is not a time of day", "write such as 03:00-04:00",
     "RDS API reference, CreateDBInstance, PreferredBackupWindow"},
    {"AWS::RDS::DBInstance", "",
     "PreferredMaintenanceWindow!~(?i)^(mon|tue|wed|thu|fri|sat|sun):[0-9]{2}:[0-9]{2}-(mon|tue|wed|thu|fri|sat|sun):["
     "0-9]{2}:[0-9]{2}$",
     "the window of maintenance is not a time of a week", "write such as sun:03:00-sun:04:00",
     "RDS API reference, CreateDBInstance, PreferredMaintenanceWindow"},
    {"AWS::RDS::DBInstance", "", "BackupRetentionPeriod>35", "backups are kept for 35 days at most",
     "lower BackupRetentionPeriod", "RDS API reference, CreateDBInstance, BackupRetentionPeriod"},
    {"AWS::RDS::DBInstance", "", "KmsKeyId StorageEncrypted=false", "a key is for encrypted databases only",
     "write StorageEncrypted: true, or remove KmsKeyId", "RDS API reference, CreateDBInstance, KmsKeyId"},
    {"AWS::RDS::DBCluster", "", "MasterUserPassword ManageMasterUserPassword=true",
     "the password is given, and RDS is to manage it", "keep ManageMasterUserPassword",
     "RDS API reference, CreateDBCluster: \"You can't specify MasterUserPassword when ManageMasterUserPassword is "
     "enabled\""},
    {"AWS::RDS::DBCluster", "", "MasterUserPassword~^.{1,7}$", "the password has less than 8 characters",
     "use ManageMasterUserPassword",
     "RDS API reference, CreateDBCluster: \"The parameter MasterUserPassword is not a valid password because it is "
     "shorter than 8 characters\""},
    {"AWS::RDS::DBCluster", "", "MasterUserPassword~[/@\"\\x20]", "a password has no /, @, quotation mark or blank",
     "use ManageMasterUserPassword",
     "RDS API reference, CreateDBCluster: \"Only printable ASCII characters besides '/', '@', '\"', ' ' may be used\""},
    {"AWS::RDS::DBCluster", "", "PreferredBackupWindow!~^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$",
     "the window of backups is not a time of day", "write such as 03:00-04:00",
     "RDS API reference, CreateDBCluster, PreferredBackupWindow"},
    {"AWS::RDS::DBCluster", "",
     "PreferredMaintenanceWindow!~(?i)^(mon|tue|wed|thu|fri|sat|sun):[0-9]{2}:[0-9]{2}-(mon|tue|wed|thu|fri|sat|sun):["
     "0-9]{2}:[0-9]{2}$",
     "the window of maintenance is not a time of a week", "write such as sun:03:00-sun:04:00",
     "RDS API reference, CreateDBCluster, PreferredMaintenanceWindow"},
    {"AWS::RDS::DBCluster", "", "BackupRetentionPeriod>35", "backups are kept for 35 days at most",
     "lower BackupRetentionPeriod", "RDS API reference, CreateDBCluster, BackupRetentionPeriod"},
    {"AWS::RDS::DBCluster", "", "KmsKeyId StorageEncrypted=false", "a key is for encrypted databases only",
     "write StorageEncrypted: true, or remove KmsKeyId", "RDS API reference, CreateDBCluster, KmsKeyId"},
    {"AWS::RDS::DBInstance", "",
     "KmsKeyId !StorageEncrypted !DBClusterIdentifier !DBSnapshotIdentifier !DBClusterSnapshotIdentifier "
     "!SourceDBInstanceIdentifier !SourceDbiResourceId !SourceDBClusterIdentifier !SourceDBInstanceAutomatedBackupsArn "
     "!RestoreTime !UseLatestRestorableTime",
     "a key is for encrypted databases only", "add StorageEncrypted: true", "CFN, AWS::RDS::DBInstance, KmsKeyId"},
    {"AWS::RDS::DBInstance", "", "StorageType=io1|io2 !Iops !DBClusterIdentifier",
     "storage of provisioned IOPS has no Iops", "add Iops", "RDS API reference, CreateDBInstance, Iops"},
    {"AWS::RDS::DBInstance", "", "StorageType=gp2|standard Iops>0",
     "Iops are for storage of the types gp3, io1 and io2", "remove Iops, or choose gp3",
     "RDS API reference, CreateDBInstance, Iops"},
    {"AWS::RDS::DBInstance", "", "MultiAZ=true AvailabilityZone",
     "a database in several zones is in none that is named", "remove AvailabilityZone",
     "RDS API reference, CreateDBInstance: \"Requesting a specific availability zone is not valid for Multi-AZ "
     "instances\""},
    {"AWS::RDS::DBInstance", "", "Engine~(?i)^(mysql|mariadb|postgres)$ DBName!~^[A-Za-z_][A-Za-z0-9_]*$",
     "the name of a database has letters, digits and _ only", "rename it",
     "RDS API reference, CreateDBInstance: \"DBName must begin with a letter and contain only alphanumeric "
     "characters\""},
    {"AWS::RDS::DBInstance", "", "DBClusterIdentifier Engine~(?i)^aurora MasterUserPassword",
     "an instance of a cluster has the password of the cluster", "move MasterUserPassword to the cluster",
     "RDS API reference, CreateDBInstance: \"The requested DB Instance will be a member of a DB Cluster. Set ... for "
     "the DB Cluster\""},
    {"AWS::RDS::DBInstance", "", "DBClusterIdentifier Engine~(?i)^aurora BackupRetentionPeriod",
     "an instance of a cluster has the backups of the cluster", "move BackupRetentionPeriod to the cluster",
     "RDS API reference, CreateDBInstance: \"The requested DB Instance will be a member of a DB Cluster. Set ... for "
     "the DB Cluster\""},
    {"AWS::RDS::DBSubnetGroup", "", "#SubnetIds<2", "a group of subnets has two at least", "add one in another zone",
     "RDS API reference, CreateDBSubnetGroup: \"DB Subnet Group doesn't meet availability zone coverage requirement\""},
    {"AWS::RDS::DBCluster", "", "Engine!~(?i)^(aurora-(mysql|postgresql)|mysql|postgres|neptune)$",
     "clusters have no such engine", "write aurora-mysql, aurora-postgresql, mysql or postgres",
     "RDS API reference, CreateDBCluster, Engine", true},
    {"AWS::DynamoDB::Table", "", "BillingMode=PAY_PER_REQUEST ProvisionedThroughput",
     "a table that is paid by request has no throughput", "remove ProvisionedThroughput",
     "DynamoDB API reference, CreateTable: \"Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
     "BillingMode is PAY_PER_REQUEST\""},
    {"AWS::DynamoDB::Table", "", "KeySchema.0.KeyType=RANGE", "the first key is the HASH key", "let it be HASH",
     "DynamoDB API reference, CreateTable: \"The first KeySchemaElement is not a HASH key type\""},
    {"AWS::DynamoDB::Table", "", "KeySchema.1.KeyType=HASH", "the second key is the RANGE key", "let it be RANGE",
     "DynamoDB API reference, CreateTable: \"The second KeySchemaElement is not a RANGE key type\""},
    {"AWS::DynamoDB::Table", "LocalSecondaryIndexes[]", "KeySchema.0.KeyType=RANGE", "the first key is the HASH key",
     "let it be HASH", "DynamoDB API reference, CreateTable: \"The first KeySchemaElement is not a HASH key type\""},
    {"AWS::DynamoDB::Table", "LocalSecondaryIndexes[]", "KeySchema.1.KeyType=HASH", "the second key is the RANGE key",
     "let it be RANGE", "DynamoDB API reference, CreateTable: \"The second KeySchemaElement is not a RANGE key type\""},
    {"AWS::DynamoDB::Table", "LocalSecondaryIndexes[]", "#/KeySchema=1", "a local index needs a table with a RANGE key",
     "add it, or make the index a global one",
     "DynamoDB API reference, CreateTable: \"Table KeySchema does not have a range key, which is required when "
     "specifying a LocalSecondaryIndex\""},
    {"AWS::DynamoDB::Table", "LocalSecondaryIndexes[]",
     "Projection.ProjectionType=INCLUDE !Projection.NonKeyAttributes", "the projection includes nothing",
     "add NonKeyAttributes",
     "DynamoDB API reference, CreateTable: \"ProjectionType is INCLUDE, but NonKeyAttributes is not specified\""},
    {"AWS::DynamoDB::Table", "LocalSecondaryIndexes[]",
     "Projection.ProjectionType=ALL|KEYS_ONLY Projection.NonKeyAttributes",
     "NonKeyAttributes are for the projection INCLUDE", "write INCLUDE, or remove them",
     "DynamoDB API reference, CreateTable: \"ProjectionType is ALL, but NonKeyAttributes is specified\""},
    {"AWS::DynamoDB::Table", "GlobalSecondaryIndexes[]",
     "Projection.ProjectionType=INCLUDE !Projection.NonKeyAttributes", "the projection includes nothing",
     "add NonKeyAttributes",
     "DynamoDB API reference, CreateTable: \"ProjectionType is INCLUDE, but NonKeyAttributes is not specified\""},
    {"AWS::DynamoDB::Table", "GlobalSecondaryIndexes[]",
     "Projection.ProjectionType=ALL|KEYS_ONLY Projection.NonKeyAttributes",
     "NonKeyAttributes are for the projection INCLUDE", "write INCLUDE, or remove them",
     "DynamoDB API reference, CreateTable: \"ProjectionType is ALL, but NonKeyAttributes is specified\""},
    {"AWS::DynamoDB::Table", "GlobalSecondaryIndexes[]", "!/BillingMode !ProvisionedThroughput /ProvisionedThroughput",
     "the index has no throughput", "add ProvisionedThroughput",
     "DynamoDB API reference, CreateTable: \"ProvisionedThroughput is not specified for index\""},
    {"AWS::DynamoDB::Table", "GlobalSecondaryIndexes[]", "/BillingMode=PROVISIONED !ProvisionedThroughput",
     "the index has no throughput", "add ProvisionedThroughput",
     "DynamoDB API reference, CreateTable: \"ProvisionedThroughput is not specified for index\""},
    {"AWS::DynamoDB::Table", "GlobalSecondaryIndexes[]", "/BillingMode=PAY_PER_REQUEST ProvisionedThroughput",
     "an index of a table that is paid by request has no throughput", "remove ProvisionedThroughput",
     "DynamoDB API reference, CreateTable: \"ProvisionedThroughput should not be specified for index\""},
    {"AWS::DynamoDB::Table", "", "TableName!~^[A-Za-z0-9_.-]{3,255}$",
     "a table's name has 3 to 255 letters, digits and _.-", "rename it",
     "DynamoDB API reference, CreateTable, TableName"},
    {"AWS::DynamoDB::Table", "SSESpecification", "KMSMasterKeyId SSEEnabled=false",
     "a key is for encryption by KMS only", "write SSEEnabled: true, or remove the key",
     "DynamoDB API reference, CreateTable, SSESpecification"},
    {"AWS::ElastiCache::CacheCluster", "", "Engine~(?i)^redis$ NumCacheNodes>1", "a cluster of Redis has one node",
     "use a ReplicationGroup", "ElastiCache API reference, CreateCacheCluster, NumCacheNodes"},
    {"AWS::ElastiCache::CacheCluster", "", "AZMode=cross-az NumCacheNodes<2", "one node cannot be in two zones",
     "raise NumCacheNodes, or remove AZMode", "ElastiCache API reference, CreateCacheCluster, AZMode"},
    {"AWS::ElastiCache::CacheCluster", "", "Engine!~(?i)^(memcached|redis|valkey)$", "ElastiCache has no such engine",
     "write memcached, redis or valkey", "ElastiCache API reference, CreateCacheCluster, Engine", true},
    {"AWS::ElastiCache::CacheCluster", "", "CacheNodeType!~^cache[.]", "a type of cache nodes begins with cache.",
     "write such as cache.t4g.micro", "ElastiCache API reference, CreateCacheCluster, CacheNodeType"},
    {"AWS::ElastiCache::ReplicationGroup", "", "CacheNodeType!~^cache[.]", "a type of cache nodes begins with cache.",
     "write such as cache.t4g.micro", "ElastiCache API reference, CreateReplicationGroup, CacheNodeType"},
    {"AWS::ElastiCache::ReplicationGroup", "", "AuthToken !TransitEncryptionEnabled",
     "a token needs encryption on the way", "add TransitEncryptionEnabled: true",
     "ElastiCache API reference, CreateReplicationGroup: \"The AUTH token is only supported when encryption-in-transit "
     "is enabled\""},
    {"AWS::ElastiCache::ReplicationGroup", "", "AuthToken TransitEncryptionEnabled=false",
     "a token needs encryption on the way", "write TransitEncryptionEnabled: true",
     "ElastiCache API reference, CreateReplicationGroup: \"The AUTH token is only supported when encryption-in-transit "
     "is enabled\""},
    {"AWS::ElastiCache::ReplicationGroup", "",
     "AutomaticFailoverEnabled=true !NumCacheClusters !NumNodeGroups !ReplicasPerNodeGroup !NodeGroupConfiguration "
     "!PrimaryClusterId !GlobalReplicationGroupId !ClusterMode !SnapshotName !SnapshotArns",
     "failover needs two nodes at least, and without NumCacheClusters there is one", "add NumCacheClusters: 2",
     "ElastiCache API reference, CreateReplicationGroup: \"When using automatic failover, there must be at least 2 "
     "cache clusters in the replication group\""},
    {"AWS::ElastiCache::ReplicationGroup", "", "AutomaticFailoverEnabled=true NumCacheClusters<2",
     "failover needs two nodes at least", "raise NumCacheClusters",
     "ElastiCache API reference, CreateReplicationGroup, AutomaticFailoverEnabled"},
    {"AWS::ElastiCache::ReplicationGroup", "", "AutomaticFailoverEnabled=false NumNodeGroups>1",
     "a group of several shards has automatic failover", "write AutomaticFailoverEnabled: true",
     "ElastiCache API reference, CreateReplicationGroup: \"Redis with cluster mode enabled cannot be created with auto "
     "failover turned off\""},
    {"AWS::Redshift::Cluster", "", "ClusterType=multi-node !NumberOfNodes",
     "a cluster of several nodes has no number of them", "add NumberOfNodes",
     "Redshift API reference, CreateCluster, NumberOfNodes"},
    {"AWS::Redshift::Cluster", "", "ClusterType=single-node NumberOfNodes>1", "a cluster of one node has several",
     "write multi-node, or remove NumberOfNodes", "Redshift API reference, CreateCluster, NumberOfNodes"},
    {"AWS::Elasticsearch::Domain", "", "ElasticsearchClusterConfig.InstanceType!~[.]elasticsearch$",
     "a type of instances of Elasticsearch ends in .elasticsearch", "write such as m5.large.elasticsearch",
     "Elasticsearch Service configuration API, ESPartitionInstanceType"},
    {"AWS::OpenSearchService::Domain", "", "ClusterConfig.InstanceType!~[.]search$",
     "a type of instances of OpenSearch ends in .search", "write such as m6g.large.search",
     "OpenSearch Service API reference, ClusterConfig"},
};

}  // namespace

std::span<const Relation> database_relations() { return database_rows; }

}  // namespace vend::validate
