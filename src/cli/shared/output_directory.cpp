#include "cli/shared/output_directory.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <ostream>

#include "cli/shared/command.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/product/product.hpp"
#include "vend/support/file.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

constexpr std::size_t largest_file = 16U << 20U;

using product::Manifest;
using product::manifest_name;

// Unreadable or foreign manifests count as none: every existing file then counts as edited.
Manifest read_manifest(const std::filesystem::path& directory) {
  std::filesystem::path path = directory / manifest_name;
  Manifest manifest;
  if (!std::filesystem::exists(path)) return manifest;
  support::Diagnostics ignored;
  std::optional<document::Node> root =
      document::read_json(support::read_file(path, largest_file), path.string(), ignored);
  if (!root) return manifest;
  for (const document::Member& member : root->members()) {
    if (!member.value.is_mapping()) {
      manifest.checksums[member.key] = member.value.text();
      continue;
    }
    for (const document::Member& one : member.value.members()) {
      for (const document::Member& value : one.value.members())
        manifest.values[one.key][value.key] = value.value.text();
    }
  }
  return manifest;
}

bool was_edited(const std::filesystem::path& path, const std::string& name, const std::string& content,
                const Manifest& manifest) {
  if (!std::filesystem::exists(path)) return false;
  std::string present = support::read_file(path, largest_file);
  if (present == content) return false;
  auto known = manifest.checksums.find(name);
  return known == manifest.checksums.end() || known->second != support::sha256_hex(present);
}

// Directories made on the way; those that stay empty because a write was refused are removed again.
class NewDirectories {
 public:
  NewDirectories() = default;
  NewDirectories(const NewDirectories&) = delete;
  NewDirectories& operator=(const NewDirectories&) = delete;
  ~NewDirectories() {
    std::error_code ignored;
    for (auto path = made_.rbegin(); path != made_.rend(); ++path) std::filesystem::remove(*path, ignored);
  }

  void create(const std::filesystem::path& path) {
    std::error_code error;
    if (path.empty() || std::filesystem::is_directory(path, error)) return;
    create(path.parent_path());
    if (!std::filesystem::create_directory(path, error) && error) {
      throw support::FileError(fmt::format("cannot create '{}': {}", path.string(), error.message()));
    }
    made_.push_back(path);
  }
  void keep() { made_.clear(); }

 private:
  std::vector<std::filesystem::path> made_;
};

}  // namespace

void OutputDirectory::add(std::string name, std::string content, Merged merged) {
  files_.push_back({std::move(name), std::move(content), merged});
}

void OutputDirectory::remember(std::string name, std::map<std::string, std::string> values) {
  values_[std::move(name)] = std::move(values);
}

std::map<std::string, std::string> OutputDirectory::remembered(const std::string& name) const {
  return read_manifest(directory_).values[name];
}

void OutputDirectory::write(bool force, std::ostream& out) const {
  Manifest manifest = read_manifest(directory_);
  std::string edited;
  for (const File& file : files_) {
    std::filesystem::path path = directory_ / file.name;
    if (!force && file.merged == Merged::no && was_edited(path, file.name, file.content, manifest))
      edited += fmt::format("\n  {}", path.string());
  }
  if (!edited.empty()) {
    throw UsageError(
        fmt::format("these files were changed since vend wrote them, or are not vend's:{}\n  Nothing was written. "
                    "Move them away, write elsewhere with -o, or overwrite them with --force",
                    edited));
  }
  NewDirectories directories;
  std::deque<support::PendingFile> pending;
  for (const File& file : files_) {
    std::filesystem::path path = directory_ / file.name;
    directories.create(path.parent_path());
    pending.emplace_back(path, file.content);
    manifest.checksums[file.name] = support::sha256_hex(file.content);
  }
  for (const auto& [name, values] : values_) manifest.values[name] = values;
  support::PendingFile manifest_file(directory_ / manifest_name, to_json(manifest));
  directories.keep();
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const bool written = pending[i].commit() == support::WriteResult::written;
    out << fmt::format("{} {}  {} bytes\n", written ? "wrote    " : "unchanged",
                       support::escape_for_terminal((directory_ / files_[i].name).string()), files_[i].content.size());
  }
  manifest_file.commit();
}

}  // namespace vend::cli
