// YAML: reading with places, and writing what every YAML 1.1 and 1.2 reader understands alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

struct ReadLimits {
  std::size_t bytes = 4U << 20U;  // a template body is at most 1 MB (AWS, CloudFormation quotas)
  int depth = 200;                // nesting
  std::size_t nodes = 300'000;    // counted after aliases are expanded, so that alias bombs stop early
};

// The codes of what readers report, all of them errors:
//   D001 syntax, D002 duplicate key, D003 a key that is no text, D004 not UTF-8, D005 control characters,
//   D006 tabs as indentation, D007 several documents, D008 limits, D009 merge key, D010 unknown tag.

// Reads one YAML document into a tree. Reports through `out`, with places. Returns nothing when there was an error that
// leaves no usable tree; a tree returned with errors lacks what was wrong (the second of two equal keys). A byte order
// mark and Windows line ends are accepted; an empty document is null.
//
// Plain scalars resolve by the YAML 1.2 core schema, plus yes, no, on and off in the three spellings of true and false:
// CloudFormation's YAML 1.1 reader takes them for booleans, so they are booleans here, too, with the text as written.
// y and n are texts. Null has no text. A scalar with a local tag (!Ref 123) is always a text. Aliases and merge keys
// are expanded; explicit members win over merged ones, which come last. Of the tags `!!` the basic types are known.
std::optional<Node> read_yaml(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits = {});

// Reads JSON (RFC 8259) the same way: strings are quoted scalars, numbers keep their text, duplicate keys are refused.
std::optional<Node> read_json(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits = {});

// JSON when the first character that is no white space is '{' or '[' and it reads as JSON, otherwise YAML.
std::optional<Node> read_document(std::string_view text, const std::string& file, support::Diagnostics& out,
                                  const ReadLimits& limits = {});

// Block style, two spaces, long texts as literal blocks, strings bare only where no reader can take them for
// anything else. Tags are written. Ends with a newline. Reading it back gives an equal tree, as far as the tree is one
// that reading can give: tagged scalars are texts, numbers and booleans have a text that is one.
// std::logic_error for a number or boolean whose text is none, and for text that is not UTF-8.
std::string write_yaml(const Node& node);

// A node that is written in a shorter way: a tag and the value behind it, which is `made` when that is set.
struct Short {
  std::string_view tag;
  const Node* value = nullptr;
  std::optional<Node> made;
};
using ShortForm = std::optional<Short> (*)(const Node&);

// A mapping of borrowed nodes, so that what is large need not be copied. `short_form`, when not null, is asked about
// every node without a tag. A level is `step` columns (1 to 9) further in.
struct NamedNode {
  std::string_view key;
  const Node* value = nullptr;
};
std::string write_yaml(const std::vector<NamedNode>& members, ShortForm short_form, std::size_t step = 2);

// JSON with two spaces. Numbers that JSON has no spelling for (0123, 0x1F, .inf) become strings, so that no digit is
// lost. std::logic_error for tags, which JSON cannot hold, and for text that is not UTF-8.
std::string write_json(const Node& node);
// The same without any white space and without a newline at its end.
std::string write_compact_json(const Node& node);

}  // namespace vend::document
