#include "cli/shared/template_files.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/shared/input.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;

void add_directory(const fs::path& directory, std::vector<TemplateFile>& files) {
  std::vector<std::string> found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    const std::string extension = entry.path().extension().string();
    const bool fits = extension == ".yml" || extension == ".yaml" || extension == ".json" || extension == ".template";
    if (fits && entry.is_regular_file() && entry.file_size() <= largest_input) found.push_back(entry.path().string());
  }
  std::sort(found.begin(), found.end());
  for (std::string& one : found) files.push_back({std::move(one), true});
}

}  // namespace

std::vector<TemplateFile> files_of(const std::vector<std::string>& names) {
  std::vector<TemplateFile> files;
  bool takes_input = false;
  for (const std::string& name : names) {
    if (name == "-" && std::exchange(takes_input, true)) continue;  // there is only one
    if (name != "-" && fs::is_directory(name))
      add_directory(name, files);
    else
      files.push_back({name, false});
  }
  return files;
}

bool looks_like_template(std::string_view text) { return text.find("Resources") != std::string_view::npos; }

}  // namespace vend::cli
