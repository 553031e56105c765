// The worked examples of docs/architecture.md name files that exist and that have to do with what they show.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>

#include "file_text.hpp"
#include "vend/support/text.hpp"

namespace vend {
namespace {

namespace fs = std::filesystem;

struct Example {
  std::string title;
  std::vector<std::string> words;  // one of which each file has, in its text or its name
  std::vector<std::string> files;
};

// What stands between backticks.
std::vector<std::string> quoted(const std::string& text) {
  static const std::regex pattern("`([^`]+)`");
  std::vector<std::string> all;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern); at != std::sregex_iterator(); ++at)
    all.push_back((*at)[1]);
  return all;
}

std::vector<Example> examples() {
  const std::string page = testing::file_text(fs::path(VEND_SOURCE_DIR) / "docs" / "architecture.md");
  const std::size_t begin = page.find("## Five worked examples\n");
  REQUIRE(begin != std::string::npos);
  std::vector<Example> all;
  for (const std::string_view line : support::split_lines(std::string_view(page).substr(begin + 3))) {
    if (line.starts_with("## ")) break;
    if (line.starts_with("### ")) {
      all.push_back({std::string(line.substr(4)), quoted(std::string(line)), {}});
    } else if (!all.empty() && (line.starts_with("- ") || line.starts_with("  "))) {
      for (const std::string& one : quoted(std::string(line))) {
        if (one.find('/') != std::string::npos || one.ends_with(".md")) all.back().files.push_back(one);
      }
    }
  }
  return all;
}

}  // namespace

TEST_CASE("worked examples name files that exist and have their words", "[architecture]") {
  const std::vector<Example> all = examples();
  REQUIRE(all.size() == 5);
  for (const Example& one : all) {
    INFO(one.title);
    REQUIRE_FALSE(one.words.empty());
    CHECK(one.files.size() >= 4);
    for (const std::string& file : one.files) {
      INFO(file);
      const fs::path path = fs::path(VEND_SOURCE_DIR) / file;
      REQUIRE(fs::is_regular_file(path));
      const std::string text = file + "\n" + testing::file_text(path);
      // Beside the row of a table stands where the table is used.
      const bool has = std::any_of(one.words.begin(), one.words.end(),
                                   [&](const std::string& word) { return text.find(word) != std::string::npos; });
      CHECK(has);
    }
  }
}

}  // namespace vend
