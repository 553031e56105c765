// A project's choices for validate: `.vend.yml` beside a template or in a folder above it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "vend/support/diagnostic.hpp"

namespace vend::cli {

inline constexpr const char* project_file_name = ".vend.yml";

struct ProjectFile {
  std::string path;                           // empty: there is none
  std::map<std::string, std::string> ignore;  // a code and the reason
  std::optional<support::Severity> severity;  // the least that counts
  std::string region;
  std::filesystem::path schemas;  // a directory below that of the file
};

// Reads each file once. A file of a checkout is data of a stranger: only a regular file of a few kilobytes is read, and
// it names no directory outside its own.
class ProjectFiles {
 public:
  // The one that is nearest above the file; the search ends at the root of a repository. Mistakes of a file are in
  // `problems`, once, and nothing of it counts then.
  const ProjectFile& above(const std::string& file);

  support::Diagnostics problems;

 private:
  const ProjectFile& in_or_above(const std::filesystem::path& directory, int steps);

  const ProjectFile none_{};
  std::map<std::filesystem::path, ProjectFile> files_;                // that were read, by their directory
  std::map<std::filesystem::path, const ProjectFile*> by_directory_;  // which of them counts there
};

// The root of the repository that a directory is in, or the directory itself.
std::filesystem::path repository_of(const std::filesystem::path& directory);

// Codes and reasons from `--ignore CODE` and `--ignore CODE=REASON`. Throws UsageError for a code that vend does not
// have.
std::map<std::string, std::string> read_ignored(const std::vector<std::string>& given);

std::optional<support::Severity> severity_called(std::string_view name);

}  // namespace vend::cli
