#include "cli/shared/output_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <ostream>
#include <set>

#include "cli/shared/command.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/lookup.hpp"
#include "vend/product/product.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = 16U << 20U;

using product::manifest_name;

// A manifest that cannot be read, or is not vend's, counts as none: then every file that exists counts as edited.
Manifest read_manifest(const std::string& text) {
  Manifest manifest;
  support::Diagnostics ignored;
  const std::optional<document::Node> root = document::read_json(text, manifest_name, ignored);
  if (!root) return manifest;
  for (const document::Member& member : root->members()) {
    if (!member.value.is_mapping()) {
      manifest.checksums[member.key] = document::texts_of(&member.value);
      continue;
    }
    for (const document::Member& one : member.value.members()) {
      for (const document::Member& value : one.value.members())
        manifest.values[one.key][value.key] = document::texts_of(&value.value);
    }
  }
  return manifest;
}

// The new manifest. While files are being written it also holds, behind its own entries, those of the old one.
std::vector<std::string> followed_by(std::string text, const std::vector<std::string>& before, bool written) {
  std::vector<std::string> all{std::move(text)};
  for (const std::string& one : before) {
    if (!written && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

[[noreturn]] void refuse(const fs::path& path, std::string_view why) {
  throw UsageError(
      fmt::format("'{}' {}; vend writes regular files inside its folder only.\n  Nothing was written. Remove it, or "
                  "write elsewhere "
                  "with -o",
                  support::escape_for_terminal(path.string()), why));
}

bool is_inside(const fs::path& path, const fs::path& directory) {
  std::error_code error;
  const fs::path root = fs::weakly_canonical(directory.empty() ? "." : directory, error);
  const fs::path target = fs::weakly_canonical(path, error);
  if (error) return false;
  const auto [last, ignored] = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
  return last == root.end();
}

// Directories made on the way; those that stay empty because a write was refused are removed again.
class NewDirectories {
 public:
  NewDirectories() = default;
  NewDirectories(const NewDirectories&) = delete;
  NewDirectories& operator=(const NewDirectories&) = delete;
  ~NewDirectories() {
    std::error_code ignored;
    for (auto path = made_.rbegin(); path != made_.rend(); ++path) fs::remove(*path, ignored);
  }

  void create(const fs::path& path) {
    std::error_code error;
    if (path.empty() || fs::is_directory(path, error)) return;
    create(path.parent_path());
    if (!fs::create_directory(path, error) && error) {
      throw support::FileError(fmt::format("cannot create '{}': {}", path.string(), error.message()));
    }
    made_.push_back(path);
  }
  void keep_made() { made_.clear(); }

 private:
  std::vector<fs::path> made_;
};

}  // namespace

OutputDirectory::OutputDirectory(fs::path directory) : directory_(std::move(directory)) {
  std::error_code error;
  if (fs::is_directory(directory_.empty() ? "." : directory_, error)) lock_.emplace(directory_);
  take_manifest();
}

void OutputDirectory::take_manifest() {
  std::error_code error;
  if (fs::is_symlink(directory_ / manifest_name, error)) refuse(directory_ / manifest_name, "is a link");
  if (const std::optional<std::string> text = read(manifest_name)) manifest_ = read_manifest(*text);
}

fs::path OutputDirectory::checked(const std::string& name) const {
  fs::path path = directory_;
  const fs::path relative(name);
  for (auto part = relative.begin(); part != relative.end(); ++part) {
    path /= *part;
    std::error_code error;
    fs::file_status status = fs::symlink_status(path, error);
    if (fs::is_symlink(status)) {
      if (!is_inside(path, directory_)) refuse(path, "is a link that leaves the folder");
      status = fs::status(path, error);
      if (!fs::exists(status)) refuse(path, "is a link to nothing");
    }
    if (!fs::exists(status)) continue;
    const bool last = std::next(part) == relative.end();
    if (last && !fs::is_regular_file(status))
      refuse(path, fs::is_directory(status) ? "is a directory" : "is not a file");
    if (!last && !fs::is_directory(status)) refuse(path, "is not a directory");
  }
  return path;
}

std::optional<std::string> OutputDirectory::read(const std::string& name) const {
  const fs::path path = checked(name);
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  return support::read_file(path, largest_file);
}

void OutputDirectory::add(std::string name, std::string content, Merged merged, support::Access access) {
  std::string sum = support::sha256_hex(content);
  files_.push_back({std::move(name), std::move(content), merged, access, std::move(sum)});
}

void OutputDirectory::retire(std::string name, Merged merged) {
  if (std::ranges::find(files_, name, &File::name) == files_.end()) retired_[std::move(name)] = merged;
}

void OutputDirectory::remember(std::string name, std::map<std::string, std::string> values) {
  values_[std::move(name)] = std::move(values);
}

WrittenValues OutputDirectory::remembered(const std::string& name) const {
  const auto found = manifest_.values.find(name);
  return found != manifest_.values.end() ? found->second : WrittenValues();
}

// A file is edited when it is neither what vend wrote last nor what it is about to write.
bool OutputDirectory::was_edited(const std::string& name, const std::string* content) const {
  const std::optional<std::string> present = read(name);
  if (!present || (content != nullptr && *present == *content)) return false;
  const auto known = manifest_.checksums.find(name);
  if (known == manifest_.checksums.end()) return true;
  const std::string sum = support::sha256_hex(*present);
  return std::find(known->second.begin(), known->second.end(), sum) == known->second.end();
}

void OutputDirectory::refuse_edited() const {
  std::string edited;
  for (const File& file : files_) {
    if (file.merged == Merged::no && was_edited(file.name, &file.content))
      edited += fmt::format("\n  {}", support::escape_for_terminal((directory_ / file.name).string()));
  }
  if (edited.empty()) return;
  throw UsageError(
      fmt::format("these files were changed since vend wrote them, or are not vend's:{}\n  Nothing was written. "
                  "Move them away, write elsewhere with -o, or overwrite them with --force",
                  edited));
}

std::string OutputDirectory::next_manifest(bool written) const {
  Manifest next = manifest_;
  for (const File& file : files_)
    next.checksums[file.name] = followed_by(file.sha256, manifest_.checksums.at(file.name), written);
  for (const auto& [name, values] : values_) {
    const WrittenValues before = remembered(name);
    WrittenValues& now = next.values[name];
    if (written) now.clear();
    for (const auto& [key, value] : values) {
      const auto old = before.find(key);
      now[key] = followed_by(value, old != before.end() ? old->second : std::vector<std::string>(), written);
    }
  }
  for (const auto& [name, merged] : retired_) {
    if (!written) continue;
    next.checksums.erase(name);
    next.values.erase(name);
  }
  return product::to_json(next);
}

void OutputDirectory::remove_retired(std::ostream& out) const {
  for (const auto& [name, merged] : retired_) {
    if (!read(name) || (merged == Merged::no && was_edited(name, nullptr))) continue;
    std::error_code ignored;
    const fs::path path = checked(name);
    if (!fs::remove(path, ignored)) continue;
    out << fmt::format("removed   {}\n", support::escape_for_terminal(path.string()));
    if (path.parent_path() != directory_) fs::remove(path.parent_path(), ignored);  // once it is empty
  }
}

void OutputDirectory::write(bool force, std::ostream& out) {
  NewDirectories directories;
  // There was no folder to lock, and what another run wrote into it since then is known now.
  if (!lock_) {
    directories.create(directory_);
    lock_.emplace(directory_);
    take_manifest();
  }
  for (const File& file : files_) checked(file.name);
  if (!force) refuse_edited();
  for (const File& file : files_) directories.create((directory_ / file.name).parent_path());
  std::set<fs::path> folders{directory_};
  for (const File& file : files_) folders.insert((directory_ / file.name).parent_path());
  for (const fs::path& folder : folders) lock_->remove_left_files(folder);
  std::deque<support::PendingFile> pending;
  for (const File& file : files_) pending.emplace_back(directory_ / file.name, file.content, file.access);
  // The first file written is a manifest that knows both the files that are there and those that are to come.
  for (const File& file : files_) manifest_.checksums.try_emplace(file.name);
  const std::string done = next_manifest(true);
  const std::optional<std::string> present = read(manifest_name);
  const fs::path manifest = directory_ / manifest_name;
  const bool changes = std::any_of(pending.begin(), pending.end(), [](const auto& one) { return one.is_needed(); });
  if (changes || present != done) support::write_file(manifest, next_manifest(false));
  directories.keep_made();
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const bool written = pending[i].commit() == support::WriteResult::written;
    out << fmt::format("{} {}  {} bytes\n", written ? "wrote    " : "unchanged",
                       support::escape_for_terminal((directory_ / files_[i].name).string()), files_[i].content.size());
  }
  remove_retired(out);
  support::write_file(manifest, done);
}

}  // namespace vend::cli
