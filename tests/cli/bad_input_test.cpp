// Input that is wrong on purpose: always a clear sentence with a place, never a crash, never half a result.
#include <catch2/catch.hpp>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"

namespace vend {

using Catch::Matchers::Contains;
using testing::Run;
using testing::run_vend;

namespace {

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

// Nine levels of ten references each: a billion nodes when expanded.
std::string alias_bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 9; ++level) {
    const std::string below = "*a" + std::to_string(level - 1);
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below;
    for (int i = 0; i < 9; ++i) text += ", " + below;
    text += "]\n";
  }
  return text;
}

std::string steps(const std::string& out) {
  return "scaling:\n  - {metric: cpu, out: {at: 70, for: 60s, steps: " + out + "}}\n";
}

std::string schedule(const std::string& row) { return "schedules:\n  - " + row + "\n"; }

struct Case {
  std::string name;
  std::string spec;
  std::string place;    // FILE:LINE:COLUMN without the file
  std::string message;  // a part of it
};

const std::vector<Case> cases = {
    {"unknown key", "name: a\ncolour: red\n", ":2:1: error:", "colour"},
    {"unknown key below", "size: {minimum: 1}\n", ":1:8: error:", "minimum"},
    {"number wanted", "size: {min: many}\n", ":1:13: error:", "number"},
    {"text wanted", "gitlab: {url: [a]}\n", ":1:15: error:", "gitlab.url"},
    {"boolean wanted", "dashboard: perhaps\n", ":1:12: error:", "dashboard"},
    {"list wanted", "gitlab: {tags: {a: b}}\n", ":1:16: error:", "gitlab.tags"},
    {"mapping wanted", "gitlab: https://gitlab.com/\n", ":1:9: error:", "gitlab"},
    {"no mapping at all", "- platform\n", ":1:1: error:", "mapping"},
    {"just a word", "amazon-linux-2023\n", ":1:1: error:", "mapping"},
    {"duplicate key", "name: a\nname: b\n", ":2:1: error:", "'name' stands here and in line 1"},
    {"duplicate key below", "size:\n  min: 1\n  min: 2\n", ":3:3: error:", "'min' stands here and in line 2"},
    {"tab", "size:\n\tmin: 1\n", ":2:1: error:", "tab"},
    {"not closed", "size: {min: 1\n", ": error:", "D001"},
    {"two documents", "name: a\n---\nname: b\n", ": error:", "D007"},
    {"unknown tag", "name: !secret a\n", ":1:7: error:", "!secret"},
    {"not UTF-8", "name: a\ndescription: \"\xC3\x28\"\n", ":2:15: error:", "UTF-8"},
    {"NUL byte", std::string("name: a\0b\n", 10), ":1:8: error:", "D005"},
    {"escape character", "name: \x1b[31mred\n", ":1:7: error:", "D005"},
    {"deep nesting", nested(10'000) + "\n", ":1:201: error:", "deeper"},
    {"alias bomb", alias_bomb(), ": error:", "D008"},
    {"alias to nothing", "name: *nobody\n", ": error:", "error"},
    {"endless alias", "size: &s {min: *s}\n", ": error:", "error"},
    {"min above max", "size: {min: 5, desired: 5, max: 4}\n", ":1:13: error:", "above max (4)"},
    {"desired outside", "size: {min: 1, desired: 9, max: 4}\n", ":1:25: error:", "outside min (1) to max (4)"},
    {"nothing ever starts", "size: {min: 0, desired: 0, max: 0}\n", ":1:33: error:", "never starts"},
    {"number too large", "size: {max: 99999999999999999999}\n", ":1:13: error:", "size.max"},
    {"steps that overlap", steps("{0: 1, 0: 2}"), ":2:57: error:", "stands here and in line 2"},
    {"steps without a beginning", steps("{10: 1}"), ":2:", "S004"},
    {"no steps", steps("{}"), ":2:", "error"},
    {"step that is no number", steps("{0: some}"), ":2:54: error:", "number"},
    {"cron with letters", schedule("{at: \"0 7 * * MOONDAY\", min: 1}"), ":2:10: error:", "MOONDAY"},
    {"cron with four fields", schedule("{at: \"0 7 * *\", min: 1}"), ":2:10: error:", "five"},
    {"cron of EventBridge", schedule("{at: \"cron(0 7 ? * MON *)\", min: 1}"), ":2:10: error:", "S004"},
    {"minute 99", schedule("{at: \"99 7 * * *\", min: 1}"), ":2:10: error:", "99"},
    {"time zone", schedule("{at: \"0 7 * * *\", timezone: Europe/Berln, min: 1}"), ":2:33: error:", "Europe/Berlin"},
    {"schedule that changes nothing", schedule("{at: \"0 7 * * *\"}"), ":2:", "S004"},
    {"percentage", "spot: {on_demand_percentage: 101}\n", ":1:30: error:", "100"},
    {"heartbeat", "hooks: {heartbeat: 10s}\n", ":1:20: error:", "30"},
    {"duration", "warmup: soon\n", ":1:9: error:", "S005"},
    {"41 types",
     [] {
       std::string all = "instances: [";
       for (int i = 1; i <= 41; ++i) all += "m" + std::to_string(i) + ".large, ";
       return all + "]\n";
     }(),
     ":1:12: error:", "at most 40"},
    {"some weights", "instances: [{type: m5.large, weight: 2}, m6i.large]\n", ":1:12: error:", "weight"},
    {"no instance type", "instances: [large]\n", ":1:12: error:", "which is not an instance type"},
    {"address without scheme", "gitlab: {url: gitlab.com}\n", ":1:15: error:", "https://"},
    {"token in plain text", "gitlab: {token: glrt-0123456789abcdefghij}\n", ":1:17: error:", "S006"},
    {"arm64 Windows", "platform: windows-2022\narchitecture: arm64\n", ":2:15: error:", "arm64"},
    {"VPC without subnets", "network: {vpc: vpc-0123456789abcdef0}\n", ": error:", "subnets"},
    {"name with a path", "name: ../../etc/passwd\n", ":1:7: error:", "name"},
    {"tag key", "tags: {GitLabRunnerStack: c}\n", ": error:", "tag"},
    {"nothing to fix", "fixed: [size.mim]\n", ":1:9: error:", "S008"},
};

}  // namespace

TEST_CASE("bad specs are refused with place and reason", "[cli][bad-input]") {
  for (const Case& one : cases) {
    INFO(one.name);
    const Run run = run_vend({"generate", "-", "--stdout"}, one.spec);
    CHECK(run.code == 1);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Contains("<stdin>" + one.place) || Contains(one.place));
    CHECK_THAT(run.err, Contains(one.message));
    CHECK(run.err.find('\x1b') == std::string::npos);
    CHECK(run.err.find('\0') == std::string::npos);
    CHECK(run.err.size() < 20'000);
  }
}

TEST_CASE("several mistakes are reported in one run", "[cli][bad-input]") {
  const Run run = run_vend({"generate", "-"}, "executor: dokcer\nsize: {min: 3, max: 2}\nwarmup: soon\ncolour: red\n");
  for (const char* place : {"<stdin>:1:11:", "<stdin>:2:13:", "<stdin>:3:9:", "<stdin>:4:1:"})
    CHECK_THAT(run.err, Contains(place));
}

TEST_CASE("what YAML allows and people use", "[cli]") {
  const std::string plain = "platform: amazon-linux-2023\nexecutor: shell\nsize: {min: 1, desired: 2, max: 5}\n";
  const Run expected = run_vend({"generate", "-", "--stdout"}, plain);
  REQUIRE(expected.code == 0);
  const std::vector<std::pair<std::string, std::string>> same = {
      {"byte order mark", "\xEF\xBB\xBF" + plain},
      {"Windows line ends", "platform: amazon-linux-2023\r\nexecutor: shell\r\nsize: {min: 1, desired: 2, max: 5}\r\n"},
      {"quotes and comments",
       "# ours\nplatform: 'amazon-linux-2023' # the newest\nexecutor: \"shell\"\nsize: {min: 1, desired: 2, max: 5}\n"},
  };
  for (const auto& [name, text] : same) {
    INFO(name);
    CHECK(run_vend({"generate", "-", "--stdout"}, text).out == expected.out);
  }
}

TEST_CASE("anchors and merge keys", "[cli]") {
  const Run expected =
      run_vend({"generate", "-", "--stdout"},
               "schedules:\n  - {at: 0 7 * * *, timezone: UTC, min: 1}\n  - {at: 0 19 * * *, timezone: UTC, min: 0}\n");
  const Run run =
      run_vend({"generate", "-", "--stdout"},
               "schedules:\n  - &day {at: 0 7 * * *, timezone: UTC, min: 1}\n  - {<<: *day, at: 0 19 * * *, min: 0}\n");
  CHECK(run.err == "");
  REQUIRE(run.code == 0);
  CHECK(run.out == expected.out);
}

TEST_CASE("an empty spec is the full template", "[cli]") {
  const Run full = run_vend({"generate", "--stdout"});
  for (const char* text : {"{}", "# nothing but a comment\n", ""}) {
    INFO('"' << text << '"');
    const Run run = run_vend({"generate", "-", "--stdout"}, text);
    CHECK((run.out == full.out || run.code == 1));  // either, but never something else
  }
}

TEST_CASE("wrong words on the command line are answered with what fits", "[cli][bad-input]") {
  const auto said = [](std::vector<std::string> arguments, const std::string& input = "") {
    const Run run = run_vend(arguments, input);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    return run.err;
  };
  CHECK_THAT(said({"preview", "--preset", "linux-docker-warm"}), Contains("did you mean linux-docker-warm-ha?"));
  CHECK_THAT(said({"preview", "--preset", "windows-docker"}), Contains("did you mean windows-docker-"));
  CHECK_THAT(said({"preview", "--preset", "nothing of the kind"}), Contains("`vend presets` lists them"));
  for (const char* port : {"99999", "-1", "http", "65536", "99999999999999999999"})
    CHECK_THAT(said({"serve", "--port", port}), Contains(port) && Contains("65535"));
  CHECK_THAT(said({"generate", "--preset", "linux-docker-hot-ha", "-o", "-"}), Contains("-o takes a directory"));
  CHECK_THAT(said({"import", "-"}, "platform: windows-2022\n"), Contains("is a spec already"));
}

TEST_CASE("input that cannot be read is wrong usage", "[cli][bad-input]") {
  testing::TemporaryDirectory directory;
  testing::write_text(directory.path() / "large.yml", std::string(10'000'000, '#'));
  struct Unreadable {
    std::vector<std::string> arguments;
    std::string input;
    std::string message;
  };
  const std::vector<Unreadable> all = {
      {{"generate", (directory.path() / "none.yml").string()}, "", "No such file"},
      {{"preview", (directory.path() / "lage.yml").string()},
       "",
       "did you mean " + (directory.path() / "large.yml").string()},
      {{"generate", (directory.path() / "lage.yml").string()},
       "",
       "did you mean " + (directory.path() / "large.yml").string()},
      {{"generate", directory.path().string()}, "", "large.yml': it holds more than"},
      {{"generate", (directory.path() / "large.yml").string()}, "", "more than"},
      {{"generate", "-"}, std::string(10'000'000, '#'), "more than"},
      {{"generate", "-", "--preset", "linux-docker-hot-ha"}, "", "cannot be combined"},
      {{"generate", "--data-dir", (directory.path() / "none").string()}, "", "not a directory"},
      {{"generate", "one.yml", "two.yml"}, "", "two.yml"},
      {{"generate", "-o"}, "", "-o"},
  };
  for (const Unreadable& one : all) {
    const Run run = run_vend(one.arguments, one.input);
    INFO(one.message << ": " << run.err);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Contains(one.message));
  }
}

}  // namespace vend
