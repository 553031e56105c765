#include "vend/document/json_writer.hpp"

#include <algorithm>
#include <stdexcept>

#include "document/scalar.hpp"
#include "vend/support/unicode.hpp"

namespace vend::document {

namespace {

bool is_json_number(const Node& node) {
  // What the YAML core schema allows beyond JSON: a plus, leading zeros, hexadecimal, a bare point, infinity.
  std::string_view text = node.text();
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  if (text.front() == '0' && text.size() > 1 && text[1] != '.' && text[1] != 'e' && text[1] != 'E') return false;
  const std::size_t point = text.find('.');
  return point == std::string_view::npos ||
         (point + 1 < text.size() && text[point + 1] >= '0' && text[point + 1] <= '9');
}

void append_json_escape(std::string& out, char32_t unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (unsigned shift : {12U, 8U, 4U, 0U}) out += digits[(unit >> shift) & 0xFU];
}

// What a terminal would obey or hide is written as an escape: JSON's readers see the same text.
void append_string(std::string& out, std::string_view text) {
  if (!support::is_valid_utf8(text)) throw std::logic_error("a text that is not UTF-8 cannot be written");
  out += '"';
  while (!text.empty()) {
    const auto* const end =
        std::ranges::find_if(text, [](char c) { return c < 0x20 || c > 0x7E || c == '"' || c == '\\'; });
    const auto plain = static_cast<std::size_t>(end - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::string_view before = text;
    const char32_t code = support::take_character(text).value_or(0);
    if (const std::string_view escape = code < 0x80 ? short_escape(code) : ""; !escape.empty()) {
      out += escape;
    } else if (code < 0x20 || code == 0x7F || (code <= 0xFFFF && support::is_deceptive(code))) {
      append_json_escape(out, code);
    } else if (code > 0xFFFF && support::is_deceptive(code)) {
      append_json_escape(out, 0xD800 + ((code - 0x10000) >> 10U));
      append_json_escape(out, 0xDC00 + ((code - 0x10000) & 0x3FFU));
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  out += '"';
}

void append_scalar(std::string& out, const Node& node) {
  switch (node.kind()) {
    case Node::Kind::null:
      out += "null";
      break;
    case Node::Kind::boolean:
      out += to_bool(node).value_or(false) ? "true" : "false";
      break;
    case Node::Kind::integer:
    case Node::Kind::real:
      if (is_json_number(node)) {
        out += node.text();
        break;
      }
      [[fallthrough]];
    default:
      append_string(out, node.text());
  }
}

// Lines are broken and indented when `pretty`.
void append(std::string& out, const Node& node, std::size_t indent, bool pretty) {
  if (!node.tag().empty()) throw std::logic_error("JSON has no tags, and here is " + node.tag());
  if (node.is_scalar()) return append_scalar(out, node);
  const char open = node.is_sequence() ? '[' : '{';
  const char close = node.is_sequence() ? ']' : '}';
  out += open;
  if (!node.empty()) {
    const std::string separator = pretty ? ",\n" + std::string(indent + 2, ' ') : ",";
    std::string_view before = std::string_view(separator).substr(1);
    for (const Node& item : node.items()) {
      out += before;
      append(out, item, indent + 2, pretty);
      before = separator;
    }
    for (const Member& member : node.members()) {
      out += before;
      append_string(out, member.key);
      out += pretty ? ": " : ":";
      append(out, member.value, indent + 2, pretty);
      before = separator;
    }
    if (pretty) {
      out += '\n';
      out.append(indent, ' ');
    }
  }
  out += close;
}

}  // namespace

std::string write_json(const Node& node) {
  std::string text;
  append(text, node, 0, true);
  text += '\n';
  return text;
}

std::string write_compact_json(const Node& node) {
  std::string text;
  append(text, node, 0, false);
  return text;
}

Node writable(std::string_view text) {
  return support::is_valid_utf8(text) ? Node(text) : Node(support::escape_for_terminal(text));
}

Node writable(const std::vector<std::string>& texts) {
  Node list = Node::sequence();
  for (const std::string& one : texts) list.push(writable(one));
  return list;
}

}  // namespace vend::document
