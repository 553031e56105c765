#include "vend/diff/print.hpp"

#include <fmt/format.h>

#include "vend/support/text.hpp"

namespace vend::diff {

std::string as_text(const Report& report, const View&) {
  std::string out;
  for (const ResourceChange& one : report.resources) {
    out += fmt::format("{:12} {} ({})\n", word(one.action), one.id, one.type);
    for (const PropertyChange& change : one.properties)
      out += fmt::format("    {}{}\n", change.path, change.because.empty() ? "" : ": " + change.because);
  }
  for (const GroupChange& one : report.groups) {
    out += fmt::format("{}: rolls {}, jobs {}\n", one.id, to_string(one.rolls), to_string(one.jobs));
    for (const std::string& reason : one.reasons) out += "    " + reason + "\n";
  }
  for (const std::string& one : report.fails) out += "fails: " + one + "\n";
  for (const std::string& one : report.may_fail) out += "may fail: " + one + "\n";
  return support::escape_lines_for_terminal(out);
}

std::string as_markdown(const Report& report) { return as_text(report, {}); }

}  // namespace vend::diff
