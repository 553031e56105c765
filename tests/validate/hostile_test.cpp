// Inputs made to hurt: an answer with a place, never a crash. How long it takes and how much memory: tests/benchmark.
#include <catch2/catch.hpp>

#include "vend/validate/check.hpp"

using namespace vend;

namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

bool has(const std::string& text, std::string_view code) {
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", {})) {
    if (one.code == code) return true;
  }
  return false;
}

const std::string bucket = "Resources:\n  B: {Type: AWS::S3::Bucket}\n";

}  // namespace

TEST_CASE("nesting of 10,000 levels is refused", "[validate]") {
  CHECK(has("Resources: " + repeated("[", 10'000), "D008"));
  CHECK(has("{\"Resources\": " + repeated("{\"a\":", 10'000), "D008"));
  CHECK(has("Resources: " + repeated("!Sub ", 10'000), "D001"));
  std::string block = "Resources:\n";
  for (int i = 1; i < 1'000; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(has(block, "D008"));
}

TEST_CASE("an alias bomb is refused", "[validate]") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before + ", ", 9) + before + "]\n";
  }
  CHECK(has(bomb + bucket, "D008"));
}

TEST_CASE("a megabyte is read, more is refused", "[validate]") {
  std::string large = "Resources:\n";
  for (int i = 0; large.size() < 1'000'000; ++i) large += "  B" + std::to_string(i) + ": {Type: AWS::S3::Bucket}\n";
  CHECK(has(large, "Q003"));
  CHECK_FALSE(has(large, "Q002"));
  CHECK(has(large + repeated("# more\n", 10'000), "Q002"));
}

TEST_CASE("NUL bytes and other control characters are refused with their place", "[validate]") {
  CHECK(has(std::string("Resources:\0", 11), "D005"));
  CHECK(has("Resources: {B: {Type: \"a\x7f\"}}", "D005"));
}

TEST_CASE("Windows line ends and a byte order mark are accepted", "[validate]") {
  CHECK(validate::check_text("\xEF\xBB\xBF" + bucket, "t.yml", {}).empty());
  CHECK(validate::check_text("Resources:\r\n  B:\r\n    Type: AWS::S3::Bucket\r\n", "t.yml", {}).empty());
}

TEST_CASE("conditions and resources in circles end", "[validate]") {
  CHECK(has("Conditions: {A: !Condition A}\nResources: {B: {Type: AWS::S3::Bucket, Condition: A}}\n", "L022"));
  CHECK(has("Resources: {B: {Type: AWS::S3::Bucket, DependsOn: B}}\n", "L022"));
}

TEST_CASE("a flood of findings is cut, with a word", "[validate]") {
  const std::string keys = "Resources:\n" + repeated("  B: {Type: AWS::S3::Bucket}\n", 2'000);
  const support::Diagnostics found = validate::check_text(keys, "t.yml", {});
  CHECK(found.size() < 600);
  std::string last;
  for (const support::Diagnostic& one : found) last = one.code == "D002" ? one.message : last;
  CHECK(last == "there are more findings like the 500 that are listed");
  std::string names = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '";
  for (int i = 0; i < 2'000; ++i) names += "${N" + std::to_string(i) + "}";
  CHECK(validate::check_text(names + "'}}}\n", "t.yml", {}).size() < 600);
}

TEST_CASE("functions cannot make a template of any size", "[validate]") {
  std::string text = "Parameters: {P: {Type: String, Default: '" + repeated("y", 4'000) + "'}}\nResources:\n";
  for (int i = 0; i < 40; ++i)
    text += "  B" + std::to_string(i) + ": {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '" +
            repeated("${P}", 400) + "'}}\n";
  CHECK(has(text, "F001"));
}

TEST_CASE("a pattern that explodes is given up", "[validate]") {
  CHECK_FALSE(has("Parameters: {P: {Type: String, AllowedPattern: '^(a+)+$', Default: '" + repeated("a", 60) +
                      "b'}}\nResources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref P}}}\n",
                  "D001"));
}

TEST_CASE("the branch below sixty conditions is found", "[validate]") {
  std::string parameters = "Parameters:\n", conditions = "Conditions:\n", name;
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    parameters += "  P" + number + ": {Type: String, Default: a, AllowedValues: [a, b, c]}\n";
    conditions += "  C" + number + ": !Equals [!Ref P" + number + ", a]\n";
    name += "!If [C" + number + ", good, ";
  }
  const std::string text = parameters + conditions +
                           "Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: " + name + "-Bad-" +
                           repeated("]", 60) + "}}\n";
  validate::Options options;
  options.all_combinations = true;
  const support::Diagnostics found = validate::check_text(text, "t.yml", options);
  REQUIRE_FALSE(found.empty());
  CHECK(found[0].code == "T005");
  CHECK(found[0].message.find("P59=b") != std::string::npos);
}

TEST_CASE("of two equal keys in a template the last counts, with both places told", "[validate]") {
  const std::string text =
      "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: first\n      DisplayName: "
      "second\n";
  support::Diagnostics found;
  const std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  REQUIRE(t);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "D002");
  CHECK(found[0].severity == support::Severity::warning);
  CHECK(found[0].location.line == 6);
  CHECK(found[0].message == "the key 'DisplayName' stands here and in line 5, column 7; the last one counts");
  CHECK(t->resources.find("T")->find("Properties")->find("DisplayName")->text() == "second");
  found.clear();
  std::string many = "Resources:\n";
  for (int i = 0; i < 40; ++i) many += "  K" + std::to_string(i % 30) + ": {Type: T" + std::to_string(i) + "}\n";
  const std::optional<cfn::Template> large = cfn::read_template(many, "t.yml", found);
  REQUIRE(large);
  CHECK(found.size() == 10);
  CHECK(large->resources.members().size() == 30);
  CHECK(large->resources.find("K3")->find("Type")->text() == "T33");
}
