// The rooms of the house and the direction of the arrows (docs/architecture.md), read from the includes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Layer {
  std::string name;
  std::vector<std::string> uses;  // directly; what these use may be included as well
};

const std::vector<Layer> layers = {
    {"support", {}},
    {"document", {"support"}},
    {"calendar", {"support"}},
    {"model", {"support", "calendar"}},
    {"cfn", {"support", "document"}},
    {"spec", {"support", "document", "model"}},
    {"scripts", {"support", "model"}},
    {"render", {"model", "cfn", "scripts"}},
    {"evaluate", {"cfn", "calendar"}},
    {"validate", {"cfn", "evaluate"}},
    {"preview", {"cfn", "evaluate"}},
    {"cli", {"spec", "render", "validate", "preview"}},
};

// A library, the start of its headers' names, and the only layers that know it.
struct Library {
  std::string header;
  std::set<std::string> known_to;
};

const std::vector<Library> libraries = {
    {"yaml-cpp/", {"document"}},
    {"nlohmann/", {"document"}},
    {"CLI/", {"cli"}},
    {"pcre2", {"support"}},
};

const Layer* find_layer(const std::string& name) {
  auto found = std::find_if(layers.begin(), layers.end(), [&](const Layer& layer) { return layer.name == name; });
  return found == layers.end() ? nullptr : &*found;
}

std::set<std::string> reachable(const Layer& layer) {
  std::set<std::string> all = {layer.name};
  for (const std::string& used : layer.uses) all.merge(reachable(*find_layer(used)));
  return all;
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
  std::set<std::string> allowed = reachable(layer);
  for (const std::string& header : includes(text)) {
    if (header.rfind("vend/", 0) == 0) {
      std::string other = header.substr(5, header.find('/', 5) - 5);
      if (allowed.count(other) == 0) found.push_back(layer.name + " must not include " + header);
    } else if (header.find("../") != std::string::npos) {
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
      {"document", "#include <yaml-cpp/yaml.h>\n", true},
  };
  for (const Case& one : cases) {
    INFO(one.layer << ": " << one.text);
    CHECK(violations(*find_layer(one.layer), one.text).empty() == one.fine);
  }
}
