// Every command as a user types it: what it prints, where, and its exit code.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/support/text.hpp"

namespace vend {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using testing::Run;
using testing::run_vend;

TEST_CASE("mistyped words get the word that was meant", "[cli]") {
  struct Case {
    std::vector<std::string> arguments;
    std::string input;
    int code;
    std::string said;
  };
  const std::vector<Case> cases = {
      {{"genrate"}, "", 2, "did you mean `vend generate`?"},
      {{"help", "shema"}, "", 2, "did you mean `vend help schema`?"},
      {{"--versio"}, "", 2, "did you mean `vend --version`?"},
      {{"wash-the-dishes"}, "", 2, "`vend help` lists the commands"},
      {{"generate", "--prest", "x"}, "", 2, "did you mean --preset?"},
      {{"generate", "--format", "ymal"}, "", 2, "did you mean yaml?"},
      {{"generate", "--diagnostics", "jsn"}, "", 2, "did you mean json?"},
      {{"generate", "--preset", "linux-docker-warmha"}, "", 2, "did you mean linux-docker-warm-ha?"},
      {{"presets", "linux-docker-spot-flet"}, "", 2, "did you mean linux-docker-spot-fleet?"},
      {{"scripts", "windows-shel.ps1"}, "", 2, "did you mean windows-shell.ps1?"},
      {{"reference", "specs"}, "", 2, "did you mean spec?"},
      {{"generate", "-"}, "platfrom: amazon-linux-2023\n", 1, "did you mean platform?"},
      {{"generate", "-"}, "gitlab: {ulr: https://x/}\n", 1, "did you mean"},
      {{"generate", "-"}, "executor: dokcer\n", 1, "did you mean docker?"},
      {{"generate", "--set", "gitlab.concurent=3", "--stdout"}, "", 1, "did you mean"},
  };
  for (const Case& one : cases) {
    INFO(support::join(one.arguments, " ") << " < " << one.input);
    const Run run = run_vend(one.arguments, one.input);
    CHECK(run.code == one.code);
    CHECK_THAT(run.err, Contains(one.said));
    CHECK(run.out.empty());
  }
}

TEST_CASE("the overview and every command's help", "[cli]") {
  const Run overview = run_vend({"help"});
  CHECK(overview.code == 0);
  CHECK(overview.err == "");
  CHECK(run_vend({"--help"}).out == overview.out);
  const Run nothing = run_vend({});
  CHECK(nothing.code == 2);
  CHECK(nothing.err == overview.out);
  for (const char* name :
       {"generate", "presets", "schema", "scripts", "validate", "parameters", "explain", "completion", "reference"}) {
    INFO(name);
    CHECK_THAT(overview.out, Contains(std::string("  ") + name + " "));
    const Run help = run_vend({"help", name});
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Contains(std::string("Usage: vend ") + name + " "));
    CHECK(run_vend({name, "--help"}).out == help.out);
  }
  CHECK_THAT(run_vend({"--version"}).out, StartsWith("vend "));
}

TEST_CASE("presets are listed with a line each, and print a spec that works", "[cli]") {
  const Run list = run_vend({"presets"});
  REQUIRE(list.code == 0);
  const std::vector<std::string_view> lines = support::split_lines(list.out);
  CHECK(lines.size() >= 16);
  for (std::string_view line : lines) {
    const std::string name(line.substr(0, line.find(' ')));
    INFO(name);
    CHECK(line.size() > name.size() + 12);  // it says what it is
    const Run preset = run_vend({"presets", name});
    CHECK(preset.code == 0);
    CHECK_THAT(preset.out, Contains("# yaml-language-server: $schema="));
    const Run from_text = run_vend({"generate", "-", "--stdout"}, preset.out);
    CHECK(from_text.code == 0);
    CHECK(from_text.err == "");
    CHECK(from_text.out == run_vend({"generate", "--preset", name, "--stdout"}).out);
  }
}

TEST_CASE("the schema is JSON, and knows each setting of the reference", "[cli]") {
  const Run schema = run_vend({"schema"});
  REQUIRE(schema.code == 0);
  support::Diagnostics found;
  const std::optional<document::Node> root = document::read_json(schema.out, "schema", found);
  REQUIRE(root.has_value());
  const Run reference = run_vend({"reference", "spec"});
  int settings = 0;
  for (std::string_view line : support::split_lines(reference.out)) {
    if (line.substr(0, 3) != "| `") continue;
    const std::string path(line.substr(3, line.find('`', 3) - 3));
    INFO(path);
    const document::Node* node = &*root;
    for (std::string_view key : support::split(path, '.')) {
      node = node == nullptr ? nullptr : node->find("properties");
      node = node == nullptr ? nullptr : node->find(key);
    }
    REQUIRE(node != nullptr);
    CHECK(node->find("description") != nullptr);
    ++settings;
  }
  CHECK(settings > 50);
}

TEST_CASE("a small spec is a complete one", "[cli]") {
  const Run run =
      run_vend({"generate", "-", "--stdout"},
               "platform: amazon-linux-2023\nexecutor: shell\ngitlab: {url: https://gitlab.example.com/}\n");
  CHECK(run.code == 0);
  CHECK(run.err == "");
  CHECK_NOFAIL(run.out.size() <= 51'200);
  CHECK(run.out.find("https://gitlab.example.com/") != std::string::npos);
  CHECK(run.out.find("<powershell>") == std::string::npos);
}

TEST_CASE("JSON specs and settings on the command line", "[cli]") {
  const Run yaml = run_vend({"generate", "-", "--stdout"}, "platform: windows-2022\nexecutor: shell\nsize: {max: 7}\n");
  const Run json = run_vend({"generate", "-", "--stdout"},
                            R"({"platform": "windows-2022", "executor": "shell", "size": {"max": 7}})");
  const Run set = run_vend({"generate", "-", "--stdout", "--set", "size.max=7", "--set", "executor=shell"},
                           "platform: windows-2022\n");
  REQUIRE(yaml.code == 0);
  CHECK(json.out == yaml.out);
  CHECK(set.out == yaml.out);
}

TEST_CASE("the presets for Amazon Linux 2023 serve Amazon Linux 2 on request", "[cli]") {
  const Run run =
      run_vend({"generate", "--preset", "linux-docker-hot-ha", "--set", "platform=amazon-linux-2", "--stdout"});
  CHECK(run.code == 0);
  CHECK(run.out.find("amzn2-ami-kernel-default-hvm-x86_64-gp2") != std::string::npos);
  CHECK(run.out.find("al2023-ami") == std::string::npos);
}

TEST_CASE("problems as JSON for tools", "[cli]") {
  const Run run = run_vend({"generate", "-", "--diagnostics", "json"}, "executor: dokcer\nname: \"a\xff\"\n");
  CHECK(run.code == 1);
  support::Diagnostics found;
  std::optional<document::Node> root = document::read_json(run.err, "diagnostics", found);
  REQUIRE(root.has_value());
  REQUIRE(root->items().size() == 1);  // what is no text is not read any further
  CHECK(root->items()[0].find("code")->text() == "D004");

  const Run words = run_vend({"generate", "-", "--diagnostics", "json"}, "executor: dokcer\nsize: {min: many}\n");
  root = document::read_json(words.err, "diagnostics", found);
  REQUIRE(root.has_value());
  REQUIRE(root->items().size() == 2);
  const document::Node& first = root->items()[0];
  CHECK(first.find("file")->text() == "<stdin>");
  CHECK(first.find("line")->text() == "1");
  CHECK(first.find("column")->text() == "11");
  CHECK(first.find("path")->text() == "executor");
  CHECK(first.find("severity")->text() == "error");
}

TEST_CASE("a diagnostic shows place, line, caret and fix", "[cli]") {
  const Run run = run_vend({"generate", "-"}, "platform: amazon-linux-2023\nexecutor: dokcer\n");
  CHECK(run.err ==
        "<stdin>:2:11: error: executor cannot be \"dokcer\" [S003]\n"
        "  executor: dokcer\n"
        "            ^\n"
        "  fix: did you mean docker? (use one of docker, shell)\n");
}

TEST_CASE("bash completes commands, options and presets", "[cli]") {
  const Run run = run_vend({"completion"});
  CHECK(run.code == 0);
  // Every command of the overview is in it, with its options.
  CHECK_THAT(run.out, Contains("_vend_words 'init generate validate preview"));
  CHECK_THAT(run.out, Contains("    parameters) if [[ $word == -* ]]; then _vend_words '--from --parameters --format"));
  testing::TemporaryDirectory directory;
  testing::write_text(directory.path() / "completion.sh", run.out);
  const std::string script = "source '" + (directory.path() / "completion.sh").string() + "'; " +
                             "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _vend; echo \"${COMPREPLY[*]}\"; }; "
                             "try '" VEND_BINARY "' gen; try '" VEND_BINARY
                             "' parameters --fro; "
                             "try '" VEND_BINARY "' generate --preset linux-docker-spot-";
  testing::write_text(directory.path() / "try.sh", script);
  const std::string command =
      "bash '" + (directory.path() / "try.sh").string() + "' > '" + (directory.path() / "out").string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c): the test is about a shell
  CHECK(testing::file_text(directory.path() / "out") == "generate\n--from\nlinux-docker-spot-fleet\n");
}

TEST_CASE("an output that cannot be written is no success", "[cli]") {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  cli::Streams streams{in, out, err};
  CHECK(static_cast<int>(cli::run({"schema"}, streams)) == 2);
  CHECK_THAT(err.str(), Contains("cannot be written"));
}

TEST_CASE("validate judges a spec by the template that generate writes", "[cli]") {
  for (const char* preset : {"windows-shell-scheduled-spot", "windows-docker-autoscaling-ondemand"}) {
    INFO(preset);
    const Run spec = run_vend({"presets", preset});
    const Run judged =
        run_vend({"validate", "-", "--severity", "info", "--ignore", "J013", "--ignore", "J019"}, spec.out);
    CHECK(judged.out.find("Q001") == std::string::npos);
    CHECK(judged.code == 0);
  }
}

}  // namespace vend
