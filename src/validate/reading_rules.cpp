#include <array>

#include "rules.hpp"

namespace vend::validate {
namespace {

using enum support::Severity;

constexpr std::array reading_table = {
    Rule{"D001", error, "The text is neither YAML nor JSON",
         "CloudFormation refuses the template before it looks at anything else.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"D002", error, "The same key twice in a mapping",
         "Readers keep one of the two without a word, and not all keep the same one.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
  B: {Type: AWS::SNS::Topic}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
  T: {Type: AWS::SNS::Topic}
)yaml"},
    Rule{"D003", error, "A key that is no text", "Names in templates are texts; lists and mappings cannot be keys.",
         R"yaml(Resources:
  ? [a, b]
  : {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"D004", error, "Bytes that are not UTF-8",
         "CloudFormation takes UTF-8 only. Editors on Windows may save another encoding.", "", ""},
    Rule{"D005", error, "Control characters",
         "YAML allows none but tab, line feed and carriage return; write them as escapes in double quotes.", "", ""},
    Rule{"D006", error, "A tab as indentation", "YAML indents with spaces only.",
         R"yaml(Resources:
	B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"D007", error, "Several documents in one file",
         "A template is one document; what follows `---` would be lost.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
---
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"D008", error, "Larger or deeper than any template can be",
         "Files beyond 4 MiB, 200 levels or 300,000 values (aliases expanded) are not read any further.", "", ""},
    Rule{"D009", error, "A merge key that merges no mapping", "`<<` takes a mapping or a list of mappings.",
         R"yaml(Resources:
  B:
    <<: text
    Type: AWS::S3::Bucket
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"D010", error, "A tag that no reader knows",
         "Of the tags with two exclamation marks, only the basic types of YAML exist.",
         R"yaml(Resources:
  B: {Type: !!bucket AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"C001", error, "A function that CloudFormation does not have",
         "Short functions look like YAML tags; a mistyped one is an unknown tag.",
         R"yaml(Resources:
  B:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Reff AWS::StackName}
)yaml",
         R"yaml(Resources:
  B:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Ref AWS::StackName}
)yaml"},
    Rule{"C002", error, "The template is no mapping", "A template is a mapping of sections.",
         R"yaml(- Resources
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"C003", error, "A section is no mapping", "Each section maps names to what they stand for.",
         R"yaml(Resources:
  - {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"P001", error, "A parameter has no value",
         "It has no Default, and none was given. Checked with --complete, and when parameters are given.", "", ""},
    Rule{"P002", error, "A value that AllowedValues does not list",
         "CloudFormation refuses the stack before it creates anything.",
         R"yaml(Parameters:
  Size: {Type: String, AllowedValues: [small, large], Default: medium}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Size}}
)yaml",
         R"yaml(Parameters:
  Size: {Type: String, AllowedValues: [small, large], Default: large}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Size}}
)yaml"},
    Rule{"P003", error, "A value that does not match AllowedPattern",
         "The whole value must match; the pattern is a Java regular expression.",
         R"yaml(Parameters:
  Name: {Type: String, AllowedPattern: '[a-z]+', Default: A1}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml",
         R"yaml(Parameters:
  Name: {Type: String, AllowedPattern: '[a-z]+', Default: abc}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"P004", error, "A value shorter or longer than MinLength and MaxLength", "Lengths count characters.",
         R"yaml(Parameters:
  Name: {Type: String, MaxLength: 3, Default: long-name}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml",
         R"yaml(Parameters:
  Name: {Type: String, MaxLength: 30, Default: long-name}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"P005", error, "No number, or one outside MinValue and MaxValue",
         "Parameters of type Number take numbers only.",
         R"yaml(Parameters:
  Days: {Type: Number, MinValue: 1, Default: 0}
Resources:
  L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
)yaml",
         R"yaml(Parameters:
  Days: {Type: Number, MinValue: 1, Default: 1}
Resources:
  L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
)yaml"},
    Rule{"P006", error, "A value for a parameter that the template does not have",
         "CloudFormation refuses values that no parameter asks for.", "", ""},
    Rule{"P007", error, "A value of more than 4,096 bytes",
         "Longer values belong into a secret, an SSM parameter or a file.", "", ""},
    Rule{"R001", error, "A rule's assertion fails",
         "The template's own Rules forbid this combination of parameter values.",
         R"yaml(Parameters:
  Kind: {Type: String, Default: a}
Rules:
  OnlyB:
    Assertions: [{Assert: !Equals [!Ref Kind, bcd], AssertDescription: Kind must be bcd}]
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Kind}}
)yaml",
         R"yaml(Parameters:
  Kind: {Type: String, Default: bcd}
Rules:
  OnlyB:
    Assertions: [{Assert: !Equals [!Ref Kind, bcd], AssertDescription: Kind must be bcd}]
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Kind}}
)yaml"},
    Rule{"F001", error, "A function cannot be resolved",
         "For these parameter values CloudFormation would stop at this function.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Select [2, [a, b]]}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Select [1, [abc, bcd]]}}
)yaml"},
};

}  // namespace

std::span<const Rule> reading_rules() { return reading_table; }

}  // namespace vend::validate
