// What a reference to a resource gives, against what a place takes: a row for each way to know of either.
#include <algorithm>
#include <catch2/catch.hpp>

#include "found.hpp"

using namespace vend;

TEST_CASE("what a reference gives is what its place takes", "[validate][references]") {
  const std::string trust =
      "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "
      "'sts:AssumeRole'}]}";
  const std::string head =
      "Resources:\n"
      "  Topic: {Type: AWS::SNS::Topic}\n"
      "  Queue: {Type: AWS::SQS::Queue}\n"
      "  Bucket: {Type: AWS::S3::Bucket}\n"
      "  Address: {Type: AWS::EC2::EIP}\n"
      "  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
      "  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: " +
      trust +
      "}}\n"
      "  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Version: '2012-10-17', Statement: "
      "[{Effect: Allow, Principal: {AWS: '*'}, Action: 'kms:*', Resource: '*'}]}}}\n"
      "  Stack: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "
      "'https://b.s3.amazonaws.com/t.yml'}}\n"
      "  Product: {Type: AWS::ServiceCatalog::CloudFormationProvisionedProduct, Properties: "
      "{ProductName: p, ProvisioningArtifactName: v1}}\n"
      "  Ours: {Type: Our::Own::Thing}\n"
      "  Db: {Type: AWS::RDS::DBInstance, Properties: {DBInstanceClass: db.t3.micro, Engine: "
      "mysql, AllocatedStorage: '20', ManageMasterUserPassword: true, MasterUsername: boss}}\n"
      "  R: ";
  const std::string log =
      "{Type: AWS::Glue::SecurityConfiguration, Properties: {Name: a, EncryptionConfiguration: "
      "{CloudWatchEncryption: {CloudWatchEncryptionMode: SSE-KMS, KmsKeyArn: VALUE}}}}";
  const std::string sub =
      "{Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, TopicArn: VALUE, Endpoint: "
      "'arn:aws:sqs:us-east-1:123456789012:q'}}";
  const std::string profile = "{Type: AWS::IAM::InstanceProfile, Properties: {Roles: [VALUE]}}";
  const std::string gateway =
      "{Type: AWS::EC2::NatGateway, Properties: {SubnetId: subnet-12345678, AllocationId: VALUE}}";
  const std::string subnet = "{Type: AWS::EC2::Subnet, Properties: {CidrBlock: 10.0.0.0/24, VpcId: VALUE}}";
  const std::string policy =
      "{Type: AWS::SQS::QueuePolicy, Properties: {Queues: [VALUE], PolicyDocument: {Version: "
      "'2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:SendMessage', "
      "Resource: '*'}]}}}";
  const std::string alarm =
      "{Type: AWS::CloudWatch::Alarm, Properties: {ComparisonOperator: GreaterThanThreshold, "
      "EvaluationPeriods: 1, MetricName: a, Namespace: b, Period: 60, Statistic: Sum, "
      "Threshold: 1, AlarmActions: [VALUE]}}";
  const auto row = [&](const std::string& resource, const char* value, const std::string& says) {
    std::string text = resource;
    text.replace(text.find("VALUE"), 5, value);
    INFO(text);
    std::string message;
    for (const support::Diagnostic& one : validate::check_text(head + text + "\n", "t.yml", {})) {
      if (one.code == "T013") message += one.message + "; " + one.fix;
    }
    CHECK(message == says);
  };
  // An ARN is wanted.
  row(sub, "!Ref Topic", "");
  row(sub, "!Ref Bucket", "Ref of Bucket gives a name, and an ARN is wanted here; write !GetAtt Bucket.Arn");
  row(sub, "!Ref Queue", "Ref of Queue gives a URL, and an ARN is wanted here; write !GetAtt Queue.Arn");
  row(sub, "!Ref Vpc", "Ref of Vpc gives an id, and an ARN is wanted here; name what is wanted");
  row(sub, "!GetAtt Vpc.CidrBlock", "Vpc.CidrBlock gives a network, and an ARN is wanted here; name what is wanted");
  row(alarm, "!Ref Topic", "");
  row(alarm, "!GetAtt Topic.TopicName", "Topic.TopicName gives a name, and an ARN is wanted here; name what is wanted");
  // A name, an id, a URL, an address.
  row(profile, "!Ref Role", "");
  row(profile, "!GetAtt Role.RoleId", "");  // ids do for names
  row(profile, "!GetAtt Role.Arn", "Role.Arn gives an ARN, and a name is wanted here; write !Ref Role");
  row(profile, "!GetAtt Queue.QueueUrl", "Queue.QueueUrl gives a URL, and a name is wanted here; name what is wanted");
  row(gateway, "!GetAtt Address.AllocationId", "");
  row(gateway, "!Ref Address",
      "Ref of Address gives an address, and an id is wanted here; write !GetAtt Address.AllocationId");
  row(subnet, "!Ref Vpc", "");
  row(subnet, "!Ref Bucket", "Bucket is an AWS::S3::Bucket, and an AWS::EC2::VPC is wanted here; name what is wanted");
  row(subnet, "!GetAtt Topic.TopicName", "Topic.TopicName gives a name, and an id is wanted here; name what is wanted");
  row(subnet, "!GetAtt Bucket.Arn", "Bucket.Arn gives an ARN, and an id is wanted here; name what is wanted");
  row(policy, "!Ref Queue", "");
  row(policy, "!GetAtt Queue.QueueUrl", "");
  row(policy, "!GetAtt Queue.Arn", "Queue.Arn gives an ARN, and a URL is wanted here; write !Ref Queue");
  // Keys go by several names, and what their authors decide may be anything.
  row(log, "!Ref Key", "");
  row(log, "!GetAtt Key.Arn", "");
  row(log, "!GetAtt Db.MasterUserSecret.KmsKeyId", "");
  row(log, "!Ref Bucket", "Ref of Bucket gives a name, and an ARN is wanted here; write !GetAtt Bucket.Arn");
  for (const char* author : {"!GetAtt Stack.Outputs.BucketName", "!Ref Stack", "!GetAtt Product.Outputs.BucketName",
                             "!GetAtt Product.CloudformationStackArn", "!Ref Ours", "!GetAtt Ours.BucketName"}) {
    row(sub, author, "");
    row(subnet, author, "");
  }
}

TEST_CASE("a message about a value that no list has names twelve that it has", "[validate]") {
  const auto fix = [](const char* type) {
    for (const support::Diagnostic& one : validate::check_text(
             std::string(
                 "Resources:\n  P: {Type: AWS::Organizations::Policy, Properties: {Name: a, Content: {}, Type: ") +
                 type + "}}\n",
             "t.yml", {})) {
      if (one.code == "T004") return one.message + "; " + one.fix;
    }
    return std::string();
  };
  CHECK(fix("TAG_POLICY").empty());
  const std::string said = fix("zzz");
  INFO(said);
  CHECK(std::count(said.begin(), said.end(), ',') == 12);  // one of them in the sentence
  CHECK_THAT(fix("TAG_POLICE"), Catch::Contains("did you mean TAG_POLICY?"));
}
