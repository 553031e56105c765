#include "vend/scripts/library.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "file_text.hpp"
#include "temporary_directory.hpp"
#include "vend/support/sha256.hpp"

using namespace vend;
using scripts::Feature;
using scripts::Features;

namespace {

// The script `mine.sh`, made of files under runner_configs/.
std::string composed(const std::map<std::string, std::string>& files, Features features = Features::all()) {
  const testing::TemporaryDirectory directory;
  for (const auto& [name, text] : files) testing::write_text(directory.path() / "runner_configs" / name, text);
  const scripts::Library library{support::Assets(directory.path())};
  const scripts::Script* script = library.find("mine.sh");
  REQUIRE(script != nullptr);
  const scripts::Script made = library.compose(*script, features);
  CHECK(made.name == "mine.sh");
  CHECK(made.sha256 == support::sha256_hex(made.text));
  if (features == Features::all()) CHECK(made.text == script->text);
  return made.text;
}

const std::map<std::string, std::string> blocks = {
    {"mine.sh", "#!/bin/bash\n# @if proxy\na\n# @include mine/b.sh\n# @end\nz\n"},
    {"mine/b.sh", "# Its heading.\nb\n\t# @if  cache\n\t# a remark\n\tc\n\t# @end\nd\n"},
};

}  // namespace

TEST_CASE("features form a set", "[scripts]") {
  const Features two = Features().with(Feature::proxy).with(Feature::cache);
  CHECK(two.has(Feature::proxy));
  CHECK_FALSE(two.has(Feature::steps));
  CHECK(two.has_all_of(Features().with(Feature::cache)));
  CHECK_FALSE(two.has_all_of(Features::all()));
  CHECK(two.without(Feature::proxy).without(Feature::cache) == Features());
  for (std::size_t i = 0; i < scripts::feature_names.size(); ++i) {
    CHECK(static_cast<std::size_t>(scripts::feature_names[i].first) == i);
    CHECK(Features::all().has(scripts::feature_names[i].first));
  }
}

TEST_CASE("a block is kept when all features that it stands in are on", "[scripts]") {
  CHECK(composed(blocks) == "#!/bin/bash\na\nb\n\tc\nd\nz\n");
  CHECK(composed(blocks, Features().with(Feature::proxy)) == "#!/bin/bash\na\nb\nd\nz\n");
  CHECK(composed(blocks, Features().with(Feature::cache)) == "#!/bin/bash\nz\n");
  CHECK(composed(blocks, Features::all().without(Feature::proxy)) == "#!/bin/bash\nz\n");
}

TEST_CASE("a script loads its features file, with its checksum, while a function is left in it", "[scripts]") {
  const testing::TemporaryDirectory directory;
  const std::string heading = "#!/bin/bash\n";
  testing::write_text(directory.path() / "runner_configs/mine.sh",
                      "a\n# @features more.sh\nload @@FEATURES@@\n# @end\nz\n");
  testing::write_text(directory.path() / "runner_configs/more.sh", heading + "# @if steps\nstep() { :; }\n# @end\n");
  const scripts::Library library{support::Assets(directory.path())};
  const scripts::Script* script = library.find("mine.sh");
  REQUIRE(script != nullptr);
  CHECK(script->loads == "more.sh");
  CHECK(script->text == "a\nload " + support::sha256_hex(heading + "step() { :; }\n") + "\nz\n");
  const scripts::Script without = library.compose(*script, Features());
  CHECK(without.loads.empty());
  CHECK(without.text == "a\nz\n");
}

TEST_CASE("marks that mean nothing are errors with their place", "[scripts]") {
  const auto error = [](const std::string& text) -> std::string {
    try {
      composed({{"mine.sh", text}, {"mine/open.sh", "# @if proxy\n"}, {"mine/close.sh", "a\n# @end\n"}});
    } catch (const scripts::ScriptError& wrong) {
      return wrong.what();
    }
    return "";
  };
  CHECK_THAT(error("a\n# @if proxi\n# @end\n"),
             Catch::StartsWith("runner_configs/mine.sh:2: there is no feature \"proxi\"; there are patching, proxy,"));
  CHECK_THAT(error("# @if\n# @end\n"), Catch::Contains("mine.sh:1: there is no feature \"\""));
  CHECK_THAT(error("# @if proxy cache\n# @end\n"), Catch::Contains("mine.sh:1: there is no feature \"proxy cache\""));
  CHECK_THAT(error("# @if proxy\n# @if cache\n# @end\n"), Catch::Contains("mine.sh:1: this @if has no @end"));
  CHECK_THAT(error("# @if proxy\n# @end\n\t# @end\n"), Catch::Contains("mine.sh:3: this @end has no @if"));
  CHECK_THAT(error("# @else\n"), Catch::Contains("mine.sh:1: there is no mark # @else"));
  CHECK_THAT(error("# @end proxy\n"), Catch::Contains("mine.sh:1: there is no mark # @end proxy"));
  CHECK_THAT(error("# @include none.sh\n"), Catch::Contains("mine.sh:1: there is no runner_configs/none.sh"));
  // A block ends in the file in which it begins.
  CHECK_THAT(error("# @include mine/open.sh\n# @end\n"), Catch::Contains("mine/open.sh:1: this @if has no @end"));
  CHECK_THAT(error("# @if proxy\n# @include mine/close.sh\n"), Catch::Contains("mine/close.sh:2: this @end has no"));
}

TEST_CASE("emitted scripts keep to their size and carry no mark", "[scripts]") {
  const scripts::Library library{support::Assets()};
  REQUIRE(library.all().size() == 8);
  for (const scripts::Script& script : library.all()) {
    INFO(script.name << " has " << script.text.size() << " bytes");
    CHECK(script.text.size() <= 24'576);
    CHECK(script.text.find("# @") == std::string::npos);
    CHECK(library.compose(script, Features()).text.find("# @") == std::string::npos);
  }
}
