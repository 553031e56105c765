#include "vend/validate/schemas.hpp"

#include <algorithm>

#include "vend/document/json_outline.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

constexpr std::string_view schema_folder = "templates/schemas/";
constexpr std::size_t largest_schema = std::size_t{4} << 20U;  // bytes; the largest of AWS's has a tenth of it

std::string file_name(std::string_view type) {
  std::string name;
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
constexpr std::string_view update_rows = "templates/schemas/updates.tsv";
constexpr std::string_view type_names = "templates/schemas/types.txt";

// Whether a type's name can be a part of a file's.
bool is_plain(std::string_view type) {
  return !type.empty() && std::all_of(type.begin(), type.end(), [](char c) {
    return std::string_view("/\\.").find(c) == std::string_view::npos;
  });
}

bool has_file(const std::filesystem::path& directory, const std::string& name) {
  std::error_code error;
  return !directory.empty() && std::filesystem::is_regular_file(directory / name, error);
}

std::optional<document::Node> read_part(std::string_view text, const std::string& file) {
  support::Diagnostics ignored;
  return document::read_json(text, file, ignored);
}

// The typeName of a schema; empty when it has none.
std::string type_of(std::string_view schema) {
  for (const document::JsonMember& one : document::outline_json(schema).value_or(std::vector<document::JsonMember>{})) {
    if (one.key == "typeName" && one.text.size() > 2) return std::string(one.text.substr(1, one.text.size() - 2));
  }
  return {};
}

}  // namespace

std::optional<Schema> Schema::read(std::string_view text, const std::string& file) {
  const std::optional<std::vector<document::JsonMember>> members = document::outline_json(text);
  if (!members) return std::nullopt;
  Schema schema;
  for (const document::JsonMember& one : *members) {
    if (one.key == "definitions") {
      for (const document::JsonMember& each :
           document::outline_json(one.text).value_or(std::vector<document::JsonMember>{})) {
        schema.definitions_.emplace(each.key, Definition{each.text, std::nullopt});
      }
    } else if (std::optional<document::Node> value = read_part(one.text, file);
               value && schema.root_.find(one.key) == nullptr) {
      schema.root_.add(std::string(one.key), std::move(*value));
    }
  }
  return schema;
}

bool Schema::has_property(std::string_view name) const {
  const document::Node* properties = root_.find("properties");
  if (properties != nullptr && properties->find(name) != nullptr) return true;
  const std::string quoted = '"' + std::string(name) + '"';
  return std::any_of(definitions_.begin(), definitions_.end(),
                     [&](const auto& one) { return one.second.text.find(quoted) != std::string_view::npos; });
}

const document::Node* Schema::at(std::string_view pointer) {
  constexpr std::string_view definitions = "#/definitions/";
  const document::Node* target = &root_;
  if (pointer.starts_with(definitions)) {
    pointer.remove_prefix(definitions.size());
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const auto found = definitions_.find(pointer.substr(0, end));
    if (found == definitions_.end()) return nullptr;
    Definition& one = found->second;
    if (!one.node) one.node = read_part(one.text, "").value_or(document::Node::mapping());
    target = &*one.node;
    pointer.remove_prefix(end);
  } else {
    pointer.remove_prefix(std::min<std::size_t>(1, pointer.size()));  // "#"
  }
  if (pointer.empty()) return target;
  for (std::string_view part : support::split(pointer.substr(1), '/')) {
    target = target != nullptr ? target->find(part) : nullptr;
  }
  return target;
}

std::optional<Schema> Schemas::load(std::string_view type) {
  if (!is_plain(type)) return std::nullopt;
  const std::string name = file_name(type);
  if (const std::filesystem::path file = directory_ / name; has_file(directory_, name)) {
    const std::string& text = texts_[file] = support::read_file(file, largest_schema);
    if (std::optional<Schema> schema = Schema::read(text, file.string())) {
      schema->set_file(name);
      return schema;
    }
    throw support::FileError("cannot read '" + file.string() + "': it is not JSON object");
  }
  if (const std::string path = std::string(schema_folder) + name; assets_.contains(path))
    return Schema::read(assets_.get(path), path);
  const std::string_view row = row_of(assets_.get(many), type);
  return row.empty() ? std::nullopt : Schema::read(row, std::string(many));
}

Schema* Schemas::find(std::string_view type) {
  auto found = loaded_.find(type);
  if (found == loaded_.end()) found = loaded_.emplace(std::string(type), load(type)).first;
  return found->second ? &*found->second : nullptr;
}

std::vector<Schemas::Known> Schemas::known() const {
  std::map<std::string, std::string> all;
  for (std::string_view row : support::split_lines(assets_.get(many)))
    all.emplace(row.substr(0, row.find('\t')), std::string());
  std::vector<std::filesystem::path> files;
  for (const std::string& path : assets_.list(schema_folder)) {
    if (path.ends_with(".json")) all.emplace(type_of(assets_.get(path)), std::string());
  }
  if (!directory_.empty()) {
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
      const std::string type = type_of(support::read_file(entry.path(), largest_schema));
      if (has_file(directory_, file_name(type))) all[type] = entry.path().string();
    }
  }
  all.erase("");
  std::vector<Known> known;
  known.reserve(all.size());
  for (auto& [type, file] : all) known.push_back({type, std::move(file)});
  return known;
}

std::optional<std::vector<std::string>> Schemas::attributes(std::string_view type) {
  const Schema* schema = find(type);
  if (schema == nullptr) return std::nullopt;
  std::vector<std::string> names;
  if (const document::Node* list = schema->root().find("readOnlyProperties")) {
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

std::string_view Schemas::updates(std::string_view type) const { return row_of(assets_.get(update_rows), type); }

bool Schemas::exists(std::string_view type) const {
  if (is_plain(type) && has_file(directory_, file_name(type))) return true;
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

const std::optional<support::Pattern>& Schemas::read(const std::string& pattern) {
  auto found = patterns_.find(pattern);
  if (found == patterns_.end()) found = patterns_.emplace(pattern, support::Pattern::read(pattern)).first;
  return found->second;
}

bool Schemas::matches(const std::string& pattern, const std::string& text) {
  const std::optional<support::Pattern>& known = read(pattern);
  return !known || known->is_found_in(text).value_or(true);
}

bool Schemas::may_begin(const std::string& pattern, const std::string& text) {
  const std::optional<support::Pattern>& known = read(pattern);
  return !known || known->may_begin(text).value_or(true);
}

}  // namespace vend::validate
