// Files: whole reads with a limit, atomic writes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace vend::support {

// Thrown for anything the operating system refuses; what() names the path and the reason.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The whole file, or of standard input for "-". Throws FileError when it cannot be read, is a directory, or holds
// more than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::size_t limit);

enum class WriteResult { written, unchanged };

// Who may read a file: whom the umask lets, or its owner alone. A file that exists keeps its mode with `as_usual`.
enum class Access { as_usual, owner };

// Writes through a temporary file beside the target and renames it, so that readers see the old or the new content,
// never half. A target that already holds `content` is not touched. Throws FileError; nothing is left behind then.
WriteResult write_file(const std::filesystem::path& path, std::string_view content, Access access = Access::as_usual);

// The same in two steps, so that several files can be written together: whatever a disk or a permission refuses is
// refused before the first target changes.
class PendingFile {
 public:
  // Puts the content beside the target under a name of its own. Throws FileError; nothing is left behind then.
  PendingFile(const std::filesystem::path& path, std::string_view content, Access access = Access::as_usual);
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  ~PendingFile();  // a file that was not committed is removed

  // Whether the target does not hold the content yet.
  bool is_needed() const { return !temporary_.empty(); }
  // Renames it to the target. Throws FileError.
  WriteResult commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;  // empty: the target holds the content already, or has been written
};

// Removes the temporary files of pending ones when a signal ends the program (SIGINT, SIGTERM, SIGHUP, SIGPIPE, where
// they are not ignored). For the program's start.
void remove_temporary_files_on_signals();

// While it lives, no other process of this program has one of the same directory. Where the system has no locks (some
// network file systems) it does nothing.
class DirectoryLock {
 public:
  explicit DirectoryLock(const std::filesystem::path& directory);
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

  // Removes what a process that was killed left of pending files in this directory, or in one below that belongs to it.
  void remove_left_files(const std::filesystem::path& directory) const;

 private:
  int descriptor_;
  bool held_ = false;
};

}  // namespace vend::support
