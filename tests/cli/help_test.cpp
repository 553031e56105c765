// What one reads about vend: help at any width, settings and codes as topics, manual pages, completions, the version.
#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "cli/commands/table.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/reader.hpp"
#include "vend/spec/reader.hpp"
#include "vend/spec/schema.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend {

using Catch::Matchers::Contains;
using testing::Run;
using testing::run_vend;

namespace {

Run run_at(int width, const std::vector<std::string>& arguments) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  cli::Streams streams{in, out, err};
  streams.width = width;
  const int code = static_cast<int>(cli::run(arguments, streams));
  return {code, out.str(), err.str()};
}

// A word that is wider than the terminal stands alone: nothing could be done.
void check_width(const std::string& text, std::size_t width) {
  for (std::string_view line : support::split_lines(text)) {
    INFO(line);
    CHECK((support::display_width(line) <= width || support::trim(line).find(' ') == std::string_view::npos ||
           line.starts_with("  vend ") || line.starts_with("  curl ")));
  }
}

}  // namespace

TEST_CASE("help fits its terminal, begins with examples, and lists frequent options first", "[cli]") {
  for (const cli::Command& command : cli::commands()) {
    INFO(command.name);
    CHECK_FALSE(command.examples.empty());
    for (const int width : {40, 80, 120})
      check_width(run_at(width, {"help", command.name}).out,
                  std::min<std::size_t>(static_cast<std::size_t>(width), 100));
    const std::string topic = run_vend({"help", command.name}).out;
    for (std::string_view line : support::split_lines(topic)) {
      INFO(line);
      CHECK((line.size() <= 80 || line.starts_with("  curl ")));
    }
    const std::string help = run_vend({command.name, "--help"}).out;
    CHECK(help.find("Examples:") < help.find("Options:"));
    for (const char* raw : {"TEXT", "INT", "UINT", "...:{", "Excludes", "REQUIRED"}) CHECK_THAT(help, !Contains(raw));
    CHECK(help.find("--help") > help.find("--data-dir"));
    for (const std::string_view frequent : command.frequent) {
      INFO(frequent);
      CHECK_THAT(help, Contains("--" + std::string(frequent)));
    }
  }
  check_width(run_at(40, {"help"}).out, 40);
}

TEST_CASE("every example of the help is a command line that parses", "[cli]") {
  for (const cli::Command& command : cli::commands()) {
    for (const cli::Example& one : command.examples) {
      INFO(one.line);
      CHECK_THAT(std::string(one.line), Contains("vend " + std::string(command.name)));
      const std::string help = run_vend({"help", command.name}).out;
      const std::string line(one.line);
      const std::regex option("--[a-z-]+");
      for (std::sregex_iterator at(line.begin(), line.end(), option), end; at != end; ++at)
        CHECK_THAT(help, Contains(at->str()));
    }
  }
}

TEST_CASE("topics: settings, sections and codes", "[cli]") {
  for (const spec::Setting& one : spec::settings()) {
    INFO(one.path);
    const Run run = run_vend({"help", one.path});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, Contains(one.path));
    CHECK_THAT(run.out, Contains("Takes:"));
  }
  const std::string spot = run_vend({"help", "spot"}).out;
  CHECK_THAT(spot, Contains("spot.strategy") && Contains("spot.on_demand_base") && Contains("Example:"));
  CHECK_THAT(run_vend({"help", "J001"}).out, Contains("J001 ("));
  CHECK_THAT(run_vend({"help", "help"}).out, Contains("vend help [TOPIC]"));
  const Run wrong = run_vend({"help", "spot.stratgy"});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err, Contains("did you mean `vend help spot.strategy`?"));
}

TEST_CASE("every section of a spec with settings below has an example that is a spec", "[spec]") {
  std::set<std::string> sections;
  for (const spec::Setting& one : spec::settings()) {
    const std::size_t dot = one.path.find('.');
    if (dot != std::string::npos) sections.insert(one.path.substr(0, dot));
    INFO(one.path);
    if (one.path.find('.') != std::string::npos || one.takes.starts_with("list") || one.takes == "mapping")
      CHECK_FALSE(one.example.empty());
    if (one.example.empty()) continue;
    support::Diagnostics found;
    const std::optional<document::Node> root = document::read_document(one.example, "example", found);
    REQUIRE(root);
    spec::read(*root, "example", found);
    for (const support::Diagnostic& problem : found) CHECK(support::to_text(problem, one.example) == "");
  }
  for (const std::string& section : sections)
    CHECK_THAT(run_vend({"reference", "spec"}).out, Contains("\n`" + section + "`:\n"));
}

TEST_CASE("manual pages are made of the same table", "[cli]") {
  CHECK_THAT(run_vend({"manual"}).out, Contains(".TH VEND 1") && Contains("vend\\-generate"));
  for (const cli::Command& command : cli::commands()) {
    INFO(command.name);
    const Run run = run_vend({"manual", command.name});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, Contains(".SH NAME") && Contains(".SH EXAMPLES") && Contains(".SH OPTIONS"));
  }
  CHECK(run_vend({"manual", "genrate"}).code == 2);
}

TEST_CASE("completions know commands, options and values", "[cli]") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    INFO(shell);
    const Run run = run_vend({"completion", shell});
    CHECK(run.code == 0);
    for (const cli::Command& command : cli::commands()) CHECK_THAT(run.out, Contains(command.name));
    CHECK_THAT(run.out, Contains("all-combinations") && Contains("sarif") && Contains("completion --list"));
  }
  CHECK(run_vend({"completion"}).out == run_vend({"completion", "bash"}).out);
  CHECK_THAT(run_vend({"completion", "--list", "settings"}).out, Contains("spot.strategy\n"));
  CHECK_THAT(run_vend({"completion", "--list", "platform"}).out, Contains("windows-2022\n"));
  CHECK_THAT(run_vend({"completion", "--list", "presets"}).out, Contains("linux-docker-hot-ha\n"));
  CHECK_THAT(run_vend({"completion", "--list", "parts"}).out, Contains("scaling\n"));
  CHECK(run_vend({"completion", "--list", "colours"}).code == 2);
  CHECK(run_vend({"completion", "tcsh"}).code == 2);
}

TEST_CASE("the version as JSON names libraries and dates", "[cli]") {
  const Run run = run_vend({"version", "--json"});
  REQUIRE(run.code == 0);
  support::Diagnostics found;
  const std::optional<document::Node> root = document::read_json(run.out, "version", found);
  REQUIRE(root);
  CHECK("vend " + root->find("version")->text() + "\n" == run_vend({"--version"}).out);
  CHECK("vend " + root->find("version")->text() + "\n" == run_vend({"version"}).out);
  std::set<std::string> names;
  for (const document::Node& one : root->find("libraries")->items()) {
    names.insert(one.find("name")->text());
    INFO(one.find("name")->text());
    CHECK(std::isdigit(one.find("version")->text()[0]) != 0);
    CHECK_FALSE(one.find("licence")->text().empty());
  }
  CHECK(std::ranges::includes(names,
                              std::set<std::string>{"CLI11", "PCRE2", "fmt", "libfyaml", "nlohmann-json", "utf8proc"}));
  const std::regex date("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
  CHECK(std::regex_match(root->find("data")->find("resource_schemas")->text(), date));
  CHECK(std::regex_match(root->find("data")->find("lists_of_aws")->text(), date));
  CHECK(std::regex_match(root->find("data")->find("time_zones")->text(), std::regex("20[0-9]{2}[a-z]")));
}

TEST_CASE("a mistyped section, setting or region is told which was meant", "[cli]") {
  CHECK_THAT(run_vend({"help", "spto"}).err, Contains("did you mean `vend help spot`?"));
  CHECK_THAT(run_vend({"help", "spot.stratgy"}).err, Contains("did you mean `vend help spot.strategy`?"));
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"preview", "--preset", "linux-docker-hot-ha"},
                                             {"validate", "--preset", "linux-docker-hot-ha"},
                                             {"diff", "linux-docker-hot-ha", "linux-docker-warm-ha"}}) {
    const auto in = [&](const char* region) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--region", region});
      return run_vend(arguments);
    };
    INFO(command.front());
    CHECK_THAT(in("us-esat-1").err,
               Contains("us-esat-1 is not a region that vend knows") && Contains("did you mean us-east-1?"));
    CHECK(in("us-esat-1").code == in("us-east-1").code);  // it may be a new one
    CHECK_THAT(in("eusc-de-east-1").err, !Contains("region that vend"));
    CHECK_THAT(in("xx-fantasia-1").err, !Contains("region that vend"));
  }
}

}  // namespace vend
