#include "vend/document/plain_scalar.hpp"

#include <catch2/catch.hpp>

using namespace vend::document;
using Kind = Node::Kind;

TEST_CASE("what CloudFormation makes of a scalar without quotes", "[plain-scalar]") {
  struct Row {
    const char* written;
    Kind kind;
    const char* arrives;
  };
  const Row row = GENERATE(values<Row>({
      // Seen on AWS (classmethod and skyarch, 2019 to 2023).
      {"0300", Kind::integer, "192"},
      {"012345678901", Kind::real, "1.2345678901E10"},
      {"1_000", Kind::integer, "1000"},
      {"0x1F", Kind::integer, "31"},
      {"22:22", Kind::integer, "1342"},
      {"1.10", Kind::real, "1.1"},
      {"OFF", Kind::boolean, "false"},
      {"ON", Kind::boolean, "true"},
      {"Yes", Kind::boolean, "true"},
      {"No", Kind::boolean, "false"},
      // The type repository of YAML 1.1.
      {"on", Kind::boolean, "true"},
      {"off", Kind::boolean, "false"},
      {"yes", Kind::boolean, "true"},
      {"no", Kind::boolean, "false"},
      {"true", Kind::boolean, "true"},
      {"False", Kind::boolean, "false"},
      {"y", Kind::string, "y"},
      {"N", Kind::string, "N"},
      {"oN", Kind::string, "oN"},
      {"", Kind::null, ""},
      {"~", Kind::null, ""},
      {"Null", Kind::null, ""},
      {"0", Kind::integer, "0"},
      {"-0", Kind::integer, "0"},
      {"7", Kind::integer, "7"},
      {"+7", Kind::integer, "7"},
      {"-7", Kind::integer, "-7"},
      {"07", Kind::integer, "7"},
      {"-010", Kind::integer, "-8"},
      {"0_17", Kind::integer, "15"},
      {"0b1010", Kind::integer, "10"},
      {"-0x1f", Kind::integer, "-31"},
      {"0o17", Kind::string, "0o17"},
      {"0b2", Kind::string, "0b2"},
      {"0x", Kind::string, "0x"},
      {"_1", Kind::string, "_1"},
      {"18446744073709551615", Kind::integer, "18446744073709551615"},
      {"99999999999999999999", Kind::integer, "99999999999999999999"},
      {"1.", Kind::real, "1.0"},
      {".5", Kind::real, "0.5"},
      {"1e3", Kind::real, "1000.0"},
      {"1.5E-4", Kind::real, "1.5E-4"},
      {"123456789.5", Kind::real, "1.234567895E8"},
      {"-.INF", Kind::real, "-Infinity"},
      {".NaN", Kind::real, "NaN"},
      {"1e", Kind::string, "1e"},
      {".", Kind::string, "."},
      {"-", Kind::string, "-"},
      {"1.2.3", Kind::string, "1.2.3"},
      {"1:30:00", Kind::integer, "5400"},
      {"-1:30", Kind::integer, "-90"},
      {"1:60", Kind::string, "1:60"},
      {"01:30", Kind::string, "01:30"},
      {"1:30.5", Kind::real, "90.5"},
      {"12:", Kind::string, "12:"},
      {"a:10", Kind::string, "a:10"},
      {"10.0.0.0/16", Kind::string, "10.0.0.0/16"},
      {"2010-09-09", Kind::string, "2010-09-09"},
      {"m5.large", Kind::string, "m5.large"},
  }));
  CAPTURE(row.written);
  const PlainScalar found = plain_scalar(row.written);
  CHECK(found.kind == row.kind);
  CHECK(found.text == row.arrives);
  CHECK(is_rewritten(row.written) == (std::string_view(row.written) != row.arrives));
}
