#include <array>

#include "rules.hpp"

namespace vend::validate {
namespace {

using enum support::Severity;

constexpr std::array language_table = {
    Rule{"L001", error, "No resources", "A template without resources cannot become a stack.",
         R"yaml(Description: nothing
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"L002", error, "A section that templates do not have", "CloudFormation refuses unknown sections.",
         R"yaml(Resource: {}
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"L003", error, "A version that does not exist", "2010-09-09 is the only version of the format.",
         R"yaml(AWSTemplateFormatVersion: '2024-01-01'
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(AWSTemplateFormatVersion: '2010-09-09'
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"L004", error, "A logical name with other characters than letters and digits",
         "CloudFormation refuses such names.",
         R"yaml(Resources:
  my-bucket: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  MyBucket: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"L005", error, "An attribute that parameters do not have",
         "CloudFormation refuses unknown attributes of parameters.",
         R"yaml(Parameters:
  Name: {Type: String, Defualt: abc}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml",
         R"yaml(Parameters:
  Name: {Type: String, Default: abc}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"L006", error, "A parameter type that does not exist",
         "Types are String, Number, lists of them, CommaDelimitedList, and those of AWS.",
         R"yaml(Parameters:
  Name: {Type: Text, Default: abc}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml",
         R"yaml(Parameters:
  Name: {Type: String, Default: abc}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"L007", error, "A resource without a type", "The type decides what is created.",
         R"yaml(Resources:
  B: {Properties: {BucketName: abc}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: abc}}
)yaml"},
    Rule{"L008", error, "An attribute that resources do not have", "Often a property that slipped out of Properties.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, BucketName: abc}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: abc}}
)yaml"},
    Rule{"L009", error, "An output without a value, or with an unknown attribute",
         "Outputs have Value, Description, Export and Condition.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
Outputs:
  Name: {Description: the bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
Outputs:
  Name: {Description: the bucket, Value: !Ref B}
)yaml"},
    Rule{"L010", error, "Ref names nothing", "Ref takes a parameter, a resource or a pseudo parameter.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Nmae}}
)yaml",
         R"yaml(Parameters:
  Name: {Type: String}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"L011", error, "DependsOn names nothing",
         "CloudFormation refuses dependencies on resources that are not in the template.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, DependsOn: Topic}
)yaml",
         R"yaml(Resources:
  T: {Type: AWS::SNS::Topic}
  B: {Type: AWS::S3::Bucket, DependsOn: T}
)yaml"},
    Rule{"L012", error, "GetAtt names no resource, or none of its attributes",
         "The attributes of a type stand in its schema.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
Outputs:
  Arn: {Value: !GetAtt B.Arnn}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
Outputs:
  Arn: {Value: !GetAtt B.Arn}
)yaml"},
    Rule{"L013", error, "Fn::Sub names nothing",
         "`${Name}` must be a parameter, a resource, an attribute or a variable of the function.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${Nmae}-x'}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${AWS::StackName}-x'}}
)yaml"},
    Rule{"L014", warning, "A variable that Fn::Sub does not use", "Probably a mistyped name in the text.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub ['abc', {A: b}]}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub ['abc-${A}', {A: b}]}}
)yaml"},
    Rule{"L015", error, "FindInMap names nothing", "The mapping and its keys must exist.",
         R"yaml(Mappings: {M: {a: {k: abc}}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !FindInMap [M, a, kk]}}
)yaml",
         R"yaml(Mappings: {M: {a: {k: abc}}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !FindInMap [M, a, k]}}
)yaml"},
    Rule{"L016", error, "A function with wrong arguments", "Each function takes its own number of arguments.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Join ['-']}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Join ['-', [abc, d]]}}
)yaml"},
    Rule{"L017", error, "A function where it is not allowed",
         "Fn::Equals, And, Or and Not stand in Conditions and Rules, which in turn cannot see resources.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Equals [a, b]}}
)yaml",
         R"yaml(Conditions: {C: !Equals [a, !Ref AWS::Region]}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !If [C, abc, bcd]}}
)yaml"},
    Rule{"L018", error, "An empty value", "CloudFormation takes no null; leave the key out, or use AWS::NoValue.",
         R"yaml(Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      BucketName:
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"L019", info, "Transforms are not analysed",
         "What a macro makes of the template is known to AWS only, so related checks are left out.",
         R"yaml(Transform: AWS::LanguageExtensions
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket}
)yaml"},
    Rule{"L020", error, "A condition that does not exist", "Conditions are declared in the section Conditions.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Condition: Wanted}
)yaml",
         R"yaml(Conditions: {Wanted: !Equals [!Ref AWS::Region, us-east-1]}
Resources:
  B: {Type: AWS::S3::Bucket, Condition: Wanted}
)yaml"},
    Rule{"L021", error, "The console form names a parameter that does not exist",
         "AWS::CloudFormation::Interface groups and labels existing parameters.",
         R"yaml(Metadata: {AWS::CloudFormation::Interface: {ParameterLabels: {Nmae: {default: Name}}}}
Parameters: {Name: {Type: String}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml",
         R"yaml(Metadata: {AWS::CloudFormation::Interface: {ParameterLabels: {Name: {default: Name}}}}
Parameters: {Name: {Type: String}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"L022", error, "Resources or conditions depend on each other in a circle",
         "CloudFormation cannot find a first one to create.",
         R"yaml(Resources:
  A: {Type: AWS::S3::Bucket, DependsOn: B}
  B: {Type: AWS::S3::Bucket, DependsOn: A}
)yaml",
         R"yaml(Resources:
  A: {Type: AWS::S3::Bucket}
  B: {Type: AWS::S3::Bucket, DependsOn: A}
)yaml"},
    Rule{"L030", warning, "A parameter that nothing uses", "It asks its users for something without effect.",
         R"yaml(Parameters: {Name: {Type: String}}
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Parameters: {Name: {Type: String}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)yaml"},
    Rule{"L031", warning, "A condition that nothing uses", "Probably a mistyped or forgotten use.",
         R"yaml(Conditions: {C: !Equals [!Ref AWS::Region, us-east-1]}
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Conditions: {C: !Equals [!Ref AWS::Region, us-east-1]}
Resources:
  B: {Type: AWS::S3::Bucket, Condition: C}
)yaml"},
    Rule{"L032", warning, "A mapping that nothing uses", "Probably a mistyped or forgotten use.",
         R"yaml(Mappings: {M: {a: {k: abc}}}
Resources:
  B: {Type: AWS::S3::Bucket}
)yaml",
         R"yaml(Mappings: {M: {a: {k: abc}}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !FindInMap [M, a, k]}}
)yaml"},
};

}  // namespace

std::span<const Rule> language_rules() { return language_table; }

}  // namespace vend::validate
