#include "vend/evaluate/evaluate.hpp"

#include <catch2/catch.hpp>

#include "vend/aws/limits.hpp"
#include "vend/aws/partition.hpp"
#include "vend/document/json_writer.hpp"

using namespace vend;
using document::Node;

namespace {

const std::string head = R"(
Parameters:
  P: {Type: String, Default: pv}
  Empty: {Type: String, Default: ''}
  L: {Type: CommaDelimitedList, Default: 'a, b,c'}
  S: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /x/y}
Mappings: {M: {top: {k: mv, l: [x, y]}}}
Conditions:
  Yes: !Equals [!Ref P, pv]
  No: !Not [!Condition Yes]
Resources:
  B: {Type: 'AWS::S3::Bucket'}
  R:
    Type: T
    Properties:
      V: )";

evaluate::Result run(const std::string& expression, const std::map<std::string, std::string>& parameters = {}) {
  support::Diagnostics out;
  std::optional<cfn::Template> t = cfn::read_template(head + expression + "\n", "t.yml", out);
  REQUIRE(t);
  REQUIRE(out.empty());
  return evaluate::evaluate(*t, {parameters, {}});
}

std::string value(const std::string& expression) {
  evaluate::Result result = run(expression);
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(result.diagnostics.empty());
  const Node* v = result.resources.find("R")->find("Properties")->find("V");
  if (v == nullptr) return "(absent)";
  return v->is_scalar() ? v->text() : document::write_json(*v);
}

}  // namespace

TEST_CASE("each function gives what CloudFormation documents") {
  auto [expression, expected] = GENERATE(table<std::string, std::string>({
      {"!Ref P", "pv"},
      {"!Ref B", "${B}"},
      {"!Ref AWS::Region", "us-east-1"},
      {"!Ref AWS::NoValue", "(absent)"},
      {"!Ref S", "${resolve:/x/y}"},
      {"!GetAtt B.Arn", "${B.Arn}"},
      {"!Sub 'x-${P}-${!P}-${B.Arn}'", "x-pv-${P}-${B.Arn}"},
      {"!Sub ['${A}${P}', {A: !Ref Empty}]", "pv"},
      {"!Join ['-', [a, !Ref P, '']]", "a-pv-"},
      {"!Join ['', !Ref L]", "abc"},
      {"!Select [1, !Ref L]", "b"},
      {"!Select [1, !Split ['/', 'a/b/c']]", "b"},
      {"!Join ['|', !Split [',', ',a,']]", "|a|"},
      {"!FindInMap [M, top, k]", "mv"},
      {"!Join ['', !FindInMap [M, top, l]]", "xy"},
      {"{'Fn::Base64': !Ref P}", "cHY="},
      {"!If [Yes, a, b]", "a"},
      {"!If [No, a, !Ref AWS::NoValue]", "(absent)"},
      {"!Join ['', [!If [No, a, !Ref AWS::NoValue], b]]", "b"},
      {"!Select [0, !GetAZs '']", "us-east-1a"},
      {"!Sub '${AWS::Partition} ${AWS::URLSuffix}'", "aws amazonaws.com"},
  }));
  INFO(expression);
  CHECK(value(expression) == expected);
}

TEST_CASE("what cannot be resolved is said with its place") {
  for (std::string expression : {"!Ref Nothing", "!GetAtt Nothing.Arn", "!Sub '${Nothing}'", "!Select [3, !Ref L]",
                                 "!FindInMap [M, top, x]", "!If [Nothing, a, b]"}) {
    INFO(expression);
    evaluate::Result result = run(expression);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics[0].code == "F001");
    CHECK(result.diagnostics[0].location.line == 16);
  }
}

TEST_CASE("partitions follow from the region") {
  CHECK(aws::partition("cn-north-1") == "aws-cn");
  CHECK(aws::url_suffix("cn-north-1") == "amazonaws.com.cn");
  CHECK(aws::partition("us-gov-west-1") == "aws-us-gov");
  CHECK(aws::partition("eu-central-1") == "aws");
}

TEST_CASE("parameter values are held against their constraints") {
  const std::string text = R"(
Parameters:
  A: {Type: String, AllowedValues: [x, y], Default: x}
  N: {Type: Number, MinValue: 2, MaxValue: 5, Default: 3}
  T: {Type: String, MinLength: 2, MaxLength: 3, AllowedPattern: '^[a-z]+$', Default: ab}
  M: {Type: String}
Resources: {R: {Type: T}}
)";
  support::Diagnostics out;
  cfn::Template t = *cfn::read_template(text, "t.yml", out);
  auto codes = [&](std::map<std::string, std::string> given) {
    given.emplace("M", "m");
    std::string all;
    for (const support::Diagnostic& one : evaluate::evaluate(t, {given, {}}).diagnostics) all += one.code + " ";
    return all;
  };
  CHECK(codes({}).empty());
  CHECK(codes({{"A", "z"}}) == "P002 ");
  CHECK(codes({{"N", "1"}}) == "P005 ");
  CHECK(codes({{"N", "6"}}) == "P005 ");
  CHECK(codes({{"N", "x"}}) == "P005 ");
  CHECK(codes({{"T", "a"}}) == "P004 ");
  CHECK(codes({{"T", "abcd"}}) == "P004 ");
  CHECK(codes({{"T", "AB"}}) == "P003 ");
  CHECK(codes({{"M", std::string(5000, 'x')}}) == "P007 ");
  // Lengths count characters, whatever bytes they have.
  CHECK(codes({{"T", "\u00e4"}}) == "P004 P003 ");
  CHECK(codes({{"T", "\u00e4\u00e4\u00e4"}}) == "P003 ");
  CHECK(codes({{"AA", "x"}}) == "P006 ");
  CHECK(codes({{"A", "z"}, {"N", "x"}}) == "P002 P005 ");
  evaluate::Result missing = evaluate::evaluate(t, {});
  REQUIRE(missing.diagnostics.size() == 1);
  CHECK(missing.diagnostics[0].code == "P001");
}

TEST_CASE("rules refuse combinations") {
  const std::string text = R"(
Parameters: {A: {Type: String, Default: x}}
Rules:
  R:
    RuleCondition: !Equals [!Ref A, y]
    Assertions: [{Assert: {'Fn::Contains': [[p, q], !Ref A]}, AssertDescription: no y}]
Resources: {R: {Type: T}}
)";
  support::Diagnostics out;
  cfn::Template t = *cfn::read_template(text, "t.yml", out);
  CHECK(evaluate::evaluate(t, {}).diagnostics.empty());
  support::Diagnostics refused = evaluate::evaluate(t, {{{"A", "y"}}, {}}).diagnostics;
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].message == "no y");
}

TEST_CASE("a rule that cannot be resolved leaves what follows as it is") {
  support::Diagnostics out;
  const std::optional<cfn::Template> t = cfn::read_template(R"(
Parameters: {S: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /x}}
Rules: {R: {Assertions: [{Assert: !Equals [!Ref Nothing, x]}]}}
Resources: {B: {Type: T, Properties: {V: !Ref S}}}
)",
                                                            "t.yml", out);
  REQUIRE(t);
  const evaluate::Result result = evaluate::evaluate(*t, {});
  CHECK(result.diagnostics.size() == 1);
  CHECK(result.resources.find("B")->find("Properties")->find("V")->text() == "${resolve:/x}");
}

TEST_CASE("an item that a list with open values may have is not decided") {
  support::Diagnostics out;
  const std::optional<cfn::Template> t = cfn::read_template(R"(
Parameters: {L: {Type: CommaDelimitedList}}
Rules: {R: {Assertions: [{Assert: !Contains [!Ref L, x]}]}}
Resources: {B: {Type: T}}
)",
                                                            "t.yml", out);
  REQUIRE(t);
  evaluate::Input input;
  input.assume_missing = true;
  CHECK(evaluate::evaluate(*t, input).diagnostics.empty());
  input.parameters["L"] = "a,b";
  CHECK(evaluate::evaluate(*t, input).diagnostics.size() == 1);
}

TEST_CASE("the longest text over all values") {
  const std::string text = R"(
Parameters:
  Any: {Type: String}
  Short: {Type: String, MaxLength: 10}
  Ascii: {Type: String, MaxLength: 10, AllowedPattern: '^[a-z.]*$'}
  NotAscii: {Type: String, MaxLength: 10, AllowedPattern: '^[^,]*$'}
  One: {Type: String, AllowedValues: [a, abc]}
Mappings: {M: {a: {k: '1'}, b: {k: '12345'}}}
Resources: {R: {Type: T}}
)";
  support::Diagnostics out;
  cfn::Template t = *cfn::read_template(text, "t.yml", out);
  auto longest = [&](const std::string& expression) {
    support::Diagnostics none;
    cfn::Template e = *cfn::read_template("Resources: {R: {V: " + expression + "}}", "t.yml", none);
    return evaluate::longest(t, *e.resources.find("R")->find("V"));
  };
  CHECK(longest("!Ref Any") == 4096);
  CHECK(longest("!Ref Short") == 40);
  CHECK(longest("!Ref Ascii") == 10);
  CHECK(longest("!Ref NotAscii") == 40);
  CHECK(longest("!Ref One") == 3);
  CHECK(longest("!Sub 'x${Ascii}${!y}'") == 15);
  CHECK(longest("{'Fn::Base64': !Ref Ascii}") == 16);
  CHECK(longest("!If [C, abc, !Ref Ascii]") == 10);
  CHECK(longest("!FindInMap [M, !Ref One, k]") == 5);
  CHECK(longest("!FindInMap [M, a, k]") == 1);
  CHECK(longest("!FindInMap [M, a, other]") == 0);
  CHECK(longest("!FindInMap [Other, a, k]") == 4096);
  CHECK(longest("!Join [', ', [abc, !Ref One]]") == 10);
  CHECK(longest("!Join ['', [abc, de]]") == 5);
  CHECK(longest("[a, abc, ab]") == 3);
  CHECK(longest("{a: abcd, b: a}") == 4);
}

TEST_CASE("the longest name, ARN or part of one") {
  const std::string text = R"(
Resources:
  B: {Type: AWS::S3::Bucket}
  Q: {Type: AWS::SQS::Queue}
  G: {Type: AWS::Logs::LogGroup}
  Named: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: '/vend'}}
  S: {Type: AWS::SecretsManager::Secret}
)";
  support::Diagnostics out;
  const cfn::Template t = *cfn::read_template(text, "t.yml", out);
  const auto longest = [&](const std::string& expression) {
    support::Diagnostics none;
    const cfn::Template e = *cfn::read_template("Resources: {R: {V: " + expression + "}}", "t.yml", none);
    return evaluate::longest(t, *e.resources.find("R")->find("V"));
  };
  namespace limits = aws::limits;
  struct Case {
    const char* expression;
    std::size_t bytes;
  };
  const std::vector<Case> cases = {
      // Of the stack's ID only the second and third part are known to be short.
      {"!Select [1, !Split ['/', !Ref AWS::StackId]]", limits::stack_name},
      {"!Select [2, !Split ['/', !Ref AWS::StackId]]", 36},
      {"!Select [0, !Split ['/', !Ref AWS::StackId]]", limits::arn},
      {"!Select [2, !Split ['-', !Ref AWS::StackId]]", limits::arn},
      {"!Select [2, !Split ['/', !Ref AWS::StackName]]", limits::stack_name},
      {"!Select [2, !Split ['/', !GetAtt Q.Arn]]", 60 + 80},
      {"!Select [2, !Split ['/', abc/def/ghij]]", 12},
      {"!Select [2, [!Ref AWS::StackId, a]]", limits::arn},
      {"!Ref AWS::NoValue", 0},
      {"!Ref AWS::StackName", limits::stack_name},
      {"!Ref AWS::Region", 32},
      {"!Ref AWS::AccountId", 32},
      {"!Ref AWS::StackId", limits::arn},
      {"!Ref B", limits::bucket_name},
      {"!Ref Q", limits::physical_id},
      {"!Ref S", 256},
      {"!Ref G", limits::stack_name + 1 + limits::random_part + 2},
      {"!Ref Named", 5},
      {"!Ref Nothing", limits::parameter_value},
      {"!GetAtt Q.QueueName", 80},
      {"!GetAtt [Q, QueueName]", 80},
      {"!GetAtt Q.Other", limits::arn},
      {"!GetAtt B.QueueName", limits::arn},
      {"!Sub '${Q.QueueName}x${B}'", 80 + 1 + limits::bucket_name},
      {"!Sub ['${V}-${Q.QueueName}', {V: abc}]", 3 + 1 + 80},
      {"!ImportValue x", limits::parameter_value},
  };
  for (const Case& one : cases) {
    INFO(one.expression);
    CHECK(longest(one.expression) == one.bytes);
  }
}
