// The report as a tree: for each of its parts what is in it, and what is not.
#include <catch2/catch.hpp>
#include <map>

#include "run_vend.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/lookup.hpp"

namespace vend::preview {
namespace {

using document::Node;

Node tree_of(const std::string& text, const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {"preview", "-", "--format", "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const testing::Run run = testing::run_vend(arguments, text);
  support::Diagnostics found;
  std::optional<Node> root = document::read_json(run.out, "report.json", found);
  INFO(run.out << run.err);
  REQUIRE(root);
  return *root;
}

std::string text_or(const Node* node) { return node != nullptr ? node->text() : "(none)"; }

}  // namespace

TEST_CASE("the form's tree says of each parameter what the form says", "[preview][tree]") {
  const std::string text = R"(
Parameters:
  A: {Type: String, Default: x, Description: What it is}
  B: {Type: String}
  C: {Type: Number, Default: 1, MinValue: 0}
  D: {Type: String, Default: ''}
  S: {Type: String, NoEcho: true}
Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref C}}}
)";
  struct Case {
    std::string value, default_value, description;
    bool changed, missing, secret, refused;
  };
  const std::map<std::string, Case> cases = {
      {"A", {"x", "x", "What it is", false, false, false, false}},
      {"B", {"(none)", "(none)", "(none)", false, true, false, false}},
      {"C", {"-1", "1", "(none)", true, false, false, true}},
      {"D", {"", "", "(none)", false, false, false, false}},
      {"S", {"****", "(none)", "(none)", true, false, true, false}},
  };
  const Node root = tree_of(text, {"-p", "C=-1", "-p", "S=hidden", "--show", "form"});
  std::size_t seen = 0;
  for (const Node& group : root.find("form")->items()) {
    for (const Node& field : group.find("parameters")->items()) {
      const std::string& name = field.find("name")->text();
      CAPTURE(name);
      REQUIRE(cases.count(name) == 1);
      const Case& one = cases.at(name);
      CHECK(text_or(field.find("value")) == one.value);
      CHECK(text_or(field.find("default")) == one.default_value);
      CHECK(text_or(field.find("description")) == one.description);
      CHECK((field.find("changed")->text() == "true") == one.changed);
      CHECK((field.find("missing")->text() == "true") == one.missing);
      CHECK((field.find("secret")->text() == "true") == one.secret);
      CHECK(field.find("refused")->items().empty() != one.refused);
      // Beside the form stand the values that there are.
      CHECK(text_or(document::at(root, {"parameters", name})) == one.value);
      ++seen;
    }
  }
  CHECK(seen == cases.size());
}

}  // namespace vend::preview
