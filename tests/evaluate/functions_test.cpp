// Each function of CloudFormation's by itself: what it gives, and what it makes of arguments that are wrong or unknown.
#include <catch2/catch.hpp>

#include "evaluate/resolving.hpp"

using namespace vend;
using testing::value_of;

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

void check(const Rows& rows) {
  for (const auto& [expression, expected] : rows) {
    INFO(expression);
    CHECK(value_of(expression) == expected);
  }
}

}  // namespace

TEST_CASE("Ref", "[evaluate]") {
  check({{"!Ref P", "pv"},
         {"!Ref Empty", ""},
         {"!Ref N", "1"},
         {"!Ref L", R"(["a","b","c"])"},
         {"!Ref Zones", R"(["us-east-1a","us-east-1b"])"},
         {"!Ref S", "${resolve:/x/y}"},
         {"!Ref Open", "${Open}"},
         {"!Ref B", "${B}"},
         {"!Ref Gone", "${Gone}"},
         {"!Ref AWS::NoValue", "(absent)"},
         {"!Ref AWS::Region", "us-east-1"},
         {"!Ref AWS::AccountId", "123456789012"},
         {"!Ref AWS::Partition", "aws"},
         {"!Ref AWS::URLSuffix", "amazonaws.com"},
         {"!Ref AWS::StackName", "gitlab-runners"},
         {"!Ref AWS::StackId",
          "arn:aws:cloudformation:us-east-1:123456789012:stack/gitlab-runners/00000000-0000-0000-0000-000000000000"},
         {"!Ref AWS::NotificationARNs", "${AWS::NotificationARNs}"},
         {"!Ref Nothing", "(error) there is nothing named Nothing"},
         {"!Ref AWS::Nothing", "(error) there is nothing named AWS::Nothing"}});
}

TEST_CASE("pseudo parameters follow the region, the account and the name of the stack", "[evaluate]") {
  evaluate::Input input;
  input.environment = {"cn-north-1", "210987654321", "mine"};
  CHECK(value_of("!Sub '${AWS::Partition} ${AWS::URLSuffix} ${AWS::AccountId} ${AWS::StackName}'", input) ==
        "aws-cn amazonaws.com.cn 210987654321 mine");
  CHECK(value_of("!Ref AWS::StackId", input)
            .starts_with("arn:aws-cn:cloudformation:cn-north-1:210987654321:stack/mine/"));
  CHECK(value_of("!Select [1, !GetAZs '']", input) == "cn-north-1b");
}

TEST_CASE("a secret stands as asterisks where it is asked to, but for conditions", "[evaluate]") {
  evaluate::Input input;
  CHECK(value_of("!Ref Secret", input) == "hush");
  input.hide_secrets = true;
  CHECK(value_of("!Ref Secret", input) == "****");
  CHECK(value_of("!Sub 'a ${Secret}'", input) == "a ****");
  CHECK(value_of("!If [Yes, !Ref Secret, '']", input) == "****");
  CHECK(value_of("{'Fn::Equals': [!Ref P, pv]}", input) == "true");
}

TEST_CASE("Fn::GetAtt", "[evaluate]") {
  check({{"!GetAtt B.Arn", "${B.Arn}"},
         {"!GetAtt [B, Arn]", "${B.Arn}"},
         {"!GetAtt [B, !Ref P]", "${B.pv}"},
         {"!GetAtt B.Outputs.X", "${B.Outputs.X}"},
         {"!GetAtt Nothing.Arn", "(error) there is no resource Nothing"},
         {"!GetAtt [Nothing, Arn]", "(error) there is no resource Nothing"}});
}

TEST_CASE("Fn::Sub", "[evaluate]") {
  check({{"!Sub 'x-${P}-${!P}-${B.Arn}'", "x-pv-${P}-${B.Arn}"},
         {"!Sub '${ P }'", "pv"},
         {"!Sub ''", ""},
         {"!Sub 'no names'", "no names"},
         {"!Sub '${B}${AWS::Region}'", "${B}us-east-1"},
         {"!Sub ['${A}${P}', {A: !Ref Empty}]", "pv"},
         {"!Sub ['${P}', {P: mine}]", "mine"},
         {"!Sub ['${A}', {A: !Join ['-', [a, b]]}]", "a-b"},
         {"!Sub '${AWS::NoValue}'", ""},
         {"!Sub '${Nothing}'", "(error) there is nothing named Nothing"},
         {"!Sub '${Nothing.Arn}'", "(error) there is no resource Nothing"}});
}

TEST_CASE("Fn::Join", "[evaluate]") {
  check({{"!Join ['-', [a, !Ref P, '']]", "a-pv-"},
         {"!Join ['', !Ref L]", "abc"},
         {"!Join [', ', [a]]", "a"},
         {"!Join [',', []]", ""},
         {"!Join ['', [!If [No, a, !Ref AWS::NoValue], b]]", "b"},
         {"!Join ['/', [!Ref B, !GetAtt B.Arn]]", "${B}/${B.Arn}"},
         {"!Join [',', !Ref AWS::NotificationARNs]", "${AWS::NotificationARNs}"},
         {"!Join [',']", "(error) an argument is missing"}});
}

TEST_CASE("Fn::Split", "[evaluate]") {
  check({{"!Split ['/', 'a/b/c']", R"(["a","b","c"])"},
         {"!Split [',', ',a,']", R"(["","a",""])"},
         {"!Split ['::', 'a::b:c']", R"(["a","b:c"])"},
         {"!Split ['x', abc]", R"(["abc"])"},
         {"!Split [',', '']", R"([""])"},
         // What is not known begins behind the first a, and may hold more of them.
         {"!Split ['a', !Sub 'xa${Open}']", R"(["x","${Split}"])"},
         {"!Split ['a$', !Sub 'xa${Open}']", R"(["${Split}"])"},
         {"!Split ['', abc]", "(error) Fn::Split needs a delimiter"},
         {"!Split [',']", "(error) an argument is missing"}});
}

TEST_CASE("Fn::Select", "[evaluate]") {
  check({{"!Select [0, [a, b]]", "a"},
         {"!Select [1, !Ref L]", "b"},
         {"!Select ['2', !Ref L]", "c"},
         {"!Select [!Ref N, [a, b]]", "b"},
         {"!Select [1, !Split ['/', 'a/b/c']]", "b"},
         {"!Select [3, !Ref L]", "(error) Fn::Select cannot take entry 3 of 3"},
         {"!Select [-1, [a]]", "(error) Fn::Select cannot take entry -1 of 1"},
         {"!Select [1x, [a, b]]", "(error) Fn::Select cannot take entry 1x of 2"},
         {"!Select [0, []]", "(error) Fn::Select cannot take entry 0 of 0"},
         {"!Select [0]", "(error) an argument is missing"},
         // What only a stack knows.
         {"!Select [0, !Ref AWS::NotificationARNs]", "${AWS::NotificationARNs}"},
         {"!Select [!Ref Open, [a]]", "${Select}"},
         {"!Select [5, !Split [',', !Ref Open]]", "${Select}"}});
}

TEST_CASE("Fn::GetAZs", "[evaluate]") {
  check({{"!GetAZs ''", R"(["us-east-1a","us-east-1b","us-east-1c"])"},
         {"!GetAZs eu-central-1", R"(["eu-central-1a","eu-central-1b","eu-central-1c"])"},
         {"!GetAZs {Ref: 'AWS::Region'}", R"(["us-east-1a","us-east-1b","us-east-1c"])"},
         {"!Select [0, !GetAZs '']", "us-east-1a"},
         // Regions have three to six zones, and a template may take any of them; none has more than eight.
         {"!Select [5, !GetAZs '']", "us-east-1f"},
         {"!Select [7, !GetAZs '']", "us-east-1h"},
         {"!Select [8, !GetAZs '']", "(error) Fn::Select cannot take entry 8 of 3"}});
}

TEST_CASE("Fn::FindInMap", "[evaluate]") {
  check({{"!FindInMap [M, top, k]", "mv"},
         {"!FindInMap [M, top, n]", "7"},
         {"!Join ['', !FindInMap [M, top, l]]", "xy"},
         {"!FindInMap [M, !Ref AWS::Region, k]", "here"},
         {"!FindInMap [M, !Sub 'to${X}', k]", "(error) there is nothing named X"},
         {"!FindInMap [M, !Ref Open, k]", "${FindInMap}"},
         {"!FindInMap [M, top, x, {DefaultValue: d}]", "d"},
         {"!FindInMap [M, top, x, {DefaultValue: !Ref P}]", "pv"},
         {"!FindInMap [M, top, k, {DefaultValue: d}]", "mv"},
         {"!FindInMap [M, top, x]", "(error) mapping M has no top.x"},
         {"!FindInMap [M, nowhere, k]", "(error) mapping M has no nowhere.k"},
         {"!FindInMap [Nothing, top, k]", "(error) mapping Nothing has no top.k"},
         {"!FindInMap [M, top]", "(error) an argument is missing"},
         // Made for other accounts than the one that is assumed here.
         {"!FindInMap [M, !Ref AWS::AccountId, k]", "${FindInMap}"}});
}

TEST_CASE("a region that nobody said may be another one", "[evaluate]") {
  evaluate::Input input;
  input.environment.region = "eu-west-3";
  CHECK(value_of("!FindInMap [M, !Ref AWS::Region, k]", input) == "(error) mapping M has no eu-west-3.k");
  input.environment.region_assumed = true;
  CHECK(value_of("!FindInMap [M, !Ref AWS::Region, k]", input) == "${FindInMap}");
}

TEST_CASE("Fn::Base64", "[evaluate]") {
  check({{"{'Fn::Base64': !Ref P}", "cHY="},
         {"{'Fn::Base64': ''}", ""},
         {"{'Fn::Base64': a}", "YQ=="},
         {"{'Fn::Base64': abc}", "YWJj"},
         {"{'Fn::Base64': 'ä'}", "w6Q="}});
}

TEST_CASE("Fn::If", "[evaluate]") {
  check({{"!If [Yes, a, b]", "a"},
         {"!If [No, a, b]", "b"},
         {"!If [No, a, !Ref AWS::NoValue]", "(absent)"},
         {"!If [Yes, !If [No, a, [b]], c]", R"(["b"])"},
         {"[!If [No, a, !Ref AWS::NoValue], b]", R"(["b"])"},
         {"{a: !If [Yes, !Ref AWS::NoValue, b], c: d}", R"({"c":"d"})"},
         {"!If [Nothing, a, b]", "(error) there is no condition Nothing"},
         {"!If [No, a]", "(error) an argument is missing"}});
}

TEST_CASE("functions of AWS::LanguageExtensions", "[evaluate]") {
  check({{"{'Fn::Length': !Ref L}", "3"},
         {"{'Fn::Length': []}", "0"},
         {"{'Fn::ToJsonString': {a: [!Ref P, 1, true]}}", R"({"a":["pv",1,true]})"},
         {"{'Fn::ToJsonString': []}", "[]"}});
}

TEST_CASE("Fn::Cidr", "[evaluate]") {
  check({{"!Cidr ['10.0.0.0/16', 2, 8]", R"(["10.0.0.0/24","10.0.1.0/24"])"},
         {"!Cidr ['10.0.0.0/16', 2]", R"(["10.0.0.0/24","10.0.1.0/24"])"},
         {"!Cidr ['192.168.4.0/22', 3, 4]", R"(["192.168.4.0/28","192.168.4.16/28","192.168.4.32/28"])"},
         {"!Cidr ['10.0.3.7/16', 1, 16]", R"(["10.0.0.0/16"])"},
         {"!Cidr ['0.0.0.0/0', 2, 31]", R"(["0.0.0.0/1","128.0.0.0/1"])"},
         {"!Cidr ['10.0.0.0/24', 256, 0]", "(error) Fn::Cidr takes 1 to 128 bits, not 0"},
         {"!Cidr ['10.0.0.0/16', 257, 8]", "(error) Fn::Cidr makes 1 to 256 networks, not 257"},
         {"!Cidr ['10.0.0.0/16', 0, 8]", "(error) Fn::Cidr makes 1 to 256 networks, not 0"},
         {"!Cidr ['10.0.0.0/16', many, 8]", "(error) Fn::Cidr makes 1 to 256 networks, not many"},
         {"!Cidr ['10.0.0.0/24', 2, 8]", "(error) 10.0.0.0/24 has no room for 2 networks of 8 bits"},
         {"!Cidr ['10.0.0.0/24', 1, 40]", "(error) 10.0.0.0/24 has no room for 1 network of 40 bits"},
         {"!Cidr ['10.0.0/24', 1, 4]", "(error) Fn::Cidr cannot divide 10.0.0/24, which is not a network"},
         {"!Cidr ['10.0.0.256/24', 1, 4]", "(error) Fn::Cidr cannot divide 10.0.0.256/24, which is not a network"},
         {"!Cidr ['10.0.0.0/33', 1, 4]", "(error) Fn::Cidr cannot divide 10.0.0.0/33, which is not a network"},
         // How many there are is known of networks that are not.
         {"!Select [1, !Cidr ['2001:db8::/56', 2, 64]]", "${Fn::Cidr}"},
         {"!Select [2, !Cidr ['2001:db8::/56', 2, 64]]", "(error) Fn::Select cannot take entry 2 of 2"},
         {"!Select [2, !Cidr [!Ref Open, 2, 8]]", "(error) Fn::Select cannot take entry 2 of 2"},
         {"!Cidr [!Ref Open, !Ref Open, 8]", "${Fn::Cidr}"}});
}

TEST_CASE("lists and texts are not taken for one another", "[evaluate]") {
  check({{"!Join [',', !Ref P]", "(error) Fn::Join takes a list, and this is a text"},
         {"!Select [0, !Ref P]", "(error) Fn::Select takes a list, and this is a text"},
         {"!Split [',', !Ref L]", "(error) Fn::Split takes a text, and this is a list"},
         {"!Join [',', !Ref Open]", "${Open}"}});
}

TEST_CASE("what only AWS can tell stays open", "[evaluate]") {
  check({{"{'Fn::ImportValue': !Sub '${P}-vpc'}", "${ImportValue:pv-vpc}"},
         {"{'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: s}}}", "${Fn::Transform}"},
         {"{'Fn::Nothing': x}", "(error) Fn::Nothing is not resolved here"}});
}

TEST_CASE("a condition of an IAM statement is data", "[evaluate]") {
  check({{"{Condition: {StringEquals: {a: !Ref P}}}", R"({"Condition":{"StringEquals":{"a":"pv"}}})"},
         {"{Condition: 'Yes', Effect: Allow}", R"({"Condition":"Yes","Effect":"Allow"})"},
         {"{Condition: 'Yes'}", "true"}});
}

TEST_CASE("what functions make of a text ends before memory does", "[evaluate]") {
  const std::string long_text = std::string(100'000, 'x');
  CHECK(value_of("!Sub ['${A}${A}', {A: '" + long_text + "'}]").size() == 200'000);
  std::string doubled = "'" + long_text + "'";
  for (int i = 0; i < 9; ++i) doubled = "!Sub ['${A}${A}', {A: " + doubled + "}]";
  CHECK(value_of(doubled) == "(error) the functions of this template make more than 16 MB of text");
}

TEST_CASE("one value that cannot be resolved leaves the rest of its resource", "[evaluate]") {
  const evaluate::Result result = testing::resolve("[!Ref Nothing, !Ref P, !GetAtt Nothing.Arn]");
  REQUIRE(result.diagnostics.size() == 2);
  CHECK(result.diagnostics[0].code == "F001");
  CHECK(result.diagnostics[0].path == "Resources.R");
  CHECK(result.diagnostics[0].location.line == 23);
  CHECK(result.resources.find("R")->find("Properties")->find("V")->items()[1].text() == "pv");
  CHECK(result.resources.find("Gone") == nullptr);
  CHECK(result.resources.find("B") != nullptr);
}
