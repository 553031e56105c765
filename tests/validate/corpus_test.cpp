// Templates as people have them, half of them with one planted error: the index names the verdict and its line.
#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "file_text.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

struct Row {
  std::string file, code;
  int line = 0;
};

std::vector<Row> rows() {
  std::vector<Row> all;
  const std::string index = vend::testing::file_text(VEND_SOURCE_DIR "/tests/validate/corpus/index.tsv");
  for (std::string_view line : support::split_lines(index)) {
    if (line.empty() || line.starts_with("#")) continue;
    const std::vector<std::string_view> fields = support::split(line, '\t');
    REQUIRE(fields.size() == 4);
    all.push_back({std::string(fields[0]), std::string(fields[1]), std::stoi(std::string(fields[2]))});
  }
  return all;
}

}  // namespace

TEST_CASE("templates of the field get the verdict that the index names, at its line", "[validate][corpus]") {
  int good = 0, bad = 0;
  for (const Row& row : rows()) {
    const std::string path = VEND_SOURCE_DIR "/tests/validate/corpus/" + row.file;
    validate::Options options;
    options.input.environment.region_assumed = true;
    const support::Diagnostics found = validate::check_text(vend::testing::file_text(path), row.file, options);
    INFO(row.file);
    for (const support::Diagnostic& one : found) UNSCOPED_INFO(support::to_text(one));
    if (row.code == "-") {
      ++good;
      CHECK(std::none_of(found.begin(), found.end(),
                         [](const support::Diagnostic& one) { return one.severity != support::Severity::info; }));
    } else {
      ++bad;
      CHECK(std::any_of(found.begin(), found.end(), [&](const support::Diagnostic& one) {
        // CloudFormation takes the last of two equal keys, so that one is a warning; all others refuse the template.
        const support::Severity wanted = row.code == "D002" ? support::Severity::warning : support::Severity::error;
        return one.severity == wanted && one.code == row.code && (row.line == 0 || one.location.line == row.line);
      }));
    }
  }
  CHECK(good >= 30);
  CHECK(bad >= 30);
}
