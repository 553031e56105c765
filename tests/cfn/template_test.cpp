// Templates as text: every byte of a small one that has each section and the forms of functions.
#include "vend/cfn/template.hpp"

#include <catch2/catch.hpp>

using namespace vend;

namespace {

const std::string small_template = R"(AWSTemplateFormatVersion: '2010-09-09'
Description: 'Small: a bucket, and who uses it'
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: {default: 'Size, and more'}
        Parameters: [Size, Network]
    ParameterLabels:
      Size: {default: Disk size (GiB)}
Parameters:
  Size:
    Type: Number
    Description: 'Encrypted: Windows needs at least 30; docker runners want room for images, and this help is longer than what a line holds.'
    Default: '30'
    AllowedPattern: ^((?!.*\{\{resolve:).*)$
    NoEcho: true
  Network:
    Type: String
    Default: ''
Rules:
  NetworkNeedsSize:
    RuleCondition: !Not
      - !Equals [!Ref Network, '']
    Assertions:
      - Assert: !Not
          - !Contains
            - ['1', '2']
            - !Ref Size
        AssertDescription: The instance's disk is too small.
Mappings:
  Scripts:
    first.sh:
      Sha256: '0123456789012345678901234567890123456789012345678901234567890123'
      Text: |
        #!/bin/bash
          indented: "quoted" \ 'and' # not a comment
Conditions:
  HasNetwork: !Not
    - !Equals [!Ref Network, '']
  Both: !And
    - {Condition: HasNetwork}
    - !Equals [!Ref AWS::Partition, aws]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: Both
    DeletionPolicy: Retain
    Properties:
      LifecycleConfiguration:
        Rules:
          - {Status: Enabled}
          - Status: Enabled
            ExpirationInDays: 30
  Template:
    Type: AWS::EC2::LaunchTemplate
    DependsOn: [Bucket]
    Properties:
      LaunchTemplateData:
        ImageId: !If [HasNetwork, !Ref AWS::NoValue, !Sub 'ami-${Size}']
        SecurityGroupIds: !If
          - HasNetwork
          - [!GetAtt Bucket.Arn, !Sub '${Bucket.Arn}/*']
          - !Split [',', !Ref Network]
        UserData:
          Fn::Base64: !Sub
            - |
              #!/bin/bash
              NAME:${NAME}
            - NAME:
                Fn::Base64: !Join
                  - ''
                  - ['x:', !Ref Bucket]
Outputs:
  Text:
    Value: !FindInMap [Scripts, first.sh, Text]
    Export:
      Name: !Sub ${AWS::StackName}-Text
)";

cfn::Template read(const std::string& text) {
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, "small.yml", found);
  REQUIRE(t.has_value());
  CHECK(found.empty());
  return *t;
}

}  // namespace

TEST_CASE("a template as YAML, byte for byte", "[cfn]") {
  CHECK(cfn::write_yaml(read(small_template)) == small_template);
}

TEST_CASE("a template as JSON, byte for byte", "[cfn]") {
  const std::string json = cfn::write_json(read(
      "Description: \"f\u00fcr \\\"alle\\\"\"\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n"
      "    Properties: {FifoTopic: true, Ratio: 1.10, TopicName: !Sub 'a\\${B}', Subscription: [], Tags: [{Key: k}, "
      "!GetAtt A.B.C]}\n"));
  CHECK(json == R"JSON({
  "AWSTemplateFormatVersion": "2010-09-09",
  "Description": "für \"alle\"",
  "Resources": {
    "Topic": {
      "Type": "AWS::SNS::Topic",
      "Properties": {
        "FifoTopic": true,
        "Ratio": 1.1,
        "TopicName": {
          "Fn::Sub": "a\\${B}"
        },
        "Subscription": [],
        "Tags": [
          {
            "Key": "k"
          },
          {
            "Fn::GetAtt": [
              "A",
              "B.C"
            ]
          }
        ]
      }
    }
  }
}
)JSON");
  const std::string whole = cfn::write_json(read(small_template));
  CHECK(read(whole).to_node() == read(small_template).to_node());
}

TEST_CASE("a dense template spends a column for a level, and one line as JSON", "[cfn]") {
  cfn::Template t = read(small_template);
  t.dense = true;
  const std::string yaml = cfn::write_yaml(t);
  CHECK(yaml.find("\n Bucket:\n  Type: AWS::S3::Bucket\n  Condition: Both\n  DeletionPolicy: Retain\n  Properties:\n"
                  "   LifecycleConfiguration:\n    Rules:\n") != std::string::npos);
  CHECK(read(yaml).to_node() == t.to_node());
  const std::string json = cfn::write_json(t);
  CHECK(json.find('\n') == json.size() - 1);
  CHECK(json.starts_with(
      R"({"AWSTemplateFormatVersion":"2010-09-09","Description":"Small: a bucket, and who uses it",)"));
  CHECK(read(json).to_node() == t.to_node());
}
