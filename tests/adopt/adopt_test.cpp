// What a stack is, as a spec.
#include "vend/adopt/adopt.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/cfn/template.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/spec/reader.hpp"

namespace vend::adopt {
namespace {

using testing::run_vend;

// The defaults that v1.5.5 had where they are not ours.
const std::map<std::string, std::string> machine = {
    {"1AAAATemplateVersion", "v1.5.5"},
    {"1OSInstanceOSPlatform", "Linux"},
    {"1OSLastManagedUpdate", "2021-01-28"},
    {"3INSTConfigurationScript",
     "https://gl-public-templates.s3.us-west-2.amazonaws.com/cfn/v1.5.5/runner_configs/amazon-linux-2-docker.sh"},
    {"5ASGAutoScalingMaxSize", "505"},
    {"5ASGInstanceType1", "m5.large"},
    {"5ASGInstanceType2", ""},
    {"5ASGAutoScalingSetScaleOutUtilizationThreshold", "0"},
    {"5ASGAutoScalingSetScaleInUtilizationThreshold", "0"},
    {"5SPOTSpotAllocationStrategy", "capacity-optimized-prioritized"},
    {"9AWSRetrieveLatestAWSOSAmiIdFromSSM", "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"}};

std::string spec_of(std::map<std::string, std::string> changes, std::vector<Left>* left = nullptr) {
  Stack stack{machine, {"3GITLABRunnerRegTokenList"}};
  for (auto& [name, value] : changes) stack.values[name] = value;
  Adopted adopted = adopt(stack);
  support::Diagnostics found;
  for (const support::Diagnostic& one : found) UNSCOPED_INFO(one.message);
  CHECK(spec::read(adopted.spec, "spec", found).has_value());
  if (left != nullptr) *left = std::move(adopted.left);
  return document::write_compact_json(adopted.spec);
}

bool has(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a stack of v1.5.5 as a spec", "[adopt]") {
  std::vector<Left> left;
  const std::string spec = spec_of({}, &left);
  CHECK(has(spec, R"("platform":"amazon-linux-2")"));
  CHECK(has(spec, R"("executor":"docker")"));
  CHECK(has(spec, R"("instances":["m5.large"])"));
  CHECK(has(spec, R"("max":505)"));
  CHECK_FALSE(has(spec, "scaling"));
  CHECK_FALSE(has(spec, "gl-public-templates"));
  CHECK(std::any_of(left.begin(), left.end(),
                    [](const Left& one) { return one.parameter == "3GITLABRunnerRegTokenList"; }));
}

TEST_CASE("values of a stack become settings", "[adopt]") {
  CHECK(has(spec_of({{"5ASGAutoScalingEnabled", "true"}, {"5ASGAutoScalingMetricTypeToMonitor", "Memory"}}),
            R"("metric":"memory")"));
  CHECK(has(spec_of({{"4ASGScheduledShutdownCron", "0 19 * * MON-FRI"}}), R"("at":"0 19 * * MON-FRI")"));
  CHECK(has(spec_of({{"4ASGUpdateType", "ReplaceEntireASG"}}), R"("type":"replace")"));
  CHECK(has(spec_of({{"1OSPatchScope", "SecurityOnly"}}), R"("scope":"security_only")"));
  CHECK(has(spec_of({{"3GITLABRunnerTagList", "a, b c"}}), R"("tags":["a","b c"])"));
  CHECK(has(spec_of({{"4ASGSpecifySecurityGroups", "CreateOneForMe"}}), R"("own_security_group":true)"));
  CHECK(has(spec_of({{"3GITLABRunnerS3CacheBucket", "none"}}), R"("bucket":"none")"));
  CHECK(has(spec_of({{"9AWSSpecifiedIAMRoleNAME", "a-role"}}), R"("name":"a-role")"));
  const std::map<std::string, std::string> windows = {
      {"1OSInstanceOSPlatform", "Windows"},
      {"3INSTConfigurationScript",
       "https://gl-public-templates.s3.us-west-2.amazonaws.com/cfn/v1.5.5/runner_configs/"
       "windows-1903-ec2-shell-runner.ps1"},
      {"9AWSRetrieveLatestAWSOSAmiIdFromSSM",
       "/aws/service/ami-windows-latest/Windows_Server-2019-English-Full-ContainersLatest"}};
  CHECK(has(spec_of(windows), R"("platform":"windows-2019")"));
  CHECK(has(spec_of(windows), R"("executor":"shell")"));
}

TEST_CASE("every choice that the form offers is kept as it is, or told", "[adopt]") {
  const std::vector<render::Parameter> form = render::parameters(model::RunnerStack(model::RunnerStackValues()));
  std::size_t tried = 0;
  for (const render::Parameter& row : form) {
    for (const std::string& choice : row.constraint.allowed) {
      INFO(row.name << "=" << choice);
      if (row.name.starts_with("1AAA")) continue;
      ++tried;
      // Windows has its own image and script; scaling is on where it matters.
      std::map<std::string, std::string> values = {{"5ASGAutoScalingEnabled", "true"}};
      for (const render::Parameter& other : form)
        if (other.name.ends_with("Threshold"))
          values[other.name] = other.name.find("Out") != std::string::npos ? "70" : "30";
      if (choice == "Windows")
        values = {{"9AWSRetrieveLatestAWSOSAmiIdFromSSM",
                   "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"},
                  {"3INSTConfigurationScript", "windows-shell.ps1"}};
      values[row.name] = choice;
      Stack stack{machine, {"3GITLABRunnerRegTokenList"}};
      for (const auto& [name, value] : values) stack.values[name] = value;
      const Adopted adopted = adopt(stack);
      support::Diagnostics found;
      const std::optional<model::RunnerStack> back = spec::read(adopted.spec, "spec", found);
      REQUIRE(back.has_value());
      const std::vector<render::Parameter> rows = render::parameters(*back);
      const auto same = std::ranges::find(rows, row.name, &render::Parameter::name);
      // A 0 of v1.5.5 has a meaning here (docs/migration.md).
      const std::string meant = choice != "0"                                      ? choice
                                : row.name == "5ASGSelfMonitorTerminationInterval" ? "1"
                                : row.name.find("ScaleOut") != std::string::npos   ? "60"
                                                                                   : "300";
      const bool kept = same != rows.end() && same->value == meant;
      const bool told = std::any_of(adopted.left.begin(), adopted.left.end(), [&](const Left& one) {
        return one.parameter == row.name || one.parameter == row.path;
      });
      INFO(document::write_compact_json(adopted.spec));
      CHECK((kept || told));
    }
  }
  CHECK(tried > 40);
}

TEST_CASE("what no spec can say is told with its reason", "[adopt]") {
  std::vector<Left> left;
  const std::string spec = spec_of({{"3GITLABRunnerVersion", "v14.3.2"}, {"SomebodysOwn", "x"}}, &left);
  CHECK_FALSE(has(spec, "v14.3.2"));
  CHECK_FALSE(has(spec, "SomebodysOwn"));
  for (const char* name : {"gitlab.version", "SomebodysOwn"})
    CHECK(std::any_of(left.begin(), left.end(),
                      [&](const Left& one) { return one.parameter == name && !one.reason.empty(); }));
}

TEST_CASE("a VPC whose subnets nobody names is told once, and what v1.5.5 did by nature", "[adopt]") {
  std::vector<Left> left;
  const std::string spec =
      spec_of({{"4ASGSpecifyVPC", "vpc-0123456789abcdef0"}, {"4ASGSpecifySubnets", "AllSubnets"}}, &left);
  CHECK_FALSE(has(spec, "vpc-0123456789abcdef0"));
  const auto told = [&](std::string_view name) {
    return std::count_if(left.begin(), left.end(), [&](const Left& one) { return one.parameter == name; });
  };
  CHECK(told("4ASGSpecifyVPC") == 1);
  CHECK(told("docker.privileged") == 1);
  CHECK(left.size() < 10);
  left.clear();
  spec_of({{"3GITLABRunnerDockerPrivileged", "false"}}, &left);
  CHECK(told("docker.privileged") == 0);
}

TEST_CASE("vend import: a template of a spec of somebody's own is refused, one of a preset gives its spec",
          "[adopt][cli]") {
  const testing::TemporaryDirectory folder;
  const std::string t = (folder.path() / "t.yml").string(), spec = (folder.path() / "spec.yml").string();
  testing::write_text(t, run_vend({"generate", "--preset", "windows-shell-scheduled-spot", "--stdout"}).out);
  const testing::Run preset = run_vend({"import", t});
  CHECK(preset.code == 0);
  CHECK(has(preset.out, "platform: windows-2022"));
  CHECK(has(preset.out, "# Its template is that of the preset windows-shell-scheduled-spot"));
  testing::write_text(
      t, run_vend({"generate", "--preset", "windows-shell-scheduled-spot", "--set", "gitlab.concurrent=7", "--stdout"})
             .out);
  const testing::Run own = run_vend({"import", t, "-o", spec});
  CHECK(own.code == 2);
  CHECK(has(own.err, "baked in"));
  CHECK_FALSE(std::filesystem::exists(spec));
}

TEST_CASE("vend import: from the full template, and never over a spec that is there", "[adopt][cli]") {
  const testing::TemporaryDirectory folder;
  const std::string t = (folder.path() / "t.yml").string(), spec = (folder.path() / "spec.yml").string();
  testing::write_text(t, run_vend({"generate", "--stdout"}).out);
  CHECK(run_vend({"import", t, "-p", "4ASGDesiredCapacity=2", "-o", spec}).code == 0);
  CHECK(has(testing::file_text(spec), "desired: 2"));
  CHECK(run_vend({"generate", spec, "--stdout"}).code == 0);
  CHECK(run_vend({"import", t, "-o", spec}).code == 2);
  CHECK(has(testing::file_text(spec), "desired: 2"));
  CHECK(run_vend({"import", t, "-o", spec, "--force"}).code == 0);
  testing::write_text(t, "Resources: {A: {Type: AWS::SNS::Topic}}\n");
  CHECK(run_vend({"import", t}).code == 2);
}

}  // namespace vend::adopt
