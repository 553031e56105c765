// Rules of the house that no compiler knows, each read from the files.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iterator>
#include <regex>

#include "file_text.hpp"
#include "spec/fields.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/lookup.hpp"
#include "vend/support/text.hpp"

#if defined(__SANITIZE_ADDRESS__) && !defined(_GLIBCXX_ASSERTIONS)
#error "The asan preset is to check the preconditions of the standard library, too (CMakePresets.json)."
#endif

namespace vend {
namespace {

namespace fs = std::filesystem;
using testing::file_text;

const fs::path root = VEND_SOURCE_DIR;

// "file:line: text" of each line of the sources that the pattern finds, comments left out.
std::vector<std::string> lines_with(const std::regex& pattern) {
  std::vector<std::string> found;
  for (const fs::path& folder : {root / "src", root / "include"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
      const std::string text = file_text(entry.path());
      int number = 0;
      for (const std::string_view line : support::split_lines(text)) {
        ++number;
        const std::string code(line.substr(0, line.find("//")));
        if (std::regex_search(code, pattern))
          found.push_back(entry.path().lexically_relative(root).string() + ":" + std::to_string(number) + ": " + code);
      }
    }
  }
  return found;
}

std::ptrdiff_t count(const std::string& text, const std::regex& pattern) {
  return std::distance(std::sregex_iterator(text.begin(), text.end(), pattern), std::sregex_iterator());
}

const std::regex words_of_a_message(
    R"(\b(message|fix)\s*(\(\))?\s*\.\s*(find\w*|rfind|starts_with|ends_with|contains|substr|compare)\s*\()"
    R"(|\b(message|fix)\s*[!=]=\s*")");
// Its concern is a column of the registry.
const std::regex letter_of_a_code(R"(\bcode(\(\))?\s*(\.\s*(starts_with|front|substr|at)\s*\(|\[))");
const std::regex bare_thread(R"(\bstd::thread\b(?!::))");

}  // namespace

// Nobody translates: what a check of the model calls a setting is its path in a spec. Schedules and policies stand in
// lists, and are called from their item on.
TEST_CASE("the model calls settings as a spec does", "[architecture]") {
  const std::regex dotted(R"q("([a-z_0-9]+(\.[a-z_0-9]+)+)")q");
  int named = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(root / "src/model")) {
    const std::string file = entry.path().filename();
    if (entry.path().extension() != ".cpp" || file == "scaling.cpp" || file == "schedule.cpp") continue;
    const std::string text = file_text(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), dotted); at != std::sregex_iterator(); ++at) {
      const std::string path = (*at)[1];
      INFO(file << ": " << path);
      ++named;
      CHECK(std::ranges::any_of(spec::fields(), [&](const spec::Field& field) {
        return field.path == path || field.path.starts_with(path + ".") ||
               path.starts_with(std::string(field.path) + ".");
      }));
    }
  }
  CHECK(named > 100);
}

// A finding names its code, its path and its parameters as data.
TEST_CASE("nothing decides by the words of a message", "[architecture]") {
  CHECK(lines_with(words_of_a_message) == std::vector<std::string>{});
}

TEST_CASE("nothing decides by the letter of a code", "[architecture]") {
  CHECK(lines_with(letter_of_a_code) == std::vector<std::string>{});
}

TEST_CASE("threads are joined whatever is thrown", "[architecture]") {
  CHECK(lines_with(bare_thread) == std::vector<std::string>{});
}

TEST_CASE("the rules see what they look for", "[architecture]") {
  for (const char* line : {"if (one.message.starts_with(name + \" \"))", "one.message.find(\"x\") != npos",
                           "if (message == \"there is none\")", "finding.fix.contains(word)"}) {
    INFO(line);
    CHECK(std::regex_search(std::string(line), words_of_a_message));
  }
  for (const char* line : {"one.message == other.message", "messages.find(key)", "message.empty()"}) {
    INFO(line);
    CHECK_FALSE(std::regex_search(std::string(line), words_of_a_message));
  }
  for (const char* line : {"if (one.code.starts_with('P'))", "one.code[0] == 'P'", "finding.code.front()"}) {
    INFO(line);
    CHECK(std::regex_search(std::string(line), letter_of_a_code));
  }
  CHECK_FALSE(std::regex_search(std::string("one.code == \"P006\""), letter_of_a_code));
  CHECK(std::regex_search(std::string("std::vector<std::thread> all;"), bare_thread));
  CHECK_FALSE(std::regex_search(std::string("std::thread::hardware_concurrency()"), bare_thread));
}

TEST_CASE("what a build fetches has its checksum", "[architecture]") {
  const std::string recipes = file_text(root / "src" / "cmake" / "Dependencies.cmake");
  const std::ptrdiff_t declared = count(recipes, std::regex("FetchContent_Declare"));
  CHECK(declared >= 7);
  CHECK(count(recipes, std::regex("URL_HASH SHA256=[0-9a-f]{64}\\b")) == declared);
}

TEST_CASE("the container for development is what CI runs in", "[architecture]") {
  support::Diagnostics found;
  const std::optional<document::Node> container =
      document::read_json(file_text(root / ".devcontainer" / "devcontainer.json"), "devcontainer.json", found);
  REQUIRE(container.has_value());
  const std::string image = std::string(document::text_at(&*container, {"image"}));
  CHECK(file_text(root / ".gitlab-ci.yml").find("image: " + image + "\n") != std::string::npos);
}

TEST_CASE("clang-tidy and the sanitizers look where mistakes are", "[architecture]") {
  CHECK(
      std::regex_search(file_text(root / ".clang-tidy"), std::regex(R"(HeaderFilterRegex: '\(include/vend\|src\)/)")));
  const std::string presets = file_text(root / "CMakePresets.json");
  CHECK(count(presets, std::regex("-fsanitize=address,undefined -fno-sanitize-recover=all")) == 1);
  CHECK(count(presets, std::regex("-D_GLIBCXX_ASSERTIONS")) == 1);
}

}  // namespace vend
