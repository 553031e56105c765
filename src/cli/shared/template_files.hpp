// The files that a command line names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vend::cli {

struct TemplateFile {
  std::string path;           // "-" for standard input
  bool in_directory = false;  // nobody named it: what is neither template nor spec there is passed over
  std::string problem = {};   // why it cannot be read, where the directory tells
};

// In the order of the names; a directory stands for its files and those below, by path, whose endings templates have.
// What cannot be read of a directory is a row with a problem.
std::vector<TemplateFile> files_of(const std::vector<std::string>& names);

// Whether the text of a file in a directory may be a template: it has one of the two sections that tell.
bool looks_like_template(std::string_view text);
// Or a spec: by settings that other files do not have, also mistyped ones.
bool looks_like_spec(std::string_view text);

}  // namespace vend::cli
