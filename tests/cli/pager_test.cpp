// Long output on a terminal goes through a pager.
#include "cli/shared/pager.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "file_text.hpp"
#include "temporary_directory.hpp"

namespace vend::cli {
namespace {

struct Shown {
  std::string directly;
  std::string paged;
};

Shown shown(const std::string& text, bool terminal, int height, const std::string& command = "cat > FILE") {
  const testing::TemporaryDirectory directory;
  const std::string file = (directory.path() / "paged").string();
  std::istringstream in;
  std::ostringstream out, err;
  Streams streams{in, out, err};
  streams.terminal = terminal;
  streams.height = height;
  streams.pager = command;
  if (const std::size_t at = streams.pager.find("FILE"); at != std::string::npos)
    streams.pager.replace(at, 4, "'" + file + "'");
  show(streams, text);
  return {out.str(), std::filesystem::exists(file) ? testing::file_text(file) : ""};
}

}  // namespace

TEST_CASE("what a terminal cannot show at once goes through the pager", "[cli]") {
  const std::string text = "1\n2\n3\n";
  CHECK(shown(text, true, 3).paged == text);
  CHECK(shown(text, true, 3).directly.empty());
  CHECK(shown(text, true, 4).directly == text);
  CHECK(shown(text, true, 4).paged.empty());
  CHECK(shown(text, false, 3).directly == text);
  CHECK(shown(text, false, 3).paged.empty());
  CHECK(shown(text, true, 3, "").directly == text);
}

TEST_CASE("a pager that is not there, or that has seen enough, loses nothing", "[cli]") {
  const std::string text = "1\n2\n3\n";
  CHECK(shown(text, true, 3, "vend-no-such-pager 2> FILE").directly == text);
  std::string much;
  for (int i = 0; i < 100'000; ++i) much += "a line\n";
  CHECK(shown(much, true, 3, "head -n 1 > FILE").paged == "a line\n");
}

}  // namespace vend::cli
