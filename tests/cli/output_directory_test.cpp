// What generate writes, and what it leaves alone: a case for each thing that may lie in the way, hence the length.
#include "cli/shared/output_directory.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/sha256.hpp"

namespace vend {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::file_text;
using testing::Run;
using testing::run_vend;
using testing::TemporaryDirectory;
using testing::write_text;

using Files = std::map<std::string, std::string>;

// Every file below the directory with its text.
Files files_of(const fs::path& directory) {
  Files all;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) all[fs::relative(entry.path(), directory).string()] = file_text(entry.path());
  }
  return all;
}

// Root may write everywhere; as long as this lives, the process is nobody.
class WithoutRights {
 public:
  WithoutRights() : before_(::geteuid()) {
    if (before_ == 0) REQUIRE(::seteuid(65'534) == 0);
  }
  WithoutRights(const WithoutRights&) = delete;
  WithoutRights& operator=(const WithoutRights&) = delete;
  ~WithoutRights() {
    if (before_ == 0 && ::seteuid(0) != 0) std::abort();
  }

 private:
  uid_t before_;
};

Run generate(const fs::path& directory, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"generate", "--preset", "linux-docker-hot-ha", "-o", directory.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_vend(arguments);
}

}  // namespace

TEST_CASE("generate writes template, scripts and parameters", "[cli]") {
  TemporaryDirectory directory;
  const fs::path target = directory.path() / "made" / "on the way";
  const Run run = generate(target);
  CHECK(run.code == 0);
  CHECK(run.err == "");
  const Files files = files_of(target);
  CHECK(files.at("linux-docker-hot-ha.cf.yml") ==
        run_vend({"generate", "--preset", "linux-docker-hot-ha", "--stdout"}).out);
  // As the template carries it: without what the spec rules out, and with the checksum that UserData has.
  const std::string& script = files.at("runner_configs/linux-docker-hot-ha/amazon-linux-2023-docker.sh");
  CHECK(script != run_vend({"scripts", "amazon-linux-2023-docker.sh"}).out);
  CHECK_THAT(files.at("linux-docker-hot-ha.cf.yml"), Contains("SCRIPT_SHA256=" + support::sha256_hex(script)));
  // Only what its instances run: the script, and the features file that it loads.
  CHECK(std::count_if(files.begin(), files.end(),
                      [](const auto& one) { return one.first.starts_with("runner_configs/"); }) == 2);
  CHECK(files.count(".vend-manifest.json") == 1);
  for (const auto& [name, text] : files) {
    INFO(name);
    if (name != ".vend-manifest.json")
      CHECK_THAT(run.out, Contains(name + "  " + std::to_string(text.size()) + " bytes"));
  }
  CHECK_THAT(run.out, Contains("within the 51200 bytes") && Contains("In the console:") &&
                          Contains("aws cloudformation deploy --stack-name linux-docker-hot-ha --template-file '") &&
                          Contains("--capabilities CAPABILITY_IAM\n") && !Contains("s3-bucket"));
}

TEST_CASE("a template too large to be passed directly goes through S3", "[cli]") {
  TemporaryDirectory directory;
  const Run run = run_vend({"generate", "-o", directory.path().string()});
  CHECK_THAT(run.out, Contains("above the 51200 bytes") && Contains("--s3-bucket \"$S3_BUCKET\"") &&
                          !Contains("makes it smaller"));
}

TEST_CASE("a spec that asks for too much to be passed directly learns what makes it smaller", "[cli]") {
  TemporaryDirectory directory;
  std::string schedules;
  for (int hour = 0; hour < 24; ++hour) {
    for (const char* minute : {"10", "30", "50"})
      schedules += fmt::format("{{at: '{} {} * * *', desired: 1}}, ", minute, hour);
  }
  const Run run = run_vend({"generate", "--preset", "windows-docker-autoscaling-ondemand", "-o",
                            directory.path().string(), "--set", "schedules=[" + schedules + "]", "--set",
                            "ask=[gitlab, size, instances, disk, hooks, logs, proxy, network]"});
  CHECK(run.code == 0);
  CHECK_THAT(run.out, Contains("above the 51200 bytes") && Contains("Fewer paths in `ask` make it smaller."));
}

TEST_CASE("what was baked in to fit is said, and missing in the form", "[cli]") {
  TemporaryDirectory directory;
  std::string spec = "platform: windows-2022\nexecutor: docker\nschedules:\n";
  for (int i = 0; i < 20; ++i) spec += fmt::format("  - {{at: '{} 9,17 {} * *', desired: 1}}\n", 8 + i % 4, 1 + i / 4);
  const std::filesystem::path file = directory.path() / "spec.yml";
  write_text(file, spec);
  const Run run = run_vend({"generate", file.string(), "-o", (directory.path() / "out").string()});
  CHECK(run.code == 0);
  CHECK_THAT(run.out, Contains("within the 51200 bytes"));
  CHECK_THAT(run.err, Contains("warning: to stay within 51200 bytes the form no longer asks for ") &&
                          Contains("logs.retention_days [G003]"));
  CHECK_THAT(file_text(directory.path() / "out" / "gitlab-runners.parameters.json"),
             !Contains("LOGRetention") && Contains("InstanceURL"));
}

TEST_CASE("the quick-create link carries address and name", "[cli]") {
  TemporaryDirectory directory;
  const Run run = generate(directory.path(), {"--template-url", "https://bucket.s3.amazonaws.com/a b.yml?x=1&y=2"});
  CHECK_THAT(
      run.out,
      Contains("/stacks/create/review?templateURL=https%3A%2F%2Fbucket.s3.amazonaws.com%2Fa%20b.yml%3Fx%3D1%26y%3D2"
               "&stackName=linux-docker-hot-ha\n"));
}

TEST_CASE("parameters.json is a list of keys and values, one for each parameter", "[cli]") {
  TemporaryDirectory directory;
  REQUIRE(run_vend({"generate", "--format", "json", "-o", directory.path().string()}).code == 0);
  support::Diagnostics found;
  const auto rows =
      document::read_json(file_text(directory.path() / "gitlab-runners.parameters.json"), "parameters", found);
  const auto root = document::read_json(file_text(directory.path() / "gitlab-runners.cf.json"), "template", found);
  REQUIRE(rows.has_value());
  REQUIRE(root.has_value());
  const document::Node& parameters = *root->find("Parameters");
  REQUIRE(rows->items().size() == parameters.members().size());
  for (std::size_t i = 0; i < rows->items().size(); ++i) {
    const document::Node& row = rows->items()[i];
    CHECK(row.members().size() == 2);
    CHECK(row.find("ParameterKey")->text() == parameters.members()[i].key);
    CHECK(row.find("ParameterValue")->is_string());
  }
}

TEST_CASE("the same input gives the same bytes", "[cli]") {
  TemporaryDirectory directory;
  REQUIRE(generate(directory.path()).code == 0);
  const Files before = files_of(directory.path());
  const Run again = generate(directory.path());
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("unchanged") && !Contains("wrote"));
  CHECK(files_of(directory.path()) == before);
  TemporaryDirectory other;
  REQUIRE(generate(other.path()).code == 0);
  CHECK(files_of(other.path()) == before);
}

TEST_CASE("what vend wrote is renewed, what somebody edited is kept", "[cli][bad-input]") {
  TemporaryDirectory directory;
  REQUIRE(generate(directory.path()).code == 0);
  REQUIRE(generate(directory.path(), {"--set", "size.max=9"}).code == 0);  // a new wish, no edit

  const fs::path script = directory.path() / "runner_configs" / "linux-docker-hot-ha" / "amazon-linux-2023-docker.sh";
  write_text(script, "mine\n");
  write_text(directory.path() / "linux-docker-hot-ha.parameters.json", "no list of parameters\n");
  const Files before = files_of(directory.path());
  const Run refused = generate(directory.path(), {"--set", "size.max=5"});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("amazon-linux-2023-docker.sh") && Contains("parameters.json") &&
                              Contains("--force") && Contains("Nothing was written"));
  CHECK(files_of(directory.path()) == before);

  CHECK(generate(directory.path(), {"--set", "size.max=5", "--force"}).code == 0);
  CHECK(file_text(script) != "mine\n");
  CHECK(generate(directory.path()).code == 0);
}

TEST_CASE("an edit that leaves a file as large as it was is kept, too", "[cli][bad-input]") {
  TemporaryDirectory directory;
  REQUIRE(generate(directory.path()).code == 0);
  for (const auto& [name, text] : files_of(directory.path())) {
    if (name.ends_with("parameters.json") || name.find("runner_configs/") == std::string::npos) continue;
    std::string edited = text;
    edited[edited.size() / 2] = edited[edited.size() / 2] == '#' ? '%' : '#';
    write_text(directory.path() / name, edited);
    INFO(name);
    CHECK(generate(directory.path(), {"--set", "size.max=9"}).code == 2);
    CHECK(file_text(directory.path() / name) == edited);
    write_text(directory.path() / name, text);
  }
  CHECK(generate(directory.path(), {"--set", "size.max=9"}).code == 0);
}

namespace {

using Values = std::map<std::string, std::string>;

Values values_of(const fs::path& file) {
  support::Diagnostics found;
  const auto read = parameters::read_parameter_file(file_text(file), file.string(), found);
  REQUIRE(read.has_value());
  Values all;
  for (const parameters::ParameterValue& one : read->values) all[one.name] = one.previous ? "(previous)" : one.value;
  return all;
}

void write_values(const fs::path& file, const Values& values) {
  parameters::ParameterFile all;
  for (const auto& [name, value] : values) all.values.push_back({name, value, false, {}});
  write_text(file, parameters::create_stack_parameters(all));
}

}  // namespace

TEST_CASE("what somebody entered into parameters.json stays, and the rest is renewed", "[cli][parameters]") {
  TemporaryDirectory directory;
  const fs::path file = directory.path() / "linux-docker-hot-ha.parameters.json";
  REQUIRE(generate(directory.path()).code == 0);
  Values values = values_of(file);
  const std::string disk = values.at("3INSTEbsVolumeSize");
  values["3GITLABRunnerRegTokenList"] = "glrt-mine";
  values["5ASGInstanceType1"] = "m7i.large";
  values.erase("1OSLastManagedUpdate");
  write_values(file, values);

  const Run again = generate(directory.path());
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("kept your values of 3GITLABRunnerRegTokenList, 5ASGInstanceType1\n") &&
                            !Contains("glrt-mine") && !Contains("added"));
  CHECK(values_of(file) == values);

  // The spec's values follow the spec where nobody changed them; a second time as well as the first.
  for (const char* size : {"77", "78"}) {
    CHECK(generate(directory.path(), {"--set", std::string("disk.size=") + size}).code == 0);
    values["3INSTEbsVolumeSize"] = size;
    CHECK(values_of(file) == values);
  }
  CHECK(generate(directory.path(), {"--force"}).code == 0);
  values["3INSTEbsVolumeSize"] = disk;
  CHECK(values_of(file) == values);
}

TEST_CASE("parameters that come and go with the template", "[cli][parameters]") {
  TemporaryDirectory directory;
  const fs::path file = directory.path() / "linux-docker-hot-ha.parameters.json";
  REQUIRE(generate(directory.path()).code == 0);
  Values values = values_of(file);
  values["5ASGInstanceType1"] = "m7i.large";
  values["Mine"] = "precious";
  write_values(file, values);

  const Run less = generate(directory.path(), {"--set", "ask=[gitlab.url, gitlab.tags, network]"});
  CHECK(less.code == 0);
  CHECK_THAT(less.out,
             Contains("took out, since the template has them no longer: 1OSLastManagedUpdate, 3INSTEbsVolumeSize\n") &&
                 Contains("moved your values to linux-docker-hot-ha.parameters.removed.json") && !Contains("precious"));
  CHECK(values_of(file).count("5ASGInstanceType1") == 0);
  CHECK(values_of(directory.path() / "linux-docker-hot-ha.parameters.removed.json") ==
        Values{{"5ASGInstanceType1", "m7i.large"}, {"Mine", "precious"}});

  const Run more = generate(directory.path());
  CHECK_THAT(more.out, Contains("added 5ASGInstanceType1, 3INSTEbsVolumeSize, 1OSLastManagedUpdate\n"));
  values = values_of(file);
  values["Mine"] = "another";
  values["Other"] = "kept too";
  write_values(file, values);
  CHECK(generate(directory.path()).code == 0);
  CHECK(values_of(directory.path() / "linux-docker-hot-ha.parameters.removed.json") ==
        Values{{"5ASGInstanceType1", "m7i.large"}, {"Mine", "another"}, {"Other", "kept too"}});
}

TEST_CASE("a parameters.json of before vend remembered its values is all somebody's", "[cli][parameters]") {
  TemporaryDirectory directory;
  const fs::path file = directory.path() / "linux-docker-hot-ha.parameters.json";
  write_values(file, {{"3INSTEbsVolumeSize", "55"}});
  CHECK(generate(directory.path()).code == 0);
  CHECK(values_of(file).at("3INSTEbsVolumeSize") == "55");
  CHECK(values_of(file).size() > 5);
}

TEST_CASE("a directory that was never vend's loses nothing", "[cli][bad-input]") {
  for (const char* manifest : {"", "{}", "[1, 2]", "no JSON at all", "{\"parameters.json\": 7}"}) {
    INFO(manifest);
    TemporaryDirectory directory;
    if (*manifest != '\0') write_text(directory.path() / ".vend-manifest.json", manifest);
    write_text(directory.path() / "linux-docker-hot-ha.parameters.json", "precious\n");
    write_text(directory.path() / "notes.txt", "mine\n");
    const Files before = files_of(directory.path());
    CHECK(generate(directory.path()).code == 2);
    CHECK(files_of(directory.path()) == before);
    CHECK(generate(directory.path(), {"--force"}).code == 0);
    CHECK(file_text(directory.path() / "notes.txt") == "mine\n");
  }
}

TEST_CASE("a target that cannot be written is as it was before", "[cli][bad-input]") {
  SECTION("a file stands where a directory is needed") {
    TemporaryDirectory directory;
    write_text(directory.path() / "runner_configs", "a file\n");
    const Files before = files_of(directory.path());
    const Run run = generate(directory.path());
    CHECK(run.code == 2);
    CHECK_THAT(run.err, Contains("runner_configs"));
    CHECK(files_of(directory.path()) == before);
  }
  SECTION("a directory stands where the last file is to go") {
    TemporaryDirectory directory;
    fs::create_directories(directory.path() / "linux-docker-hot-ha.cf.yml");
    CHECK(generate(directory.path(), {"--force"}).code == 2);
    CHECK(files_of(directory.path()).empty());
    CHECK_FALSE(fs::exists(directory.path() / "runner_configs"));
  }
  SECTION("the system refuses") {
    CHECK(generate("/proc/vend/stack").code == 2);
    CHECK(generate("/dev/null/stack").code == 2);
    CHECK(generate(std::string(5'000, 'x')).code == 2);
  }
  SECTION("no permission") {
    TemporaryDirectory directory;
    fs::permissions(directory.path(), fs::perms(0555));
    Run run;
    {
      const WithoutRights nobody;
      run = generate(directory.path());
    }
    fs::permissions(directory.path(), fs::perms::owner_all);
    CHECK_THAT(run.err, Contains("Permission denied"));
    CHECK(run.code == 2);
    CHECK(files_of(directory.path()).empty());
  }
}

TEST_CASE("scripts are listed, printed and written", "[cli]") {
  const Run list = run_vend({"scripts"});
  for (const char* name : {"amazon-linux-2-docker.sh", "amazon-linux-2-shell.sh", "amazon-linux-2023-docker.sh",
                           "amazon-linux-2023-shell.sh", "windows-docker.ps1", "windows-shell.ps1"}) {
    INFO(name);
    CHECK_THAT(list.out, Contains(name));
    const Run text = run_vend({"scripts", name});
    CHECK(text.code == 0);
    CHECK(text.out.find("@include") == std::string::npos);
    TemporaryDirectory directory;
    CHECK(run_vend({"scripts", name, "-o", directory.path().string()}).code == 0);
    CHECK(file_text(directory.path() / name) == text.out);
    CHECK(files_of(directory.path()).size() == 3);  // and the features that it loads, and the manifest
  }
  TemporaryDirectory directory;
  CHECK(run_vend({"scripts", "-o", directory.path().string()}).code == 0);
  CHECK(files_of(directory.path()).size() == 9);  // six scripts, two features files, the manifest
}

TEST_CASE("a data directory wins over the built-in scripts", "[cli]") {
  TemporaryDirectory directory;
  write_text(directory.path() / "runner_configs" / "windows-shell.ps1", "# ours\n# @include mine/part.ps1\n");
  write_text(directory.path() / "runner_configs" / "mine" / "part.ps1", "a part\n");
  CHECK(run_vend({"scripts", "windows-shell.ps1", "--data-dir", directory.path().string()}).out == "# ours\na part\n");
  write_text(directory.path() / "runner_configs" / "mine" / "part.ps1", "# @include mine/part.ps1\n");
  const Run circle = run_vend({"scripts", "--data-dir", directory.path().string()});
  CHECK(circle.code == 2);
  CHECK_THAT(circle.err, Contains("includes itself"));
}

// Neither has a folder to lock when it starts.
TEST_CASE("a folder that another run made meanwhile keeps what that run knows", "[cli][outputs]") {
  const TemporaryDirectory directory;
  const fs::path folder = directory.path() / "out";
  std::ostringstream ignored;
  {
    cli::OutputDirectory late(folder);
    {
      cli::OutputDirectory early(folder);
      early.add("a.cf.yml", "a");
      early.write(false, ignored);
    }
    late.add("b.cf.yml", "b");
    late.write(false, ignored);
  }
  cli::OutputDirectory next(folder);
  CHECK(next.manifest().checksums.count("a.cf.yml") == 1);
  CHECK(next.manifest().checksums.count("b.cf.yml") == 1);
  // So that it may be written anew.
  next.add("a.cf.yml", "changed");
  CHECK_NOTHROW(next.write(false, ignored));
}

}  // namespace vend
