// vend parameters: values for each tool, from any of their forms, checked against the template.
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_reader.hpp"

namespace vend {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using testing::file_text;
using testing::Run;
using testing::run_vend;
using testing::TemporaryDirectory;
using testing::write_text;

const char* const text = R"(Parameters:
  Size: {Type: Number, MinValue: 1, MaxValue: 5, Default: 2}
  Name: {Type: String, AllowedPattern: '[a-z ]+'}
  Kind: {Type: String, AllowedValues: [small, large], Default: small}
  Zones: {Type: CommaDelimitedList, Default: 'a,b'}
  1Token: {Type: String, NoEcho: true, MinLength: 5}
  Extra: {Type: String, NoEcho: 'true', Default: ''}
Rules:
  LargeNeedsSize:
    RuleCondition: !Equals [!Ref Kind, large]
    Assertions: [{Assert: !Not [!Equals [!Ref Size, '1']], AssertDescription: large needs a size above 1}]
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}
)";

struct Files {
  TemporaryDirectory directory;
  std::string path(const std::string& name) const { return (directory.path() / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    write_text(path(name), content);
    return path(name);
  }
};

Run parameters(std::vector<std::string> arguments, const std::string& input = {}) {
  arguments.insert(arguments.begin(), "parameters");
  return run_vend(arguments, input);
}

}  // namespace

TEST_CASE("parameters for each tool", "[cli][parameters]") {
  const Files files;
  const std::string t = files.write("t.yml", text);
  const std::string link =
      "https://console.aws.amazon.com/cloudformation/home#/stacks/create/"
      "review?templateURL=https%3A%2F%2Fb%2Ft.yml";
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--format", "deploy"}, "[\n  \"Size=2\",\n  \"Name=a b\",\n  \"Kind=large\",\n  \"Zones=a,b\"\n]\n"},
      {{"--format", "env"}, "param_Size=2\nparam_Name='a b'\nparam_Kind=large\nparam_Zones=a,b\n"},
      {{"--format", "quick-create", "--template-url", "https://b/t.yml"},
       link + "&param_Name=a%20b&param_Kind=large\n"},
      {{"--format", "quick-create", "--template-url", "https://b/t.yml", "--stack-name", "s", "-p", "Size=2"},
       link + "&stackName=s&param_Size=2&param_Name=a%20b&param_Kind=large\n"},
  };
  for (const auto& [more, expected] : cases) {
    std::vector<std::string> arguments = {t, "-p", "Name=a b", "-p", "Kind=large"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Run run = parameters(arguments);
    CHECK(run.code == 0);
    CHECK(run.out == expected);
    CHECK_THAT(run.err, Contains("1Token is secret, and was left out [P020]") && !Contains("Extra"));
  }
  const Run cli = parameters({t, "-p", "Name=a"});
  CHECK_THAT(cli.out, StartsWith("[\n  {\n    \"ParameterKey\": \"Size\",\n    \"ParameterValue\": \"2\"\n  },"));
  const Run sync = parameters({t, "-p", "Name=a", "--format", "git-sync"});
  CHECK_THAT(sync.out, StartsWith("template-file-path: ") && Contains("t.yml\nparameters:") && Contains("Size: '2'"));
}

TEST_CASE("every form converts into every form that can hold it", "[cli][parameters]") {
  const Files files;
  const std::string t = files.write("t.yml", text);
  const std::vector<std::string> give = {"-p", "Name=a b",          "-p", "Zones=c,d",
                                         "-p", "1Token=glrt-1 '$x", "-p", "Kind=large"};
  auto with = [&](const std::string& format, std::vector<std::string> more, bool secret) {
    std::vector<std::string> all = {t, "--format", format};
    all.insert(all.end(), more.begin(), more.end());
    if (format == "quick-create") all.insert(all.end(), {"--template-url", "https://b/t.yml"});
    if (secret && format != "quick-create") all.insert(all.end(), {"--secret", "1Token"});
    const Run run = parameters(all);
    INFO(run.err);
    CHECK(run.code == 0);
    return run.out;
  };
  for (const char* from : {"cli", "deploy", "env", "git-sync", "quick-create"}) {
    const bool secret = std::string(from) != "quick-create";
    const std::string source = files.write("from", with(from, give, true));
    for (const char* to : {"cli", "deploy", "env", "git-sync", "quick-create"}) {
      INFO(from << " to " << to);
      CHECK(with(to, {"--from", source}, secret) == with(to, give, secret));
    }
  }
  // -p wins over the file; what the stack keeps is kept where the form can say so.
  const std::string kept = files.write(
      "kept",
      R"([{"ParameterKey": "Name", "UsePreviousValue": true}, {"ParameterKey": "Kind", "ParameterValue": "large"}])");
  const Run cli = parameters({t, "--from", kept, "-p", "Kind=small"});
  CHECK(cli.code == 0);
  CHECK_THAT(cli.out, Contains("\"ParameterKey\": \"Name\",\n    \"UsePreviousValue\": true") && !Contains("large"));
  const Run deploy = parameters({t, "--from", kept, "--format", "deploy"});
  CHECK_THAT(deploy.out, !Contains("Name"));
  CHECK_THAT(deploy.err, Contains("Name keeps the value of the stack") && Contains("P021"));
}

TEST_CASE("secrets are written only when they are named", "[cli][parameters]") {
  const Files files;
  const std::string t = files.write("t.yml", text);
  const std::string from = files.write("from", "Name: a\n1Token: glrt-secret\nExtra: hidden-one\n");
  for (const char* format : {"cli", "deploy", "env", "git-sync"}) {
    const Run without = parameters({t, "--from", from, "--format", format});
    CHECK(without.code == 0);
    CHECK_THAT(without.out + without.err, !Contains("glrt-secret") && !Contains("hidden-one"));
    CHECK_THAT(without.err, Contains("--secret 1Token") && Contains("--secret Extra"));
    const Run one = parameters({t, "--from", from, "--format", format, "--secret", "1Token"});
    CHECK_THAT(one.out, Contains("glrt-secret") && !Contains("hidden-one"));
  }
  const std::string output = files.write("out.json", "before");
  CHECK(parameters({t, "--from", from, "--secret", "1Token", "-o", output}).code == 0);
  struct stat status {};
  REQUIRE(::stat(output.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  CHECK_THAT(file_text(output), Contains("glrt-secret"));

  // No mistake shows a secret either, nor the line that it stands in.
  const std::string bad = files.write("bad", "{\"Name\": \"A\", \"1Token\": \"secr\", \"Extra\": \"next-to-it\"}\n");
  const Run refused = parameters({t, "--from", bad});
  CHECK(refused.code == 1);
  CHECK(refused.out.empty());
  CHECK_THAT(refused.err, Contains("1Token has 4 characters") && Contains("Name is \"A\"") && !Contains("secr\"") &&
                              !Contains("next-to-it"));
  const Run broken = parameters({t, "--from", files.write("broken", "1Token: glrt-secret\n- x: glrt-secret\n")});
  CHECK(broken.code == 1);
  CHECK_THAT(broken.err, !Contains("glrt-secret"));
  const Run unquoted = parameters({t, "-p", "glrt-secret"});
  CHECK(unquoted.code == 2);
  CHECK_THAT(unquoted.err, !Contains("glrt-secret"));
}

TEST_CASE("all mistakes in one run, each with its place", "[cli][parameters]") {
  const Files files;
  const std::string t = files.write("t.yml", text);
  const std::string from =
      files.write("from", "- {ParameterKey: Size, ParameterValue: 9}\n- {ParameterKey: Kin, ParameterValue: x}\n");
  const Run run = parameters({t, "--from", from, "-p", "Kind=huge"});
  CHECK(run.code == 1);
  CHECK(run.out.empty());
  CHECK_THAT(run.err, Contains(from + ":1:40: error: Size is 9, above 5 (MaxValue) [P005]"));
  CHECK_THAT(run.err,
             Contains(from + ":2:39: error: the template has no parameter Kin [P006]\n  fix: did you mean Kind?"));
  CHECK_THAT(run.err, Contains(t + ":3:3: error: Name has no default and no value [P001]\n    Name: {"));
  CHECK_THAT(run.err, Contains("Kind is \"huge\", none of small, large [P002]"));
  CHECK_THAT(parameters({t, "-p", "Name=a", "--secret", "1Token"}).err, Contains("1Token has no default and no value"));
  const Run rule = parameters({t, "-p", "Kind=large", "-p", "Size=1", "-p", "Name=a"});
  CHECK(rule.code == 1);
  CHECK_THAT(rule.err, Contains("large needs a size above 1 [R001]"));

  const Run json = parameters({t, "--from", from, "--diagnostics", "json"});
  support::Diagnostics found;
  const auto root = document::read_json(json.err, "diagnostics", found);
  REQUIRE(root.has_value());
  CHECK(root->items().size() == 3);
}

TEST_CASE("wrong usage of parameters", "[cli][parameters]") {
  const Files files;
  const std::string t = files.write("t.yml", text);
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{t, "--format", "quickcreate"}, "did you mean quick-create?"},
      {{t, "--format", "quick-create"}, "--template-url"},
      {{t, "--format", "quick-create", "--template-url", "s3://b/t.yml"}, "--template-url"},
      {{t, "--format", "quick-create", "--template-url", "https://b/t", "--secret", "1Token"}, "--secret"},
      {{t, "--stack-name", "1a"}, "--stack-name"},
      {{t, "--secret", "1Tokn"}, "did you mean 1Token?"},
      {{t, "--secret", "Name"}, "no secret parameter"},
      {{t, "--from", files.path("none")}, "No such file"},
      {{files.path("none.yml")}, "No such file"},
      {{t, "--set", "name=x"}, "-p KEY=VALUE"},
      {{"-", "--from", "-"}, "standard input"},
      {{"-", "--format", "git-sync"}, "give the template as a file"},
      {{t, "-p", "Name=\xff"}, "UTF-8"},
      {{t, "--fro", "x"}, "did you mean --from?"},
      {{t, "-p", "Name=a", "-o", files.path("none/at/all")}, "none"},
  };
  for (const auto& [arguments, said] : cases) {
    const Run run = parameters(arguments, text);
    INFO(said << ": " << run.err);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Contains(said));
  }
}

TEST_CASE("parameters of specs, presets and standard input", "[cli][parameters]") {
  const Run preset = parameters({"--preset", "linux-docker-hot-ha", "--format", "env"});
  CHECK(preset.code == 0);
  CHECK_THAT(preset.out, Contains("param_3GITLABRunnerInstanceURL=https://gitlab.com/\n") && !Contains("Token"));
  const Run spec =
      parameters({"-", "--set", "disk.size=77", "--format", "deploy"}, "name: a\nplatform: amazon-linux-2023\n");
  CHECK(spec.code == 0);
  CHECK_THAT(spec.out, Contains("3INSTEbsVolumeSize=77"));
  const Run link = parameters({"--preset", "linux-docker-hot-ha", "--format", "quick-create", "--region", "cn-north-1",
                               "--template-url", "https://b/t.yml"});
  CHECK(link.out ==
        "https://console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/create/"
        "review?templateURL=https%3A%2F%2Fb%2Ft.yml&stackName=linux-docker-hot-ha\n");
  const Run full = parameters({"--format", "git-sync"});
  CHECK(full.code == 0);
  CHECK_THAT(full.out, StartsWith("template-file-path: gitlab-runners.cf.yml\n"));
  const Run stdin_values = parameters({"--preset", "linux-docker-hot-ha", "--from", "-"}, "3INSTEbsVolumeSize=x\n");
  CHECK(stdin_values.code == 1);
  CHECK_THAT(stdin_values.err, StartsWith("<stdin>:1:20: error:"));
}

}  // namespace vend
