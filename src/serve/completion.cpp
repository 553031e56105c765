#include "serve/completion.hpp"

#include <algorithm>

#include "vend/support/text.hpp"

namespace vend::serve {
namespace {

using document::Node;

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

// The key of a line `key: ...`; empty for other lines.
std::string_view key_of(std::string_view line) {
  line = support::trim(line);
  const std::size_t colon = line.find(':');
  return line.starts_with('#') || colon == std::string_view::npos ? "" : support::trim(line.substr(0, colon));
}

// Keys of the lines that the last one, indented by `indent`, stands below; from the outermost.
std::vector<std::string_view> path_to(std::string_view before, std::size_t indent) {
  std::vector<std::string_view> lines = support::split(before, '\n'), path;
  for (auto line = lines.rbegin(); line != lines.rend() && indent > 0; ++line) {
    std::string_view key = key_of(*line);
    const std::size_t dash = indentation(*line);
    const bool entry = key.starts_with("- ");  // of a list, with its first key
    if (key.empty() || dash >= indent) continue;
    if (entry) key = support::trim(key.substr(2));
    if (!entry || dash + 2 < indent) path.insert(path.begin(), key);
    indent = entry ? dash + 1 : dash;  // a list may begin at the column of its own key
  }
  return path;
}

const Node* resolved(const Node* schema, const Node& root) {
  const Node* reference = schema != nullptr ? schema->find("$ref") : nullptr;
  if (reference == nullptr) return schema;
  const Node* definitions = root.find("definitions");
  const std::string& name = reference->text();
  return definitions != nullptr ? definitions->find(std::string_view(name).substr(name.rfind('/') + 1)) : nullptr;
}

// The properties of a schema, or of the alternative that has some.
const Node* properties_of(const Node* schema, const Node& root) {
  schema = resolved(schema, root);
  if (schema == nullptr) return nullptr;
  if (const Node* found = schema->find("properties")) return found;
  if (const Node* items = schema->find("items")) return properties_of(items, root);
  for (const char* word : {"oneOf", "anyOf"}) {
    const Node* all = schema->find(word);
    for (std::size_t i = 0; all != nullptr && i < all->items().size(); ++i) {
      if (const Node* found = properties_of(&all->items()[i], root)) return found;
    }
  }
  return nullptr;
}

void add_words(const Node* schema, const Node& root, std::vector<Suggestion>& out) {
  schema = resolved(schema, root);
  if (schema == nullptr) return;
  if (const Node* type = schema->find("type"); type != nullptr && type->is_string() && type->text() == "boolean") {
    out.push_back({"true", ""});
    out.push_back({"false", ""});
  }
  if (const Node* words = schema->find("enum")) {
    for (const Node& one : words->items()) out.push_back({one.text(), ""});
  }
  if (const Node* all = schema->find("oneOf")) {
    for (const Node& one : all->items()) add_words(&one, root, out);
  }
}

}  // namespace

Completion complete(std::string_view text, std::size_t offset, const Node& schema) {
  offset = std::min(offset, text.size());
  const std::size_t newline = text.substr(0, offset).rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  std::string_view line = text.substr(begin, offset - begin);
  std::size_t indent = indentation(line);
  if (support::trim(line).starts_with("- ")) indent = line.find('-') + 2;  // the first key of a list's entry
  const Node* properties = properties_of(&schema, schema);
  const Node* at = &schema;
  for (const std::string_view key : path_to(text.substr(0, begin), indent)) {
    at = properties != nullptr ? properties->find(key) : nullptr;
    properties = properties_of(at, schema);
    if (at == nullptr) return {offset, {}};
  }
  Completion result;
  const std::size_t colon = line.find(':');
  std::size_t from = colon == std::string_view::npos ? std::min(indent, line.size()) : colon + 1;
  while (from < line.size() && line[from] == ' ') ++from;
  if (colon != std::string_view::npos && from == colon + 1) return {offset, {}};  // no blank behind the colon yet
  result.from = begin + from;
  const std::string_view word = line.substr(from);
  std::vector<Suggestion> all;
  if (colon != std::string_view::npos) {
    std::string_view key = key_of(line);
    if (key.starts_with("- ")) key = support::trim(key.substr(2));
    if (properties != nullptr) add_words(properties->find(key), schema, all);
  } else if (properties != nullptr) {
    for (const document::Member& one : properties->members()) {
      const Node* meaning = one.value.find("description");
      const bool opens = one.value.find("properties") != nullptr;
      all.push_back({one.key + (opens ? ":" : ": "), meaning != nullptr ? meaning->text() : ""});
    }
  }
  std::copy_if(all.begin(), all.end(), std::back_inserter(result.suggestions),
               [&](const Suggestion& one) { return one.text.starts_with(word) && one.text != word; });
  return result;
}

}  // namespace vend::serve
