#include "vend/support/asset.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "temporary_directory.hpp"
#include "vend/support/file.hpp"

using namespace vend::support;
namespace fs = std::filesystem;

TEST_CASE("every data file of the source tree is embedded as it is", "[asset]") {
  const Assets assets;
  std::size_t count = 0;
  for (const char* top : {"templates", "runner_configs"}) {
    const fs::path directory = fs::path(VEND_SOURCE_DIR) / top;
    if (!fs::is_directory(directory)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
      if (!entry.is_regular_file() || entry.path().filename().string().starts_with('.')) continue;
      const std::string path = fs::relative(entry.path(), VEND_SOURCE_DIR).generic_string();
      if (path.starts_with("templates/runner-group/")) continue;  // GitLab reads it, vend does not
      CAPTURE(path);
      CHECK(assets.contains(path));
      CHECK(assets.get(path) == read_file(entry.path(), 16U << 20U));
      ++count;
    }
  }
  CHECK(count > 0);
  const std::vector<std::string> all = assets.list("");
  CHECK(all.size() >= count);
  CHECK(std::is_sorted(all.begin(), all.end()));
}

TEST_CASE("an unknown data file is refused", "[asset]") {
  CHECK_FALSE(Assets().contains("templates/none"));
  CHECK_THROWS_WITH(Assets().get("templates/none"), Catch::Contains("templates/none"));
}

TEST_CASE("a directory overrides and adds data files", "[asset]") {
  const vend::testing::TemporaryDirectory directory;
  const std::string known = Assets().list("templates/").front();
  fs::create_directories((directory.path() / known).parent_path());
  write_file(directory.path() / known, "mine");
  write_file(directory.path() / "templates/own.txt", "new");
  write_file(directory.path() / "secret", "x");

  const Assets assets(directory.path());
  const std::string_view first = assets.get(known);
  CHECK(assets.get("templates/own.txt") == "new");
  CHECK(first == "mine");  // still valid after the next load
  const std::vector<std::string> listed = assets.list("templates/");
  CHECK(std::count(listed.begin(), listed.end(), known) == 1);
  CHECK(std::count(listed.begin(), listed.end(), "templates/own.txt") == 1);

  const Assets below(directory.path() / "templates");
  CHECK_FALSE(below.contains("../secret"));
  CHECK_THROWS_AS(below.get("../secret"), FileError);
}

TEST_CASE("an override directory must be one", "[asset]") { CHECK_THROWS_AS(Assets("/no/such/directory"), FileError); }
