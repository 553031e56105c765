// The forms of reports: one function for each of their parts.
#pragma once

#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/validate/formats.hpp"

namespace vend::validate {

struct ReportForm {
  std::string_view name;
  void (*begin)(ReportWriter&);
  void (*file)(ReportWriter&, const FileFindings&);
  void (*end)(ReportWriter&);
};

// Findings about a parameter's value stand in the file that gave it.
const std::string& place_of(const FileFindings& file, const support::Diagnostic& finding);
std::string with_fix(const support::Diagnostic& finding);         // message; fix
std::string_view reason_of(const Ignored& one);                   // never empty
void put_in_list(ReportWriter& to, const document::Node& entry);  // the next entry of a JSON list
void end_list(ReportWriter& to);

void begin_nothing(ReportWriter& to);
void text_file(ReportWriter& to, const FileFindings& file);
void json_file(ReportWriter& to, const FileFindings& file);
void gitlab_file(ReportWriter& to, const FileFindings& file);
void begin_sarif(ReportWriter& to);
void sarif_file(ReportWriter& to, const FileFindings& file);
void end_sarif(ReportWriter& to);
void begin_junit(ReportWriter& to);
void junit_file(ReportWriter& to, const FileFindings& file);
void end_junit(ReportWriter& to);
void markdown_file(ReportWriter& to, const FileFindings& file);
void end_markdown(ReportWriter& to);

}  // namespace vend::validate
