// The worked examples of docs/architecture.md name files that exist and that have to do with what they show.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <regex>
#include <set>

#include "file_text.hpp"
#include "run_vend.hpp"
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

// A path as pages write it: from the root, from src/ or include/vend/ without its ending, or a wing of a layer.
static bool is_there(const std::string& path) {
  const fs::path root = VEND_SOURCE_DIR;
  if (path.ends_with('/') &&
      std::any_of(fs::directory_iterator(root / "src"), fs::directory_iterator(),
                  [&](const fs::directory_entry& layer) { return fs::is_directory(layer.path() / path); }))
    return true;
  for (const fs::path& begin : {root, root / "src", root / "include" / "vend"}) {
    for (const char* end : {"", ".cpp", ".hpp"}) {
      if (fs::exists(begin / (path + end))) return true;
    }
  }
  return false;
}

TEST_CASE("files that pages for developers name are there", "[architecture]") {
  const std::regex stands_for_others("[<>* ]|\\bCODE\\b|\\bPRESET\\b|^[^/]*$");
  for (const char* page : {"docs/architecture.md", "CONTRIBUTING.md", "RELEASING.md"}) {
    const std::string text = testing::file_text(fs::path(VEND_SOURCE_DIR) / page);
    std::size_t named = 0;
    for (const std::string& one : quoted(text)) {
      if (std::regex_search(one, stands_for_others) || one.starts_with("build/")) continue;
      INFO(page << " names " << one);
      CHECK(is_there(one));
      ++named;
    }
    CHECK(named > 0);
  }
  CHECK_FALSE(is_there("src/no_such_file.cpp"));
}

// Every text below these folders, and the names of their files.
static std::string all_sources() {
  std::string all;
  for (const char* folder : {"src", "include", "tests", "templates", "runner_configs"}) {
    for (const fs::directory_entry& one :
         fs::recursive_directory_iterator(fs::path(VEND_SOURCE_DIR) / folder, fs::directory_options::none)) {
      if (!one.is_regular_file() || one.path().extension() == ".md") continue;
      all += one.path().filename().string() + "\n";
      const std::string extension = one.path().extension().string();
      for (const char* text : {".cpp", ".hpp", ".cmake", ".py", ".sh", ".ps1", ".yml", ".txt"}) {
        if (extension == text) all += testing::file_text(one.path());
      }
    }
  }
  return all;
}

// Whether the text stands somewhere at the end of a word: 7LOGRetentionDays is LOGRetentionDays to a page.
static bool ends_a_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const char behind = at + word.size() < text.size() ? text[at + word.size()] : ' ';
    if (behind != '_' && std::isalnum(static_cast<unsigned char>(behind)) == 0) return true;
  }
  return false;
}

TEST_CASE("names of the code that docs/architecture.md uses are in the sources", "[architecture]") {
  const std::string sources = all_sources();
  // A name with its layer or class, a class, a function, a constant, or the name of a file alone.
  const std::regex is_name(R"([A-Za-z_][\w:]*(\.\w+)?)");
  const std::string page = testing::file_text(fs::path(VEND_SOURCE_DIR) / "docs" / "architecture.md");
  std::size_t named = 0;
  for (const std::string& one : quoted(page)) {
    if (!std::regex_match(one, is_name)) continue;
    std::vector<std::string> parts;
    for (const std::string_view part : support::split(one, ':')) {
      if (!part.empty()) parts.emplace_back(part);
    }
    for (const std::string& part : parts) {
      INFO("docs/architecture.md says `" << one << "`");
      CHECK(ends_a_word(sources, part));
    }
    ++named;
  }
  CHECK(named > 40);
}

TEST_CASE("libraries that the build asks for are named where people look", "[architecture]") {
  const fs::path root = VEND_SOURCE_DIR;
  const std::string recipe = testing::file_text(root / "src" / "cmake" / "Dependencies.cmake");
  const std::string page = testing::file_text(root / "docs" / "architecture.md");
  const std::string notices = testing::file_text(root / "src" / "tools" / "notices");
  const std::string version = testing::run_vend({"version", "--json"}).out;
  struct Row {
    std::string asked_as;     // by CMake
    std::string told_as;      // by docs/architecture.md
    std::string licensed_as;  // by `vend version --json` and the notices; empty: of the tests alone
  };
  const std::vector<Row> rows = {{"CLI11", "CLI11", "CLI11"},
                                 {"fmt", "fmt", "fmt"},
                                 {"nlohmann_json", "nlohmann-json", "nlohmann-json"},
                                 {"Boost", "Boost.Beast", "Boost"},
                                 {"pcre2", "PCRE2", "PCRE2"},
                                 {"fyaml", "libfyaml", "libfyaml"},
                                 {"utf8proc", "libutf8proc", "utf8proc"},
                                 {"Catch2", "Catch2", ""},
                                 {"yaml-cpp", "yaml-cpp", ""}};
  std::set<std::string> asked;
  const std::regex find(R"((?:find_package|pkg_check_modules)\(([\w-]+))");
  for (auto at = std::sregex_iterator(recipe.begin(), recipe.end(), find); at != std::sregex_iterator(); ++at)
    asked.insert((*at)[1]);
  asked.erase("PkgConfig");
  asked.erase("Threads");
  for (const Row& row : rows) {
    INFO(row.told_as);
    CHECK(asked.erase(row.asked_as) == 1);
    CHECK(page.find(row.told_as) != std::string::npos);
    if (row.licensed_as.empty()) continue;
    CHECK(version.find("\"name\": \"" + row.licensed_as + "\"") != std::string::npos);
    CHECK(notices.find("[" + row.licensed_as + "]=") != std::string::npos);
  }
  CHECK(asked == std::set<std::string>{});
}

TEST_CASE("the case that CONTRIBUTING.md runs alone is there", "[architecture]") {
  const std::string page = testing::file_text(fs::path(VEND_SOURCE_DIR) / "CONTRIBUTING.md");
  std::smatch found;
  REQUIRE(std::regex_search(page, found, std::regex("vend_tests \"([^\"\\[]+)\"")));
  std::string tests;
  for (const fs::directory_entry& one : fs::directory_iterator(fs::path(VEND_SOURCE_DIR) / "tests" / "document"))
    if (one.is_regular_file()) tests += testing::file_text(one.path());
  CHECK(tests.find("TEST_CASE(\"" + found[1].str() + "\"") != std::string::npos);
}

}  // namespace vend
