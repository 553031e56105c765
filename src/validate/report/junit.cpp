// JUnit's XML, as GitLab and Jenkins read it: a suite for each file.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "validate/report/forms.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

// XML 1.0, section 2.2: what is no character of XML is shown as \xNN or \u{NNNN}; section 3.3.3: a line end in an
// attribute would become a space.
std::string xml(std::string_view text) { return support::escape_markup(support::escape_for_terminal(text)); }

std::string case_of(const FileFindings& file, const support::Diagnostic& one, const std::string& body) {
  return fmt::format("    <testcase name=\"{} {}:{}\" classname=\"{}\" file=\"{}\">\n      {}\n    </testcase>\n",
                     one.code, one.location.line, one.location.column, xml(one.path.empty() ? file.file : one.path),
                     xml(place_of(file, one)), body);
}

}  // namespace

void begin_junit(ReportWriter& to) {
  to.out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vend validate\">\n";
}

void junit_file(ReportWriter& to, const FileFindings& file) {
  const std::size_t tests = file.findings.size() + file.ignored.size();
  to.out << fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n", xml(file.file),
                        std::max<std::size_t>(tests, 1), file.findings.size(), file.ignored.size());
  if (tests == 0) to.out << fmt::format("    <testcase name=\"no findings\" classname=\"{}\"/>\n", xml(file.file));
  for (const support::Diagnostic& one : file.findings)
    to.out << case_of(file, one,
                      fmt::format("<failure type=\"{}\" message=\"{}\">{}</failure>", support::to_string(one.severity),
                                  xml(one.message), xml(one.fix)));
  for (const Ignored& one : file.ignored)
    to.out << case_of(file, one.finding,
                      fmt::format("<skipped message=\"ignored: {} ({}, by {})\"/>", xml(one.finding.message),
                                  xml(reason_of(one)), xml(one.by)));
  to.out << "  </testsuite>\n";
}

void end_junit(ReportWriter& to) { to.out << "</testsuites>\n"; }

}  // namespace vend::validate
