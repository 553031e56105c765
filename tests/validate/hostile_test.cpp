// Inputs made to hurt: an answer with a place, never a crash. How long it takes and how much memory: tests/benchmark.
#include <catch2/catch.hpp>

#include "vend/validate/validate.hpp"

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
