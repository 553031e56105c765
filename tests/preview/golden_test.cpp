// Reports of every preset and the full template against those that were looked at and accepted, at 80 and 160 columns.
//
// After a wanted change `make golden` rewrites them. In colour only one is kept: of the others the test proves that
// they are the plain ones with colours.
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>

#include "accepted.hpp"
#include "vend/cli/run.hpp"
#include "vend/spec/presets.hpp"

namespace vend {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(VEND_SOURCE_DIR) / "tests" / "preview" / "golden";
const std::string stand_ins = (folder / "scripts").string();

struct Kind {
  std::string name;
  std::vector<std::string> arguments;
};

std::vector<Kind> kinds() {
  std::vector<Kind> all = {{"full",
                            {"-p", "3GITLABRunnerRegTokenList=glrt-abcdef", "-p", "5ASGAutoScalingEnabled=true", "-p",
                             "4ASGScheduledShutdownCron=0 19 * * MON-FRI", "-p",
                             "4ASGScheduledStartupCron=0 7 * * MON-FRI", "-p", "4ASGScheduleTimeZone=Europe/Berlin"}}};
  for (const spec::Preset& preset : spec::presets(support::Assets()))
    all.push_back({preset.name, {"--preset", preset.name}});
  return all;
}

std::string shown(const Kind& kind, int width, bool color, const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {"preview", "--data-dir", stand_ins, "--date", "2027-03-26"};
  arguments.insert(arguments.end(), kind.arguments.begin(), kind.arguments.end());
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  cli::Streams streams{in, out, err};
  streams.width = width;
  streams.color = color;
  const cli::ExitCode code = cli::run(arguments, streams);
  INFO(err.str());
  REQUIRE(code == cli::ExitCode::clean);
  return out.str();
}

void compare(const std::string& name, const std::string& is) { testing::check_accepted(folder / name, is); }

}  // namespace

TEST_CASE("reports are as accepted", "[golden][preview]") {
  for (const Kind& kind : kinds()) {
    for (const int width : {80, 160}) {
      // What policies say is pinned by the templates' own golden files.
      std::vector<std::string> more;
      if (kind.name != "full" || width != 80)
        more = {"--show", "form,conditions,outputs,scripts,tags,schedule,scaling,gitlab"};
      const std::string plain = shown(kind, width, false, more);
      compare(kind.name + "." + std::to_string(width) + ".txt", plain);
      const std::string colored = shown(kind, width, true, more);
      CHECK(std::regex_replace(colored, std::regex("\x1b\\[[0-9]*m"), "") == plain);
      CHECK(colored != plain);
      if (kind.name == "full" && width == 80) compare("full.80.color.txt", colored);
    }
  }
}

// A week in which clocks change, policies that step, a picture of each kind: full.html is to be opened in a browser.
TEST_CASE("the page and the tree of the full template are as accepted", "[golden][preview]") {
  const Kind full = kinds().front();
  compare("full.html", shown(full, 80, false, {"--format", "html"}));
  compare("full.yml",
          shown(full, 80, false,
                {"--format", "yaml", "--show",
                 "form,conditions,outputs,stack,userdata,scripts,tags,schedule,scaling,life,rights,gitlab"}));
}

}  // namespace vend
