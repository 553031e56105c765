#include "schemas.hpp"

#include <algorithm>

#include "vend/document/yaml.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

std::string asset_path(std::string_view type) {
  std::string name = "templates/schemas/";
  for (std::size_t i = 0; i < type.size(); ++i) {
    if (type.substr(i, 2) == "::") {
      name += '-';
      ++i;
    } else {
      const char c = type[i];
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return name + ".json";
}

// The line of a sorted text that begins with `key` and a tab, without both; empty when there is none.
std::string_view row_of(std::string_view text, std::string_view key) {
  std::size_t low = 0, high = text.size();  // begins of lines
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::size_t before = text.rfind('\n', middle == 0 ? 0 : middle - 1);
    const std::size_t begin = before == std::string_view::npos || before < low ? low : before + 1;
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::string_view name = line.substr(0, line.find('\t'));
    if (name == key) return line.substr(std::min(line.size(), name.size() + 1));
    if (name < key) {
      low = end + 1;
    } else {
      high = begin;
    }
  }
  return {};
}

constexpr std::string_view many = "templates/schemas/aws.jsonl";
constexpr std::string_view more_attributes = "templates/schemas/attributes.tsv";
constexpr std::string_view type_names = "templates/schemas/types.txt";

}  // namespace

const document::Node* Schemas::find(std::string_view type) {
  auto found = loaded_.find(type);
  if (found == loaded_.end()) {
    std::optional<document::Node> schema;
    const bool plain = std::all_of(type.begin(), type.end(),
                                   [](char c) { return std::string_view("/\\.").find(c) == std::string_view::npos; });
    if (const std::string path = asset_path(type); plain && assets_.contains(path)) {
      support::Diagnostics ignored;
      schema = document::read_json(assets_.get(path), path, ignored);
    } else if (const std::string_view row = row_of(assets_.get(many), type); plain && !row.empty()) {
      support::Diagnostics ignored;
      schema = document::read_json(row, std::string(many), ignored);
    }
    found = loaded_.emplace(std::string(type), std::move(schema)).first;
  }
  return found->second ? &*found->second : nullptr;
}

std::optional<std::vector<std::string>> Schemas::attributes(std::string_view type) {
  const document::Node* schema = find(type);
  if (schema == nullptr) return std::nullopt;
  std::vector<std::string> names;
  if (const document::Node* list = schema->find("readOnlyProperties")) {
    for (const document::Node& one : list->items()) {
      std::string name = one.text().substr(std::min<std::size_t>(one.text().size(), 12));  // behind /properties/
      std::replace(name.begin(), name.end(), '/', '.');
      names.push_back(std::move(name));
    }
  }
  for (std::string_view one : support::split(row_of(assets_.get(more_attributes), type), ' ')) {
    if (!one.empty()) names.emplace_back(one);
  }
  return names;
}

bool Schemas::exists(std::string_view type) const {
  const std::string_view names = assets_.get(type_names);
  for (std::size_t at = names.find(type); at != std::string_view::npos; at = names.find(type, at + 1)) {
    if ((at == 0 || names[at - 1] == '\n') && names.substr(at + type.size()).starts_with('\n')) return true;
  }
  return false;
}

std::optional<std::string> Schemas::meant(std::string_view type) const {
  std::vector<std::string> names;
  for (std::string_view one : support::split_lines(assets_.get(type_names))) names.emplace_back(one);
  return support::closest(type, names);
}

bool Schemas::matches(const std::string& pattern, const std::string& text) {
  auto found = patterns_.find(pattern);
  if (found == patterns_.end()) found = patterns_.emplace(pattern, support::Pattern::read(pattern)).first;
  return !found->second || found->second->is_found_in(text).value_or(true);
}

}  // namespace vend::validate
