// What `vend validate` is given: files, directories, specs and standard input together.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "cli/shared/progress.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_reader.hpp"

namespace vend {
namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

}  // namespace

TEST_CASE("validate reads files, specs, directories and standard input in one run", "[cli]") {
  const testing::TemporaryDirectory directory;
  const std::filesystem::path root = directory.path();
  write(root / "named.yml", "Resources: {B: {Type: AWS::S3::Buckett}}\n");
  write(root / "spec.yml", "executor: docker\n");
  write(root / "many" / "a.yml", "Resources: {B: {Type: AWS::S3::Bucket}}\n");
  write(root / "many" / "b.json", "{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Buckett\"}}}\n");
  write(root / "many" / "values.yml", "name: none\n");
  write(root / "many" / "notes.txt", "Resources\n");
  const testing::Run run = testing::run_vend({"validate", (root / "named.yml").string(), (root / "spec.yml").string(),
                                              (root / "many").string(), "-", "-", (root / "absent.yml").string()},
                                             "Resources: {B: {Type: AWS::S3::Buckett}}\n");
  INFO(run.out << run.err);
  CHECK(run.code == 2);
  CHECK_THAT(run.err, Catch::Contains("5 files checked: 3 errors") && Catch::Contains("1 file passed over"));
  CHECK_THAT(run.err, Catch::Contains("absent.yml"));
  for (const char* file : {"named.yml:1", "b.json:1", "(stdin):1"}) CHECK_THAT(run.out, Catch::Contains(file));
  CHECK(run.out.find("named.yml") < run.out.find("b.json"));
}

TEST_CASE("ten files that are passed over are named, and more are hinted at", "[cli]") {
  const testing::TemporaryDirectory directory;
  write(directory.path() / "t.yml", "Resources: {B: {Type: AWS::S3::Bucket}}\n");
  const auto summary = [&] { return testing::run_vend({"validate", directory.path().string()}).err; };
  CHECK_THAT(summary(), !Catch::Contains("passed over"));
  for (int i = 0; i < 10; ++i) write(directory.path() / fmt::format("notes-{}.yml", i), "name: none\n");
  CHECK_THAT(summary(), Catch::Contains("10 files passed over") && Catch::Contains("notes-0.yml") &&
                            Catch::Contains("notes-9.yml") && !Catch::Contains("..."));
  write(directory.path() / "z.yml", "name: none\n");
  CHECK_THAT(summary(), Catch::Contains("11 files passed over") && Catch::Contains("notes-9.yml, ...") &&
                            !Catch::Contains("z.yml"));
}

TEST_CASE("a project's file is no template that is passed over", "[cli]") {
  const testing::TemporaryDirectory directory;
  write(directory.path() / "a.yml", "Resources: {T: {Type: AWS::SNS::Topic}}\n");
  write(directory.path() / ".vend.yml", "ignore: {A021: old}\n");
  const auto passed_over = [&] {
    return testing::run_vend({"validate", directory.path().string()}).err.find("passed over") != std::string::npos;
  };
  CHECK_FALSE(passed_over());
  write(directory.path() / "other.vend.yml", "ignore: {A021: old}\n");
  CHECK(passed_over());
}

TEST_CASE("words about resources make no template of a file in a directory", "[cli]") {
  const testing::TemporaryDirectory directory;
  int number = 0;
  const auto is_checked = [&](const std::string& text) {
    const std::filesystem::path folder = directory.path() / std::to_string(number++);
    write(folder / "a.json", text);
    return testing::run_vend({"validate", folder.string()}).err.find("passed over") == std::string::npos;
  };
  for (const char* text : {"{\"description\": \"Resources are kept.\"}", "{\"a\": \"AWSTemplateFormatVersion\"}",
                           "triggeringResources:\n  - a\nMy-Resources: b\n", "[{\"Resources\": []}]",
                           "service: a\nprovider: {name: aws}\nresources:\n  Resources: {}\n",
                           "{\"examples\": [{\"input\": {\"Resources\": [\"a\"]}}]}"}) {
    CAPTURE(text);
    CHECK_FALSE(is_checked(text));
  }
  for (const char* text : {"Resources:\n  A: {Type: AWS::SNS::Topic}\n", "{\"Resources\":{}}", "'Resources' :\n  {}\n",
                           "{\"Resources\"\n\t: {}}", "? Resources\n: {}\n", "  Resources: {}\n",
                           "{\"TemplateBody\": {\"Resources\": {}}}", "Resources: {a: b}\n}\n",
                           "AWSTemplateFormatVersion: 2010-09-09\nResource: {}\n"}) {
    CAPTURE(text);
    CHECK(is_checked(text));
  }
}

TEST_CASE("a default that NoEcho hides is in no report and no command", "[cli]") {
  const testing::TemporaryDirectory directory;
  const std::string file = (directory.path() / "t.yml").string(), other = (directory.path() / "u.yml").string();
  const std::string text =
      "Parameters:\n  Flow: {Type: String, NoEcho: true, Default: hunter2secret, AllowedPattern: '[0-9]+'}\n"
      "  Block:\n    Type: String\n    NoEcho: 'True'\n    Default: \"hunter3secret\"\n    MaxLength: 3\n"
      "  Unused: {Type: String, NoEcho: true, Default: 'hunter4\\secret'}\n"
      "  Word: {Type: String, NoEcho: true, Default: integer}\n"
      "Conditions:\n  C: !Equals [!Ref Flow, hunter2secret]\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n"
      "    Properties: {DelaySeconds: !Ref Flow, VisibilityTimeout: !Ref Word, FifoQueue: !Sub '${Block}'}\n"
      "  B: {Type: AWS::S3::Bucket, Condition: C, Properties: {BucketName: -Bad-}}\n"
      "Outputs:\n  O: {Value: !Ref Flow}\n";
  write(file, text);
  write(other, text + "  P: {Value: !Ref Block}\n");
  std::vector<std::vector<std::string>> runs = {{"preview", file}, {"diff", file, other}, {"parameters", file}};
  for (const char* format : {"tree", "html", "json"}) runs.push_back({"preview", file, "--format", format});
  for (const char* format : {"text", "json", "sarif", "junit", "gitlab", "markdown"}) {
    runs.push_back({"validate", file, "--severity", "info", "--format", format});
    runs.push_back({"validate", file, "--severity", "info", "--format", format, "--all-combinations"});
  }
  for (const std::vector<std::string>& arguments : runs) {
    const testing::Run run = testing::run_vend(arguments);
    INFO(arguments.front() << " " << arguments.back() << "\n" << run.out << run.err);
    CHECK((run.out + run.err).find("hunter") == std::string::npos);
    if (arguments.front() != "validate") continue;
    CHECK_THAT(run.out, Catch::Contains("T003") && Catch::Contains("****"));
    // The word stays where a message says it itself.
    CHECK_THAT(run.out, Catch::Contains("but integer is expected") && !Catch::Contains("is \\\"integer"));
  }
}

TEST_CASE("findings about a spec stand at its settings, in every report", "[cli]") {
  const std::string wrong = "platform: amazon-linux-2023\nexecutor: dokcer\n";
  for (const char* format : {"text", "json", "sarif", "junit", "gitlab", "markdown"}) {
    INFO(format);
    const testing::Run run = testing::run_vend({"validate", "-", "--format", format}, wrong);
    CHECK(run.code == 1);
    CHECK_THAT(run.out, Catch::Contains("S003") && Catch::Contains("dokcer") && Catch::Contains("2"));
    CHECK_THAT(run.err, Catch::Contains("1 file checked: 1 error, 0 warnings"));
  }
  const std::string doubtful =
      "platform: amazon-linux-2023\nspot: {on_demand_percentage: 0, on_demand_base: 0}\ninstances: [t3.large]\n";
  const testing::Run judged = testing::run_vend({"validate", "-"}, doubtful);
  CHECK_THAT(judged.out, Catch::Contains("(stdin):3:13: warning: all spot instances are of type t3.large") &&
                             Catch::Contains("\n  instances: [t3.large]\n              ^\n"));
  CHECK_THAT(testing::run_vend({"generate", "-", "--stdout"}, doubtful).err,
             Catch::Contains("<stdin>:3:13: warning: all spot instances are of type t3.large"));
  const testing::Run baked = testing::run_vend({"validate", "-"}, doubtful + "fixed: true\n");
  CHECK_THAT(baked.out, Catch::Contains("(stdin):3:13: warning: all spot instances are of type t3.large"));
}

TEST_CASE("each severity that counts leaves out what is below it", "[cli]") {
  // An error, a warning and a note.
  const std::string text =
      "Parameters: {Unused: {Type: String, Default: a}}\nResources: {B: {Type: AWS::S3::Buckett}, T: "
      "{Type: "
      "AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}, N: {Type: AWS::IAM::ManagedPolicy, Properties: "
      "{PolicyDocument: {Version: '2012-10-17', Statement: {Effect: Allow, Action: s3:GetObject, Resource: "
      "arn:aws:s3:::b/c}}}}}\n";
  std::map<std::string, std::set<std::string>> seen;
  for (const char* least : {"info", "warning", "error"}) {
    const testing::Run run = testing::run_vend({"validate", "-", "--format", "json", "--severity", least}, text);
    support::Diagnostics none;
    const std::optional<document::Node> found = document::read_json(run.out, "report.json", none);
    REQUIRE(found);
    for (const document::Node& one : found->items()) seen[least].insert(one.find("severity")->text());
    CHECK(run.code == 1);
  }
  CHECK(seen["error"] == std::set<std::string>{"error"});
  CHECK(seen["warning"] == std::set<std::string>{"error", "warning"});
  CHECK(seen["info"] == std::set<std::string>{"error", "info", "warning"});
}

TEST_CASE("a finding stands at its own setting, not at one that is named beside it", "[cli]") {
  // Each spec is right, and what it becomes is doubtful in the line that is marked.
  const std::string head = "platform: amazon-linux-2023\n";
  const std::pair<std::string, std::string> specs[] = {
      {"spot: {on_demand_percentage: 0, on_demand_base: 0}\ninstances:\n  - t3.large\n", "A007 4"},
      {"instances: [t3.large]\nspot:\n  on_demand_base: 0\n  on_demand_percentage: 0\n", "A007 2"},
      {"fixed: true\ninstances:\n  - t3.large\nspot: {on_demand_percentage: 0, on_demand_base: 0}\n", "A007 4"},
  };
  for (const auto& [spec, expected] : specs) {
    CAPTURE(spec);
    const testing::Run run = testing::run_vend({"validate", "-", "--format", "json"}, head + spec);
    support::Diagnostics none;
    const std::optional<document::Node> found = document::read_json(run.out, "report.json", none);
    REQUIRE(found);
    std::vector<std::string> places;
    for (const document::Node& one : found->items())
      places.push_back(one.find("code")->text() + " " + one.find("line")->text());
    CHECK_THAT(places, Catch::VectorContains(expected));
  }
}

TEST_CASE("what generate checks is what it writes, read back", "[cli]") {
  for (const char* preset :
       {"linux-docker-autoscaling-spot", "windows-shell-scheduled-spot", "linux-docker-spot-fleet"}) {
    INFO(preset);
    const testing::Run written = testing::run_vend({"generate", "--preset", preset, "--stdout"});
    REQUIRE(written.code == 0);
    const auto findings = [](const testing::Run& run) {
      support::Diagnostics none;
      std::multiset<std::string> all;
      const std::optional<document::Node> found = document::read_json(run.out, "report.json", none);
      REQUIRE(found);
      for (const document::Node& one : found->items())
        all.insert(one.find("code")->text() + " " + one.find("path")->text() + " " + one.find("message")->text());
      return all;
    };
    const auto of_text =
        findings(testing::run_vend({"validate", "-", "--format", "json", "--severity", "info"}, written.out));
    const auto of_spec =
        findings(testing::run_vend({"validate", "--preset", preset, "--format", "json", "--severity", "info"}));
    CHECK(of_text == of_spec);
  }
}

TEST_CASE("progress is for terminals whose lines can be taken away", "[cli]") {
  CHECK(cli::can_take_back(true, "xterm-256color", ""));
  CHECK(cli::can_take_back(true, "xterm", "false"));
  CHECK_FALSE(cli::can_take_back(false, "xterm", ""));
  CHECK_FALSE(cli::can_take_back(true, "dumb", ""));
  CHECK_FALSE(cli::can_take_back(true, "", ""));
  CHECK_FALSE(cli::can_take_back(true, "xterm", "true"));
}

TEST_CASE("validate says who looked at shell scripts", "[cli]") {
  const std::string script =
      "Resources: {L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: "
      "required}, UserData: !Base64 \"#!/bin/sh\\necho\\n\"}}}}\n";
  CHECK_THAT(testing::run_vend({"validate", "-"}, script).err, !Catch::Contains("shell script"));
  const std::string asked = testing::run_vend({"validate", "-", "--shellcheck"}, script).err;
  const bool installed = asked.find("1 shell script looked at by ShellCheck ") != std::string::npos;
  CHECK((installed || asked.find("ShellCheck is not installed") != std::string::npos));
  CHECK(testing::run_vend({"validate", "-"}, "Resources: {B: {Type: AWS::S3::Bucket}}\n").err.find("script") ==
        std::string::npos);
}

TEST_CASE("validate changes settings of specs, not templates", "[cli]") {
  const std::string spec = "platform: amazon-linux-2023\nask: [size]\n";
  CHECK(testing::run_vend({"validate", "-"}, spec).code == 0);
  const testing::Run changed = testing::run_vend({"validate", "-", "--set", "size.min=9"}, spec);
  CHECK(changed.code == 1);
  CHECK_THAT(changed.out, Catch::Contains("size.min"));
  CHECK(testing::run_vend({"validate", "--preset", "linux-docker-hot-ha", "--set", "size.max=9"}).code == 0);
  const testing::Run wrong =
      testing::run_vend({"validate", "-", "--set", "size.min=9"}, "Resources: {B: {Type: AWS::S3::Bucket}}\n");
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err, Catch::Contains("--set changes a spec"));
}

TEST_CASE("on a terminal severities have colours, and nothing of an input is obeyed", "[cli]") {
  const std::string text =
      "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayNam: \"a\", \"b\\e[2J\": c}}\n";
  const auto report = [&](bool color) {
    std::istringstream in(text);
    std::ostringstream out;
    std::ostringstream err;
    cli::Streams streams{in, out, err};
    streams.color = color;
    cli::run({"validate", "-"}, streams);
    return out.str();
  };
  const std::string plain = report(false), painted = report(true);
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK_THAT(painted, Catch::Matchers::Contains("\x1b[1;31merror\x1b[0m: ") &&
                          Catch::Matchers::Contains("\x1b[1;31m^\x1b[0m\n"));
  // Without the colours it is the same, byte for byte.
  std::string bare = painted;
  for (const char* code : {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[0m"}) {
    for (std::size_t at = bare.find(code); at != std::string::npos; at = bare.find(code))
      bare.erase(at, std::string_view(code).size());
  }
  CHECK(bare == plain);
}

}  // namespace vend
