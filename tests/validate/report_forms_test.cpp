// Reports for other programs, read back as these programs read them: every finding once, counted right, at its place.
#include <catch2/catch.hpp>
#include <regex>
#include <sstream>

#include "vend/document/json_reader.hpp"
#include "vend/document/lookup.hpp"
#include "vend/support/codes.hpp"
#include "vend/validate/formats.hpp"

namespace vend::validate {
namespace {

using document::Node;
using support::Diagnostic;

std::string report(std::string_view format, const std::vector<FileFindings>& files) {
  std::ostringstream out;
  ReportWriter writer(format, out, Origin{"/repo", "/repo"}, "1.2.3");
  for (const FileFindings& one : files) writer.write(one);
  writer.finish();
  return out.str();
}

Node json_of(const std::string& text) {
  support::Diagnostics found;
  std::optional<Node> root = document::read_json(text, "report", found);
  INFO(text);
  REQUIRE(root);
  REQUIRE(found.empty());
  return *root;
}

Diagnostic finding(int line, int column, support::Severity severity = support::Severity::error,
                   const std::string& file = "t.yml") {
  return {severity, "T004", {file, line, column}, "Resources.A", "it is wrong", "mend it"};
}

std::size_t count(const std::string& text, const std::string& words) {
  std::size_t found = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a note in Markdown has two hundred rows at the most, and says how many more there are",
          "[validate][reports]") {
  const auto note = [](int findings, int ignored) {
    FileFindings file{"t.yml", "", {}};
    for (int i = 0; i < findings; ++i) file.findings.push_back(finding(i + 1, 1));
    for (int i = 0; i < ignored; ++i) file.ignored.push_back({finding(i + 1, 1), "old", "the template"});
    return report("markdown", {file});
  };
  for (const auto& [findings, ignored] : {std::pair{200, 0}, std::pair{0, 200}, std::pair{150, 50}}) {
    CAPTURE(findings, ignored);
    CHECK(count(note(findings, ignored), "\n| ") == 201);  // with the heading
    CHECK(count(note(findings, ignored), " more\n") == 0);
  }
  for (const auto& [findings, ignored] : {std::pair{203, 0}, std::pair{0, 203}, std::pair{150, 53}}) {
    CAPTURE(findings, ignored);
    CHECK(count(note(findings, ignored), "\n| ") == 201);
    CHECK(count(note(findings, ignored), "\nand 3 more\n") == 1);
  }
}

TEST_CASE("JUnit counts what it lists, and a file without findings is one test", "[validate][reports]") {
  for (const std::size_t findings : {0U, 1U, 2U, 5U}) {
    for (const std::size_t ignored : {0U, 1U, 3U}) {
      CAPTURE(findings, ignored);
      FileFindings file{"t.yml", "a: 1\n", {}};
      for (std::size_t i = 0; i < findings; ++i) file.findings.push_back(finding(static_cast<int>(i) + 1, 1));
      for (std::size_t i = 0; i < ignored; ++i)
        file.ignored.push_back({finding(static_cast<int>(i) + 9, 1), "old", "the template"});
      const std::string text = report("junit", {file});
      std::smatch suite;
      REQUIRE(std::regex_search(text, suite, std::regex("tests=\"(\\d+)\" failures=\"(\\d+)\" skipped=\"(\\d+)\"")));
      CHECK(std::stoul(suite[1]) == count(text, "<testcase "));
      CHECK(std::stoul(suite[1]) == std::max<std::size_t>(findings + ignored, 1));
      CHECK(std::stoul(suite[2]) == count(text, "<failure "));
      CHECK(std::stoul(suite[3]) == count(text, "<skipped "));
      CHECK(count(text, "<failure ") == findings);
      CHECK(count(text, "<skipped ") == ignored);
      CHECK(count(text, "no findings") == (findings + ignored == 0 ? 1U : 0U));
    }
  }
}

TEST_CASE("SARIF's regions are those of the file that the result names", "[validate][reports]") {
  struct Case {
    int line, column;
    std::string file;   // in which it was found
    std::string start;  // what SARIF says of the column, empty for nothing
    bool has_region = true;
  };
  // In the first line two characters take five bytes.
  const std::string source = "a: \xC3\xA4\xE2\x82\xAC x\nb: 1\n";
  const std::vector<Case> cases = {
      {1, 1, "t.yml", "1"},       {1, 4, "t.yml", "4"}, {1, 6, "t.yml", "5"},   {1, 9, "t.yml", "6"},
      {2, 4, "t.yml", "4"},       {2, 0, "t.yml", ""},  {2, 99, "t.yml", "99"}, {0, 0, "t.yml", "", false},
      {1, 9, "values.json", "9"},  // the line of another file is not known
  };
  for (const Case& one : cases) {
    CAPTURE(one.line, one.column, one.file);
    FileFindings file{"t.yml", source, {finding(one.line, one.column, support::Severity::warning, one.file)}};
    const Node root = json_of(report("sarif", {file}));
    const Node& run = root.find("runs")->items()[0];
    REQUIRE(run.find("results")->items().size() == 1);
    const Node& result = run.find("results")->items()[0];
    CHECK(result.find("level")->text() == "warning");
    const Node* physical = result.find("locations")->items()[0].find("physicalLocation");
    CHECK(document::at(physical, {"artifactLocation", "uri"})->text() == one.file);
    const Node* region = physical->find("region");
    REQUIRE((region != nullptr) == one.has_region);
    if (region == nullptr) continue;
    CHECK(region->find("startLine")->text() == std::to_string(one.line));
    const Node* column = region->find("startColumn");
    CHECK((column != nullptr ? column->text() : "") == one.start);
  }
}

TEST_CASE("SARIF and GitLab's report tell each severity in their words", "[validate][reports]") {
  using support::Severity;
  const std::vector<std::tuple<Severity, std::string, std::string>> words = {
      {Severity::error, "error", "major"}, {Severity::warning, "warning", "minor"}, {Severity::info, "note", "info"}};
  for (const auto& [severity, sarif, gitlab] : words) {
    const FileFindings file{"t.yml", "a: 1\n", {finding(1, 1, severity)}};
    const Node run = json_of(report("sarif", {file})).find("runs")->items()[0];
    CHECK(run.find("results")->items()[0].find("level")->text() == sarif);
    const Node issues = json_of(report("gitlab", {file}));
    CHECK(issues.items()[0].find("severity")->text() == gitlab);
    CHECK(document::at(&issues.items()[0], {"location", "lines", "begin"})->text() == "1");
  }
  const FileFindings silenced{
      "t.yml", "a: 1\n", {}, {{finding(1, 1), "", "the template"}, {finding(2, 1), "old", "the command line"}}};
  const Node run = json_of(report("sarif", {silenced})).find("runs")->items()[0];
  CHECK(run.find("results")->items()[0].find("suppressions")->items()[0].find("kind")->text() == "inSource");
  CHECK(run.find("results")->items()[1].find("suppressions")->items()[0].find("kind")->text() == "external");
  CHECK(run.find("results")->items()[1].find("suppressions")->items()[0].find("justification")->text() == "old");
}

TEST_CASE("SARIF names the place in the document where a finding has one", "[validate][reports]") {
  for (const std::string path : {"", "Resources.A", "Resources.A.Properties.0"}) {
    CAPTURE(path);
    Diagnostic one = finding(1, 1);
    one.path = path;
    const Node run = json_of(report("sarif", {{"t.yml", "a: 1\n", {one}}})).find("runs")->items()[0];
    const Node* logical = run.find("results")->items()[0].find("locations")->items()[0].find("logicalLocations");
    REQUIRE((logical != nullptr) == !path.empty());
    if (logical != nullptr) CHECK(logical->items()[0].find("fullyQualifiedName")->text() == path);
    CHECK(
        (report("junit", {{"t.yml", "a: 1\n", {one}}}).find("classname=\"" + (path.empty() ? "t.yml" : path) + "\"") !=
         std::string::npos));
  }
}

TEST_CASE("reports over no file and over several are well formed", "[validate][reports]") {
  const FileFindings clean{"a.yml", "a: 1\n", {}}, one{"t.yml", "a: 1\n", {finding(1, 1)}},
      two{"u.yml", "a: 1\n", {finding(1, 1), finding(2, 1)}};
  struct Case {
    std::vector<FileFindings> files;
    std::size_t findings;
  };
  for (const Case& each : {Case{{}, 0}, Case{{clean}, 0}, Case{{one}, 1}, Case{{clean, one, clean, two}, 3}}) {
    CAPTURE(each.files.size());
    CHECK(json_of(report("sarif", each.files)).find("runs")->items()[0].find("results")->items().size() ==
          each.findings);
    CHECK(json_of(report("gitlab", each.files)).items().size() == each.findings);
    const std::string junit = report("junit", each.files);
    CHECK(count(junit, "<testsuite ") == each.files.size());
    CHECK(count(junit, "</testsuite>") == each.files.size());
    CHECK(count(junit, "<failure ") == each.findings);
  }
}

}  // namespace vend::validate
