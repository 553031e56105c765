#include "vend/support/pattern.hpp"

#include <catch2/catch.hpp>

using vend::support::Pattern;

TEST_CASE("whether a text may begin like that") {
  const auto may = [](const char* pattern, const char* begin) {
    return Pattern::read(pattern).value().may_begin(begin);
  };
  CHECK(may("^[a-z]+$", "abc") == std::optional(true));
  CHECK(may("^[a-z]+$", "ab-c") == std::optional(false));
  CHECK(may("^arn:aws:iam::[0-9]{12}:role/.+$", "arn:aws") == std::optional(true));
  CHECK(may("^arn:aws:iam::[0-9]{12}:role/.+$", "arn:aws:s3") == std::optional(false));
  CHECK(may("^(a|bc)d$", "b") == std::optional(true));
  CHECK(may("^(a|bc)d$", "c") == std::optional(false));
  CHECK(may("^.{3,5}$", "abcdef") == std::optional(false));
  CHECK(may("^(?!x)[a-z]{2,}$", "a") == std::optional(true));
  // Found elsewhere, or at the end: nothing is said.
  CHECK_FALSE(may("[a-z]+", "-"));
  CHECK_FALSE(may("^a|b$", "c"));
}

TEST_CASE("patterns match as java.util.regex does", "[pattern]") {
  auto [pattern, text, whole] = GENERATE(table<std::string, std::string, bool>({
      {"[a-z]+", "abc", true},
      {"[a-z]+", "abc1", false},
      {"a|ab", "ab", true},  // another alternative is tried until all of the text matches
      {"", "", true},
      {"^$|vpc-[0-9a-f]{8}", "", true},
      {"\\p{Alnum}*", "aZ9", true},
      {"\\p{Alnum}*", "\u00e9", false},  // the POSIX classes are those of US-ASCII
      {"[\\p{Alpha}_]*", "a_B", true},
      {"\\p{L}+", "\u00e9t\u00e9", true},
      {"[\\u0020-\\u007E]*", "plain text", true},
      {"[\\u0020-\\u007E]*", "\u00e9", false},
      {"(?!aws).*", "aws-x", false},
      {".*(?<!\\.)", "name.", false},
      {"\\A[a-z]+\\z", "abc", true},
      {".*", "one\ntwo", false},
      {"(?s).*", "one\ntwo", true},
      {".", "\U0001F600", true},
  }));
  CAPTURE(pattern, text);
  const std::optional<Pattern> read = Pattern::read(pattern);
  REQUIRE(read.has_value());
  CHECK(read->matches(text) == whole);
}

TEST_CASE("a pattern is found anywhere in a text", "[pattern]") {
  const std::optional<Pattern> read = Pattern::read("b+");
  REQUIRE(read.has_value());
  CHECK(read->is_found_in("abbc") == true);
  CHECK(read->is_found_in("ac") == false);
  CHECK(read->matches("abbc") == false);
}

TEST_CASE("what cannot be read or decided is said to be so", "[pattern]") {
  CHECK_FALSE(Pattern::read("[a-z").has_value());
  CHECK_FALSE(Pattern::read("[a-z&&[^bc]]").has_value());
  const std::optional<Pattern> explosive = Pattern::read("(a+)+b");
  REQUIRE(explosive.has_value());
  CHECK(explosive->matches(std::string(40, 'a') + "c") != true);
  const std::optional<Pattern> nested = Pattern::read("(x?x?)*y");
  REQUIRE(nested.has_value());
  CHECK_FALSE(nested->matches(std::string(2'000, 'x')).value_or(false));
  CHECK_FALSE(nested->matches("\xff").has_value());
}

TEST_CASE("long texts need no stack", "[pattern]") {
  const std::optional<Pattern> read = Pattern::read("(a|b)*");
  REQUIRE(read.has_value());
  CHECK(read->matches(std::string(200'000, 'a')).value_or(true));
}
