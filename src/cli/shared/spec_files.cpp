#include "cli/shared/spec_files.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/shared/command.hpp"
#include "cli/shared/input.hpp"
#include "cli/shared/template_files.hpp"
#include "vend/support/file.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {

std::vector<std::string> spec_files_of(const std::vector<std::string>& names) {
  std::vector<std::string> specs;
  for (const std::string& name : names) {
    const std::size_t before = specs.size();
    for (const TemplateFile& one : files_of({name})) {
      if (!one.problem.empty()) throw support::FileError(one.problem);
      if (!one.in_directory || looks_like_spec(support::read_file(one.path, largest_input))) specs.push_back(one.path);
    }
    if (specs.size() == before)
      throw UsageError(fmt::format("there is no spec in the directory '{}'", support::escape_for_terminal(name)));
  }
  return specs;
}

}  // namespace vend::cli
