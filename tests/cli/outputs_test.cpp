// Outputs belong to a stack's name, and stay inside their folder, whatever lies there and whenever a run ends: a case
// for each state of a folder, hence the length.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <thread>

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

using Values = std::map<std::string, std::string>;

constexpr const char* token = "3GITLABRunnerRegTokenList";

std::set<std::string> names_in(const fs::path& directory) {
  std::set<std::string> all;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_directory()) all.insert(fs::relative(entry.path(), directory).string());
  }
  return all;
}

Values values_of(const fs::path& file) {
  support::Diagnostics found;
  const auto read = parameters::read_parameter_file(file_text(file), file.string(), found);
  REQUIRE(read.has_value());
  Values all;
  for (const parameters::ParameterValue& one : read->values) all[one.name] = one.value;
  return all;
}

void write_values(const fs::path& file, const Values& values) {
  parameters::ParameterFile all;
  for (const auto& [name, value] : values) all.values.push_back({name, value, false, {}});
  write_text(file, parameters::create_stack_parameters(all));
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

struct Folder {
  TemporaryDirectory directory;
  fs::path out = directory.path() / "out";

  std::string spec(const std::string& name, const std::string& more) const {
    const fs::path file = directory.path() / (name + ".yml");
    write_text(file, fmt::format("name: {}\n{}", name, more));
    return file.string();
  }
  Run generate(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "generate");
    arguments.insert(arguments.end(), {"-o", out.string()});
    return run_vend(arguments);
  }
};

}  // namespace

TEST_CASE("a directory stands for the specs in it, in one run", "[cli][outputs]") {
  const Folder it;
  it.spec("team-a", "platform: amazon-linux-2023\nexecutor: shell\n");
  it.spec("team-b", "platform: windows-2022\nexecutor: docker\n");
  fs::create_directory(it.directory.path() / "below");
  write_text(it.directory.path() / "below" / "team-c.yml", "name: team-c\nplatform: amazon-linux-2023\n");
  write_text(it.directory.path() / "pipeline.yml", "stages: [build]\n");
  write_text(it.directory.path() / "stack.yml", "Resources: {A: {Type: AWS::SNS::Topic}}\n");
  const Run run = it.generate({it.directory.path().string()});
  INFO(run.err);
  REQUIRE(run.code == 0);
  std::set<std::string> templates;
  for (const std::string& name : names_in(it.out))
    if (name.ends_with(".cf.yml")) templates.insert(name);
  CHECK(templates == std::set<std::string>{"team-a.cf.yml", "team-b.cf.yml", "team-c.cf.yml"});
  // Again, now that its own outputs lie below it.
  CHECK(it.generate({it.directory.path().string()}).code == 0);
  const TemporaryDirectory nothing;
  const Run none = it.generate({nothing.path().string()});
  CHECK(none.code == 2);
  CHECK_THAT(none.err, Contains("there is no spec in the directory"));
  // A warning names the spec that it is about.
  const std::string large = it.spec("team-d", "platform: amazon-linux-2023\nexecutor: docker\n");
  const Run warned = it.generate({large, it.directory.path().string() + "/team-a.yml"});
  CHECK_THAT(warned.err, Contains("team-d.yml: warning: to stay within") && !Contains("(template)"));
}

TEST_CASE("the commands that are printed hold nothing that a terminal obeys", "[cli][outputs]") {
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "o\x1b[2Jx").string();
  const Run run = run_vend({"generate", "--preset", "linux-docker-hot-ha", "-o", out});
  REQUIRE(run.code == 0);
  CHECK(run.out.find('\x1b') == std::string::npos);
  CHECK_THAT(run.out, Contains("o\\x1b[2Jx/linux-docker-hot-ha.cf.yml'"));
}

TEST_CASE("several specs in one run: each has its own files, and nothing of one reaches another", "[cli][outputs]") {
  const Folder it;
  const std::string a = it.spec("team-a", "platform: amazon-linux-2023\nexecutor: shell\nsize: {max: 7}\n");
  const std::string b = it.spec("team-b", "platform: windows-2022\nexecutor: docker\n");
  const Run first = it.generate({a, b});
  REQUIRE(first.code == 0);
  const std::set<std::string> expected = {".vend-manifest.json",
                                          "team-a.cf.yml",
                                          "team-a.parameters.json",
                                          "team-b.cf.yml",
                                          "team-b.parameters.json",
                                          "runner_configs/team-a/amazon-linux-2023-shell.sh",
                                          "runner_configs/team-a/linux-features.sh",
                                          "runner_configs/team-b/windows-docker.ps1",
                                          "runner_configs/team-b/windows-features.ps1"};
  CHECK(names_in(it.out) == expected);
  for (const char* name : {"team-a", "team-b"}) {
    CHECK(mode_of(it.out / (std::string(name) + ".parameters.json")) == 0600);
    // Each is what it is when it is made alone.
    TemporaryDirectory alone;
    REQUIRE(run_vend({"generate", it.directory.path() / (std::string(name) + ".yml"), "-o", alone.path()}).code == 0);
    for (const std::string& file : names_in(alone.path())) {
      INFO(file);
      if (file != ".vend-manifest.json") CHECK(file_text(alone.path() / file) == file_text(it.out / file));
    }
  }
  // What came of each stands in a row at the end.
  CHECK_THAT(first.out,
             Contains("Stack      Bytes  Inline  Warnings\n") && Contains("\nteam-a  ") && Contains("\nteam-b  "));
  Values values = values_of(it.out / "team-a.parameters.json");
  values[token] = "glrt-of-team-a-0123456789";
  values["3GITLABRunnerInstanceURL"] = "https://gitlab.of-team-a.example.com/";
  write_values(it.out / "team-a.parameters.json", values);
  CHECK(it.generate({a, b}).code == 0);
  CHECK(it.generate({b}).code == 0);
  CHECK(values_of(it.out / "team-a.parameters.json") == values);
  for (const std::string& file : names_in(it.out)) {
    INFO(file);
    if (file != "team-a.parameters.json") CHECK_THAT(file_text(it.out / file), !Contains("of-team-a"));
  }
}

TEST_CASE("a folder has what a spec makes now, whatever it made before", "[cli][outputs]") {
  const Folder it;
  const std::string other = it.spec("other", "platform: amazon-linux-2\nexecutor: shell\n");
  REQUIRE(it.generate({other}).code == 0);
  const std::vector<std::string> steps = {"platform: amazon-linux-2023\n",
                                          "platform: windows-2022\n",
                                          "platform: windows-2022\nexecutor: shell\n",
                                          "{}\n",
                                          "platform: amazon-linux-2023\nscript: {source: /opt/mine.sh}\nfixed: true\n",
                                          "platform: amazon-linux-2023\n"};
  for (const std::string& step : steps) {
    INFO(step);
    const std::string spec = it.spec("team", step == "{}\n" ? "" : step);
    const Run run = it.generate({spec});
    REQUIRE(run.code == 0);
    TemporaryDirectory alone;
    REQUIRE(run_vend({"generate", spec, other, "-o", alone.path()}).code == 0);
    CHECK(names_in(it.out) == names_in(alone.path()));
    CHECK(it.generate({spec}).out.find("removed") == std::string::npos);
  }
  // What somebody edited stays where it is, and another stack's files are not this one's to remove.
  const fs::path edited = it.out / "runner_configs/team/linux-features.sh";
  testing::write_text(edited, "# mine\n");
  CHECK(it.generate({it.spec("team", "platform: windows-2022\n")}).code == 0);
  CHECK(file_text(edited) == "# mine\n");
  CHECK(fs::exists(it.out / "runner_configs/other/amazon-linux-2-shell.sh"));
}

TEST_CASE("one spec that cannot be is told with all others, and nothing is written", "[cli][outputs]") {
  const Folder it;
  const std::string good = it.spec("good", "platform: amazon-linux-2023\n");
  const std::string bad = it.spec("bad", "platform: amazon-linux-2023\nsize: {min: 9}\n");
  const std::string worse = it.spec("worse", "platfrom: x\n");
  const Run run = it.generate({good, bad, worse, (it.directory.path() / "missing.yml").string()});
  CHECK(run.code == 2);
  CHECK_THAT(run.err, Contains("bad.yml:3:") && Contains("worse.yml:2:") && Contains("missing.yml"));
  CHECK_FALSE(fs::exists(it.out));

  const Run twice = it.generate({good, good});
  CHECK(twice.code == 2);
  CHECK_THAT(twice.err, Contains("both of a stack named good"));
  CHECK_FALSE(fs::exists(it.out));

  // Good.cf.yml and good.cf.yml are one file on Windows and macOS.
  const Run same = it.generate({good, it.spec("Good", "platform: amazon-linux-2023\n")});
  CHECK(same.code == 2);
  CHECK_THAT(same.err, Contains("where case does not count"));
  CHECK_FALSE(fs::exists(it.out));
  CHECK(it.generate({good, bad, "--stdout"}).code == 2);
}

TEST_CASE("links that leave the folder and what is no regular file are refused", "[cli][outputs][security]") {
  const Folder it;
  const std::string spec = it.spec("team", "platform: amazon-linux-2023\n");
  const fs::path precious = it.directory.path() / "precious";
  const fs::path outside = it.directory.path() / "outside";
  const auto refused = [&](const fs::path& what) {
    INFO(what);
    for (bool force : {false, true}) {
      const Run run = it.generate(force ? std::vector<std::string>{spec, "--force"} : std::vector<std::string>{spec});
      CHECK(run.code == 2);
      CHECK_THAT(run.err, Contains(what.filename().string()));
    }
    CHECK(file_text(precious) == "precious\n");
    CHECK(fs::is_empty(outside));
  };
  const std::vector<std::string> outputs = {".vend-manifest.json",  "team.cf.yml",
                                            "team.parameters.json", "runner_configs",
                                            "runner_configs/team",  "runner_configs/team/amazon-linux-2023-docker.sh"};
  for (const std::string& name : outputs) {
    for (const char* target : {"file", "missing", "folder", "fifo", "chain"}) {
      fs::remove_all(it.out);
      fs::remove_all(outside);
      write_text(precious, "precious\n");
      fs::create_directories(outside);
      const fs::path path = it.out / name;
      fs::create_directories(path.parent_path());
      const std::string kind = target;
      if (kind == "file") fs::create_symlink(precious, path);
      if (kind == "missing") fs::create_symlink(outside / "new", path);
      if (kind == "folder") fs::create_directory_symlink(outside, path);
      if (kind == "fifo") REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
      if (kind == "chain") {
        fs::create_symlink(precious, it.out / "chain");
        fs::create_symlink("../" + std::string(name.find('/') != std::string::npos ? "../" : "") + "out/chain", path);
        if (!fs::exists(path)) {  // from a folder below
          fs::remove(path);
          fs::create_symlink(fs::relative(it.out / "chain", path.parent_path()), path);
        }
      }
      refused(path);
    }
  }
  // Inside the folder a link is somebody's own order.
  fs::remove_all(it.out);
  fs::create_directories(it.out / "real");
  fs::create_directory_symlink("real", it.out / "runner_configs");
  CHECK(it.generate({spec}).code == 0);
  CHECK(fs::exists(it.out / "real/team/amazon-linux-2023-docker.sh"));
}

TEST_CASE("a secret never moves into another file", "[cli][outputs][security]") {
  const Folder it;
  const std::string spec = it.spec("team", "platform: amazon-linux-2023\n");
  REQUIRE(it.generate({spec}).code == 0);
  const fs::path file = it.out / "team.parameters.json";
  Values values = values_of(file);
  values[token] = "of-an-old-instance";
  values["Mine"] = "a token: glrt-0123456789abcdefghij";
  values["Other"] = "plain";
  write_values(file, values);
  fs::permissions(file, fs::perms(0644));
  const Run run = it.generate({spec, "--set", "gitlab.token.secret=gitlab/token"});
  REQUIRE(run.code == 0);
  CHECK_THAT(run.out, Contains("still has a secret") && Contains(token) && !Contains("glrt-0"));
  const Values now = values_of(file);
  CHECK(now.at(token) == "of-an-old-instance");
  CHECK(now.at("Mine") == values.at("Mine"));
  const fs::path removed = it.out / "team.parameters.removed.json";
  CHECK(values_of(removed) == Values{{"Other", "plain"}});
  CHECK(mode_of(file) == 0600);
  CHECK(mode_of(removed) == 0600);
}

TEST_CASE("a folder of vend 1.0 is understood", "[cli][outputs]") {
  const Folder it;
  const std::string spec = it.spec("team", "platform: amazon-linux-2023\n");
  const auto old_folder = [&](const std::vector<std::string>& stacks) {
    fs::remove_all(it.out);
    std::string sums;
    const auto add = [&](const std::string& name, const std::string& text) {
      write_text(it.out / name, text);
      sums += fmt::format("\"{}\": \"{}\", ", name, support::sha256_hex(text));
    };
    for (const std::string& stack : stacks) add(stack + ".cf.yml", "Resources: {}\n");
    add("runner_configs/amazon-linux-2023-docker.sh", "#!/bin/bash\n");
    add("runner_configs/windows-shell.ps1", "# old\n");
    add("parameters.json", "[]\n");
    write_text(it.out / ".vend-manifest.json",
               "{" + sums + R"m("(values)": {"parameters.json": {"4ASGDesiredCapacity": "1", "4ASGMinSize": "1"}}})m");
    write_values(it.out / "parameters.json",
                 {{token, "glrt-0123456789"}, {"4ASGDesiredCapacity", "2"}, {"4ASGMinSize", "1"}});
    write_text(it.out / "runner_configs/windows-shell.ps1", "# edited\n");
  };
  old_folder({"team"});
  const Run run = it.generate({spec, "--set", "size={min: 0, max: 5, desired: 1}"});
  REQUIRE(run.code == 0);
  CHECK_THAT(run.out, Contains("team.parameters.json: has the values of parameters.json"));
  const Values values = values_of(it.out / "team.parameters.json");
  CHECK(values.at(token) == "glrt-0123456789");
  CHECK(values.at("4ASGDesiredCapacity") == "2");  // somebody's
  CHECK(values.at("4ASGMinSize") == "0");          // vend's: the spec's new value
  CHECK_FALSE(fs::exists(it.out / "parameters.json"));
  CHECK_FALSE(fs::exists(it.out / "runner_configs/amazon-linux-2023-docker.sh"));
  CHECK(file_text(it.out / "runner_configs/windows-shell.ps1") == "# edited\n");
  CHECK(it.generate({spec}).code == 0);

  old_folder({"team", "other"});  // whose values they are nobody knows
  const std::set<std::string> before = names_in(it.out);
  REQUIRE(it.generate({spec}).code == 0);
  CHECK(values_of(it.out / "team.parameters.json").at(token).empty());
  for (const std::string& name : before) CHECK(fs::exists(it.out / name));
}

namespace {

// The program itself, with no output. A signal meets it and never a copy of this process, whose handlers are Catch's.
pid_t start(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), VEND_BINARY);
  std::vector<char*> argv;
  for (std::string& one : arguments) argv.push_back(one.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t streams;
  ::posix_spawn_file_actions_init(&streams);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t all;
  ::sigfillset(&all);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = -1;
  const int error = ::posix_spawn(&child, VEND_BINARY, &streams, &attributes, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&streams);
  ::posix_spawnattr_destroy(&attributes);
  REQUIRE(error == 0);
  return child;
}

}  // namespace

TEST_CASE("a run that is killed leaves what was there, and the next one says nothing wrong", "[cli][outputs]") {
  const Folder it;
  const std::string spec = it.spec("team", "platform: amazon-linux-2023\n");
  std::mt19937 random(16);
  REQUIRE(it.generate({spec}).code == 0);
  for (int i = 0; i < 24; ++i) {
    const int signal = i % 2 == 0 ? SIGKILL : SIGTERM;
    const std::string change = fmt::format("size.max={}", 3 + i);
    const pid_t child = start({"generate", spec, "--set", change, "-o", it.out.string()});
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 120'000));
    ::kill(child, signal);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    const std::set<std::string> left = names_in(it.out);
    const bool clean = std::none_of(left.begin(), left.end(), [](const std::string& name) {
      return name.find(".vend-") != std::string::npos && name != ".vend-manifest.json";
    });
    INFO(i << " signal " << signal);
    if (signal == SIGTERM) CHECK(clean);
    const Run next = it.generate({spec, "--set", fmt::format("size.max={}", 4 + i)});
    INFO(next.err);
    CHECK(next.code == 0);
    CHECK_THAT(next.out, !Contains("kept your values"));
    const std::set<std::string> after = names_in(it.out);
    CHECK(std::count_if(after.begin(), after.end(),
                        [](const std::string& name) { return name.find(".vend-") != std::string::npos; }) == 1);
  }
}

}  // namespace vend
