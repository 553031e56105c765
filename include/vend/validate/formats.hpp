// Reports of findings, for people and for other programs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vend/support/diagnostic.hpp"

namespace vend::validate {

struct FileFindings {
  std::string file;
  std::string source;  // the file's text, for the code lines of the text report
  support::Diagnostics findings;
};

// Stays the same when lines move: made of code, file, path and message.
std::string fingerprint(const support::Diagnostic& finding);

std::string as_text(const std::vector<FileFindings>& files);
std::string as_json(const std::vector<FileFindings>& files);
std::string as_sarif(const std::vector<FileFindings>& files);   // 2.1.0
std::string as_junit(const std::vector<FileFindings>& files);   // one suite a file
std::string as_gitlab(const std::vector<FileFindings>& files);  // GitLab's code quality report

}  // namespace vend::validate
