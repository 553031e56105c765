// Each way in which a rule speaks, and what is near to it and right: variants.txt says in the lines of small templates
// which of the codes that a template is about are told there, and nothing else of these codes may be.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "file_text.hpp"
#include "vend/calendar/zone.hpp"
#include "vend/support/codes.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

struct Variants {
  std::string about;  // the line that begins it
  std::set<std::string> codes;
  std::string text;
  std::multiset<std::string> expected;  // "LINE CODE SEVERITY"
};

std::string row_of(int line, const std::string& code, std::string_view severity) {
  return std::to_string(line) + " " + code + " " + std::string(severity);
}

std::string usual_severity(const std::string& code) {
  const auto rows = support::codes();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.code == code; });
  REQUIRE(found != rows.end());
  return std::string(support::to_string(found->severity));
}

// "# A022 A023=info": what is told in this line, with its severity where it is not the usual one.
void read_marks(const std::string& line, int number, Variants& one) {
  const std::size_t mark = line.rfind("  # ");
  if (mark == std::string::npos) return;
  std::istringstream words(line.substr(mark + 4));
  for (std::string word; words >> word;) {
    const std::string code = word.substr(0, word.find('='));
    INFO(line);
    REQUIRE(one.codes.contains(code));
    one.expected.insert(
        row_of(number, code, code.size() < word.size() ? word.substr(code.size() + 1) : usual_severity(code)));
  }
}

std::vector<Variants> all_variants() {
  std::vector<Variants> all;
  std::istringstream lines(testing::file_text(VEND_SOURCE_DIR "/tests/validate/variants.txt"));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("=== ")) {
      number = 0;
      all.push_back({line, {}, "", {}});
      std::istringstream head(line.substr(4, line.find(':') - 4));
      for (std::string code; head >> code;) all.back().codes.insert(code);
    } else if (!all.empty()) {
      all.back().text += line + '\n';
      read_marks(line, ++number, all.back());
    }
  }
  return all;
}

}  // namespace

TEST_CASE("each way in which a rule speaks, and what is near to it", "[validate][variants]") {
  const std::vector<Variants> all = all_variants();
  CHECK(all.size() >= 20);
  validate::Options options;
  options.now = calendar::midnight({2026, 12, 1});
  for (const Variants& one : all) {
    INFO(one.about);
    CHECK_FALSE(one.expected.empty());  // what tells nothing tells nothing of its neighbours
    std::multiset<std::string> found;
    for (const support::Diagnostic& told : validate::check_text(one.text, "t.yml", options)) {
      if (one.codes.contains(told.code))
        found.insert(row_of(told.location.line, told.code, support::to_string(told.severity)));
    }
    CHECK(found == one.expected);
  }
}
