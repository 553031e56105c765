// What a plain (unquoted) YAML scalar means, to us and to others.
#pragma once

#include <string>
#include <string_view>

#include "vend/document/node.hpp"

namespace vend::document {

// By the YAML 1.2 core schema, plus yes/no/on/off, which CloudFormation's YAML 1.1 reader takes for booleans.
Node::Kind resolve_plain(std::string_view text);

// Whether every YAML 1.1 and 1.2 reader takes the text, unquoted in a block collection, for this very string.
bool is_safe_bare(std::string_view text);

// What a string needs on the page.
enum class Content {
  line,     // one line of printable characters
  lines,    // several, and a literal block carries them
  escapes,  // anything else: only double quotes with escapes carry it
};
Content content_of(std::string_view text);

// What stands for a character inside double quotes, in YAML and JSON alike; empty for one that needs no such escape.
std::string_view short_escape(char32_t code);

void append_single_quoted(std::string& out, std::string_view text);
void append_double_quoted(std::string& out, std::string_view text);  // std::logic_error when not UTF-8

}  // namespace vend::document
