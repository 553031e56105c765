#include <array>

#include "rules.hpp"

namespace vend::validate {
namespace {

using enum support::Severity;

constexpr std::array type_table = {
    Rule{"T001", error, "A property that the type does not have",
         "CloudFormation refuses unknown properties, some only after it has created half of the stack.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BuketName: abc}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: abc}}
)yaml"},
    Rule{"T002", error, "A required property is missing", "The type's schema asks for it.",
         R"yaml(Resources:
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: abc}}
)yaml",
         R"yaml(Resources:
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: abc
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*'}]}
)yaml"},
    Rule{"T003", error, "A value of the wrong kind", "A text for a list, a word for a number and the like.",
         R"yaml(Resources:
  L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: week}}
)yaml",
         R"yaml(Resources:
  L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}
)yaml"},
    Rule{"T004", error, "A value that the type does not know", "The schema lists the possible values as of its date.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: Privat}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: Private}}
)yaml"},
    Rule{"T005", error, "A text that does not match the type's pattern", "The service refuses it.",
         R"yaml(Resources:
  S: {Type: AWS::IAM::Role, Properties: {RoleName: a b, AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
)yaml",
         R"yaml(Resources:
  S: {Type: AWS::IAM::Role, Properties: {RoleName: ab, AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
)yaml"},
    Rule{"T006", error, "Too small, too large, too short or too long",
         "The schema sets the range of numbers, lengths and lists.",
         R"yaml(Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 1000}}
)yaml",
         R"yaml(Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 100}}
)yaml"},
    Rule{"T007", error, "Properties that exclude or need each other",
         "One of a pair, none, or both where the type wants it otherwise.",
         R"yaml(Resources:
  A:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '2'
      AvailabilityZones: [us-east-1a]
      LaunchConfigurationName: abc
      LaunchTemplate: {LaunchTemplateId: lt-0123456789abcdef0, Version: '1'}
)yaml",
         R"yaml(Resources:
  A:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '2'
      AvailabilityZones: [us-east-1a]
      LaunchTemplate: {LaunchTemplateId: lt-0123456789abcdef0, Version: '1'}
)yaml"},
    Rule{"T008", error, "A property that only AWS sets", "It can be read by Fn::GetAtt, not given.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {Arn: abc}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"T009", error, "The same item twice in a list", "The type takes each item once.",
         R"yaml(Resources:
  A:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [abc, abc]}
)yaml",
         R"yaml(Resources:
  A:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [abc]}
)yaml"},
    Rule{"T010", info, "A type without schema here",
         "Its properties are not checked. A directory of newer schemas can be given with --data-dir.",
         R"yaml(Resources:
  T: {Type: AWS::Glue::Job}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"Q001", info, "Too large for a request, fine from S3",
         "A template of more than 51,200 bytes cannot be passed inline.", "", ""},
    Rule{"Q002", error, "Too large for CloudFormation", "A template has at most 1,048,576 bytes.", "", ""},
    Rule{"Q003", error, "Too many parameters, mappings, resources or outputs",
         "CloudFormation takes 200 parameters, mappings, keys of a mapping and outputs, and 500 resources.", "", ""},
    Rule{"Q004", error, "A name of more than 255 characters", "CloudFormation refuses it.", "", ""},
    Rule{"Q005", error, "A description of more than 1,024 bytes", "CloudFormation refuses it.", "", ""},
    Rule{"Q006", error, "UserData of more than 16,384 bytes",
         "EC2 refuses the launch. Counted after functions are resolved, before base64.", "", ""},
    Rule{"Q007", error, "An IAM policy that is too large",
         "A managed policy has at most 6,144 characters, a role's inline policies 10,240 together; white space does "
         "not count.",
         "", ""},
    Rule{"Q008", error, "More than 60 dynamic references", "CloudFormation resolves at most 60 in a template.", "", ""},
};

}  // namespace

std::span<const Rule> type_rules() { return type_table; }

}  // namespace vend::validate
