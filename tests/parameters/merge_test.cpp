// What becomes of a value in somebody's parameter file: every way in which the file, what vend wrote last and what it
// would write now may differ.
#include "vend/parameters/merge.hpp"

#include <catch2/catch.hpp>

namespace vend {
namespace {

using parameters::ParameterFile;
using parameters::ParameterValue;
using parameters::same_values;

ParameterFile file_of(const std::string& value) {
  if (value == "-") return {};
  return {{value == "!" ? ParameterValue{"A", "", true, {}} : ParameterValue{"A", value, false, {}}}, {}};
}

std::string words(const ParameterFile& file) {
  return file.values.empty() ? "-" : file.values[0].previous ? "!" : file.values[0].value;
}

// What the result says of the one parameter.
std::string told(const parameters::MergedParameters& merged) {
  std::string all;
  if (!merged.kept.empty()) all += "kept ";
  if (!merged.added.empty()) all += "added ";
  if (!merged.removed.empty()) all += "removed ";
  if (!merged.dropped.empty()) all += "dropped ";
  if (!merged.secret.empty()) all += "secret ";
  return all;
}

}  // namespace

TEST_CASE("a value that somebody entered stays, and what nobody touched is renewed", "[parameters][merge]") {
  struct Case {
    const char *mine, *base, *fresh;  // "-": not there; "!": UsePreviousValue
    const char *result, *told;
    bool secret = false;
  };
  const std::vector<Case> cases = {
      {"1", "1", "1", "1", ""},
      {"1", "1", "2", "2", ""},
      {"mine", "1", "2", "mine", "kept "},
      {"mine", "1", "1", "mine", "kept "},
      {"2", "1", "2", "2", ""},
      {"mine", "-", "2", "mine", "kept "},
      {"2", "-", "2", "2", ""},
      {"-", "-", "2", "2", "added "},
      {"-", "1", "2", "-", ""},
      {"!", "1", "2", "!", "kept "},
      {"!", "-", "2", "!", "kept "},
      {"!", "1", "", "!", ""},
      {"1", "1", "-", "-", "removed "},
      {"mine", "1", "-", "-", "dropped "},
      {"mine", "-", "-", "-", "dropped "},
      {"!", "1", "-", "-", "dropped "},
      {"-", "1", "-", "-", ""},
      {"-", "-", "-", "-", ""},
      {"mine", "1", "-", "mine", "secret ", true},
      {"1", "1", "-", "-", "removed ", true},
      {"!", "1", "-", "!", "secret ", true},
      {"mine", "1", "2", "mine", "kept ", true},
  };
  for (const Case& one : cases) {
    CAPTURE(one.mine, one.base, one.fresh, one.secret);
    std::map<std::string, std::vector<std::string>> base;
    if (one.base != std::string("-")) base["A"] = {"other", one.base};  // a run that was stopped knows two
    const parameters::MergedParameters merged = merge_parameters(file_of(one.mine), base, file_of(one.fresh),
                                                                 [&](const ParameterValue&) { return one.secret; });
    CHECK(words(merged.file) == one.result);
    CHECK(told(merged) == one.told);
  }
}

TEST_CASE("files say the same in any order, and only when they do", "[parameters][merge]") {
  const ParameterValue a1{"A", "1", false, {}}, a2{"A", "2", false, {}}, b1{"B", "1", false, {}},
      a_kept{"A", "", true, {}}, a_empty{"A", "", false, {}};
  CHECK(same_values({{a1, b1}, {}}, {{b1, a1}, {}}));
  CHECK(same_values({{}, {}}, {{}, {}}));
  CHECK(same_values({{a_kept}, {}}, {{a_kept}, {}}));
  CHECK_FALSE(same_values({{a1}, {}}, {{a2}, {}}));
  CHECK_FALSE(same_values({{a1}, {}}, {{b1}, {}}));
  CHECK_FALSE(same_values({{a1}, {}}, {{a1, b1}, {}}));
  CHECK_FALSE(same_values({{a1, b1}, {}}, {{a1}, {}}));
  CHECK_FALSE(same_values({{a_kept}, {}}, {{a_empty}, {}}));
}

}  // namespace vend
