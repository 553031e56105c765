// `vend fmt` on specs as people write them: nothing that is written gets lost or changes its meaning.
#include "vend/spec/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "vend/document/reader.hpp"
#include "vend/support/text.hpp"

namespace vend {
namespace {

using document::Node;

void flatten(const Node& node, const std::string& path, std::vector<std::string>& out) {
  if (node.is_mapping()) {
    for (const document::Member& one : node.members()) flatten(one.value, path + "." + one.key, out);
  } else if (node.is_sequence()) {
    for (std::size_t i = 0; i < node.items().size(); ++i) flatten(node.items()[i], path + "." + std::to_string(i), out);
  } else {
    out.push_back(path + "=" + (node.text() == "yes" ? "true" : node.text() == "60m" ? "1h" : node.text()));
  }
}

std::vector<std::string> said_by(const std::string& text) {
  support::Diagnostics found;
  const std::optional<Node> root = document::read_document(text, "spec", found);
  INFO(text);
  REQUIRE(root);
  REQUIRE_FALSE(support::has_errors(found));
  std::vector<std::string> all;
  flatten(*root, "", all);
  std::ranges::sort(all);
  return all;
}

std::optional<std::string> fmt_of(const std::string& text, support::Diagnostics& found) {
  return spec::formatted(text, "spec", found);
}

std::string fmt_of(const std::string& text) {
  support::Diagnostics found;
  const std::optional<std::string> result = fmt_of(text, found);
  INFO(text);
  REQUIRE(found.empty());
  REQUIRE(result);
  return *result;
}

// One way or another to write each section: ~ is a level of indentation, @ a place for a comment.
const std::vector<std::vector<std::string>> sections = {
    {"name: team-a", "\"name\": team-a", "name:   'team-a'"},
    {"platform: amazon-linux-2023"},
    {"gitlab: {tags: [a, \"b, c\", 'd # e'], url: \"https://x.example/#a\"}",
     "gitlab:\n~tags:@\n~@\n~- a\n~- b  # B\n~url: https://x.example/@",
     "gitlab:@\n~@\n~url: https://x.example/\n~token:\n~~secret: it's",
     "gitlab: {url: https://it's.example/, tags: [\n  b,  # the second\n  a]}"},
    {"size: {max: 5, min: 1, desired: 2}@", "size:\n\n\n~max: 5\n~@\n~min: 1@", "size:\n~min: 1\n~max: 5\n~@"},
    {"instances: [m6a.large, m5.large]", "instances:\n- m6a.large\n- m5.large",
     "instances:\n~- {weight: 2, type: m5.large}\n~@\n~- {type: m6a.large, weight: 1}"},
    {"script:\n~before: |\n~~#!/bin/sh\n\n\n~~  size: 3\n~~name: no key\n~after: {source: /a}@",
     "script:\n~before: >-\n~~folded text\n~~# no comment\n\n~~ends here"},
    {"update: {boot_timeout: 60m}", "update:\n~boot_timeout: 60m\n~type: rolling@"},
    {"dashboard: yes", "dashboard: true @"},
    {"tags: {Näme: Größe 円, CostCenter: \"47: 11\"}", "tags:\n~Näme: Größe 円@\n~\"a: b\": c"},
    {"proxy: {http: \"http://ü.example:3128\", jobs: yes}"},
};

struct Written {
  std::string text;
  int comments = 0;
};

Written random_spec(std::mt19937& random) {
  const auto below = [&](std::size_t n) { return std::size_t(random() % n); };
  std::vector<std::string> parts;
  for (const std::vector<std::string>& one : sections) {
    if (below(4) != 0) parts.push_back(one[below(one.size())]);
  }
  if (parts.empty()) parts.push_back(sections[0][0]);
  std::shuffle(parts.begin(), parts.end(), random);
  const std::size_t indent = 1 + below(4);
  Written spec;
  const auto comment = [&] { return fmt::format("# Komment\xC3\xA4r <{}> {{a: \"b}}", ++spec.comments); };
  if (below(2) == 0) spec.text += comment() + "\n\n";
  for (const std::string& part : parts) {
    for (std::size_t blank = below(3); blank > 0; --blank) spec.text += "\n";
    for (std::size_t above = below(3); above > 0; --above) spec.text += comment() + "\n";
    for (char c : part) {
      if (c == '~' && (spec.text.ends_with('\n') || spec.text.ends_with(' '))) {
        spec.text.append(indent, ' ');
      } else if (c == '@') {
        const bool whole_line = support::trim(spec.text.substr(spec.text.rfind('\n') + 1)).empty();
        if (whole_line || below(2) == 0) spec.text += (whole_line ? "" : " ") + comment();
      } else {
        spec.text += c;
      }
    }
    spec.text += "\n";
  }
  if (below(3) == 0) spec.text += "\n" + comment() + "\n";
  return spec;
}

std::string with_windows_ends(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

}  // namespace

TEST_CASE("fmt loses no comment, says the same, and has nothing to do the second time", "[fmt]") {
  std::mt19937 random(20261130);  // the same specs in every run
  for (int i = 0; i < 300; ++i) {
    const Written spec = random_spec(random);
    INFO(spec.text);
    const std::string once = fmt_of(spec.text);
    INFO("----\n" << once);
    for (int n = 1; n <= spec.comments; ++n)
      CHECK(once.find(fmt::format("# Komment\xC3\xA4r <{}> {{a: \"b}}", n)) != std::string::npos);
    CHECK(said_by(once) == said_by(spec.text));
    CHECK(fmt_of(once) == once);
    const std::string windows = "\xEF\xBB\xBF" + with_windows_ends(spec.text);
    CHECK(fmt_of(windows) == "\xEF\xBB\xBF" + with_windows_ends(once));
  }
}

TEST_CASE("comments go with the setting below them, or beside them", "[fmt]") {
  CHECK(fmt_of("# Licence.\n# SPDX-License-Identifier: MIT\n# Most.\nsize: {max: 2}\n# Who.\nname: a  # It.\n") ==
        "# Licence.\n# SPDX-License-Identifier: MIT\n# Who.\nname: a  # It.\n# Most.\nsize: {max: 2}\n");
  CHECK(fmt_of("%YAML 1.2\n---\nsize: {max: 2}\nname: a\n...\n") == "%YAML 1.2\n---\nname: a\nsize: {max: 2}\n...\n");
}

TEST_CASE("what cannot be ordered safely stays, and says so", "[fmt]") {
  for (const char* text : {"tags: &t {a: b}\nname: x\nproxy: *t\n",               // the alias would stand in front
                           "? size\n: {max: 2}\nname: a\n",                       // a key on a line without its value
                           "--- {size: {max: 2, # why\n min: 1}, name: a}\n"}) {  // a comment that would have no place
    INFO(text);
    support::Diagnostics found;
    const std::optional<std::string> result = fmt_of(text, found);
    if (result) {
      CHECK(*result == text);
      CHECK(found.empty());
    } else {
      REQUIRE(found.size() == 1);
      CHECK(found.front().code == "S015");
    }
  }
  support::Diagnostics found;
  CHECK_FALSE(fmt_of("size: {max: 2}\n? name\n: a\n", found));
  REQUIRE(found.size() == 1);
  CHECK(found.front().code == "S015");
  // Anchors that keep their place are no trouble.
  CHECK(fmt_of("tags: &t {a: b}\nname: x\n") == "name: x\ntags: &t {a: b}\n");
  CHECK(fmt_of("size: {max: 2}\n!!str name: a\n") == "!!str name: a\nsize: {max: 2}\n");
}

TEST_CASE("only what stands bare in its place is spelled anew", "[fmt]") {
  struct Case {
    std::string given, expected;
  };
  const std::vector<Case> cases = {
      {"yes", "true"},        {"Off", "false"},   {"true", "true"},
      {"\"yes\"", "\"yes\""}, {"'yes'", "'yes'"}, {"yes  # Why.", "true  # Why."},
  };
  for (const Case& one : cases) {
    CHECK(fmt_of("docker: {ecr: " + one.given + (one.given.find('#') == std::string::npos ? "}" : "\n}") + "\n") ==
          "docker: {ecr: " + one.expected + (one.given.find('#') == std::string::npos ? "}" : "\n}") + "\n");
    CHECK(fmt_of("protect_busy: " + one.given + "\n") == "protect_busy: " + one.expected + "\n");
  }
  for (const auto& [given, expected] : std::vector<std::pair<std::string, std::string>>{
           {"60m", "1h"}, {"90m", "90m"}, {"3600", "1h"}, {"120s", "2m"}, {"1h", "1h"}, {"'60m'", "'60m'"}}) {
    CHECK(fmt_of("hooks: {drain_limit: " + given + "}\n") == "hooks: {drain_limit: " + expected + "}\n");
  }
  // An alias is no place to write its value in, and what an anchor names stays what it is.
  const std::string aliased = fmt_of("docker:\n  privileged: &on yes\n  ecr: *on\n");
  CHECK(aliased.find("ecr: *on\n") != std::string::npos);
  CHECK(fmt_of("windows: &w {job_user: true}\n") == "windows: &w {job_user: true}\n");
}

TEST_CASE("JSON stays JSON, flow style stays flow style", "[fmt]") {
  CHECK(fmt_of("{\"size\": {\"max\": 2, \"min\": 1}, \"name\": \"a\"}\n") ==
        "{\n  \"name\": \"a\",\n  \"size\": {\n    \"min\": 1,\n    \"max\": 2\n  }\n}\n");
  CHECK(fmt_of("{size: {max: 2, min: 1}, name: a}  # All.\n") == "{name: a, size: {min: 1, max: 2}}  # All.\n");
  CHECK(fmt_of("# Only a comment.\n") == "# Only a comment.\n");
}

}  // namespace vend
