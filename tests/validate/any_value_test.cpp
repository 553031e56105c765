// Any value in the place of any other: each template that shows a rule, and each preset's, with some of its nodes
// replaced by values of another kind. Nothing is asserted of what is found, but that there is an answer, that it tells
// its codes, and that the reports on it are written: no mistake of the program, no endless work.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "run_vend.hpp"
#include "vend/cfn/template.hpp"
#include "vend/diff/diff.hpp"
#include "vend/document/yaml_reader.hpp"
#include "vend/document/yaml_writer.hpp"
#include "vend/preview/preview.hpp"
#include "vend/preview/print.hpp"
#include "vend/support/codes.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/rules.hpp"

using namespace vend;
using document::Node;

namespace {

// Values that a node can become, as JSON.
const std::vector<Node>& strange() {
  static const std::vector<Node> values = [] {
    std::vector<Node> all;
    for (const char* text : {"null",
                             "[]",
                             "{}",
                             "\"\"",
                             "0",
                             "-1",
                             "1e300",
                             "99999999999999999999999999",
                             "true",
                             "[[]]",
                             "[null]",
                             R"({"Ref": "X"})",
                             R"({"Ref": "AWS::NoValue"})",
                             R"({"Ref": ["a"]})",
                             R"({"Fn::If": []})",
                             R"({"Fn::If": ["NoSuch", 1, 2]})",
                             R"({"Fn::If": ["C", {"Ref": "AWS::NoValue"}, null]})",
                             R"({"Fn::GetAtt": []})",
                             R"({"Fn::GetAtt": ["X", "Y"]})",
                             R"({"Fn::Sub": ["${", {}]})",
                             R"({"Fn::Sub": "${A.B.C}${!x}${}"})",
                             R"({"Fn::Join": [null, null]})",
                             R"({"Fn::Select": [99999999999999999999, []]})",
                             R"({"Fn::Split": ["", ""]})",
                             R"({"Fn::FindInMap": ["a", {"Ref": "X"}, []]})",
                             R"({"Fn::Cidr": ["10.0.0.0/8", 1000000, 8]})",
                             R"({"Fn::Base64": {"Fn::Base64": []}})",
                             R"({"Fn::Transform": []})",
                             R"({"Fn::Transform": {"Name": "A"}})",
                             R"({"Fn::ForEach::X": ["A", ["b"], {}]})",
                             R"({"Fn::Length": {}})",
                             R"({"Fn::ImportValue": {}})",
                             R"({"Condition": []})",
                             R"({"Fn::And": []})",
                             R"({"Fn::Not": [{"Condition": "C"}]})",
                             R"({"": ""})",
                             R"("${")",
                             R"("PT99999999999999S")",
                             R"("0-99999999999 * * * *")",
                             R"("*/0 * * * *")",
                             R"("cron(")",
                             R"("10.0.0.0/99")",
                             R"("arn:")",
                             R"("{{resolve:ssm:}}")",
                             R"("{{resolve:")",
                             R"("0x")"}) {
      support::Diagnostics found;
      all.push_back(*document::read_yaml(text, "value", found));
    }
    return all;
  }();
  return values;
}

std::size_t count(const Node& node) {
  std::size_t all = 1;
  for (const Node& one : node.items()) all += count(one);
  for (const document::Member& one : node.members()) all += count(one.value);
  return all;
}

// The node of this number, in the order of the text.
Node* at(Node& node, std::size_t& number) {
  if (number-- == 0) return &node;
  for (Node& one : node.items()) {
    if (Node* found = at(one, number)) return found;
  }
  for (document::Member& one : node.members()) {
    if (Node* found = at(one.value, number)) return found;
  }
  return nullptr;
}

void all_commands(const std::string& text, const cfn::Template& before) {
  validate::Options options;
  options.all_combinations = true;
  options.now = 1'800'000'000;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options))
    REQUIRE(support::find_code(one.code) != nullptr);
  support::Diagnostics found;
  const std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  if (!t) return;
  CHECK_FALSE(preview::as_html(preview::preview(*t, {}), {}).empty());
  diff::Request request;
  request.before.t = &before;
  request.after.t = &*t;
  diff::compare(request, {});
}

}  // namespace

TEST_CASE("any value in the place of any other has an answer in every command", "[validate][any-value]") {
  std::vector<std::string> texts;
  for (const validate::Rule& rule : validate::rules()) {
    const auto [failing, passing] = validate::examples(rule);
    texts.insert(texts.end(), {std::string(failing), std::string(passing)});
  }
  for (const char* preset : {"linux-docker-autoscaling-mixed", "windows-shell-scheduled-spot"})
    texts.push_back(testing::run_vend({"generate", "--preset", preset, "--stdout"}).out);
  std::mt19937 random(20261201);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
  std::size_t tried = 0;
  for (const std::string& text : texts) {
    support::Diagnostics found;
    const std::optional<Node> written = document::read_yaml(text, "t.yml", found);
    const std::optional<cfn::Template> before = cfn::read_template(text, "t.yml", found);
    if (!written || !before) continue;
    for (int round = 0; round < 3; ++round) {
      Node tree = *written;
      for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
        std::size_t number = below(count(tree));
        Node& place = *at(tree, number);
        Node strange_one = below(8) == 0 ? Node::sequence({place}) : strange()[below(strange().size())];
        place = std::move(strange_one);
      }
      const std::string changed = document::write_yaml(tree);
      CAPTURE(changed);
      all_commands(changed, *before);
      ++tried;
    }
  }
  CHECK(tried > 500);
}
