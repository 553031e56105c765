// Parameter files: every form is read, and what is written reads back.

#include "vend/parameters/parameter_file.hpp"

#include <catch2/catch.hpp>
#include <functional>

namespace vend {
namespace {

using Catch::Matchers::Contains;

parameters::ParameterFile read(const std::string& text) {
  support::Diagnostics found;
  const auto file = parameters::read_parameter_file(text, "values", found);
  INFO(text);
  for (const support::Diagnostic& one : found) UNSCOPED_INFO(support::to_text(one, text));
  REQUIRE(file.has_value());
  CHECK(found.empty());
  return *file;
}

// name=value;... with name! for a kept one.
std::string in_words(const parameters::ParameterFile& file) {
  std::string all;
  for (const parameters::ParameterValue& one : file.values)
    all += one.name + (one.previous ? "!" : "=" + one.value) + ";";
  for (const auto& [key, value] : file.tags) all += "#" + key + "=" + value;
  return all;
}

}  // namespace

TEST_CASE("each form of parameter files is told by its looks", "[cfn][parameters]") {
  struct Case {
    std::string text;
    std::string values;
  };
  const std::vector<Case> cases = {
      {R"([{"ParameterKey": "1A", "ParameterValue": "x y"}, {"ParameterKey": "B", "ParameterValue": "2"}])",
       "1A=x y;B=2;"},
      {"- {ParameterKey: A, ParameterValue: 010}\n- ParameterKey: B\n  UsePreviousValue: true\n", "A=010;B!;"},
      {R"([{"ParameterKey": "A", "ParameterValue": "x", "ResolvedValue": "ami-1"}])", "A=x;"},
      {R"(["A=1=2", "B="])", "A=1=2;B=;"},
      {"- A=x\n- B=y\n", "A=x;B=y;"},
      {R"({"Parameters": {"A": "1", "L": ["a", "b"]}, "Tags": {"Team": "a"}, "StackPolicy": {}})", "A=1;L=a,b;#Team=a"},
      {"template-file-path: t.yml\nparameters:\n  A: on\n  B:\ntags:\n  T: v\n", "A=on;B=;#T=v"},
      {"template-file-path: t.yml\n", ""},
      {"template-file-path: t.yml\nparameters:\n", ""},
      {R"({"Stacks": [{"Parameters": [{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "S", "ParameterValue": "****"}], "Tags": [{"Key": "T", "Value": "v"}]}]})",
       "A=1;S!;#T=v"},
      {R"({"Parameters": [{"ParameterKey": "A", "ParameterValue": "****"}]})", "A=****;"},
      {"A: 1.10\nB: 'x'\nparameters: a word\n", "A=1.10;B=x;parameters=a word;"},
      {R"({"A": true, "N": 12345678901234567890})", "A=true;N=12345678901234567890;"},
      {"{}", ""},
      {"# ours\nexport param_1A='it'\\''s'\nB=\"a \\\"b\\\" \\$c \\d\" C=plain # why\n\nD=a\\ b;E=\n",
       "1A=it's;B=a \"b\" $c \\d;C=plain;D=a b;E=;"},
      {"A='two\nlines'\r\nB=x\r\n", "A=two\nlines;B=x;"},
      {"https://console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/create/"
       "review?templateURL=https%3A%2F%2Fb%2Ft.yml&stackName=s&param_1A=a%20b%2B+c&param_B=&param_%C3=x\n",
       "1A=a b+ c;B=;%C3=x;"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(in_words(read(one.text)) == one.values);
  }
}

TEST_CASE("what cannot be read is refused with its place, all of it, and never with a value", "[cfn][parameters]") {
  struct Case {
    std::string text;
    std::vector<std::string> places;  // LINE:COLUMN CODE
  };
  const std::vector<Case> cases = {
      {"just words, secret-1", {"1:1 P010"}},
      {"", {"1:1 P010"}},
      {"Resources: {}\nParameters: {}\n", {"1:1 P010"}},
      {R"({"Stacks": []})", {"1:12 P010"}},
      {"- A=1\n- secret-1\n- {Key: B}\n- {ParameterKey: C}\n", {"2:3 P010", "3:3 P010", "4:3 P010"}},
      {"A: {b: secret-1}\nB: [[secret-1]]\nC: !Ref secret-1\n", {"1:4 P011", "2:4 P011", "3:4 P011"}},
      {"- A=secret-1\n- A=secret-1\n- {ParameterKey: A, ParameterValue: secret-1}\n", {"2:3 P012", "3:37 P012"}},
      {"A: 1\nA: secret-1\n", {"2:1 D002"}},
      {"A: [secret-1\n", {"1:4 D001"}},
      {R"({"A": "secret-1)", {"1:16 D001"}},
      {"A=$(secret-1)\nB=\"$secret-1\"\nC=`x`\nD=x;y\nF=ok\n", {"1:3 P013", "2:4 P013", "3:3 P013", "4:5 P013"}},
      {"A=secret-1 secret-1\n", {"1:12 P013"}},
      {"A='secret-1\n\n", {"1:3 P013"}},
      {"A=\"secret-1", {"1:3 P013"}},
      {"A=\\", {"1:4 P013"}},
      {"A=1\nB=\xff\n", {"2:0 P013"}},
      {"https://gitlab.com/secret-1", {"1:1 P014"}},
      {"\nhttps://c/#/?param_A=%zz&param_B=%4&param_C=%ff&param_D=1&param_D=2\n",
       {"2:14 P014", "2:26 P014", "2:37 P014", "2:59 P012"}},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    support::Diagnostics found;
    CHECK_FALSE(parameters::read_parameter_file(one.text, "values", found).has_value());
    std::vector<std::string> places;
    for (const support::Diagnostic& problem : found) {
      places.push_back(std::to_string(problem.location.line) + ":" + std::to_string(problem.location.column) + " " +
                       problem.code);
      CHECK(problem.location.file == "values");
      CHECK(problem.severity == support::Severity::error);
      CHECK_THAT(problem.message + problem.fix, !Contains("secret-1"));
    }
    CHECK(places == one.places);
  }
}

TEST_CASE("what is written reads back in every form", "[cfn][parameters]") {
  parameters::ParameterFile file;
  file.values = {
      {"1Plain", "https://gitlab.com/", false, {}},
      {"Empty", "", false, {}},
      {"Hostile", "it's \"$(id)\" `id` %41 + & = ; # \\ \\n \t\nline two\r\n'@ ä \xF0\x9F\x9A\x80", false, {}},
      {"Number", "0123", false, {}},
      {"Word", "on", false, {}},
      {"Null", "null", false, {}},
      {"Date", "2021-01-28", false, {}}};
  const std::string expected = in_words(file);
  CHECK(in_words(read(parameters::create_stack_parameters(file))) == expected);
  CHECK(in_words(read(parameters::deploy_parameters(file))) == expected);
  CHECK(in_words(read(parameters::shell_parameters(file))) == expected);
  CHECK(in_words(read(parameters::git_sync_parameters(file, "a/t.yml"))) == expected);
  CHECK(in_words(read(parameters::quick_create_link({"https://b/t.yml", "", ""}, file))) == expected);

  file.tags = {{"Team", "a b"}};
  CHECK(in_words(read(parameters::git_sync_parameters(file, "t.yml"))) == expected + "#Team=a b");
}

TEST_CASE("forms as they stand in a file", "[cfn][parameters]") {
  const parameters::ParameterFile file{{{"A", "x y", false, {}}, {"Kept", "", true, {}}}, {{"Team", "a"}}};
  CHECK(parameters::create_stack_parameters(file) ==
        "[\n  {\n    \"ParameterKey\": \"A\",\n    \"ParameterValue\": \"x y\"\n  },\n"
        "  {\n    \"ParameterKey\": \"Kept\",\n    \"UsePreviousValue\": true\n  }\n]\n");
  CHECK(parameters::deploy_parameters(file) == "[\n  \"A=x y\"\n]\n");
  CHECK(parameters::shell_parameters(file) == "param_A='x y'\n");
  CHECK(parameters::git_sync_parameters(file, "t.yml") ==
        "template-file-path: t.yml\nparameters: {A: x y}\ntags: {Team: a}\n");
}

TEST_CASE("quick-create links go to the console of the region's partition", "[cfn][parameters]") {
  const parameters::ParameterFile file{{{"A", "x y", false, {}}}, {}};
  const std::string rest = "#/stacks/create/review?templateURL=https%3A%2F%2Fb%2Ft.yml&stackName=s-1&param_A=x%20y";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "https://console.aws.amazon.com/cloudformation/home"},
      {"eu-west-1", "https://console.aws.amazon.com/cloudformation/home?region=eu-west-1"},
      {"cn-north-1", "https://console.amazonaws.cn/cloudformation/home?region=cn-north-1"},
      {"us-gov-west-1", "https://console.amazonaws-us-gov.com/cloudformation/home?region=us-gov-west-1"},
  };
  for (const auto& [region, begin] : cases)
    CHECK(parameters::quick_create_link({"https://b/t.yml", "s-1", region}, file) == begin + rest);
}

}  // namespace vend
