// `vend init` and `vend fmt`: specs that vend writes.
#include <catch2/catch.hpp>
#include <filesystem>
#include <sstream>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/spec/presets.hpp"

namespace vend {

using Catch::Matchers::Contains;
using testing::Run;
using testing::run_vend;

namespace {

Run at_terminal(const std::vector<std::string>& arguments, const std::string& typed) {
  std::istringstream in(typed);
  std::ostringstream out;
  std::ostringstream err;
  cli::Streams streams{in, out, err};
  streams.interactive = true;
  const int code = static_cast<int>(cli::run(arguments, streams));
  return {code, out.str(), err.str()};
}

}  // namespace

TEST_CASE("init writes a spec that generate takes, whatever is answered", "[cli]") {
  for (const char* platform : {"amazon-linux-2023", "windows-2022"}) {
    for (const char* executor : {"docker", "shell"}) {
      for (const char* size : {"1", "2", "1-10", "3-5"}) {
        for (const char* hours : {"always", "7-19 MON-FRI Europe/Berlin"}) {
          for (const char* token : {"form", "secret:gitlab-runner/a", "ssm:/runner/token"}) {
            const Run spec = run_vend({"init", "-", "--platform", platform, "--executor", executor, "--size", size,
                                       "--hours", hours, "--spot", "--token", token});
            INFO(platform << ' ' << executor << ' ' << size << ' ' << hours << ' ' << token << '\n'
                          << spec.out << spec.err);
            REQUIRE(spec.code == 0);
            CHECK(spec.err == "");
            if (std::string(token) != "form" && std::string(size) != "1") continue;  // the templates differ in little
            const Run made = run_vend({"validate", "-"}, spec.out);
            CHECK(made.code == 0);
            CHECK(made.out == "");
            const Run formatted = run_vend({"fmt", "-"}, spec.out);
            CHECK(formatted.out == spec.out);
          }
        }
      }
    }
  }
}

TEST_CASE("init asks on a terminal, explains, and asks again after a mistake", "[cli]") {
  const testing::TemporaryDirectory directory;
  const std::string file = (directory.path() / "team-a.yml").string();
  const Run run = at_terminal(
      {"init", file},
      "windows-2023\nwindows-2022\n\nhttps://gitlab.example.com/\nglrt-secret\nsecret:a\n1-4\nyes\nalways\n");
  INFO(run.err);
  REQUIRE(run.code == 0);
  CHECK_THAT(run.err, Contains("Operating system of the instances [amazon-linux-2023]"));
  CHECK_THAT(run.err, Contains("\"windows-2023\" is not one of"));
  CHECK_THAT(run.err, Contains("a token does not belong into a spec"));
  CHECK_THAT(run.out, Contains("vend generate " + file) && Contains("vend preview") && Contains("vend validate"));
  const std::string text = testing::file_text(file);
  CHECK_THAT(text, Contains("name: team-a\n") && Contains("platform: windows-2022") && Contains("secret: \"a\"") &&
                       !Contains("glrt-"));
  // Never over a file that is there.
  const Run again = at_terminal({"init", file}, "");
  CHECK(again.code == 2);
  CHECK(testing::file_text(file) == text);
}

TEST_CASE("init names every wrong option at once", "[cli]") {
  const Run run = run_vend({"init", "-", "--platform", "debian", "--size", "5-2", "--hours", "7-25", "--url", "gitlab",
                            "--executor", "dokcer"});
  CHECK(run.code == 2);
  CHECK(run.out == "");
  CHECK_THAT(run.err, Contains("--platform:") && Contains("--size:") && Contains("--hours:") && Contains("--url:") &&
                          Contains("did you mean docker?"));
}

TEST_CASE("fmt puts settings into the order of the reference, and comments go with them", "[cli]") {
  const std::string before =
      "# About the whole file.\n\n# How many.\nsize:\n    max: 5   # most\n    # Fewest.\n    min: 1\n\n\nplatform: "
      "amazon-linux-2023\n"
      "gitlab: {tags: [a, b], url: \"https://x.example/\"}\nname: a # its name\ndashboard: yes\nhooks: {drain_limit: "
      "3600s}\n"
      "script:\n  before: |\n    # no comment of the spec\n    size: 3\n# The end.\n";
  const Run once = run_vend({"fmt", "-"}, before);
  INFO(once.err);
  CHECK(once.code == 0);
  CHECK(once.out ==
        "# About the whole file.\n\nname: a # its name\n\nplatform: amazon-linux-2023\ngitlab: {url: "
        "\"https://x.example/\", tags: [a, b]}\n"
        "script:\n  before: |\n    # no comment of the spec\n    size: 3\n# How many.\nsize:\n  # "
        "Fewest.\n  min: 1\n  max: 5   # most\n"
        "hooks: {drain_limit: 1h}\ndashboard: true\n# The end.\n");
  CHECK(run_vend({"fmt", "-"}, once.out).out == once.out);
}

TEST_CASE("fmt says the same after as before, and is content with the presets", "[cli]") {
  const support::Assets assets;
  for (const spec::Preset& preset : spec::presets(assets)) {
    INFO(preset.name);
    CHECK(run_vend({"fmt", "-"}, preset.text).out == preset.text);
  }
}

TEST_CASE("fmt --check names files and changes none, and what cannot be read stays", "[cli]") {
  const testing::TemporaryDirectory directory;
  const std::string wrong = (directory.path() / "a.yml").string();
  const std::string right = (directory.path() / "b.yml").string();
  testing::write_text(wrong, "size: {max: 2}\nname: a\n");
  testing::write_text(right, "name: a\nsize: {max: 2}\n");
  const Run check = run_vend({"fmt", "--check", wrong, right});
  CHECK(check.code == 1);
  CHECK(check.out == wrong + "\n");
  CHECK(testing::file_text(wrong) == "size: {max: 2}\nname: a\n");
  CHECK(run_vend({"fmt", wrong}).code == 0);
  CHECK(testing::file_text(wrong) == "name: a\nsize: {max: 2}\n");
  CHECK(run_vend({"fmt", "--check", wrong, right}).code == 0);
  CHECK(run_vend({"fmt", "-"}, "size: {max: 2\n").code == 1);
  CHECK(run_vend({"fmt", "-"}, "Resources: {}\n").code == 2);
  CHECK(run_vend({"fmt", (directory.path() / "none.yml").string()}).code == 2);
}

TEST_CASE("setting with --set appends to lists and says how a list is written", "[cli]") {
  const auto spec = [](const std::string& assignment) {
    return run_vend({"generate", "--preset", "linux-docker-hot-ha", "--set", assignment, "--stdout"});
  };
  const Run one = spec("gitlab.tags+=from-the-command-line");
  INFO(one.err);
  CHECK(one.code == 0);
  CHECK_THAT(one.out, Contains("from-the-command-line"));
  CHECK(spec("instances+=m6a.large").code == 0);
  CHECK(spec("instances+=[m6a.large, m6i.large]").code == 0);
  CHECK_THAT(spec("instances.9=m6a.large").err, Contains("instances+=m6a.large appends one"));
  CHECK_THAT(spec("gitlab.tags=a,b").err, Contains("write it like tags: [a,b]"));
  CHECK_THAT(spec("gitlab.tags=[a").err, Contains("--set:1") && !Contains("Docker on Linux"));
  CHECK_THAT(spec("size.max+=1").err, Contains("is not a list"));
  CHECK_THAT(spec("size.max=99999999999").err, Contains("99999999999") && !Contains("but takes a whole number"));
  CHECK_THAT(spec("warmup=soon").err, Contains("warmup is soon, which is not a duration"));
}

}  // namespace vend
