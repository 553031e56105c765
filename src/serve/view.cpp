#include "serve/view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "serve/take.hpp"
#include "vend/aws/limits.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/diff/diff.hpp"
#include "vend/diff/print.hpp"
#include "vend/document/finding_node.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/preview/html.hpp"
#include "vend/preview/preview.hpp"
#include "vend/validate/check.hpp"

namespace vend::serve {
namespace {

using document::Node;

// FNV-1a, 64 bits: tells contents apart, and need not resist anybody.
std::string checksum(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return fmt::format("{:016x}", value);
}

// A field of the form, a resource, a script, a table, and what stands between: a change of a value changes few of them.
std::vector<std::string_view> pieces_of(std::string_view html) {
  constexpr std::array begins = {std::string_view("\n<div class=\"field"), std::string_view("\n<div class=\"scroll"),
                                 std::string_view("\n<details")};
  std::vector<std::string_view> pieces;
  while (!html.empty()) {
    std::size_t end = html.size();
    for (const std::string_view begin : begins) {
      const std::size_t found = html.substr(0, end).find(begin);
      if (found != std::string_view::npos) end = found + 1;
    }
    pieces.push_back(html.substr(0, end));
    html.remove_prefix(end);
  }
  return pieces;
}

support::Diagnostics judged(const Source& source, const evaluate::Input& input, const support::Assets& assets) {
  support::Diagnostics all = source.found;
  if (!source.t) return all;
  validate::Options options;
  options.assets = assets;
  options.input = input;
  validate::Verdict verdict;
  if (source.is_spec) {
    verdict = validate::Checker(options).judge(*source.t, source.template_text.size());
    verdict.findings = product::at_settings(std::move(verdict.findings), source.spec);
  } else {
    verdict = validate::Checker(options).judge_text(source.text, source.name);
    all.clear();  // reading is part of it
  }
  for (support::Diagnostic& one : verdict.findings) all.push_back(std::move(one));
  return all;
}

std::string findings_html(const support::Diagnostics& findings) {
  preview::Html items;
  for (const support::Diagnostic& one : findings) {
    if (one.severity == support::Severity::info) continue;
    const std::string_view severity = support::to_string(one.severity);
    items.open("li", {{"class", severity}}).leaf("b", severity).text(" ");
    if (one.location.line > 0) items.text(fmt::format("line {}: ", one.location.line));
    items.lines(one.message).text(" ").leaf("code", one.code);
    if (!one.fix.empty()) items.empty("br").lines(one.fix);
    items.close().line_end();
  }
  preview::Html all;
  if (items.is_empty()) return all.leaf("p", "validate finds nothing.").line_end().str();
  return all.open("ul").line_end().add(items).close().line_end().str();
}

// What the page needs to know of the form beside its HTML. A secret's constraints are checked there and nowhere else.
Node fields_node(const cfn::Template& t) {
  Node fields = Node::mapping();
  for (const document::Member& one : t.parameters.members()) {
    Node& field = fields.add(one.key, Node::mapping());
    const auto copy = [&](const char* from, const char* to) {
      const Node* value = one.value.find(from);
      if (value != nullptr) field.add(to, value->text());
    };
    if (!cfn::is_secret(one.value)) {
      copy("Default", "default");
      continue;
    }
    field.add("secret", Node::boolean(true));
    copy("AllowedPattern", "pattern");
    copy("MinLength", "min");
    copy("MaxLength", "max");
  }
  return fields;
}

std::string next_html(const Source& source) {
  if (!source.t) return "";
  product::NextSteps steps;
  steps.stack_name = source.stack_name.empty() ? "gitlab-runners" : source.stack_name;
  steps.template_file = source.template_name;
  steps.asks_secret = product::asks_secret(*source.t);
  steps.parameter_file = product::parameters_name(source.stack_name);
  steps.fits = source.template_text.size() <= aws::limits::template_body_inline;
  preview::Html commands;
  commands.open("pre", {{"id", "commands"}, {"tabindex", "0"}}).lines(product::next_steps(steps)).close();
  return commands.line_end().str();
}

diff::Side side_of(const Work& work, const Source& source) {
  const evaluate::Input input = input_of(work, source);
  return {&*source.t, input.parameters, input.previous};
}

}  // namespace

Findings findings_of(const Work& work, const Source& source, const support::Assets& assets) {
  Findings result;
  const support::Diagnostics findings = judged(source, input_of(work, source), assets);
  Node list = Node::sequence();
  std::int64_t errors = 0;
  for (const support::Diagnostic& one : findings) {
    if (one.severity == support::Severity::info) continue;
    if (one.severity == support::Severity::error) ++errors;
    list.push(document::finding_node(one, one.location.file));
  }
  result.facts.add("errors", Node::integer(errors));
  result.facts.add("findings", std::move(list));
  result.html = findings_html(findings);
  return result;
}

View view_of(const Work& work, const Source& source) {
  View view;
  const evaluate::Input input = input_of(work, source);
  std::int64_t fields = 0, changed = 0, refused = 0, missing = 0;
  if (source.t) {
    preview::Request request;
    request.input = input;
    const preview::Report report = preview::preview(*source.t, request);
    for (const preview::FieldGroup& group : report.form) {
      for (const preview::Field& field : group.fields) {
        ++fields;
        changed += field.changed ? 1 : 0;
        refused += field.problems.empty() ? 0 : 1;
        missing += field.missing && field.problems.empty() ? 1 : 0;
      }
    }
    for (preview::HtmlPart& part : preview::html_parts(report, {preview::FormStyle::inputs}))
      view.parts.push_back({std::move(part.id), std::move(part.title), std::move(part.html)});
    view.facts.add("form", fields_node(*source.t));
  }
  view.parts.push_back({"next", "Next commands", next_html(source)});
  view.facts.add("kind", source.is_spec ? "spec" : "template");
  view.facts.add("ok", Node::boolean(source.t.has_value()));
  view.facts.add("fields", Node::integer(fields));
  view.facts.add("changed", Node::integer(changed));
  view.facts.add("refused", Node::integer(refused));
  view.facts.add("missing", Node::integer(missing));
  view.facts.add("shareable", Node::boolean(!source.has_secret_text));
  view.facts.add("size", Node::integer(static_cast<std::int64_t>(source.template_text.size())));
  Node files = Node::sequence();
  for (const std::string& name : names_to_take(source)) files.push(name);
  view.facts.add("files", std::move(files));
  return view;
}

std::string as_json(const View& view, const std::set<std::string>& have) {
  Node root = view.facts;
  Node& parts = root.add("parts", Node::sequence());
  Node html = Node::mapping();
  std::set<std::string> sent = have;
  for (const Part& part : view.parts) {
    Node& row = parts.push(Node::mapping());
    row.add("id", part.id);
    Node& pieces = row.add("pieces", Node::sequence());
    for (const std::string_view piece : pieces_of(part.html)) {
      const std::string sum = checksum(piece);
      pieces.push(sum);
      if (sent.insert(sum).second) html.add(sum, std::string(piece));
    }
  }
  root.add("html", std::move(html));
  return document::write_compact_json(root);
}

std::string comparison(const Work& before, const Source& before_source, const Work& after, const Source& after_source,
                       const support::Assets& assets) {
  if (!before_source.t || !after_source.t) return "<p>There is nothing to compare while the text has errors.</p>\n";
  diff::Request request;
  request.before = side_of(before, before_source);
  request.after = side_of(after, after_source);
  request.environment = after.environment;
  return diff::html_sections(diff::compare(request, assets)).str();
}

}  // namespace vend::serve
