// Checking many files at once, and taking what became of them in order.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/shared/project_file.hpp"
#include "cli/shared/template_files.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/formats.hpp"

namespace vend::cli {

// What became of a file.
struct Judged {
  validate::FileFindings result;
  std::optional<std::string> spec;  // its text, when it is a spec
  std::string problem;              // why it cannot be read
  bool passed_over = false;         // it lies in a directory and is neither template nor spec
};

// A file and the choices of its project.
struct Task {
  TemplateFile file;
  const ProjectFile* project = nullptr;
};

// How to check what belongs to a project.
using OptionsFor = std::function<validate::Options(const ProjectFile&)>;

// Checks the files by as many threads as there are cores, and gives each to `take` in the order of the tasks, from the
// thread that calls. A few finished files wait at most, so that memory does not grow with their number. What one of the
// threads throws, and what `take` throws, ends all of them and is thrown from here.
void judge_all(const std::vector<Task>& tasks, std::istream& in, const OptionsFor& options,
               const std::function<void(const Task&, Judged)>& take);

}  // namespace vend::cli
