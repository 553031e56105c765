#include "cli/shared/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <istream>
#include <optional>
#include <vector>

#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

// The file that was probably meant by a path that does not exist: one in the same folder with a similar name.
std::optional<std::string> meant_for(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr std::size_t enough = 1000;  // names of a folder that are looked at
  std::error_code error;
  if (fs::exists(path, error) || error) return std::nullopt;
  const fs::path given(path);
  const fs::path folder = given.parent_path();
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder.empty() ? fs::path(".") : folder, error), end;
       !error && at != end && names.size() < enough; at.increment(error))
    if (at->path().filename() != given.filename()) names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  const std::optional<std::string> meant = support::closest(given.filename().string(), names);
  return meant ? std::optional((folder / *meant).string()) : std::nullopt;
}

}  // namespace

void refuse_missing(const std::string& path) {
  if (const std::optional<std::string> meant = meant_for(path))
    throw support::FileError(fmt::format("there is no file '{}'; did you mean {}?", support::escape_for_terminal(path),
                                         support::escape_for_terminal(*meant)));
}

std::string read_input(const std::string& path, std::istream& in) {
  if (path != "-") {
    refuse_missing(path);
    return support::read_file(path, largest_input);
  }
  std::string text;
  char chunk[65'536];
  while (in.read(chunk, sizeof chunk) || in.gcount() > 0) {
    text.append(chunk, static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest_input)
      throw support::FileError("cannot read standard input: it holds more than " + std::to_string(largest_input) +
                               " bytes");
  }
  return text;
}

}  // namespace vend::cli
