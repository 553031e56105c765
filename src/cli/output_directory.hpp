// The directory that vend writes into, without losing what somebody edited there.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace vend::cli {

// Collects files and writes them together. `.vend-manifest.json` beside them remembers the checksum of each file that
// vend wrote; a file that is not as vend left it was edited, and is only overwritten with force.
class OutputDirectory {
 public:
  explicit OutputDirectory(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // `name` may have folders. Files are written in the order in which they are added.
  void add(std::string name, std::string content);

  // Writes all files or none, then prints a line for each. Throws UsageError, naming every edited file, and
  // support::FileError when the system refuses a write; what was there before is as it was then.
  void write(bool force, std::ostream& out) const;

 private:
  struct File {
    std::string name;
    std::string content;
  };

  std::filesystem::path directory_;
  std::vector<File> files_;
};

}  // namespace vend::cli
