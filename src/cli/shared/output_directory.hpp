// The directory that vend writes into, without losing what somebody edited there.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace vend::cli {

// Whether a file's content has what stood in it before: then it is no loss to write it, whoever edited the file.
enum class Merged { no, yes };

// Collects files and writes them together. `.vend-manifest.json` beside them remembers the checksum of each file that
// vend wrote; a file that is not as vend left it was edited, and is only overwritten with force.
class OutputDirectory {
 public:
  explicit OutputDirectory(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // `name` may have folders. Files are written in the order in which they are added.
  void add(std::string name, std::string content, Merged merged = Merged::no);

  const std::filesystem::path& path() const { return directory_; }

  // Values that go with a file into the manifest, and what is there of the last time.
  void remember(std::string name, std::map<std::string, std::string> values);
  std::map<std::string, std::string> remembered(const std::string& name) const;

  // Writes all files or none, then prints a line for each. Throws UsageError, naming every edited file, and
  // support::FileError when the system refuses a write; what was there before is as it was then.
  void write(bool force, std::ostream& out) const;

 private:
  struct File {
    std::string name;
    std::string content;
    Merged merged;
  };

  std::filesystem::path directory_;
  std::vector<File> files_;
  std::map<std::string, std::map<std::string, std::string>> values_;
};

}  // namespace vend::cli
