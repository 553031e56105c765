// The files that a command line names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vend::cli {

struct TemplateFile {
  std::string path;           // "-" for standard input
  bool in_directory = false;  // nobody named it: what is no template there is passed over
};

// In the order of the names; a directory stands for its files and those below, by path, whose endings templates have.
// Throws std::filesystem::filesystem_error when a directory cannot be read.
std::vector<TemplateFile> files_of(const std::vector<std::string>& names);

// Whether the text of a file in a directory may be a template.
bool looks_like_template(std::string_view text);

}  // namespace vend::cli
