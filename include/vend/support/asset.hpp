// Assets: the data files of templates/ and runner_configs/, embedded into the binary at build time.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vend::support {

// Looks a data file up by its path in the source tree, such as "runner_configs/linux/log.sh".
class Assets {
 public:
  Assets() = default;
  // Files below `directory` (laid out like the source tree) win over the embedded ones.
  explicit Assets(std::filesystem::path override_directory);

  // Throws FileError when there is no such asset.
  std::string_view get(std::string_view path) const;
  bool contains(std::string_view path) const;
  // All paths below `prefix`, sorted.
  std::vector<std::string> list(std::string_view prefix) const;

 private:
  std::filesystem::path override_directory_;
  // Overrides read so far, nothing for paths without one. A deque, so that views into it stay valid.
  mutable std::deque<std::pair<std::string, std::optional<std::string>>> loaded_;
};

}  // namespace vend::support
