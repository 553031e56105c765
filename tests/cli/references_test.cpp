// The generated references in docs/ are what the program says today.
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "vend/spec/schema.hpp"

using vend::testing::file_text;
using vend::testing::run_vend;

TEST_CASE("generated references do not drift, and `make references` rewrites them", "[cli]") {
  for (std::string what : {"spec", "parameters", "rules"}) {
    INFO(what);
    CHECK(file_text(VEND_SOURCE_DIR "/docs/" + what + ".md") == run_vend({"reference", what}).out);
  }
}

TEST_CASE("the reference of parameters has what the full template has, with paths that a spec takes", "[cli]") {
  const std::string page = run_vend({"reference", "parameters"}).out;
  const std::string full = run_vend({"generate", "--stdout"}).out;
  std::set<std::string> settings;
  for (const vend::spec::Setting& one : vend::spec::settings()) settings.insert(one.path);
  const std::regex row("\\n\\| `([0-9][A-Za-z0-9]+)` \\|.*?\\|.*?\\| (?:`([a-z_.0-9]+)`)? ?\\|");
  const std::size_t on_request = page.find("\n## Only in templates whose spec uses them\n");
  REQUIRE(on_request != std::string::npos);
  std::set<std::string> listed;
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
    listed.insert((*at)[1]);
    INFO((*at)[1] << ' ' << (*at)[2]);
    const bool in_full = full.find("\n  " + (*at)[1].str() + ":") != std::string::npos;
    CHECK(in_full == (static_cast<std::size_t>(at->position()) < on_request));
    std::string path = (*at)[2];
    while (!path.empty() && !settings.contains(path) && path.find('.') != std::string::npos)
      path.resize(path.rfind('.'));
    CHECK((path.empty() || settings.contains(path)));
  }
  CHECK(listed.size() > 60);
  const std::regex parameter("\n  ([0-9][A-Za-z0-9]+):");
  const std::string section =
      full.substr(full.find("\nParameters:"), full.find("\nRules:") - full.find("\nParameters:"));
  for (std::sregex_iterator at(section.begin(), section.end(), parameter), end; at != end; ++at) {
    INFO((*at)[1]);
    CHECK(listed.contains((*at)[1]));
  }
}

TEST_CASE("terminal escapes in input are shown, not sent", "[cli]") {
  const auto run = run_vend({"generate", "-", "--stdout"}, "platform: \"\\e[31mred\"\n");
  CHECK(run.code == 1);
  CHECK(run.err.find("platform") != std::string::npos);
  CHECK(run.err.find('\x1b') == std::string::npos);
}
