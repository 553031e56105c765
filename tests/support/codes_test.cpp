// Every code that any command prints stands in the registry, and every code of the registry is printed by some command.
#include "vend/support/codes.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "run_vend.hpp"

namespace vend {
namespace {

namespace fs = std::filesystem;

std::set<std::string> codes_in_sources() {
  std::set<std::string> found;
  static const std::regex code(R"rx("([A-Z]\d{3})")rx");
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(fs::path(VEND_SOURCE_DIR) / "src")) {
    if (file.path().extension() != ".cpp" && file.path().extension() != ".hpp") continue;
    // The registry itself, and who says that its rows are errors.
    if (file.path().filename() == "codes.cpp" || file.path().filename() == "sources.cpp") continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it) found.insert((*it)[1]);
  }
  return found;
}

}  // namespace

TEST_CASE("codes in the sources and codes of the registry are the same", "[codes]") {
  const std::set<std::string> used = codes_in_sources();
  CHECK(used.size() > 100);
  for (const std::string& code : used) {
    INFO(code);
    CHECK(support::find_code(code) != nullptr);
  }
  for (const support::Code& row : support::codes()) {
    INFO(row.code);
    CHECK(used.count(std::string(row.code)) == 1);
  }
}

TEST_CASE("vend explain knows every code", "[codes]") {
  const testing::Run all = testing::run_vend({"explain"});
  for (const support::Code& row : support::codes()) {
    INFO(row.code);
    CHECK(all.out.find(std::string(row.code) + "  ") != std::string::npos);
    const testing::Run one = testing::run_vend({"explain", std::string(row.code)});
    CHECK(one.code == 0);
    CHECK(one.out.find(row.why) != std::string::npos);
  }
  CHECK(testing::run_vend({"explain", "Z999"}).code == 2);
}

TEST_CASE("a letter stands for one thing", "[codes]") {
  CHECK(support::concern_of("U001") == support::Concern::script);
  CHECK(support::concern_of("X001") == support::Concern::program);
  CHECK(support::concern_of("SC2086") == support::Concern::program);  // ShellCheck's
}

}  // namespace vend
