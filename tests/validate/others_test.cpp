// What templates that others wrote have taught: right ones that were called wrong, and wrong ones that went through. It
// grows with each of them, hence the length.
#include <algorithm>
#include <catch2/catch.hpp>

#include "vend/validate/check.hpp"

using namespace vend;

namespace {

// "SEVERITY CODE LINE" of all findings but notes.
std::vector<std::string> found_in(const std::string& text) {
  std::vector<std::string> all;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", {})) {
    if (one.severity != support::Severity::info)
      all.push_back(std::string(support::to_string(one.severity)) + " " + one.code + " " +
                    std::to_string(one.location.line));
  }
  return all;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("EC2 as IAM knows it, in each partition") {
  const std::string role =
      "Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: "
      "[{Effect: Allow, Principal: {Service: !Sub 'ec2.${AWS::URLSuffix}'}, Action: 'sts:AssumeRole'}]}}}}\n";
  for (const auto& [region, found] : {std::pair{"eu-central-1", ""}, std::pair{"cn-north-1", ""},
                                      std::pair{"us-gov-west-1", ""}, std::pair{"eusc-de-east-1", "T012"}}) {
    INFO(region);
    validate::Options options;
    options.input.environment.region = region;
    const support::Diagnostics all = validate::check_text(role, "t.yml", options);
    CHECK((all.empty() ? "" : all.front().code) == found);
    CHECK(all.size() <= 1);
  }
}

TEST_CASE("a name that a type has nowhere may be newer than its schema, a misspelt or misplaced one is wrong") {
  const auto with = [](const std::string& properties) {
    return found_in("Resources:\n  I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0123456789abcdef0, " +
                    properties + "}}\n");
  };
  CHECK(with("CpuOptions: {CoreCount: 2, ThreadsPerCore: 1, FlyingVirtualization: true}") == Found{"warning T001 2"});
  CHECK(with("CpuOptions: {CoreCount: 2, ThreadPerCore: 1}") == Found{"error T001 2"});
  CHECK(with("CpuOptions: {CoreCount: 2, ThreadsPerCore: 1, KmsKeyId: a}") == Found{"error T001 2"});
}

TEST_CASE("a text that is known in part is refused for what nothing can mend") {
  const auto role = [](const std::string& name) {
    return found_in(
        "Parameters: {P: {Type: String}}\nResources:\n  R: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub '" +
        name +
        "', AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: "
        "{Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}\n");
  };
  CHECK(role("a-${P}").empty());
  CHECK(role("${P}").empty());
  CHECK(role("${P}-${AWS::StackId}").empty());
  CHECK(role("a b-${P}") == Found{"error T005 3"});
  CHECK(role("${P} a") == Found{"error T005 3"});
  CHECK(role("${P}/${P}") == Found{"error T005 3"});
  CHECK(role("${P}" + std::string(64, 'a')).empty());
  CHECK(role("${P}" + std::string(65, 'a')) == Found{"error T006 3"});
}

TEST_CASE("what a mapping lacks is told once of a resource") {
  const std::string uses =
      "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !FindInMap [M, !Ref 'AWS::Region', a]}}\n"
      "  U: {Type: AWS::SNS::Topic, Properties: {DisplayName: !FindInMap [M, !Ref 'AWS::Region', a], TopicName: "
      "!FindInMap "
      "[M, !Ref 'AWS::Region', b]}}\n";
  CHECK(found_in(uses) == Found{"error L015 2", "error L015 3"});
  CHECK(found_in("Mappings: {M: {us-east-1: {c: d}}}\n" + uses) ==
        Found{"error L015 3", "error L015 4", "error L015 4"});
}

TEST_CASE("ECS takes a role's name as well as its ARN", "[validate]") {
  CHECK(found_in(R"(
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: ecs-tasks.amazonaws.com}}]}}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      TaskRoleArn: !Ref Role
      ExecutionRoleArn: runner-execution
      ContainerDefinitions: [{Name: a, Image: busybox, Memory: 64}]
)")
            .empty());
}

TEST_CASE("an image can be named by its Systems Manager parameter", "[validate]") {
  const std::string text = R"(
Resources:
  Launch: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: required}, ImageId: 'IMAGE'}}}
)";
  auto with = [&](const std::string& image) {
    std::string changed = text;
    return found_in(changed.replace(changed.find("IMAGE"), 5, image));
  };
  CHECK(with("resolve:ssm:/images/runner").empty());
  CHECK(with("/images/runner") == Found{"error T005 3"});
}

TEST_CASE("entries of a list that only the stack knows are not the same item twice", "[validate]") {
  const std::string head = R"(
Parameters:
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  One: {Type: 'AWS::EC2::Subnet::Id'}
Resources:
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Subnets: )";
  CHECK(found_in(head + "[!Select [0, !Ref Subnets], !Select [1, !Ref Subnets], !Ref One]}\n").empty());
  CHECK(found_in(head + "[!Ref One, !Ref One, !Select [0, !Ref Subnets]]}\n") == Found{"error T009 8"});
}

TEST_CASE("networks are of both versions where a list takes any", "[validate]") {
  CHECK(found_in(R"(
Resources:
  Networks: {Type: AWS::Route53::CidrCollection, Properties: {Name: all, Locations: [{LocationName: a, CidrList: [2001:db8::/32, 10.0.0.0/8]}]}}
)")
            .empty());
  CHECK(found_in(R"(
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: a, SecurityGroupIngress: [{IpProtocol: all, CidrIp: '::/0'}]}}
)") == Found{"error T005 3"});
}

TEST_CASE("a resource may have a Description", "[validate]") {
  CHECK(found_in("Resources:\n  Q: {Type: AWS::SQS::Queue, Description: jobs}\n").empty());
}

TEST_CASE("True is true", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  Fifo: {Type: String, Default: True, AllowedValues: [true, false]}
Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: !Ref Fifo}}
)")
            .empty());
}

TEST_CASE("what a reference gives is held against the format that a schema names", "[validate]") {
  const auto with = [](const std::string& role) {
    return found_in("Resources:\n  T: {Type: AWS::SNS::Topic}\n" + role +
                    "  S: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref T, Protocol: firehose, Endpoint: "
                    "'arn:aws:firehose:us-east-1:111122223333:deliverystream/a', SubscriptionRoleArn: !Ref R}}\n");
  };
  CHECK(with("  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: "
             "[{Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}\n") ==
        Found{"error T013 4"});
  CHECK(with("  R: {Type: Our::Things::Role::MODULE}\n").empty());  // whose author decides what it gives
  // A key's id does where its ARN is wanted.
  CHECK(found_in("Resources:\n  K: {Type: AWS::KMS::Key}\n  B: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: "
                 "{ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', "
                 "KMSMasterKeyID: !Ref K}}]}}}\n")
            .empty());
}

TEST_CASE("NoEcho is a boolean", "[validate]") {
  const auto with = [](const std::string& flag) {
    return found_in("Parameters:\n  P: {Type: String, NoEcho: " + flag +
                    "}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref P}}\n");
  };
  for (const char* flag : {"true", "'true'", "True", "false", "yes"}) CHECK(with(flag).empty());
  for (const char* flag : {"hidden", "'1'", "2"}) CHECK(with(flag) == Found{"warning L005 2"});
}

TEST_CASE("a value that waits to be replaced, or that only a branch made empty, is no more than a note", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  Vpc: {Type: String, Default: <your VPC>}
  Address: {Type: String}
Conditions:
  HasAddress: !Not [!Equals [!Ref Address, '']]
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: a, VpcId: !Ref Vpc}}
  Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Ref Address}}
  Q: {Type: AWS::SQS::Queue, Condition: HasAddress}
)")
            .empty());
}

TEST_CASE("sizes that are only defaults are a warning", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  Least: {Type: Number, Default: 2}
Resources:
  Group: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {AvailabilityZones: !GetAZs '', MinSize: !Ref Least, MaxSize: 1, LaunchTemplate: {LaunchTemplateName: runner, Version: 1}}}
)") == Found{"warning A005 5"});
}

TEST_CASE("one word as UserData is data, not a script", "[validate]") {
  const std::string head =
      "Resources:\n  I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, UserData: !Base64 ";
  CHECK(found_in(head + "'8080'}}\n").empty());
  CHECK(found_in(head + "'yum install git'}}\n") == Found{"warning U001 2"});
}

TEST_CASE("errors are found where the defaults do not lead, warnings are not looked for", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  Kind: {Type: String, Default: none, AllowedValues: [none, fifo]}
Conditions:
  IsFifo: !Equals [!Ref Kind, fifo]
Resources:
  Q: {Type: AWS::SQS::Queue}
  F: {Type: AWS::SQS::Queue, Condition: IsFifo, Properties: {DelaySeconds: often}}
  I: {Type: AWS::EC2::LaunchTemplate, Condition: IsFifo, Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: optional}}}}
)") == Found{"error T003 8"});
}

TEST_CASE("a word is no boolean", "[validate]") {
  const std::string head = "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: ";
  CHECK(found_in(head + "perhaps}}\n") == Found{"error T003 2"});
  CHECK(found_in(head + "'True'}}\n").empty());
}

TEST_CASE("a function's role is an ARN, though its schema has no format for it", "[validate]") {
  const std::string head = R"(
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}}}
  F: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13, Handler: a.b, Code: {ZipFile: a}, Role: )";
  CHECK(found_in(head + "!Ref Role}}\n") == Found{"error T013 4"});
  CHECK(found_in(head + "!GetAtt Role.Arn}}\n").empty());
}

TEST_CASE("functions compare texts, and zones are those of a region", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  Zones: {Type: CommaDelimitedList}
Conditions:
  One: !Equals [!Ref Zones, a]
Resources:
  Q: {Type: AWS::SQS::Queue, Condition: One}
)") == Found{"error L016 5"});
  CHECK(found_in(R"(
Resources:
  G: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {AvailabilityZones: !GetAZs us-east-1a, MinSize: 1, MaxSize: 2, LaunchTemplate: {LaunchTemplateName: runner, Version: 1}}}
)") == Found{"error L016 3"});
}

TEST_CASE("a condition is no value", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  Kind: {Type: String}
Conditions:
  IsLive: !Equals [!Ref Kind, live]
Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: !Condition IsLive}}
)") == Found{"error L017 7"});
}

TEST_CASE("bounds of parameters are numbers that ascend, and no attribute is empty", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  A: {Type: Number, MinValue: low, Default: 3}
  B: {Type: String, MinLength: 9, MaxLength: 3}
  C: {Type: String, Default: }
Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${A}${B}${C}'}}
)") == Found{"error L005 3", "error L005 4", "error L018 5"});
}

TEST_CASE("what services need beyond their schemas", "[validate]") {
  CHECK(found_in(R"(
Resources:
  T: {Type: AWS::DynamoDB::Table, Properties: {AttributeDefinitions: [{AttributeName: a, AttributeType: S}], KeySchema: [{AttributeName: a, KeyType: HASH}]}}
  I: {Type: AWS::EC2::Instance, Properties: {InstanceType: m6i.large}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: a, SecurityGroupIngress: [{IpProtocol: tcp, CidrIp: 10.0.0.0/8}]}}
  S: {Type: AWS::ECS::Service, Properties: {TaskDefinition: a, LaunchType: FARGATE}}
)") == Found{"error T002 3", "error T002 4", "error T002 5", "error T002 5", "error A032 6"});
}

TEST_CASE("a subnet lies in its VPC, unless the VPC has more networks", "[validate]") {
  const std::string head = R"(
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.1.0.0/24}}
)";
  CHECK(found_in(head) == Found{"error A031 4"});
  CHECK(found_in(head + "  M: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref V, CidrBlock: 10.1.0.0/16}}\n")
            .empty());
  // Subnets of a VPC that stands elsewhere say nothing about this one.
  const std::string elsewhere =
      "Resources:\n  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-0123456789abcdef0, CidrBlock: 10.9.0.0/24}}\n";
  CHECK(found_in(elsewhere + head.substr(head.find("  V:"))) == Found{"error A031 4"});
}

TEST_CASE("cron fields have ranges, for rules and schedules", "[validate]") {
  auto rule = [](const std::string& when) {
    return found_in("Resources:\n  R: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: '" + when + "'}}\n");
  };
  CHECK(rule("cron(0/15 6-22 ? JAN-DEC MON-FRI *)").empty());
  CHECK(rule("cron(0 12 L * ? 2027)").empty());
  CHECK(rule("cron(5,35 0 ? * 2#1 *)").empty());
  CHECK(rule("cron(61 12 * * ? *)") == Found{"error A027 2"});
  CHECK(rule("cron(0 25 * * ? *)") == Found{"error A027 2"});
  CHECK(rule("cron(5, 0, 1, *, ?, *)") == Found{"warning A027 2"});
  CHECK(rule("cron(* ? * * * *)") == Found{"warning A027 2"});
  CHECK(rule("cron(0 12 ? * MON-FRY *)") == Found{"error A027 2"});
  auto schedule = [](const std::string& when) {
    return found_in(
        "Resources:\n  S: {Type: AWS::Scheduler::Schedule, Properties: {FlexibleTimeWindow: {Mode: 'OFF'}, Target: "
        "{Arn: "
        "'arn:aws:sqs:us-east-1:123456789012:q', RoleArn: 'arn:aws:iam::123456789012:role/r'}, ScheduleExpression: '" +
        when + "'}}\n");
  };
  CHECK(schedule("at(2027-01-01T00:00:00)").empty());
  CHECK(schedule("rate(1 minutes)").empty());
  CHECK(schedule("rate(5 minuts)") == Found{"error A027 2"});
}

TEST_CASE("keys of mappings have letters and digits, those of the first level dots and dashes", "[validate]") {
  for (const char* key : {"a", "eu-west-1", "A.b", "9"}) {
    CAPTURE(key);
    const std::string text =
        std::string("Mappings: {M: {'") + key +
        "': {k1: x}}}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [M, '" + key +
        "', k1]}}}\n";
    CHECK(found_in(text).empty());
  }
  for (const char* key : {"a b", "a/b", "a:b", "\xC3\xA4", "", "a$", "a_b"}) {
    CAPTURE(key);
    const std::string head = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [M, k, k]}}}\n";
    const auto count = [&](const std::string& mapping) {
      const Found found = found_in("Mappings: {M: " + mapping + "}\n" + head);
      return std::count(found.begin(), found.end(), "error L034 1");
    };
    CHECK(count(std::string("{k: {k: x, '") + key + "': x}}") == 1);
    CHECK(count(std::string("{k: {k: x}, '") + key + "': {k: x}}") == 1);
  }
}

TEST_CASE("networks have a size, ports a bound, groups a place, topics a protocol", "[validate]") {
  CHECK(found_in(R"(
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/8}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: a, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 70000, CidrIp: 10.0.0.0/8}]}}
  A: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: 1, MaxSize: 2, LaunchTemplate: {LaunchTemplateName: runner, Version: 1}}}
  T: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: e-mail, Endpoint: ci@example.com}]}}
)") == Found{"error A031 3", "error T006 4", "error T007 5", "error T004 6"});
}

TEST_CASE("networks may be as large and as small as AWS takes", "[validate]") {
  for (const auto& [prefix, right] : {std::pair{15, false}, {16, true}, {20, true}, {28, true}, {29, false}}) {
    INFO(prefix);
    const Found found = found_in("Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/" +
                                 std::to_string(prefix) + "}}\n");
    CHECK(found == (right ? Found{} : Found{"error A031 2"}));
  }
}

TEST_CASE("a policy is a mapping, or JSON", "[validate]") {
  const std::string head = "Resources:\n  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: ";
  CHECK(found_in(head + "trust}}\n") == Found{"error T012 2"});
  CHECK(found_in(head + "'{\"Statement\": []}'}}\n").empty());
}

TEST_CASE("two outputs do not export the same name", "[validate]") {
  CHECK(found_in(R"(
Resources:
  Q: {Type: AWS::SQS::Queue}
Outputs:
  A: {Value: !Ref Q, Export: {Name: !Sub '${AWS::StackName}-queue'}}
  B: {Value: !GetAtt Q.Arn, Export: {Name: !Sub '${AWS::StackName}-queue'}}
)") == Found{"error L025 6"});
}

TEST_CASE("a pattern closes its brackets", "[validate]") {
  auto pattern = [](const std::string& text) {
    return found_in("Parameters:\n  P: {Type: String, AllowedPattern: '" + text +
                    "'}\nResources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P}}\n");
  };
  CHECK(pattern("[]a-z()]+(x|y)\\(?").empty());
  CHECK(pattern("[^]]*").empty());
  CHECK(pattern("[a-z") == Found{"error L005 2"});
  CHECK(pattern("(a|b))") == Found{"error L005 2"});
}

TEST_CASE("a value that ages is doubtful only if it is like the known ones", "[validate]") {
  auto runtime = [](const std::string& text) {
    return found_in(
        "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::123456789012:role/r', "
        "Handler: a.b, "
        "Code: {ZipFile: a}, Runtime: " +
        text + "}}\n");
  };
  CHECK(runtime("python3.99") == Found{"warning T004 2"});
  CHECK(runtime("cobol1") == Found{"error T004 2"});
}

TEST_CASE("a rolling update is judged as a warning where only a default bounds the group", "[validate]") {
  const std::string text = R"(
Parameters:
  Most: {Type: Number, Default: 1}
Resources:
  A:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {AvailabilityZones: !GetAZs '', MinSize: 1, MaxSize: !Ref Most, LaunchTemplate: {LaunchTemplateName: runner, Version: 1}}
    UpdatePolicy: {AutoScalingRollingUpdate: {MinInstancesInService: 1}}
)";
  const Found found = found_in(text);
  CHECK(std::count(found.begin(), found.end(), "warning J004 8") == 1);
  CHECK(std::count(found.begin(), found.end(), "error J004 8") == 0);
}

TEST_CASE("a runtime is noted in the year before it is deprecated, and a warning from that day on", "[validate]") {
  const std::string text =
      "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Runtime: ruby3.3, Handler: a.b, Code: {ZipFile: x}, "
      "Role: 'arn:aws:iam::111122223333:role/a'}}\n";
  const auto said_on = [&](std::int64_t day) {
    validate::Options options;
    options.now = day;
    std::string said;
    for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options))
      if (one.code == "A025") said += support::to_string(one.severity);
    return said;
  };
  CHECK(said_on(1'774'828'800).empty());    // 2026-03-30; ruby3.3 is deprecated on 2027-03-31
  CHECK(said_on(1'774'915'200) == "info");  // a year before
  CHECK(said_on(1'806'364'800) == "info");  // the day before
  CHECK(said_on(1'806'451'200) == "warning");
}

TEST_CASE("what a serverless function passes on is checked, too", "[validate]") {
  CHECK(found_in(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  F: {Type: AWS::Serverless::Function, Properties: {Runtime: python2.7, Handler: a.b, CodeUri: src, Environment: {Variables: {AWS_REGION: a}}}}
)") == Found{"warning A025 4", "error A033 4"});
}

TEST_CASE("the resource of a statement is a text", "[validate]") {
  CHECK(found_in(R"(
Resources:
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: [{Bucket: a}]}]}}}
)") == Found{"error T012 3"});
}

TEST_CASE("a parameter without a value that is empty only for another branch raises no alarm", "[validate]") {
  CHECK(found_in(R"(
Parameters:
  One: {Type: String, AllowedPattern: '[0-9.]*'}
  Two: {Type: String, AllowedPattern: '[0-9.]*'}
Conditions:
  Has: !And [!Not [!Equals [!Ref One, '']], !Not [!Equals [!Ref Two, '']]]
Resources:
  E:
    Type: AWS::Route53Resolver::ResolverEndpoint
    Properties:
      Direction: INBOUND
      SecurityGroupIds: [sg-0123456789abcdef0]
      IpAddresses:
        - {SubnetId: subnet-0123456789abcdef0, Ip: !Ref One}
        - {SubnetId: subnet-0123456789abcdef1, Ip: !Ref Two}
  P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !If [Has, a, b]}}
)")
            .empty());
}
