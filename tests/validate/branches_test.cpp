// Branches: every one that parameter values lead to is looked at, and a finding names the values that lead there. A
// template for each kind of branch, hence the length.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "validate/branches/solver.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

// "error CODE LINE: MESSAGE" of all errors.
std::vector<std::string> found_in(const std::string& text, bool all_combinations = true,
                                  const std::map<std::string, std::string>& values = {}) {
  validate::Options options;
  options.all_combinations = all_combinations;
  options.input.parameters = values;
  std::vector<std::string> all;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
    if (one.severity == support::Severity::error)
      all.push_back(
          fmt::format("{} {} {}: {}", support::to_string(one.severity), one.code, one.location.line, one.message));
  }
  return all;
}

using Found = std::vector<std::string>;

const std::string conditional = R"(
Parameters:
  Kind: {Type: String, Default: a, AllowedValues: [a, b, c]}
Conditions:
  IsA: !Equals [!Ref Kind, a]
Resources:
  T: {Type: AWS::SNS::Topic, Condition: IsA}
  P:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: VALUE
)";

std::string with(const std::string& value, std::string text = conditional) {
  return text.replace(text.find("VALUE"), 5, value);
}

}  // namespace

TEST_CASE("a reference to what a condition leaves out is found without any Fn::If", "[validate][branches]") {
  for (const char* value : {"!Ref T", "!GetAtt T.TopicName", "!Sub '${T}'", "!Join ['', [!Ref T]]"}) {
    CAPTURE(value);
    const Found found = found_in(with(value));
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with("error L023 "));
    CHECK(found[0].find("(when Kind=b)") != std::string::npos);
  }
  CHECK(found_in(with("!If [IsA, !Ref T, other]")).empty());
}

TEST_CASE("a reference is fine where its resource exists, or nobody can tell", "[validate][branches]") {
  const auto l023 = [](const std::string& condition, const std::string& conditions, bool declared = true) {
    std::string text = "Parameters: {Kind: {Type: String, Default: a}}\n" + conditions + "Resources:\n";
    if (declared) text += "  T: {Type: AWS::SNS::Topic" + condition + "}\n";
    text += "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref T}}\n";
    std::size_t found = 0;
    for (const std::string& one : found_in(text)) found += one.find(" L023 ") != std::string::npos ? 1 : 0;
    return found;
  };
  CHECK(l023(", Condition: No", "Conditions: {No: !Equals [a, b]}\n") == 1);
  CHECK(l023(", Condition: Yes", "Conditions: {Yes: !Equals [a, a]}\n") == 0);
  CHECK(l023("", "Conditions: {No: !Equals [a, b]}\n") == 0);
  CHECK(l023(", Condition: Missing", "Conditions: {No: !Equals [a, b]}\n") == 0);  // another finding says that
  CHECK(l023("", "", false) == 0);                                                 // and that
  // Each name in a text is looked at, whichever stands first.
  for (const char* value : {"!Sub '${Other}${T}'", "!Sub '${T}${Other}'", "!Sub '${Other}${T}${Other}'"}) {
    CAPTURE(value);
    const Found found = found_in(with(value) + "  Other: {Type: AWS::SNS::Topic}\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with("error L023 "));
  }
}

TEST_CASE("a reference in the text of UserData is one, too", "[validate][branches]") {
  const Found found = found_in(R"(
Parameters: {Kind: {Type: String, Default: a, AllowedValues: [a, b]}}
Conditions: {IsA: !Equals [!Ref Kind, a]}
Resources:
  T: {Type: AWS::SNS::Topic, Condition: IsA}
  L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: required}, UserData: {'Fn::Base64': !Sub "#!/bin/sh\necho ${T}"}}}}
)");
  REQUIRE(found.size() == 1);
  CHECK(found[0].starts_with("error L023 6: T does not exist here"));
}

TEST_CASE("outputs with and without their resource", "[validate][branches]") {
  const std::string text = R"(
Parameters: {Kind: {Type: String, Default: a, AllowedValues: [a, b]}}
Conditions: {IsA: !Equals [!Ref Kind, a], IsB: !Not [!Condition IsA]}
Resources:
  T: {Type: AWS::SNS::Topic, Condition: IsA}
  Q: {Type: AWS::SQS::Queue}
Outputs:
  O: {Condition: CONDITION, Value: !Ref T}
)";
  auto of = [&](const std::string& condition) {
    std::string changed = text;
    return found_in(changed.replace(changed.find("CONDITION"), 9, condition));
  };
  CHECK(of("IsA").empty());
  CHECK(of("IsB").size() == 1);
}

TEST_CASE("a finding names every value that it needs, and stands once", "[validate][branches]") {
  const Found found = found_in(R"(
Parameters:
  Price: {Type: String, Default: ''}
  Ha: {Type: String, Default: 'true', AllowedValues: ['true', 'false']}
  Other: {Type: String, Default: 'x', AllowedValues: ['x', 'y']}
Conditions:
  Spot: !Not [!Equals [!Ref Price, '']]
  IsHa: !Equals [!Ref Ha, 'true']
  SpotNoHa: !And [!Condition Spot, !Not [!Condition IsHa]]
  IsX: !Equals [!Ref Other, x]
Resources:
  Q:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !If [SpotNoHa, 1000, 1]
      VisibilityTimeout: !If [IsX, 1, 2]
)");
  CHECK(found == Found{"error T006 15: DelaySeconds is 1000, above 900 (when Ha=false, Price is not '')"});
}

TEST_CASE("values that a relation between two places needs are found by leaving others out", "[validate][branches]") {
  const Found found = found_in(R"(
Parameters:
  Small: {Type: String, Default: 'no', AllowedValues: ['no', 'yes']}
  Eager: {Type: String, Default: 'no', AllowedValues: ['no', 'yes']}
  Noise: {Type: String, Default: 'no', AllowedValues: ['no', 'yes']}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Launch: {Type: String}
Conditions:
  IsSmall: !Equals [!Ref Small, 'yes']
  IsEager: !Equals [!Ref Eager, 'yes']
  IsNoise: !Equals [!Ref Noise, 'yes']
Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: '1'}
      VPCZoneIdentifier: !Ref Subnets
      MinSize: !If [IsEager, 4, 1]
      MaxSize: !If [IsSmall, 2, 9]
      Cooldown: !If [IsNoise, '60', '90']
)");
  REQUIRE(found.size() == 1);
  CHECK(found[0].starts_with("error A005 "));
  CHECK(found[0].ends_with("(when Eager=yes, Small=yes)"));
}

TEST_CASE("what only many values together lead to is reached", "[validate][branches]") {
  std::string text = "Parameters:\n";
  std::string all;
  for (int i = 0; i < 3; ++i) {
    text +=
        fmt::format("  P{}: {{Type: String, Default: a, AllowedValues: [a, b, c, d, e, f, g, h, i, j, k, l]}}\n", i);
    all += fmt::format("{}!Equals [!Ref P{}, l]", i == 0 ? "" : ", ", i);
  }
  text += "Conditions: {All: !And [" + all +
          "]}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [All, 1000, 1]}}}\n";
  const Found found = found_in(text);
  REQUIRE(found.size() == 1);
  CHECK(found[0].ends_with("(when P0=l, P1=l, P2=l)"));
}

TEST_CASE("a branch is reached through one comparison of many values", "[validate][branches]") {
  const std::string values = "AllowedValues: [a0, a1, a2, a3, a4, a5, a6, a7]";
  const Found found = found_in("Parameters:\n  A: {Type: String, Default: a0, " + values +
                               "}\n  B: {Type: String, Default: a0, " + values + R"(}
Conditions:
  Both: !Equals [!Join ['-', [!Ref A, !Ref B]], a6-a7]
  NotBoth: !Not [!Condition Both]
Resources:
  T: {Type: AWS::SNS::Topic, Condition: NotBoth}
  Q: {Type: AWS::SQS::Queue, Condition: Both, Properties: {QueueName: !GetAtt T.TopicName}}
)");
  INFO(support::join(found, "\n"));
  CHECK(found.size() == 1);
}

TEST_CASE("as many branches are looked at as a template has", "[validate][branches]") {
  constexpr int count = 60;
  std::string parameters = "Parameters:\n", conditions = "Conditions:\n", resources = "Resources:\n";
  for (int i = 0; i < count; ++i) {
    parameters += fmt::format("  P{}: {{Type: String, Default: a, AllowedValues: [a, b]}}\n", i);
    conditions += fmt::format("  Is{0}: !Equals [!Ref P{0}, b]\n  Not{0}: !Not [!Condition Is{0}]\n", i);
    resources += fmt::format(
        "  T{0}: {{Type: AWS::SNS::Topic, Condition: Not{0}}}\n"
        "  Q{0}: {{Type: AWS::SQS::Queue, Condition: Is{0}, Properties: {{QueueName: !GetAtt T{0}.TopicName}}}}\n",
        i);
  }
  CHECK(found_in(parameters + conditions + resources).size() == count);
}

TEST_CASE("a branch is reached that only one parity of many parameters leads to", "[validate][branches]") {
  constexpr int count = 12;
  std::string parameters = "Parameters:\n", conditions = "Conditions:\n  X0: !Equals [!Ref P0, b]\n";
  for (int i = 0; i < count; ++i)
    parameters += fmt::format("  P{}: {{Type: String, Default: a, AllowedValues: [a, b]}}\n", i);
  for (int i = 1; i < count; ++i)
    conditions += fmt::format(
        "  Is{0}: !Equals [!Ref P{0}, b]\n"
        "  X{0}: !Or [!And [!Condition X{1}, !Not [!Condition Is{0}]], !And [!Not [!Condition X{1}], !Condition "
        "Is{0}]]\n",
        i, i - 1);
  const Found found = found_in(parameters + conditions +
                               fmt::format(R"(  Even: !Not [!Condition X{0}]
Resources:
  T: {{Type: AWS::SNS::Topic, Condition: Even}}
  Q: {{Type: AWS::SQS::Queue, Condition: X{0}, Properties: {{QueueName: !GetAtt T.TopicName}}}}
)",
                                           count - 1));
  CHECK(found.size() == 1);
}

TEST_CASE("a value that was made up to reach a branch is no error of the template", "[validate][branches]") {
  const std::string text = R"(
Parameters:
  Key: {Type: String, Default: alias/a}
Conditions: {IsArn: !Equals [!Select [0, !Split [':', !Ref Key]], arn]}
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'kms:Sign', Resource: !If [IsArn, !Ref Key, 'arn:aws:kms:*:*:*']}]}
)";
  CHECK(found_in(text).empty());
  CHECK(found_in(text, true, {{"Key", "arn"}}).size() == 1);
}

TEST_CASE("branches that the template's own rules forbid are left out", "[validate][branches]") {
  const std::string text = R"(
Parameters:
  Kind: {Type: String, Default: a, AllowedValues: [a, b]}
  Ok: {Type: String, Default: 'no', AllowedValues: ['no', 'yes']}
Rules:
  R: {RuleCondition: !Equals [!Ref Kind, b], Assertions: [{Assert: ASSERTION}]}
Conditions: {IsB: !Equals [!Ref Kind, b]}
Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [IsB, 1000, 1]}}}
)";
  auto of = [&](const std::string& assertion) {
    std::string changed = text;
    return found_in(changed.replace(changed.find("ASSERTION"), 9, assertion));
  };
  CHECK(of("!Equals ['1', '2']").empty());
  const Found found = of("!Equals [!Ref Ok, 'yes']");
  REQUIRE(found.size() == 1);
  CHECK(found[0].find("Kind=b") != std::string::npos);
  CHECK(found[0].find("Ok=yes") != std::string::npos);
}

TEST_CASE("constraints of parameters keep values from being tried", "[validate][branches]") {
  const std::string text = R"(
Parameters: {Name: {Type: String, Default: abc, CONSTRAINT}}
Conditions: {None: !Equals [!Ref Name, '']}
Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [None, 1000, 1]}}}
)";
  auto of = [&](const std::string& constraint) {
    std::string changed = text;
    return found_in(changed.replace(changed.find("CONSTRAINT"), 10, constraint));
  };
  CHECK(of("MinLength: 1").empty());
  CHECK(of("AllowedPattern: '[a-z]+'").empty());
  CHECK(of("AllowedPattern: '[a-z]*'").size() == 1);
}

TEST_CASE("conditions over mappings, lists and each other are worked back", "[validate][branches]") {
  const std::string text = R"(
Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, test, prod]}
  A: {Type: String, Default: x, AllowedValues: [x, y]}
  B: {Type: String, Default: y, AllowedValues: [x, y]}
  L: {Type: CommaDelimitedList, Default: 'a,b'}
Mappings: {M: {dev: {big: 'no'}, test: {big: 'no'}, prod: {big: 'yes'}}}
Conditions:
  C0: !Equals [!FindInMap [M, !Ref Env, big], 'yes']
  C1: !Equals [!Ref A, !Ref B]
  C2: !Equals [!Join ['', !Ref L], '']
  C3: !Or [!And [!Condition C0, !Condition C1], !And [!Not [!Condition C1], !Condition C2]]
Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [CONDITION, 1000, 1]}}}
)";
  auto of = [&](const std::string& condition) {
    std::string changed = text;
    return found_in(changed.replace(changed.find("CONDITION"), 9, condition));
  };
  // The unused conditions are warnings.
  auto error = [&](const std::string& condition) {
    for (const std::string& one : of(condition)) {
      if (one.starts_with("error T006")) return one.substr(one.find("(when"));
    }
    return std::string("none");
  };
  CHECK(error("C0") == "(when Env=prod)");
  CHECK(error("C1") == "(when A=x, B=x)");
  CHECK(error("C2") == "(when L='')");
  CHECK(error("C3") != "none");
}

// Against every assignment of small formulas: what the solver finds is so, and what it finds impossible is.
TEST_CASE("the solver agrees with trying all values", "[validate][branches][property]") {
  unsigned state = 7;
  auto below = [&](unsigned limit) {
    state = state * 1103515245U + 12345U;
    return (state >> 16U) % limit;
  };
  const std::vector<std::string> letters = {"a", "b", "c"};
  for (int round = 0; round < 200; ++round) {
    std::string text = "Parameters:\n";
    for (int i = 0; i < 3; ++i)
      text += fmt::format("  P{}: {{Type: String, Default: a, AllowedValues: [a, b, c]}}\n", i);
    text += "Conditions:\n";
    auto atom = [&] {
      if (below(4) == 0) return fmt::format("!Equals [!Ref P{}, !Ref P{}]", below(3), below(3));
      return fmt::format("!Equals [!Ref P{}, {}]", below(3), letters[below(3)]);
    };
    for (int i = 0; i < 6; ++i) {
      auto operand = [&] {
        return i > 0 && below(2) == 0 ? fmt::format("!Condition C{}", below(static_cast<unsigned>(i))) : atom();
      };
      const unsigned kind = below(4);
      text += fmt::format("  C{}: ", i);
      text += kind == 0   ? fmt::format("!Not [{}]", operand())
              : kind == 1 ? fmt::format("!And [{}, {}]", operand(), operand())
              : kind == 2 ? fmt::format("!Or [{}, {}]", operand(), operand())
                          : atom();
      text += "\n";
    }
    text += "Resources: {T: {Type: AWS::SNS::Topic}}\n";
    support::Diagnostics problems;
    const std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", problems);
    REQUIRE(t);
    const validate::Goal goal = {{fmt::format("C{}", below(6)), below(2) == 0},
                                 {fmt::format("C{}", below(6)), below(2) == 0}};
    bool possible = false;
    for (unsigned values = 0; values < 27; ++values) {
      evaluate::Input input;
      input.parameters = {{"P0", letters[values % 3]}, {"P1", letters[values / 3 % 3]}, {"P2", letters[values / 9]}};
      possible = possible || validate::met(goal, evaluate::conditions(*t, input));
    }
    const evaluate::Input start;
    const validate::Formulas formulas(*t, start, validate::Branches::all);
    validate::Solver solver(formulas);
    CAPTURE(text);
    const validate::Solver::Answer answer = solver.meet(goal, false, 10'000);
    REQUIRE(answer != validate::Solver::Answer::unknown);
    CHECK((answer == validate::Solver::Answer::yes) == possible);
    if (answer != validate::Solver::Answer::yes) continue;
    CHECK(validate::met(goal, evaluate::conditions(*t, validate::input_of(start, solver.found()))));
  }
}

TEST_CASE("an item after one that a branch leaves out is told once", "[validate]") {
  const std::string text =
      "Parameters: {P: {Type: String, Default: a, AllowedValues: [a, b]}}\nConditions: {C: !Equals [!Ref P, b]}\n"
      "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      Tags:\n"
      "        - !If [C, {Key: x, Value: y}, !Ref AWS::NoValue]\n        - {Key: z, Valu: w}\n";
  validate::Options options;
  options.all_combinations = true;
  std::size_t told = 0;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options))
    told += one.code == "T001" ? 1U : 0U;
  CHECK(told == 1);
}
