// SARIF 2.1.0 (OASIS), as Microsoft's multitool and GitHub take it.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "validate/report/forms.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"
#include "vend/validate/rules.hpp"

namespace vend::validate {
namespace {

using document::Node;
using support::Diagnostic;
using support::Severity;

std::string_view sarif_level(Severity severity) {
  return severity == Severity::info ? "note" : support::to_string(severity);
}

// A URI reference (RFC 3986): relative to the repository, or a file's.
std::string uri_of(const std::string& path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (std::string_view part : support::split(path, '/')) {
    if (part.data() != path.data()) out += '/';
    out += support::percent_encode(part);
  }
  return out;
}

// SARIF counts characters, and ours are bytes.
int column_of(const Diagnostic& one, std::string_view line) {
  const auto before = static_cast<std::size_t>(one.location.column - 1);
  return before <= line.size() ? static_cast<int>(support::utf8_length(line.substr(0, before))) + 1
                               : one.location.column;
}

Node result_of(ReportWriter& to, const FileFindings& file, const support::SourceLines& lines, const Diagnostic& one) {
  const std::string& place = place_of(file, one);
  Node physical =
      Node::mapping({{"artifactLocation", Node::mapping({{"uri", Node(uri_of(to.origin.path_of(place)))}})}});
  if (one.location.line > 0) {
    Node region = Node::mapping({{"startLine", Node::integer(one.location.line)}});
    if (one.location.column > 0)
      region.add("startColumn", Node::integer(column_of(one, place == file.file ? lines.line(one.location.line) : "")));
    physical.add("region", std::move(region));
  }
  Node location = Node::mapping({{"physicalLocation", std::move(physical)}});
  if (!one.path.empty())
    location.add("logicalLocations",
                 Node::sequence({Node::mapping({{"fullyQualifiedName", document::writable(one.path)}})}));
  return Node::mapping({{"ruleId", Node(one.code)},
                        {"level", Node(sarif_level(one.severity))},
                        {"message", Node::mapping({{"text", document::writable(with_fix(one) + ".")}})},
                        {"locations", Node::sequence({std::move(location)})},
                        {"partialFingerprints", Node::mapping({{"vend/v1", Node(to.fingerprints.next(one, place))}})}});
}

}  // namespace

void begin_sarif(ReportWriter& to) {
  Node descriptors = Node::sequence();
  for (const support::Code& rule : support::codes()) {
    descriptors.push(Node::mapping(
        {{"id", Node(rule.code)},
         {"shortDescription", Node::mapping({{"text", Node(fmt::format("{}.", rule.title))}})},
         {"fullDescription", Node::mapping({{"text", Node(rule.why)}})},
         {"help", Node::mapping({{"text", Node(fmt::format("`vend explain {}` has examples.", rule.code))}})},
         {"defaultConfiguration", Node::mapping({{"level", Node(sarif_level(rule.severity))}})}}));
  }
  const Node driver = Node::mapping({{"name", "vend"},
                                     {"version", Node(to.version)},
                                     {"semanticVersion", Node(to.version)},
                                     {"rules", std::move(descriptors)}});
  to.out
      << "{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n\"runs\": [{\n"
         "\"tool\": {\"driver\": "
      << document::write_compact_json(driver) << "},\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": ";
}

void sarif_file(ReportWriter& to, const FileFindings& file) {
  const support::SourceLines lines(file.source);
  for (const Diagnostic& one : file.findings) put_in_list(to, result_of(to, file, lines, one));
  for (const Ignored& one : file.ignored) {
    Node result = result_of(to, file, lines, one.finding);
    const bool in_source = one.by == "the resource" || one.by == "the template";
    result.add("suppressions",
               Node::sequence({Node::mapping({{"kind", in_source ? "inSource" : "external"},
                                              {"justification", document::writable(reason_of(one))}})}));
    put_in_list(to, result);
  }
}

void end_sarif(ReportWriter& to) {
  end_list(to);
  to.out << "}]\n}\n";
}

}  // namespace vend::validate
