#include "vend/validate/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "validate/report/forms.hpp"
#include "vend/document/finding_node.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

using document::Node;
using support::Diagnostic;
using support::Severity;

constexpr std::array report_forms = {
    ReportForm{"text", begin_nothing, text_file, begin_nothing},
    ReportForm{"json", begin_nothing, json_file, end_list},
    ReportForm{"sarif", begin_sarif, sarif_file, end_sarif},
    ReportForm{"junit", begin_junit, junit_file, end_junit},
    ReportForm{"gitlab", begin_nothing, gitlab_file, end_list},
    ReportForm{"markdown", begin_nothing, markdown_file, end_markdown},
};

const ReportForm& form_called(std::string_view name) {
  const auto* found =
      std::find_if(report_forms.begin(), report_forms.end(), [&](const ReportForm& one) { return one.name == name; });
  return found != report_forms.end() ? *found : report_forms.front();
}

// "stands here and in line 6, column 7" is the same finding when it moves.
std::string without_places(std::string_view message) {
  std::string out;
  for (std::size_t i = 0; i < message.size(); ++i) {
    out += message[i];
    for (std::string_view word : {"line ", "column "}) {
      if (!std::string_view(out).ends_with(word)) continue;
      while (i + 1 < message.size() && message[i + 1] >= '0' && message[i + 1] <= '9') ++i;
    }
  }
  return out;
}

Node json_entry(ReportWriter& to, const FileFindings& file, const Diagnostic& one) {
  const std::string& place = place_of(file, one);
  Node entry = document::finding_node(one, place);
  entry.add("fingerprint", to.fingerprints.next(one, place));
  return entry;
}

std::string_view gitlab_severity(Severity severity) {
  if (severity == Severity::error) return "major";
  return severity == Severity::warning ? "minor" : "info";
}

Node gitlab_entry(ReportWriter& to, const FileFindings& file, const Diagnostic& one, const std::string& description,
                  std::string_view severity) {
  const std::string& place = place_of(file, one);
  Node lines = Node::mapping({{"begin", Node::integer(std::max(one.location.line, 1))}});
  return Node::mapping({{"description", document::writable(description)},
                        {"check_name", Node(one.code)},
                        {"fingerprint", Node(to.fingerprints.next(one, place))},
                        {"severity", Node(severity)},
                        {"location", Node::mapping({{"path", document::writable(to.origin.path_of(place))},
                                                    {"lines", std::move(lines)}})}});
}

}  // namespace

std::string Origin::path_of(std::string_view file) const {
  if (file.empty() || file.starts_with("(")) return std::string(file);  // (stdin)
  const std::filesystem::path plain = (here / std::filesystem::path(file)).lexically_normal();
  if (root.empty()) return plain.generic_string();
  const std::filesystem::path below = plain.lexically_relative(root);
  return below.empty() || *below.begin() == ".." ? plain.generic_string() : below.generic_string();
}

std::string Fingerprints::next(const Diagnostic& finding, std::string_view file) {
  std::string what =
      fmt::format("{}\n{}\n{}\n{}", finding.code, origin_.path_of(file), finding.path, without_places(finding.message));
  const std::size_t times = ++seen_[support::sha256_hex(what)];
  if (times > 1) what += fmt::format("\n{}", times);
  return support::sha256_hex(what);
}

ReportWriter::ReportWriter(std::string_view format, std::ostream& to, Origin from, std::string of_vend)
    : out(to), origin(std::move(from)), version(std::move(of_vend)), form_(form_called(format)) {}

void ReportWriter::begin() {
  if (!std::exchange(begun_, true)) form_.begin(*this);
}

void ReportWriter::write(const FileFindings& file) {
  begin();
  ++files;
  for (const Diagnostic& one : file.findings) ++counts[static_cast<std::size_t>(one.severity)];
  ignored += file.ignored.size();
  form_.file(*this, file);
}

void ReportWriter::finish() {
  begin();
  form_.end(*this);
}

std::vector<std::string> report_formats() {
  std::vector<std::string> names;
  names.reserve(report_forms.size());
  for (const ReportForm& one : report_forms) names.emplace_back(one.name);
  return names;
}

// --- what the forms share

const std::string& place_of(const FileFindings& file, const Diagnostic& finding) {
  return finding.location.file.empty() ? file.file : finding.location.file;
}

std::string with_fix(const Diagnostic& finding) {
  return finding.fix.empty() ? finding.message : fmt::format("{}; {}", finding.message, finding.fix);
}

std::string_view reason_of(const Ignored& one) {
  return one.reason.empty() ? std::string_view("no reason given") : std::string_view(one.reason);
}

void put_in_list(ReportWriter& to, const Node& entry) {
  to.out << (to.entries++ == 0 ? "[\n" : ",\n");
  std::string text = document::write_json(entry);
  text.pop_back();
  for (std::string_view line : support::split(text, '\n')) {
    if (line.data() != text.data()) to.out << '\n';
    to.out << "  " << line;
  }
}

void end_list(ReportWriter& to) { to.out << (to.entries == 0 ? "[]\n" : "\n]\n"); }

void begin_nothing(ReportWriter&) {}

// --- for people

void text_file(ReportWriter& to, const FileFindings& file) {
  const support::SourceLines lines(file.source);
  for (const Diagnostic& one : file.findings) {
    // The line of a secret in plain text is not repeated.
    const bool shown = place_of(file, one) == file.file && one.code != "A042";
    to.out << support::to_text_at(one, shown ? lines.line(one.location.line) : "", to.color);
    if (!one.path.empty()) to.out << fmt::format("  at: {}\n", support::escape_for_terminal(one.path));
  }
  for (const Ignored& one : file.ignored) {
    Diagnostic said = one.finding;
    said.fix.clear();
    said.message = fmt::format("ignored: {} ({}, by {})", said.message, reason_of(one), one.by);
    said.severity = Severity::info;
    to.out << support::to_text_at(said, "", to.color);
  }
}

// --- JSON

void json_file(ReportWriter& to, const FileFindings& file) {
  for (const Diagnostic& one : file.findings) put_in_list(to, json_entry(to, file, one));
  for (const Ignored& one : file.ignored) {
    Node entry = json_entry(to, file, one.finding);
    entry.add("ignored",
              Node::mapping({{"reason", document::writable(reason_of(one))}, {"by", document::writable(one.by)}}));
    put_in_list(to, entry);
  }
}

// GitLab's documentation, "Code Quality report format": paths are relative and without "./". It has no word for what
// is ignored, so that is information.
void gitlab_file(ReportWriter& to, const FileFindings& file) {
  for (const Diagnostic& one : file.findings)
    put_in_list(to, gitlab_entry(to, file, one, with_fix(one), gitlab_severity(one.severity)));
  for (const Ignored& one : file.ignored) {
    put_in_list(
        to, gitlab_entry(to, file, one.finding,
                         fmt::format("ignored: {} ({}, by {})", one.finding.message, reason_of(one), one.by), "info"));
  }
}

}  // namespace vend::validate
