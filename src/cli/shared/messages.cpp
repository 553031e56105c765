#include "cli/shared/messages.hpp"

#include <fmt/format.h>

#include <ostream>

#include "vend/document/finding_node.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/token.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {

void Messages::report(const support::Diagnostics& diagnostics, std::string_view source,
                      std::optional<std::string_view> file) {
  if (json_) {
    collected_.insert(collected_.end(), diagnostics.begin(), diagnostics.end());
    return;
  }
  for (const support::Diagnostic& one : diagnostics)
    err_ << support::to_text(one, !file || one.location.file == *file ? source : std::string_view());
}

void Messages::complain(std::string_view message, std::string_view fix) {
  if (json_) {
    collected_.push_back({support::Severity::error, "X001", {}, "", std::string(message), std::string(fix)});
    return;
  }
  // A message may name files, and a file may be called anything.
  err_ << fmt::format("vend: error: {}\n", support::escape_lines_for_terminal(message));
  if (!fix.empty()) err_ << fmt::format("  fix: {}\n", support::escape_lines_for_terminal(fix));
}

void Messages::mention(std::string_view line) {
  if (!json_) err_ << support::escape_lines_for_terminal(line) << "\n";
}

void Messages::finish() {
  if (!json_) return;
  using document::Node;
  Node all = Node::sequence();
  for (support::Diagnostic one : collected_) {
    one.message = support::without_tokens(one.message);
    one.fix = support::without_tokens(one.fix);
    all.push(document::finding_node(one, one.location.file));
  }
  err_ << document::write_json(all);
}

}  // namespace vend::cli
