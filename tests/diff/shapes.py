"""Pairs of templates in the shapes that the histories of public repositories have: a resource of each common service, and what people change of it.

Words of our own. tests/referees/cloudformation_diff_test.py compares what `vend diff` says of them with what the library of `cdk diff` says.
"""
import copy
import json

REF, ATT = (lambda name: {"Ref": name}), (lambda name, attribute: {"Fn::GetAtt": [name, attribute]})
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
CODE = {"ZipFile": "def handler(event, context):\n    return 1\n"}

STACKS = {
    "database": {
        "Subnets": ("AWS::RDS::DBSubnetGroup", {"DBSubnetGroupDescription": "private", "SubnetIds": ["subnet-a", "subnet-b"]}),
        "Options": ("AWS::RDS::DBParameterGroup", {"Family": "postgres15", "Description": "ours", "Parameters": {"log_statement": "ddl"}}),
        "Database": ("AWS::RDS::DBInstance", {
            "Engine": "postgres", "EngineVersion": "15.4", "DBInstanceClass": "db.t3.medium", "AllocatedStorage": "50", "StorageType": "gp2", "Port": "5432",
            "MultiAZ": False, "StorageEncrypted": True, "DBName": "app", "MasterUsername": "root", "BackupRetentionPeriod": 7, "DBSubnetGroupName": REF("Subnets"),
            "DBParameterGroupName": REF("Options")}),
        "Cluster": ("AWS::RDS::DBCluster", {"Engine": "aurora-postgresql", "EngineVersion": "15.3", "DatabaseName": "app", "Port": 5432, "StorageEncrypted": True}),
    },
    "functions": {
        "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST, "Path": "/", "Policies": []}),
        "Function": ("AWS::Lambda::Function", {"FunctionName": "worker", "Runtime": "python3.11", "Handler": "index.handler", "Role": ATT("Role", "Arn"), "Code": CODE,
                                              "MemorySize": 128, "Timeout": 10, "Environment": {"Variables": {"STAGE": "test"}}}),
        "Version": ("AWS::Lambda::Version", {"FunctionName": REF("Function"), "Description": "1"}),
        "Allowed": ("AWS::Lambda::Permission", {"FunctionName": REF("Function"), "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com"}),
        "Timer": ("AWS::Events::Rule", {"ScheduleExpression": "rate(1 hour)", "State": "ENABLED", "Targets": [{"Id": "a", "Arn": ATT("Function", "Arn")}]}),
        "Stream": ("AWS::Lambda::EventSourceMapping", {"FunctionName": REF("Function"), "EventSourceArn": ATT("Queue", "Arn"), "BatchSize": 10}),
        "Queue": ("AWS::SQS::Queue", {"QueueName": "work", "VisibilityTimeout": 60, "FifoQueue": False}),
        "Topic": ("AWS::SNS::Topic", {"TopicName": "news", "DisplayName": "News"}),
        "Inbox": ("AWS::SNS::Subscription", {"TopicArn": REF("Topic"), "Protocol": "email", "Endpoint": "a@example.com"}),
    },
    "containers": {
        "Cluster": ("AWS::ECS::Cluster", {"ClusterName": "main", "ClusterSettings": [{"Name": "containerInsights", "Value": "enabled"}]}),
        "Task": ("AWS::ECS::TaskDefinition", {"Family": "web", "Cpu": "256", "Memory": "512", "NetworkMode": "awsvpc", "RequiresCompatibilities": ["FARGATE"],
                                             "ContainerDefinitions": [{"Name": "web", "Image": "nginx:1.25", "PortMappings": [{"ContainerPort": 80}]}]}),
        "Service": ("AWS::ECS::Service", {"ServiceName": "web", "Cluster": REF("Cluster"), "TaskDefinition": REF("Task"), "DesiredCount": 2, "LaunchType": "FARGATE",
                                         "DeploymentConfiguration": {"MaximumPercent": 200}, "DeploymentController": {"Type": "ECS"}}),
        "Images": ("AWS::ECR::Repository", {"RepositoryName": "web", "ImageTagMutability": "MUTABLE"}),
        "Balancer": ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "web", "Scheme": "internet-facing", "Subnets": ["subnet-a", "subnet-b"]}),
        "Target": ("AWS::ElasticLoadBalancingV2::TargetGroup", {"Port": 80, "Protocol": "HTTP", "VpcId": "vpc-a", "HealthCheckPath": "/", "TargetType": "ip"}),
        "Listener": ("AWS::ElasticLoadBalancingV2::Listener", {"LoadBalancerArn": REF("Balancer"), "Port": 80, "Protocol": "HTTP",
                                                              "DefaultActions": [{"Type": "forward", "TargetGroupArn": REF("Target")}]}),
    },
    "network": {
        "Vpc": ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": True, "InstanceTenancy": "default"}),
        "Subnet": ("AWS::EC2::Subnet", {"VpcId": REF("Vpc"), "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a", "MapPublicIpOnLaunch": True}),
        "Gateway": ("AWS::EC2::InternetGateway", {"Tags": [{"Key": "Name", "Value": "main"}]}),
        "Table": ("AWS::EC2::RouteTable", {"VpcId": REF("Vpc")}),
        "Route": ("AWS::EC2::Route", {"RouteTableId": REF("Table"), "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": REF("Gateway")}),
        "Address": ("AWS::EC2::EIP", {"Domain": "vpc"}),
        "Nat": ("AWS::EC2::NatGateway", {"SubnetId": REF("Subnet"), "AllocationId": ATT("Address", "AllocationId")}),
        "Firewall": ("AWS::EC2::SecurityGroup", {"GroupDescription": "web", "VpcId": REF("Vpc"), "SecurityGroupIngress": [
            {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}]}),
        "Endpoint": ("AWS::EC2::VPCEndpoint", {"VpcId": REF("Vpc"), "ServiceName": "com.amazonaws.us-east-1.s3", "RouteTableIds": [REF("Table")]}),
        "Flow": ("AWS::EC2::FlowLog", {"ResourceId": REF("Vpc"), "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "flow"}),
        "Zone": ("AWS::Route53::HostedZone", {"Name": "example.com", "HostedZoneConfig": {"Comment": "ours"}}),
        "Record": ("AWS::Route53::RecordSet", {"HostedZoneId": REF("Zone"), "Name": "www.example.com", "Type": "A", "TTL": "60", "ResourceRecords": ["10.0.0.1"]}),
    },
    "rights": {
        "User": ("AWS::IAM::User", {"UserName": "robot", "Path": "/"}),
        "Group": ("AWS::IAM::Group", {"GroupName": "robots", "Path": "/"}),
        "Role": ("AWS::IAM::Role", {"RoleName": "app", "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 3600, "Path": "/"}),
        "Policy": ("AWS::IAM::ManagedPolicy", {"ManagedPolicyName": "read", "Description": "reads", "PolicyDocument": {"Statement": []}, "Roles": [REF("Role")]}),
        "Profile": ("AWS::IAM::InstanceProfile", {"InstanceProfileName": "app", "Path": "/", "Roles": [REF("Role")]}),
        "Key": ("AWS::KMS::Key", {"Description": "ours", "EnableKeyRotation": True, "KeyPolicy": {"Statement": []}}),
        "Alias": ("AWS::KMS::Alias", {"AliasName": "alias/app", "TargetKeyId": REF("Key")}),
        "Secret": ("AWS::SecretsManager::Secret", {"Name": "app", "Description": "token"}),
        "Trail": ("AWS::CloudTrail::Trail", {"TrailName": "all", "S3BucketName": "trails", "IsLogging": True, "IsMultiRegionTrail": True}),
    },
    "stores": {
        "Table": ("AWS::DynamoDB::Table", {"TableName": "items", "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                                          "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "SSESpecification": {"SSEEnabled": True}}),
        "Bucket": ("AWS::S3::Bucket", {"BucketName": "things", "VersioningConfiguration": {"Status": "Enabled"}, "AccessControl": "Private",
                                      "LifecycleConfiguration": {"Rules": [{"Id": "old", "Status": "Enabled", "ExpirationInDays": 90}]}}),
        "Access": ("AWS::S3::BucketPolicy", {"Bucket": REF("Bucket"), "PolicyDocument": {"Statement": []}}),
        "Files": ("AWS::EFS::FileSystem", {"Encrypted": True, "PerformanceMode": "generalPurpose", "ThroughputMode": "bursting"}),
        "Cache": ("AWS::ElastiCache::ReplicationGroup", {"ReplicationGroupDescription": "sessions", "CacheNodeType": "cache.t3.micro", "Engine": "redis",
                                                        "NumCacheClusters": 2, "AtRestEncryptionEnabled": True, "Port": 6379}),
        "Search": ("AWS::OpenSearchService::Domain", {"DomainName": "logs", "EngineVersion": "OpenSearch_2.5", "ClusterConfig": {"InstanceCount": 2}}),
        "Stream": ("AWS::Kinesis::Stream", {"Name": "events", "ShardCount": 1, "RetentionPeriodHours": 24}),
        "Logs": ("AWS::Logs::LogGroup", {"LogGroupName": "app", "RetentionInDays": 14}),
        "Page": ("AWS::CloudFront::Distribution", {"DistributionConfig": {"Enabled": True, "Comment": "site", "DefaultCacheBehavior": {
            "TargetOriginId": "a", "ViewerProtocolPolicy": "redirect-to-https"}, "Origins": [{"Id": "a", "DomainName": "example.com"}]}}),
        "Catalog": ("AWS::Glue::Database", {"CatalogId": "123456789012", "DatabaseInput": {"Name": "lake", "Description": "ours"}}),
        "Disk": ("AWS::EC2::Volume", {"AvailabilityZone": "us-east-1a", "Size": 20, "VolumeType": "gp2", "Encrypted": True}),
    },
    "nested": {
        "Inner": ("AWS::CloudFormation::Stack", {"TemplateURL": "https://s3.amazonaws.com/a/vpc-1.yml", "Parameters": {"Size": "small"}, "TimeoutInMinutes": 30}),
        "Outer": ("AWS::CloudFormation::Stack", {"TemplateURL": "https://s3.amazonaws.com/a/app.yml", "Parameters": {"Vpc": ATT("Inner", "Outputs.Vpc")}}),
        "Helper": ("Custom::Helper", {"ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:helper", "Version": "1"}),
    },
    "kubernetes": {
        "Cluster": ("AWS::EKS::Cluster", {"Name": "main", "Version": "1.29", "RoleArn": "arn:aws:iam::123456789012:role/eks",
                                         "ResourcesVpcConfig": {"SubnetIds": ["subnet-a", "subnet-b"], "EndpointPublicAccess": True}}),
        "Nodes": ("AWS::EKS::Nodegroup", {"ClusterName": REF("Cluster"), "NodegroupName": "a", "NodeRole": "arn:aws:iam::123456789012:role/node", "Subnets": ["subnet-a"],
                                         "InstanceTypes": ["m5.large"], "ScalingConfig": {"MinSize": 1, "MaxSize": 3, "DesiredSize": 2}}),
        "Addon": ("AWS::EKS::Addon", {"ClusterName": REF("Cluster"), "AddonName": "coredns", "AddonVersion": "v1.10.1-eksbuild.1"}),
    },
    "machines": {
        "Launch": ("AWS::AutoScaling::LaunchConfiguration", {"ImageId": "ami-0123456789abcdef0", "InstanceType": "t3.small", "KeyName": "ops", "SecurityGroups": ["sg-a"]}),
        "Group": ("AWS::AutoScaling::AutoScalingGroup", {"LaunchConfigurationName": REF("Launch"), "MinSize": "1", "MaxSize": "4", "DesiredCapacity": "2",
                                                        "VPCZoneIdentifier": ["subnet-a"], "HealthCheckType": "EC2"}),
        "Up": ("AWS::AutoScaling::ScalingPolicy", {"AutoScalingGroupName": REF("Group"), "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1}),
        "Alarm": ("AWS::CloudWatch::Alarm", {"AlarmName": "busy", "MetricName": "CPUUtilization", "Namespace": "AWS/EC2", "Statistic": "Average", "Period": 60, "Threshold": 80,
                                            "EvaluationPeriods": 2, "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": [REF("Up")]}),
        "Bastion": ("AWS::EC2::Instance", {"ImageId": "ami-0123456789abcdef0", "InstanceType": "t3.micro", "SubnetId": "subnet-a", "KeyName": "ops", "Monitoring": False}),
        "Classic": ("AWS::ElasticLoadBalancing::LoadBalancer", {"Subnets": ["subnet-a"], "Scheme": "internal", "CrossZone": True, "HealthCheck": {
            "Target": "HTTP:80/", "HealthyThreshold": "2", "UnhealthyThreshold": "3", "Interval": "10", "Timeout": "5"},
            "Listeners": [{"LoadBalancerPort": "80", "InstancePort": "80", "Protocol": "HTTP"}]}),
        "Batch": ("AWS::Batch::JobDefinition", {"JobDefinitionName": "job", "Type": "container", "ContainerProperties": {"Image": "busybox", "Vcpus": 1, "Memory": 128}}),
        "Parameter": ("AWS::SSM::Parameter", {"Name": "/app/size", "Type": "String", "Value": "1", "Description": "size"}),
    },
}


def template(stack):
    return {"Resources": {name: {"Type": kind, "Properties": copy.deepcopy(properties)} for name, (kind, properties) in stack.items()}}


def other(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return str(int(value) + 1) if value.isdigit() else value + "-2"
    if isinstance(value, list):
        return [other(value[0]), *value[1:]] if value else ["x"]
    if not value:
        return {"a": "b"}
    if set(value) == {"Ref"} or set(value) == {"Fn::GetAtt"}:
        return "another"
    key = next(iter(value))
    return {**value, key: other(value[key])}


def pairs():
    """(name, old template, new template): each property of each resource with another value, and left out; each resource left out."""
    for stack, resources in STACKS.items():
        before = template(resources)
        for name, (_, properties) in resources.items():
            for key, value in properties.items():
                if key.endswith("PolicyDocument"):
                    continue  # the library reads it for what it says of rights, and ends where it is none
                for what, edit in (("other", lambda one, key=key, value=value: one.update({key: other(value)})), ("gone", lambda one, key=key: one.pop(key))):
                    after = copy.deepcopy(before)
                    edit(after["Resources"][name]["Properties"])
                    yield f"{stack}: {name}.{key} {what}", before, after
            after = json.loads(json.dumps(before))
            del after["Resources"][name]
            if f'"{name}"' not in json.dumps(after):
                yield f"{stack}: {name} gone", before, after
