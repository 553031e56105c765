#include "output_directory.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "command.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"

namespace vend::cli {
namespace {

constexpr const char* manifest_name = ".vend-manifest.json";
constexpr std::size_t largest_file = 16U << 20U;

using Json = nlohmann::json;

// Unreadable or foreign manifests count as none: every existing file then counts as edited.
Json read_manifest(const std::filesystem::path& directory) {
  std::filesystem::path path = directory / manifest_name;
  if (!std::filesystem::exists(path)) return Json::object();
  Json manifest = Json::parse(support::read_file(path, largest_file), nullptr, false);
  return manifest.is_object() ? manifest : Json::object();
}

bool was_edited(const std::filesystem::path& path, const std::string& name, const std::string& content, const Json& manifest) {
  if (!std::filesystem::exists(path)) return false;
  std::string present = support::read_file(path, largest_file);
  if (present == content) return false;
  auto known = manifest.find(name);
  return known == manifest.end() || !known->is_string() || known->get<std::string>() != support::sha256_hex(present);
}

}  // namespace

void OutputDirectory::add(std::string name, std::string content) { files_.push_back({std::move(name), std::move(content)}); }

void OutputDirectory::write(bool force, std::ostream& out) const {
  Json manifest = read_manifest(directory_);
  std::string edited;
  for (const File& file : files_) {
    std::filesystem::path path = directory_ / file.name;
    if (!force && was_edited(path, file.name, file.content, manifest)) edited += fmt::format("\n  {}", path.string());
  }
  if (!edited.empty()) {
    throw UsageError(fmt::format("these files were changed since vend wrote them, or are not vend's:{}\n  Nothing was written. "
                                 "Move them away, write elsewhere with -o, or overwrite them with --force", edited));
  }
  for (const File& file : files_) {
    std::filesystem::path path = directory_ / file.name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) throw support::FileError(fmt::format("cannot create {}: {}", path.parent_path().string(), error.message()));
    bool written = support::write_file(path, file.content) == support::WriteResult::written;
    manifest[file.name] = support::sha256_hex(file.content);
    out << fmt::format("{} {}  {} bytes\n", written ? "wrote    " : "unchanged", path.string(), file.content.size());
  }
  support::write_file(directory_ / manifest_name, manifest.dump(2) + "\n");
}

}  // namespace vend::cli
