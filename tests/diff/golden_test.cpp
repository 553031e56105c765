// What an update does, in every form, against what was looked at and accepted.
#include <sstream>

#include "accepted.hpp"
#include "vend/cli/run.hpp"

namespace vend {
namespace {

// The scripts are short stand-ins, so that they may change without an update that says so.
std::string update(const std::string& before, const std::string& after, const std::string& format) {
  const std::filesystem::path tests = std::filesystem::path(VEND_SOURCE_DIR) / "tests";
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams{in, out, err};
  const cli::ExitCode code = cli::run(
      {"diff", before, after, "--format", format, "--data-dir", (tests / "preview" / "golden" / "scripts").string()},
      streams);
  INFO(err.str());
  REQUIRE(code == cli::ExitCode::clean);
  return out.str();
}

}  // namespace

TEST_CASE("updates are told as accepted", "[golden][diff]") {
  const std::filesystem::path folder = std::filesystem::path(VEND_SOURCE_DIR) / "tests" / "diff" / "golden";
  struct Case {
    std::string name, before, after;
  };
  for (const Case& one : {Case{"scaled", "linux-docker-hot-ha", "linux-docker-autoscaling-mixed"},
                          Case{"moved", "linux-docker-scheduled-spot", "windows-docker-autoscaling-ondemand"}}) {
    for (const auto& [format, ending] :
         {std::pair{"text", "txt"}, std::pair{"json", "json"}, std::pair{"markdown", "md"}, std::pair{"html", "html"}})
      testing::check_accepted(folder / (one.name + "." + ending), update(one.before, one.after, format));
  }
}

}  // namespace vend
