// A project's choices for validate, and what a run says about what it left out.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "run_vend.hpp"
#include "temporary_directory.hpp"

namespace vend {
namespace {

using Catch::Contains;
namespace fs = std::filesystem;

void put(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

const std::string imds =
    "Resources: {L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {InstanceType: m6i.large}}}}\n";

testing::Run validate(const fs::path& file, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"validate", file.string()});
  return testing::run_vend(more);
}

}  // namespace

TEST_CASE("a project's file ignores codes with reasons, which every report has", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path root = directory.path(), file = root / "deep" / "er" / "t.yml";
  put(file, imds);
  CHECK(validate(file).code == 1);
  put(root / ".vend.yml", "ignore: {A021: our tools are old}\n");
  for (const char* format : {"text", "json", "sarif", "junit", "gitlab", "markdown"}) {
    INFO(format);
    const testing::Run run = validate(file, {"--format", format});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, Contains("our tools are old") && Contains("A021"));
    CHECK_THAT(run.err, Contains("0 warnings, 0 notes, 1 ignored"));
  }
  CHECK(validate(file, {"--no-project-file"}).code == 1);
  const testing::Run mine = validate(file, {"--ignore", "A021=mine", "--no-project-file"});
  CHECK(mine.code == 0);
  CHECK_THAT(mine.out, Contains("mine, by the command line"));
  CHECK(validate(file, {"--ignore", "A21"}).code == 2);
  for (const char* none : {"", "# to come\n", "{}\n"}) {
    put(root / ".vend.yml", none);
    const testing::Run run = validate(file);
    CHECK(run.code == 1);
    CHECK_THAT(run.out, Contains("A021") && !Contains("X002"));
  }
  // The search ends at the root of a repository.
  fs::create_directories(root / "deep" / ".git");
  CHECK(validate(file).code == 1);
}

TEST_CASE("a project's file sets severity, region and schemas, and the command line wins", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path root = directory.path(), file = root / "t.yml";
  put(file, imds);
  put(root / ".vend.yml", "severity: error\n");
  CHECK(validate(file).code == 0);
  CHECK(validate(file, {"--severity", "warning"}).code == 1);

  put(file,
      "Mappings: {M: {eu-west-1: {A: b}}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !FindInMap "
      "[M, !Ref 'AWS::Region', A]}}}\n");
  put(root / ".vend.yml", "region: eu-central-1\n");
  CHECK_THAT(validate(file).out, Contains("eu-central-1"));
  put(root / ".vend.yml", "region: eu-west-1\n");
  CHECK(validate(file).code == 0);
  CHECK(validate(file, {"--region", "eu-central-1"}).code == 1);

  put(file, "Resources: {M: {Type: Ours::Things::Thing, Properties: {Naem: a}}}\n");
  put(root / "schemas" / "ours-things-thing.json",
      "{\"typeName\": \"Ours::Things::Thing\", \"additionalProperties\": false, \"properties\": {\"Name\": {\"type\": "
      "\"string\"}}}");
  put(root / ".vend.yml", "schemas: schemas\n");
  CHECK_THAT(validate(file).out, Contains("did you mean Name?") && Contains("T001"));
  CHECK_THAT(validate(file, {"--no-project-file"}).err, Contains("not checked: 1 resource of a type without schema"));
  const testing::Run list = testing::run_vend({"schemas", "ours", "--schemas", (root / "schemas").string()});
  CHECK(list.code == 0);
  CHECK_THAT(list.out, Contains("Ours::Things::Thing"));
  CHECK(testing::run_vend({"schemas", "no::such"}).code == 1);
}

TEST_CASE("a project's file is data of a stranger", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path root = directory.path(), file = root / "in" / "t.yml";
  put(file, imds);
  const auto refused = [&](const std::string& text, const std::string& why) {
    put(root / "in" / ".vend.yml", text);
    const testing::Run run = validate(file);
    INFO(text << run.out << run.err);
    CHECK(run.code == 2);
    CHECK_THAT(run.err, Contains(".vend.yml") && Contains(why));
    CHECK(run.out.empty());
  };
  fs::create_directories(root / "outside");
  refused("schemas: ../outside\n", "no directory below");
  refused("schemas: " + (root / "outside").string() + "\n", "no directory below");
  refused("ignore: {A21: why}\n", "there is no code A21");
  refused("severty: error\n", "did you mean severity?");
  refused("region: nowhere\n", "region");
  refused("severity: loud\n", "severity");
  refused("- a\n", "mapping");
  refused("ignore: [" + std::string(100'000, ' ') + "]\n", "more than");
  fs::remove(root / "in" / ".vend.yml");
  fs::create_symlink("/etc/hostname", root / "in" / ".vend.yml");
  const testing::Run linked = validate(file);
  CHECK(linked.code == 2);
  CHECK_THAT(linked.err, Contains("not a regular file"));
}

TEST_CASE("what a folder holds is checked or named, and nothing checked is no success", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path root = directory.path();
  put(root / "team.yml", "platfrom: amazon-linux-2023\nexecutor: docker\n");
  CHECK_THAT(validate(root).out, Contains("platfrom"));
  CHECK(validate(root).code == 1);
  fs::remove(root / "team.yml");
  put(root / "values.yml", "name: none\n");
  const testing::Run nothing = validate(root);
  CHECK(nothing.code == 2);
  CHECK_THAT(nothing.err, Contains("nothing was checked") && Contains("values.yml"));
  put(root / "t.yml", "AWSTemplateFormatVersion: '2010-09-09'\nOutputs: {}\n");
  CHECK_THAT(validate(root).out, Contains("L001"));
  fs::create_symlink("nowhere", root / "link.yml");
  put(root / "t.yml", "Resources: {T: {Type: AWS::SNS::Topic}}\n");
  const testing::Run linked = validate(root);
  CHECK(linked.code == 2);
  CHECK_THAT(linked.err, Contains("link.yml"));
}

TEST_CASE("a resource leaves out a finding in any form, with or without a reason", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path file = directory.path() / "t.yml";
  for (const char* ignore : {"{A021: why}", "[A021]", "A021"}) {
    INFO(ignore);
    put(file, "Resources: {L: {Type: AWS::EC2::LaunchTemplate, Metadata: {vend: {ignore: " + std::string(ignore) +
                  "}}, Properties: {LaunchTemplateData: {InstanceType: m6i.large}}}}\n");
    const testing::Run run = validate(file);
    CHECK(run.code == 0);
    CHECK_THAT(run.err, Contains("1 ignored"));
  }
}

TEST_CASE("a link that leads nowhere is not told to be itself", "[cli]") {
  const testing::TemporaryDirectory directory;
  fs::create_symlink("nowhere", directory.path() / "link.yml");
  const testing::Run run = validate(directory.path() / "link.yml");
  CHECK(run.code == 2);
  CHECK_THAT(run.err, Contains("link.yml") && !Contains("did you mean"));
}

TEST_CASE("no byte of an input is obeyed by a terminal, whatever the format", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path file = directory.path() / "a\x1b]0;x\x07\xe2\x80\xae.yml";
  put(file, "Resources: {\"L\\u202e\\u00ad\\u009b\": {Type: \"AWS::SNS::\\u3164Topic\\U000E0041\"}}\n");
  for (const char* format : {"text", "json", "sarif", "junit", "gitlab", "markdown"}) {
    INFO(format);
    const testing::Run run = validate(file, {"--format", format});
    CHECK(run.code == 1);
    for (const char* bytes :
         {"\x1b", "\x07", "\xe2\x80\xae", "\xc2\xad", "\xc2\x9b", "\xe3\x85\xa4", "\xf3\xa0\x81\x81"}) {
      CHECK(run.out.find(bytes) == std::string::npos);
      CHECK(run.err.find(bytes) == std::string::npos);
    }
  }
  const testing::Run absent = testing::run_vend({"validate", "\x1b[31mabsent.yml"});
  CHECK(absent.code == 2);
  CHECK(absent.err.find('\x1b') == std::string::npos);
}

TEST_CASE("names that AWS would refuse are wrong usage", "[cli]") {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"preview", "--region", "\xff"},
                                                {"preview", "--account", "12"},
                                                {"preview", "--stack-name", "\xff\xfe"},
                                                {"validate", "--preset", "linux-docker-hot-ha", "--region", "here"}}) {
    const testing::Run run = testing::run_vend(wrong);
    INFO(wrong.back() << run.err);
    CHECK(run.code == 2);
    CHECK_THAT(run.err, Contains(wrong[wrong.size() - 2]));
  }
}

TEST_CASE("a file's name that is not UTF-8 is read, or is wrong usage", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path file = directory.path() / "a\xff.yml";
  put(file, "Resources: {T: {Type: AWS::SNS::Topic}}\n");
  for (const std::vector<std::string>& command : {std::vector<std::string>{"validate"},
                                                  {"validate", "--format", "json", "--severity", "info"},
                                                  {"validate", "--format", "sarif"},
                                                  {"preview"},
                                                  {"preview", "--format", "json"},
                                                  {"preview", "--format", "yaml"},
                                                  {"parameters"},
                                                  {"parameters", "--format", "git-sync"},
                                                  {"generate", "--stdout"},
                                                  {"explain"},
                                                  {"schemas"},
                                                  {"diff", file.string()}}) {
    std::vector<std::string> all = command;
    all.push_back(file.string());
    const testing::Run run = testing::run_vend(all);
    INFO(command.front() << run.err);
    CHECK(run.code <= 2);
    CHECK(run.err.find('\xff') == std::string::npos);
    if (run.code == 2) CHECK_FALSE(run.err.empty());
  }
}

TEST_CASE("values that seem to hold other parameters are told, and the CLI's shorthand is read", "[cli]") {
  const testing::TemporaryDirectory directory;
  const fs::path t = directory.path() / "t.yml", values = directory.path() / "values.txt";
  put(t,
      "Parameters: {Kind: {Type: String}, Size: {Type: Number, Default: 1}, Names: {Type: CommaDelimitedList, Default: "
      "a}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Join [' ', [!Ref Kind, !Ref Size, "
      "!Select "
      "[0, !Ref Names]]]}}}\n");
  const testing::Run held = testing::run_vend({"validate", t.string(), "-p", "Kind=a,Size=3"});
  CHECK(held.code == 1);
  CHECK_THAT(held.out, Contains("P008") && Contains("Size"));
  CHECK_THAT(testing::run_vend({"parameters", t.string(), "-p", "Kind=a,Size=3"}).err, Contains("P008"));
  CHECK(testing::run_vend({"validate", t.string(), "-p", "Kind=a,Other=3"}).code == 0);
  for (const std::string& text :
       {std::string("ParameterKey=Kind,ParameterValue=big ParameterKey=Names,ParameterValue=a\\,b\n"),
        std::string("{\"ParameterOverrides\": {\"Kind\": \"big\", \"Names\": \"a,b\"}}"),
        std::string("{\"ParameterOverrides\": \"Kind=big Names=a,b\"}"),
        std::string("{\"ParameterOverrides\": \"{\\\"Kind\\\": \\\"big\\\", \\\"Names\\\": \\\"a,b\\\"}\"}")}) {
    put(values, text);
    const testing::Run run =
        testing::run_vend({"parameters", t.string(), "--from", values.string(), "--format", "deploy"});
    INFO(text << run.err);
    CHECK(run.code == 0);
    CHECK_THAT(run.out, Contains("Kind=big") && Contains("Names=a,b"));
  }
}

}  // namespace vend
