#include "vend/validate/formats.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/document/json_writer.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/rules.hpp"

namespace vend::validate {
namespace {

using document::Node;
using support::Diagnostic;
using support::Severity;

Node safe(std::string_view text) {
  return Node(support::is_valid_utf8(text) ? std::string(text) : support::escape_for_terminal(text));
}

Node number(int value) { return Node::integer(value); }

// XML 1.0 text: markup escaped, characters that XML cannot hold shown as \xNN.
std::string xml(std::string_view text) {
  std::string out;
  for (char c : support::escape_for_terminal(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view sarif_level(Severity severity) {
  return severity == Severity::info ? "note" : support::to_string(severity);
}

std::string_view gitlab_severity(Severity severity) {
  if (severity == Severity::error) return "major";
  return severity == Severity::warning ? "minor" : "info";
}

// Findings about a parameter's value stand in the file that gave it.
const std::string& place(const FileFindings& file, const Diagnostic& finding) {
  return finding.location.file.empty() ? file.file : finding.location.file;
}

}  // namespace

std::string fingerprint(const Diagnostic& finding) {
  return support::sha256_hex(
      fmt::format("{}\n{}\n{}\n{}", finding.code, finding.location.file, finding.path, finding.message));
}

std::string as_text(const std::vector<FileFindings>& files) {
  std::string out;
  for (const FileFindings& file : files) {
    for (const Diagnostic& one : file.findings) {
      out += support::to_text(one, place(file, one) == file.file ? file.source : "");
      if (!one.path.empty()) out += fmt::format("  at: {}\n", support::escape_for_terminal(one.path));
    }
  }
  return out;
}

std::string as_json(const std::vector<FileFindings>& files) {
  Node all = Node::sequence();
  for (const FileFindings& file : files) {
    for (const Diagnostic& one : file.findings) {
      all.push(Node::mapping({{"severity", Node(support::to_string(one.severity))},
                              {"code", Node(one.code)},
                              {"file", safe(place(file, one))},
                              {"line", number(one.location.line)},
                              {"column", number(one.location.column)},
                              {"path", safe(one.path)},
                              {"message", safe(one.message)},
                              {"fix", safe(one.fix)},
                              {"fingerprint", Node(fingerprint(one))}}));
    }
  }
  return document::write_json(all);
}

std::string as_sarif(const std::vector<FileFindings>& files) {
  Node results = Node::sequence();
  for (const FileFindings& file : files) {
    for (const Diagnostic& one : file.findings) {
      Node physical = Node::mapping({{"artifactLocation", Node::mapping({{"uri", safe(place(file, one))}})}});
      if (one.location.line > 0) {
        Node region = Node::mapping({{"startLine", number(one.location.line)}});
        if (one.location.column > 0) region.add("startColumn", number(one.location.column));
        physical.add("region", std::move(region));
      }
      std::string message = one.fix.empty() ? one.message : fmt::format("{}; {}", one.message, one.fix);
      results.push(
          Node::mapping({{"ruleId", Node(one.code)},
                         {"level", Node(sarif_level(one.severity))},
                         {"message", Node::mapping({{"text", safe(message)}})},
                         {"locations", Node::sequence({Node::mapping({{"physicalLocation", std::move(physical)}})})},
                         {"partialFingerprints", Node::mapping({{"vend/v1", Node(fingerprint(one))}})}}));
    }
  }
  Node descriptors = Node::sequence();
  for (const Rule& rule : rules()) {
    descriptors.push(
        Node::mapping({{"id", Node(rule.code)},
                       {"shortDescription", Node::mapping({{"text", Node(rule.title)}})},
                       {"fullDescription", Node::mapping({{"text", Node(rule.why)}})},
                       {"defaultConfiguration", Node::mapping({{"level", Node(sarif_level(rule.severity))}})}}));
  }
  Node driver = Node::mapping({{"name", "vend"}, {"rules", std::move(descriptors)}});
  Node run = Node::mapping({{"tool", Node::mapping({{"driver", std::move(driver)}})}, {"results", std::move(results)}});
  return document::write_json(Node::mapping({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                                             {"version", "2.1.0"},
                                             {"runs", Node::sequence({std::move(run)})}}));
}

std::string as_junit(const std::vector<FileFindings>& files) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vend validate\">\n";
  for (const FileFindings& file : files) {
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", xml(file.file),
                       std::max<std::size_t>(file.findings.size(), 1), file.findings.size());
    if (file.findings.empty())
      out += fmt::format("    <testcase name=\"no findings\" classname=\"{}\"/>\n", xml(file.file));
    for (const Diagnostic& one : file.findings) {
      out += fmt::format(
          "    <testcase name=\"{} {}:{}\" classname=\"{}\" file=\"{}\">\n      <failure type=\"{}\" "
          "message=\"{}\">{}</failure>\n    </testcase>\n",
          one.code, one.location.line, one.location.column, xml(one.path.empty() ? file.file : one.path),
          xml(place(file, one)), support::to_string(one.severity), xml(one.message), xml(one.fix));
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string as_gitlab(const std::vector<FileFindings>& files) {
  Node all = Node::sequence();
  for (const FileFindings& file : files) {
    for (const Diagnostic& one : file.findings) {
      Node lines = Node::mapping({{"begin", number(std::max(one.location.line, 1))}});
      std::string text = one.fix.empty() ? one.message : fmt::format("{}; {}", one.message, one.fix);
      all.push(Node::mapping(
          {{"description", safe(text)},
           {"check_name", Node(one.code)},
           {"fingerprint", Node(fingerprint(one))},
           {"severity", Node(gitlab_severity(one.severity))},
           {"location", Node::mapping({{"path", safe(place(file, one))}, {"lines", std::move(lines)}})}}));
    }
  }
  return document::write_json(all);
}

}  // namespace vend::validate
