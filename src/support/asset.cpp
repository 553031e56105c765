#include "vend/support/asset.hpp"

#include <algorithm>
#include <set>

#include "vend/support/embedded_asset.hpp"
#include "vend/support/file.hpp"

namespace vend::support {

namespace fs = std::filesystem;

namespace {

// Scripts and templates are a few kilobytes; a larger override is a mistake.
constexpr std::size_t largest_override = 16U << 20U;

// The table is in the order of the paths.
const EmbeddedAsset* find_embedded(std::string_view path) {
  const EmbeddedAsset* end = embedded_assets + embedded_asset_count;
  const EmbeddedAsset* found = std::lower_bound(embedded_assets, end, path, [](const EmbeddedAsset& one, auto wanted) {
    return std::string_view(one.path) < wanted;
  });
  return found == end || found->path != path ? nullptr : found;
}

// A name that climbs out of the directory is no asset.
bool is_inside(std::string_view path) {
  const fs::path parts(path);
  return parts.is_relative() && std::none_of(parts.begin(), parts.end(), [](const fs::path& p) { return p == ".."; });
}

}  // namespace

Assets::Assets(fs::path override_directory) : override_directory_(std::move(override_directory)) {
  if (!fs::is_directory(override_directory_)) {
    throw FileError("cannot read '" + override_directory_.string() + "': it is not a directory");
  }
}

std::string_view Assets::get(std::string_view path) const {
  if (!override_directory_.empty() && is_inside(path)) {
    const auto known =
        std::find_if(loaded_.begin(), loaded_.end(), [path](const auto& row) { return row.first == path; });
    if (known != loaded_.end()) {
      if (known->second) return *known->second;
    } else {
      const fs::path file = override_directory_ / path;
      auto& row = loaded_.emplace_back(std::string(path), std::nullopt);
      if (fs::is_regular_file(file)) row.second = read_file(file, largest_override);
      if (row.second) return *row.second;
    }
  }
  const EmbeddedAsset* asset = find_embedded(path);
  if (asset == nullptr) throw FileError("there is no data file '" + std::string(path) + "'");
  return {asset->begin, static_cast<std::size_t>(asset->end - asset->begin)};
}

bool Assets::contains(std::string_view path) const {
  if (find_embedded(path) != nullptr) return true;
  return !override_directory_.empty() && is_inside(path) && fs::is_regular_file(override_directory_ / path);
}

std::vector<std::string> Assets::list(std::string_view prefix) const {
  std::set<std::string> paths;
  for (unsigned i = 0; i < embedded_asset_count; ++i) {
    if (std::string_view(embedded_assets[i].path).starts_with(prefix)) paths.insert(embedded_assets[i].path);
  }
  if (!override_directory_.empty()) {
    for (const auto& entry : fs::recursive_directory_iterator(override_directory_)) {
      const std::string path = fs::relative(entry.path(), override_directory_).generic_string();
      if (entry.is_regular_file() && path.starts_with(prefix)) paths.insert(path);
    }
  }
  return {paths.begin(), paths.end()};
}

}  // namespace vend::support
