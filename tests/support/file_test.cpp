#include "vend/support/file.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "temporary_directory.hpp"

using namespace vend::support;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit lowered{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &lowered);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    static_cast<void>(std::signal(SIGXFSZ, handler_));
  }

 private:
  rlimit old_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("a file is written whole and read back", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  const fs::path path = directory.path() / "a.yml";
  const std::string content("a\0b\r\n", 5);
  CHECK(write_file(path, content) == WriteResult::written);
  CHECK(read_file(path, 5) == content);
  CHECK(entries(directory.path()) == 1);
}

TEST_CASE("an unchanged file is not touched", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  const fs::path path = directory.path() / "a.yml";
  write_file(path, "same");
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(path, old);
  const auto before = fs::last_write_time(path);
  CHECK(write_file(path, "same") == WriteResult::unchanged);
  CHECK(fs::last_write_time(path) == before);
  CHECK(write_file(path, "diff") == WriteResult::written);
  CHECK(read_file(path, 100) == "diff");
}

TEST_CASE("a rewritten file keeps its permissions", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  const fs::path path = directory.path() / "script.sh";
  write_file(path, "one");
  CHECK((fs::status(path).permissions() & fs::perms::owner_exec) == fs::perms::none);
  fs::permissions(path, fs::perms::owner_all);
  write_file(path, "two");
  CHECK(fs::status(path).permissions() == fs::perms::owner_all);
}

TEST_CASE("a symbolic link stays one", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  write_file(directory.path() / "real", "one");
  fs::create_symlink("real", directory.path() / "link");
  write_file(directory.path() / "link", "two");
  CHECK(fs::is_symlink(directory.path() / "link"));
  CHECK(read_file(directory.path() / "real", 100) == "two");
}

TEST_CASE("the limit holds for reading", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  const fs::path path = directory.path() / "a";
  write_file(path, "123456");
  CHECK(read_file(path, 6) == "123456");
  CHECK_THROWS_WITH(read_file(path, 5), Catch::Contains("a'") && Catch::Contains("more than 5 bytes"));
  CHECK_THROWS_AS(read_file("/dev/zero", 1000), FileError);
}

TEST_CASE("what cannot be read or written is said, and nothing is left behind", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  const fs::path missing = directory.path() / "no" / "file";
  CHECK_THROWS_WITH(read_file(missing, 1), Catch::Contains(missing.string()) && Catch::Contains("No such file"));
  CHECK_THROWS_WITH(read_file(directory.path(), 1), Catch::Contains("directory"));
  CHECK_THROWS_AS(write_file(missing, "x"), FileError);
  CHECK_THROWS_WITH(write_file(directory.path(), "x"), Catch::Contains("directory"));
  CHECK(entries(directory.path()) == 0);
}

TEST_CASE("a write that stops half way leaves the old file as it was", "[file]") {
  const vend::testing::TemporaryDirectory directory;
  write_file(directory.path() / "a", "old");
  {
    // Stands for a full disk: the system refuses to write beyond 1,000 bytes.
    const FileSizeLimit limit(1000);
    CHECK_THROWS_WITH(write_file(directory.path() / "a", std::string(100'000, 'x')), Catch::Contains("cannot write"));
  }
  CHECK(read_file(directory.path() / "a", 10) == "old");
  CHECK(entries(directory.path()) == 1);
}
