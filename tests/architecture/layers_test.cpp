// The rooms of the house and the direction of the arrows (docs/architecture.md), read from the includes.
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

struct Layer {
  std::string name;
  std::set<std::string> uses;  // these and no others, also not what these use
};

const std::vector<Layer> layers = {
    {"support", {}},
    {"aws", {"support"}},
    {"document", {"support"}},
    {"calendar", {"support"}},
    {"model", {"support", "aws", "calendar"}},
    {"cfn", {"support", "document"}},
    {"parameters", {"support", "aws", "document", "cfn"}},
    {"spec", {"support", "aws", "document", "calendar", "model"}},
    {"scripts", {"support"}},
    {"render", {"support", "aws", "document", "model", "cfn", "scripts"}},
    {"evaluate", {"support", "aws", "document", "cfn"}},
    {"validate", {"support", "aws", "calendar", "document", "cfn", "evaluate"}},
    {"preview", {"support", "aws", "calendar", "document", "cfn", "evaluate", "validate"}},
    {"diff", {"support", "aws", "calendar", "document", "cfn", "evaluate", "validate", "preview"}},
    {"adopt", {"support", "document", "model", "render", "spec"}},
    {"product", {"support", "aws", "document", "model", "cfn", "parameters", "spec", "scripts", "render", "evaluate"}},
    {"serve",
     {"support", "aws", "document", "cfn", "parameters", "spec", "evaluate", "validate", "preview", "diff", "product"}},
    {"cli",
     {"support", "aws", "calendar", "document", "model", "cfn", "parameters", "spec", "scripts", "render", "evaluate",
      "validate", "preview", "diff", "adopt", "product", "serve"}},
};

// Folders within a layer.
const std::map<std::string, std::set<std::string>> wings = {
    {"render", {"form", "resources"}},
    {"validate", {"language", "types", "services", "jobs", "branches", "report"}},
    {"cli", {"commands", "shared"}},
};

// A library, the start of its headers' names, and the only layers that know it.
struct Library {
  std::string header;
  std::set<std::string> known_to;
};

const std::vector<Library> libraries = {
    {"yaml-cpp/", {}},  // the second reader, of tests
    {"libfyaml", {"document"}}, {"nlohmann/", {"document"}}, {"CLI/", {"cli"}},
    {"pcre2", {"support"}},     {"utf8proc", {"support"}},   {"boost/", {"serve"}},
};

const Layer* find_layer(const std::string& name) {
  auto found = std::find_if(layers.begin(), layers.end(), [&](const Layer& layer) { return layer.name == name; });
  return found == layers.end() ? nullptr : &*found;
}

std::vector<std::string> includes(const std::string& text) {
  static const std::regex directive(R"rx((?:^|\n)[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"])rx");
  std::vector<std::string> all;
  for (std::sregex_iterator it(text.begin(), text.end(), directive), end; it != end; ++it) all.push_back((*it)[1]);
  return all;
}

// What the layer must not include, each with its reason.
std::vector<std::string> violations(const Layer& layer, const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& header : includes(text)) {
    const std::string room = header.substr(0, header.find('/'));
    if (room == "vend") {
      const std::string other = header.substr(5, header.find('/', 5) - 5);
      if (other != layer.name && layer.uses.count(other) == 0)
        found.push_back(layer.name + " must not include " + header);
    } else if (header.find("../") != std::string::npos || (find_layer(room) != nullptr && room != layer.name)) {
      found.push_back(layer.name + " reaches into another room: " + header);
    }
    for (const Library& library : libraries) {
      if (header.rfind(library.header, 0) == 0 && library.known_to.count(layer.name) == 0)
        found.push_back(layer.name + " must not know " + header);
    }
  }
  return found;
}

std::vector<fs::path> directories(const fs::path& parent) {
  std::vector<fs::path> all;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent)) {
    if (entry.is_directory()) all.push_back(entry.path());
  }
  return all;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("layers are listed from the top down", "[architecture]") {
  std::set<std::string> above;
  for (const Layer& layer : layers) {
    for (const std::string& used : layer.uses) CHECK(above.count(used) == 1);
    above.insert(layer.name);
  }
}

TEST_CASE("a layer includes only what it may use", "[architecture]") {
  const fs::path source = VEND_SOURCE_DIR;
  std::size_t seen = 0;
  for (const fs::path& root : {source / "include" / "vend", source / "src"}) {
    for (const fs::path& room : directories(root)) {
      const std::string name = room.filename().string();
      if (name == "cmake" || name == "tools") continue;
      const Layer* layer = find_layer(name);
      INFO("a folder that is no layer: " << room);
      REQUIRE(layer != nullptr);
      for (const fs::directory_entry& file : fs::recursive_directory_iterator(room)) {
        if (!file.is_regular_file()) continue;
        INFO(file.path());
        CHECK(violations(*layer, read(file.path())) == std::vector<std::string>{});
        ++seen;
      }
    }
  }
  CHECK(seen > 50);  // an empty walk would prove nothing
}

TEST_CASE("a layer uses all that it may", "[architecture]") {
  const fs::path source = VEND_SOURCE_DIR;
  for (const Layer& layer : layers) {
    std::set<std::string> used;
    for (const fs::path& root : {source / "include" / "vend" / layer.name, source / "src" / layer.name}) {
      for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
        if (!file.is_regular_file()) continue;
        for (const std::string& header : includes(read(file.path()))) {
          const std::string other =
              header.starts_with("vend/") ? header.substr(5, header.find('/', 5) - 5) : layer.name;
          if (other != layer.name) used.insert(other);
        }
      }
    }
    INFO(layer.name);
    CHECK(used == layer.uses);
  }
}

TEST_CASE("a layer has no folders but its wings", "[architecture]") {
  const fs::path source = VEND_SOURCE_DIR;
  for (const Layer& layer : layers) {
    std::set<std::string> found;
    for (const fs::path& wing : directories(source / "src" / layer.name)) found.insert(wing.filename().string());
    INFO(layer.name);
    CHECK(found == (wings.count(layer.name) != 0 ? wings.at(layer.name) : std::set<std::string>{}));
    CHECK(directories(source / "include" / "vend" / layer.name).empty());
  }
}

TEST_CASE("docs/architecture.md tells the same layers and arrows", "[architecture]") {
  const std::string text = read(fs::path(VEND_SOURCE_DIR) / "docs" / "architecture.md");
  static const std::regex row(R"rx(\n\| `(\w+)` \| [^|\n]+ \| ([^|\n]+) \|)rx");
  std::vector<std::string> told;
  for (std::sregex_iterator it(text.begin(), text.end(), row), end; it != end; ++it) {
    told.push_back((*it)[1]);
    const Layer* layer = find_layer(told.back());
    INFO(told.back());
    REQUIRE(layer != nullptr);
    std::set<std::string> uses;
    static const std::regex word(R"(\w+)");
    const std::string list = (*it)[2];
    for (std::sregex_iterator one(list.begin(), list.end(), word); one != end; ++one) uses.insert(one->str());
    if (uses != std::set<std::string>{"all"}) CHECK(uses == layer->uses);
  }
  std::vector<std::string> names;
  for (const Layer& layer : layers) names.push_back(layer.name);
  CHECK(told == names);
}

// A header without a source of its name, and why.
const std::map<std::string, std::string> headers_alone = {
    {"include/vend/aws/auto_scaling.hpp", "numbers only"},
    {"include/vend/aws/cloud_watch.hpp", "numbers only"},
    {"include/vend/aws/dated.hpp", "lists only"},
    {"include/vend/aws/ebs.hpp", "numbers only"},
    {"include/vend/aws/limits.hpp", "numbers only"},
    {"include/vend/document/read_limits.hpp", "numbers only"},
    {"include/vend/model/checked.hpp", "a template"},
    {"include/vend/preview/report.hpp", "plain structures"},
    {"include/vend/preview/print.hpp", "a source for each printer"},
    {"include/vend/serve/message.hpp", "plain structures"},
    {"include/vend/support/embedded_asset.hpp", "the build writes its source"},
    {"src/preview/parts.hpp", "a source for each part"},
    {"src/render/form/parameter_rows.hpp", "a source for each part of the form"},
    {"src/validate/checks.hpp", "a source for each subject"},
    {"src/validate/report/forms.hpp", "a source for each form"},
};

TEST_CASE("a header has its source of the same name", "[architecture]") {
  const fs::path top = VEND_SOURCE_DIR;
  std::set<std::string> sources;
  std::vector<fs::path> headers;
  for (const fs::path& root : {top / "include" / "vend", top / "src"}) {
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
      const fs::path path = file.path().lexically_relative(root);
      if (path.extension() == ".cpp") sources.insert((*path.begin() / path.stem()).string());
      if (path.extension() == ".hpp") headers.push_back(file.path());
    }
  }
  for (const fs::path& header : headers) {
    const fs::path inside = header.lexically_relative(top);
    const fs::path layer = *std::next(inside.begin(), *inside.begin() == "src" ? 1 : 2);
    INFO(inside);
    CHECK((sources.count((layer / inside.stem()).string()) == 1) != (headers_alone.count(inside.string()) == 1));
  }
}

TEST_CASE("main.cpp calls the command line and nothing else", "[architecture]") {
  for (const std::string& header : includes(read(fs::path(VEND_SOURCE_DIR) / "src" / "main.cpp"))) {
    INFO(header);
    CHECK((header.rfind("vend/", 0) != 0 || header.rfind("vend/cli/", 0) == 0));
  }
}

TEST_CASE("an arrow that runs up is noticed", "[architecture]") {
  struct Case {
    std::string layer;
    std::string text;
    bool fine;
  };
  const std::vector<Case> cases = {
      {"cfn", "#include \"vend/document/node.hpp\"\n", true},
      {"cfn", "#include \"vend/model/stack.hpp\"\n", false},
      {"cfn", "#include <vend/model/stack.hpp>\n", false},
      {"cfn", "  #  include\t\"vend/render/render.hpp\"\n", false},
      {"model", "#include \"vend/spec/spec.hpp\"\n", false},
      {"model", "// #include \"vend/spec/spec.hpp\"\n", true},
      {"model", "#include \"../spec/field.hpp\"\n", false},
      {"validate", "#include \"vend/support/text.hpp\"\n", true},
      {"validate", "#include \"vend/render/render.hpp\"\n", false},
      {"render", "#include <nlohmann/json.hpp>\n", false},
      {"document", "#include <libfyaml.h>\n", true},
      {"document", "#include <yaml-cpp/yaml.h>\n", false},
      {"cfn", "#include <libfyaml.h>\n", false},
      {"model", "#include \"vend/aws/limits.hpp\"\n", true},
      {"render", "#include \"vend/calendar/zone.hpp\"\n", false},  // model may, which is no leave
      {"validate", "#include \"validate/report/report.hpp\"\n", true},
      {"validate", "#include \"evaluate/evaluator.hpp\"\n", false},
  };
  for (const Case& one : cases) {
    INFO(one.layer << ": " << one.text);
    CHECK(violations(*find_layer(one.layer), one.text).empty() == one.fine);
  }
}
