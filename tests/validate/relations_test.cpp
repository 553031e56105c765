// What services refuse together: refused.txt has a small template for each kind that AWS refuses, with what is said and
// where, and right ones that are near to them ("none").
#include "validate/services/relations.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "file_text.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

struct Case {
  std::string name, severity, code;
  int line = 0;
  std::string text;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  std::istringstream lines(testing::file_text(VEND_SOURCE_DIR "/tests/validate/refused.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("=== ")) {
      std::istringstream head(line.substr(4));
      head >> all.emplace_back().name >> all.back().severity >> all.back().code >> all.back().line;
    } else if (!all.empty()) {
      all.back().text += line + '\n';
    }
  }
  return all;
}

}  // namespace

TEST_CASE("what AWS refuses is said, where it stands, and what it takes is no error") {
  const std::vector<Case> all = cases();
  CHECK(all.size() > 300);
  validate::Options options;
  options.input.environment.region_assumed = true;  // as on a command line without --region
  for (const Case& one : all) {
    INFO(one.name);
    bool said = false;
    std::set<std::pair<int, int>> places;  // of errors: nothing is said twice
    for (const support::Diagnostic& found : validate::check_text(one.text, "t.yml", options)) {
      INFO(support::to_text(found, one.text));
      said = said || (found.code == one.code && support::to_string(found.severity) == one.severity &&
                      found.location.line == one.line);
      if (found.severity == support::Severity::error)
        CHECK(places.emplace(found.location.line, found.location.column).second);
      if (one.severity == "none") CHECK(found.severity != support::Severity::error);
    }
    CHECK((said || one.severity == "none"));
  }
}

TEST_CASE("what services refuse for values that nobody gave is a warning", "[validate]") {
  const std::vector<Case> all = cases();
  const auto one = std::ranges::find(all, "in_another_branch", &Case::name);
  REQUIRE(one != all.end());
  const auto said = [&](const validate::Options& options) {
    std::string found;
    for (const support::Diagnostic& each : validate::check_text(one->text, "t.yml", options))
      if (each.code == "A047") found += support::to_string(each.severity);
    return found;
  };
  validate::Options every, given;
  every.all_combinations = true;
  CHECK(said(every) == "warning");
  given.input.parameters["Path"] = "";
  CHECK(said(given) == "error");
}

TEST_CASE("every row of the tables of relations speaks for one of the templates, and names its source") {
  std::set<std::string> said;
  for (const Case& one : cases()) {
    for (const support::Diagnostic& found : validate::check_text(one.text, "t.yml", {})) said.insert(found.message);
  }
  const auto is_said = [&](std::string_view words) {
    return std::ranges::any_of(said, [&](const std::string& one) { return one.find(words) != std::string::npos; });
  };
  for (const auto table :
       {validate::compute_relations(), validate::network_relations(), validate::storage_relations(),
        validate::database_relations(), validate::messaging_relations(), validate::operation_relations()}) {
    for (const validate::Relation& row : table) {
      INFO(row.type << " " << row.at << ": " << row.refused);
      CHECK(is_said(row.words));
      CHECK(row.source.size() > 10);
      CHECK_FALSE(row.fix.empty());
    }
  }
  for (const validate::Names& row : validate::name_relations()) {
    INFO(row.type << " " << row.places);
    CHECK(is_said(row.words));
    CHECK(row.source.size() > 10);
  }
}
