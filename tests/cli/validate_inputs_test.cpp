// What `vend validate` is given: files, directories, specs and standard input together.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "cli/shared/progress.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"

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
  CHECK_THAT(judged.out, Catch::Contains("(stdin):3:12: warning: all spot instances are of type t3.large") &&
                             Catch::Contains("\n  instances: [t3.large]\n             ^\n"));
  CHECK_THAT(testing::run_vend({"generate", "-", "--stdout"}, doubtful).err,
             Catch::Contains("<stdin>:3:12: warning: all spot instances are of type t3.large"));
  const testing::Run baked = testing::run_vend({"validate", "-"}, doubtful + "fixed: true\n");
  CHECK_THAT(baked.out, Catch::Contains("(stdin): warning: all spot instances are of type t3.large"));
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
  CHECK_THAT(testing::run_vend({"validate", "-"}, script).err,
             Catch::Contains("1 shell script not looked at (--shellcheck)"));
  const std::string asked = testing::run_vend({"validate", "-", "--shellcheck"}, script).err;
  const bool installed = asked.find("1 shell script looked at by ShellCheck ") != std::string::npos;
  CHECK((installed || asked.find("ShellCheck is not installed") != std::string::npos));
  CHECK(testing::run_vend({"validate", "-"}, "Resources: {B: {Type: AWS::S3::Bucket}}\n").err.find("script") ==
        std::string::npos);
}

}  // namespace vend
