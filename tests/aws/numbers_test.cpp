// A number of AWS or GitLab stands once, in the layer aws.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string without_comments(const std::string& text) { return std::regex_replace(text, std::regex("//[^\n]*"), ""); }

// As they are written, without the separators, and the products of such: 7'200, 7200 and 2 * 60 * 60 are one number.
std::vector<std::string> numbers_in(const std::string& text) {
  static const std::regex number(R"((?:^|[^\w.'#])(\d[\d']*(?: \* \d[\d']*)*)(?!\w|[.']\d))");
  static const std::regex hexadecimal(R"(\b0x[0-9a-fA-F]{1,8}\b)");
  std::vector<std::string> all;
  for (std::sregex_iterator it(text.begin(), text.end(), number), end; it != end; ++it) {
    std::string digits = (*it)[1];
    std::erase(digits, '\'');
    if (digits.find('*') != std::string::npos) {
      unsigned long long product = 1;
      for (std::size_t at = 0; at < digits.size();) {
        std::size_t length = 0;
        product *= std::stoull(digits.substr(at), &length);
        all.push_back(digits.substr(at, length));
        at += length + 3;
      }
      digits = std::to_string(product);
    }
    all.push_back(digits);
  }
  for (std::sregex_iterator it(text.begin(), text.end(), hexadecimal), end; it != end; ++it)
    all.push_back(std::to_string(std::stoull(it->str(), nullptr, 16)));
  return all;
}

// Lengths of time and powers of two and ten that stand for themselves everywhere.
const std::set<std::string> units = {"3600", "86400", "1024", "4096", "1000", "2048"};

// Numbers that tell something: small ones stand for many things, and years are no limits.
bool is_significant(const std::string& digits) {
  return digits.size() >= 4 && digits[0] != '0' && units.count(digits) == 0 &&
         (digits.size() > 4 || digits.substr(0, 2) != "20");
}

// Where such a number means something else.
const std::map<std::string, std::set<std::string>> other_meanings = {
    {"include/vend/aws/ebs.hpp", {"16384"}},                    // GiB; bytes of UserData elsewhere
    {"src/render/form/parameter_table.cpp", {"3000"}},          // the same, as a text
    {"src/validate/services/relations_compute.cpp", {"3000"}},  // the same, in a table of texts
    {"src/calendar/zone.cpp", {"7200"}},                        // two in the morning, POSIX
    {"include/vend/calendar/zone.hpp", {"7200"}},
    {"src/validate/services/containers.cpp", {"16384"}},  // MiB and units of Fargate
    {"include/vend/model/group.hpp", {"43200"}},          // how long a drain may take when nobody says it
    {"src/preview/schedule.cpp", {"31536000"}},           // a year, to count over
    {"src/support/unicode.cpp", {"10240"}},               // a character
    {"src/spec/examples.cpp", {"4000"}},                  // operations a second of a volume
};

std::set<std::string> numbers_of_aws(const fs::path& top) {
  std::set<std::string> all;
  for (const fs::path& folder : {top / "include" / "vend" / "aws", top / "src" / "aws"}) {
    for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
      for (const std::string& digits : numbers_in(without_comments(read(file.path()))))
        if (is_significant(digits)) all.insert(digits);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a number of AWS stands in one place", "[aws][architecture]") {
  const fs::path top = VEND_SOURCE_DIR;
  const std::set<std::string> known = numbers_of_aws(top);
  REQUIRE(known.count("51200") == 1);
  REQUIRE(known.size() >= 10);
  for (const fs::path& root : {top / "include" / "vend", top / "src"}) {
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
      const std::string extension = file.path().extension().string();
      const std::string inside = file.path().lexically_relative(top).string();
      if ((extension != ".cpp" && extension != ".hpp") || inside.find("/aws/") != std::string::npos) continue;
      for (const std::string& digits : numbers_in(without_comments(read(file.path())))) {
        const auto exception = other_meanings.find(inside);
        if (exception != other_meanings.end() && exception->second.count(digits) == 1) continue;
        INFO(inside << " has " << digits << ", which stands in aws");
        CHECK(known.count(digits) == 0);
      }
    }
  }
}

TEST_CASE("each number of AWS stands there once", "[aws]") {
  std::map<std::string, std::string> where;
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::path(VEND_SOURCE_DIR) / "include" / "vend" / "aws")) {
    for (const std::string& digits : numbers_in(without_comments(read(file.path())))) {
      if (!is_significant(digits)) continue;
      const auto exception = other_meanings.find(file.path().lexically_relative(VEND_SOURCE_DIR).string());
      if (exception != other_meanings.end() && exception->second.count(digits) == 1) continue;
      INFO(file.path() << " and " << where[digits] << " have " << digits);
      CHECK(where[digits].empty());
      where[digits] = file.path().string();
    }
  }
}

TEST_CASE("each number of AWS is used", "[aws][architecture]") {
  const fs::path top = VEND_SOURCE_DIR;
  std::set<std::string> used;
  static const std::regex word(R"(\w+)");
  for (const fs::path& root : {top / "include" / "vend", top / "src"}) {
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
      const std::string inside = file.path().lexically_relative(top).string();
      if (!file.is_regular_file() || inside.find("include/vend/aws/") != std::string::npos) continue;
      const std::string text = without_comments(read(file.path()));
      for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it) used.insert(it->str());
    }
  }
  static const std::regex declared(R"(\n(?:inline )?constexpr [\w:]+ (\w+)(?: = |\())");
  std::size_t seen = 0;
  for (const fs::directory_entry& file : fs::directory_iterator(top / "include" / "vend" / "aws")) {
    const std::string text = read(file.path());
    for (std::sregex_iterator it(text.begin(), text.end(), declared), end; it != end; ++it, ++seen) {
      INFO(file.path() << " has " << (*it)[1]);
      CHECK(used.count((*it)[1].str()) == 1);
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("the search sees numbers however they are written", "[aws]") {
  CHECK(numbers_in("x = 7'200; y(51200, 3) \"16384 bytes, 16000.\" a1024 #9999 1.5000") ==
        std::vector<std::string>{"7200", "51200", "3", "16384", "16000"});
  CHECK(numbers_in("x = 2 * 3'600; y = 16 * 4 * 256; z = 0x4000;") ==
        std::vector<std::string>{"2", "3600", "7200", "16", "4", "256", "16384", "16384"});
}

TEST_CASE("every header of aws says when it was looked up", "[aws]") {
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::path(VEND_SOURCE_DIR) / "include" / "vend" / "aws")) {
    const std::string text = read(file.path());
    if (numbers_in(without_comments(text)).size() < 3) continue;
    INFO(file.path());
    CHECK((text.find("November 2026") != std::string::npos || text.find("lists_taken") != std::string::npos));
  }
}
