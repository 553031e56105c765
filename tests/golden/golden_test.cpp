// What the full template and every preset become, against the trees that were looked at and accepted.
//
// After a wanted change, `make golden` (UPDATE_GOLDEN=1) rewrites them with the code that compares. The configuration
// scripts and the launchers are stood in for by a line each, so that a change to one does not rewrite every tree. How a
// template is written is not told here: tests/cfn/template_test.cpp has every byte of a small one.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "file_text.hpp"
#include "golden/accepted_tree.hpp"
#include "run_vend.hpp"
#include "vend/cfn/template.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/presets.hpp"
#include "vend/spec/reader.hpp"

namespace vend {
namespace {

namespace fs = std::filesystem;
using testing::file_text;
using testing::Run;
using testing::run_vend;

const fs::path folder = fs::path(VEND_SOURCE_DIR) / "tests" / "golden";
const fs::path stand_ins = folder / "scripts";

struct Golden {
  std::string name;
  std::vector<std::string> arguments;
  std::string spec;
};

std::vector<Golden> all_golden() {
  std::vector<Golden> all = {{"full", {}, "{}"}};
  for (const spec::Preset& preset : spec::presets(support::Assets())) {
    all.push_back({preset.name, {"--preset", preset.name}, preset.text});
  }
  return all;
}

std::string generate(const Golden& golden) {
  std::vector<std::string> arguments = {"generate", "--stdout", "--data-dir", stand_ins.string()};
  arguments.insert(arguments.end(), golden.arguments.begin(), golden.arguments.end());
  Run run = run_vend(arguments);
  INFO(run.err);
  REQUIRE(run.code == 0);
  return run.out;
}

// The tree that render makes of the spec, without the detour over text.
document::Node rendered_tree(const Golden& golden) {
  support::Diagnostics found;
  std::optional<document::Node> root = document::read_document(golden.spec, golden.name, found);
  REQUIRE(root.has_value());
  std::optional<model::RunnerStack> stack = spec::read(*root, golden.name, found);
  REQUIRE(found.empty());
  return render::render(*stack, scripts::Library(support::Assets(stand_ins))).to_node();
}

// Where the texts part, so that a failure shows the line and not two templates.
std::string first_difference(const std::string& a, const std::string& b) {
  std::istringstream left(a);
  std::istringstream right(b);
  for (int line = 1;; ++line) {
    std::string x;
    std::string y;
    const bool more_left = static_cast<bool>(std::getline(left, x));
    const bool more_right = static_cast<bool>(std::getline(right, y));
    if (!more_left && !more_right) return {};
    if (more_left != more_right || x != y)
      return "line " + std::to_string(line) + "\n  expected: " + x + "\n  is:       " + y;
  }
}

// The full template and one preset for each system are told whole, the other presets by what is different from that.
std::string base_of(const std::string& name) {
  if (name == "full") return name;
  return name.starts_with("windows") ? "windows-shell-autoscaling-ondemand" : "linux-docker-autoscaling-ondemand";
}

}  // namespace

TEST_CASE("what templates become is as accepted", "[golden]") {
  const bool update = std::getenv("UPDATE_GOLDEN") != nullptr;
  std::map<std::string, testing::AcceptedTree> trees;
  for (const Golden& golden : all_golden()) {
    support::Diagnostics found;
    const std::optional<cfn::Template> t = cfn::read_template(generate(golden), golden.name, found);
    REQUIRE(t.has_value());
    trees[golden.name] = testing::accepted_tree(*t);
  }
  for (const auto& [name, tree] : trees) {
    INFO(name << "; after a wanted change: make golden");
    const std::string base = base_of(name);
    const fs::path path = folder / (name + ".txt");
    const std::string is = name == base ? testing::whole_text(tree) : testing::text_beside(base, trees.at(base), tree);
    if (update) testing::write_text(path, is);
    REQUIRE(fs::exists(path));
    CHECK(first_difference(file_text(path), is) == "");
  }
}

TEST_CASE("there is no accepted tree without a preset", "[golden]") {
  std::set<std::string> known;
  for (const Golden& golden : all_golden()) known.insert(golden.name + ".txt");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory() || entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") continue;
    INFO(entry.path());
    CHECK(known.count(entry.path().filename().string()) == 1);
  }
}

TEST_CASE("a preset helps as the full form does", "[golden]") {
  support::Diagnostics found;
  const std::optional<cfn::Template> full = cfn::read_template(generate(all_golden().front()), "full", found);
  REQUIRE(full.has_value());
  for (const Golden& golden : all_golden()) {
    const std::optional<cfn::Template> t = cfn::read_template(generate(golden), golden.name, found);
    REQUIRE(t.has_value());
    for (const document::Member& one : t->parameters.members()) {
      INFO(golden.name << " " << one.key);
      const document::Node* help = one.value.find("Description");
      if (help == nullptr) continue;  // left out for the template to fit
      REQUIRE(full->parameters.find(one.key) != nullptr);
      REQUIRE(full->parameters.find(one.key)->find("Description") != nullptr);
      CHECK(help->text() == full->parameters.find(one.key)->find("Description")->text());
    }
  }
}

TEST_CASE("a template read back is the tree that was rendered", "[golden]") {
  for (const Golden& golden : all_golden()) {
    INFO(golden.name);
    const document::Node tree = rendered_tree(golden);
    support::Diagnostics found;
    std::optional<cfn::Template> yaml = cfn::read_template(generate(golden), golden.name, found);
    REQUIRE(yaml.has_value());
    CHECK(yaml->to_node() == tree);
    Golden as_json = golden;
    as_json.arguments.insert(as_json.arguments.end(), {"--format", "json"});
    std::optional<cfn::Template> json = cfn::read_template(generate(as_json), golden.name, found);
    REQUIRE(json.has_value());
    CHECK(json->to_node() == tree);
    CHECK(found.empty());
  }
}

TEST_CASE("an instance's script travels in the template, byte for byte", "[golden]") {
  const scripts::Library library{support::Assets()};
  const Run full = run_vend({"generate", "--stdout", "--format", "json"});
  REQUIRE(full.code == 0);
  for (const scripts::Script& script : library.all()) {
    INFO(script.name);
    std::string quoted = document::write_json(document::Node(script.text));
    quoted = quoted.substr(0, quoted.size() - 1);  // without the newline
    CHECK(full.out.find(quoted) != std::string::npos);
    CHECK(full.out.find(script.sha256) != std::string::npos);
  }
}

}  // namespace vend
