// The generated references in docs/ are what the program says today.
#include <catch2/catch.hpp>

#include "file_text.hpp"
#include "run_vend.hpp"

using vend::testing::file_text;
using vend::testing::run_vend;

TEST_CASE("generated references do not drift; `make references` rewrites them", "[cli]") {
  for (std::string what : {"spec", "parameters", "rules"}) {
    INFO(what);
    CHECK(file_text(VEND_SOURCE_DIR "/docs/" + what + ".md") == run_vend({"reference", what}).out);
  }
}

TEST_CASE("terminal escapes in input are shown, not sent", "[cli]") {
  const auto run = run_vend({"generate", "-", "--stdout"}, "platform: \"\\e[31mred\"\n");
  CHECK(run.code == 1);
  CHECK(run.err.find("platform") != std::string::npos);
  CHECK(run.err.find('\x1b') == std::string::npos);
}
