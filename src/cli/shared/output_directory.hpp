// The directory that vend writes into, without losing what somebody edited there, and without leaving it: a checkout is
// not trusted, so that outputs are regular files inside the directory.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "vend/product/product.hpp"
#include "vend/support/file.hpp"

namespace vend::cli {

// Whether a file's content has what stood in it before: then it is no loss to write it, whoever edited the file.
enum class Merged { no, yes };

using product::Manifest;
using product::WrittenValues;

// Collects files and writes them together. The manifest beside them tells the next run what vend wrote; a file that is
// not as vend left it was edited, and is only overwritten with force. From the construction on no other vend writes
// there. Every function throws UsageError for a link that leaves the directory and for what is no regular file.
class OutputDirectory {
 public:
  explicit OutputDirectory(std::filesystem::path directory);

  // `name` may have folders. Files are written in the order in which they are added.
  void add(std::string name, std::string content, Merged merged = Merged::no,
           support::Access access = support::Access::as_usual);
  // A file that vend wrote and that is not wanted any more, unless it was added: removed when the others are written,
  // but not when somebody edited it and `merged` says that nothing of it went elsewhere.
  void retire(std::string name, Merged merged = Merged::no);

  // What is there. Nothing when there is no such file. Throws support::FileError when it cannot be read.
  std::optional<std::string> read(const std::string& name) const;
  const Manifest& manifest() const { return manifest_; }

  // Values that go with a file into the manifest, and what is there of the last time.
  void remember(std::string name, std::map<std::string, std::string> values);
  WrittenValues remembered(const std::string& name) const;

  // Writes all files or none, then prints a line for each. Throws UsageError, naming every edited file, and
  // support::FileError when the system refuses a write; what was there before is as it was then. A run that is killed
  // leaves each file as it was or as it was to become, and the next run takes both for vend's own.
  void write(bool force, std::ostream& out);

 private:
  struct File {
    std::string name;
    std::string content;
    Merged merged;
    support::Access access;
    std::string sha256;
  };

  std::filesystem::path checked(const std::string& name) const;
  bool was_edited(const std::string& name, const std::string* content) const;
  void take_manifest();
  void refuse_edited() const;
  void remove_retired(std::ostream& out) const;
  std::string next_manifest(bool written) const;

  std::filesystem::path directory_;
  std::vector<File> files_;
  std::map<std::string, Merged> retired_;
  std::map<std::string, std::map<std::string, std::string>> values_;
  Manifest manifest_;
  std::optional<support::DirectoryLock> lock_;
};

}  // namespace vend::cli
