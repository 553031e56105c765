#include "cli/shared/template_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/shared/input.hpp"
#include "cli/shared/load_spec.hpp"
#include "cli/shared/project_file.hpp"
#include "vend/support/text.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;

// The project's own settings are no template that was passed over.
bool has_ending_of_templates(const fs::path& path) {
  if (path.filename() == project_file_name) return false;
  const std::string ending = path.extension().string();
  return ending == ".yml" || ending == ".yaml" || ending == ".json" || ending == ".template";
}

void add_directory(const fs::path& directory, std::vector<TemplateFile>& files) {
  std::vector<TemplateFile> found;
  std::vector<fs::path> open = {directory};
  while (!open.empty()) {
    const fs::path here = std::move(open.back());
    open.pop_back();
    std::error_code error;
    fs::directory_iterator entries(here, error);
    if (error) {
      found.push_back({here.string(), true, fmt::format("cannot read '{}': {}", here.string(), error.message())});
      continue;
    }
    for (const fs::directory_entry& entry : entries) {
      // A link to a directory is not followed: it may lead back here.
      if (entry.is_directory(error) && !entry.is_symlink(error)) {
        open.push_back(entry.path());
      } else if (has_ending_of_templates(entry.path()) && !entry.is_directory(error)) {
        TemplateFile one{entry.path().string(), true};
        if (!entry.is_regular_file(error)) {
          one.problem = fmt::format("cannot read '{}': it is not a file", one.path);
        } else if (entry.file_size(error) > largest_input) {
          one.problem = fmt::format("cannot read '{}': it holds more than {} bytes", one.path, largest_input);
        }
        found.push_back(std::move(one));
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const TemplateFile& a, const TemplateFile& b) { return a.path < b.path; });
  files.insert(files.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

// The key at the begin of a line of YAML; empty for other lines.
std::string_view key_of(std::string_view line) {
  const std::size_t end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  return end != std::string_view::npos && end > 0 && line[end] == ':' ? line.substr(0, end) : std::string_view();
}

// Whether it stands somewhere as a whole key: "Resources": or Resources :, not a part of a word nor of a sentence.
bool has_key(std::string_view text, std::string_view key) {
  const auto is_of_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    if (at > 0 && is_of_word(text[at - 1])) continue;
    std::size_t end = at + key.size();
    if (end < text.size() && (text[end] == '"' || text[end] == '\'')) ++end;
    end = std::min(text.find_first_not_of(" \t\r\n", end), text.size());
    if (end < text.size() && text[end] == ':') return true;
  }
  return false;
}

}  // namespace

std::vector<TemplateFile> files_of(const std::vector<std::string>& names) {
  std::vector<TemplateFile> files;
  bool takes_input = false;
  for (const std::string& name : names) {
    if (name == "-" && std::exchange(takes_input, true)) continue;  // there is only one
    std::error_code error;
    if (name != "-" && fs::is_directory(name, error))
      add_directory(name, files);
    else
      files.push_back({name, false});
  }
  return files;
}

bool looks_like_template(std::string_view text) {
  return has_key(text, "Resources") || has_key(text, "AWSTemplateFormatVersion");
}

bool looks_like_spec(std::string_view text) {
  if (!is_spec(text)) return false;
  const std::vector<std::string> telling = {"platform", "executor"};
  const std::vector<std::string_view> likely = {"gitlab", "instances", "schedules", "scaling", "spot", "hooks"};
  int signs = 0;
  for (std::string_view line : support::split_lines(text)) {
    const std::string_view key = key_of(line);
    if (key.empty()) continue;
    if (std::find(telling.begin(), telling.end(), key) != telling.end()) return true;
    if (std::find(likely.begin(), likely.end(), key) != likely.end() || support::closest(key, telling)) ++signs;
  }
  return signs > 1;
}

}  // namespace vend::cli
