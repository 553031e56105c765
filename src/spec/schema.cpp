// The JSON Schema of the format, and docs/spec.md, both made from the table of fields.
#include "vend/spec/schema.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "spec/examples.hpp"
#include "spec/fields.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {
namespace {

using document::Node;

constexpr std::string_view definitions = R"({
  "duration": {"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+[smhd]?$"}]},
  "range": {"type": "object", "additionalProperties": false, "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}}},
  "metric": {"oneOf": [{"enum": ["cpu", "memory", "slots"]}, {"type": "object", "additionalProperties": false, "required": ["namespace", "name"],
    "properties": {"namespace": {"type": "string"}, "name": {"type": "string"}, "statistic": {"type": "string"},
      "dimensions": {"type": "object", "additionalProperties": {"type": "string"}}}}]},
  "alarm": {"type": "object", "additionalProperties": false, "properties": {"at": {"type": "number"},
    "for": {"$ref": "#/definitions/duration"}, "periods": {"type": "integer", "minimum": 1},
    "steps": {"type": "object", "minProperties": 1, "maxProperties": 20, "additionalProperties": {"type": "integer"}}}}
})";

// JSON that stands in this program.
Node json(std::string_view text) {
  support::Diagnostics found;
  std::optional<Node> node = document::read_json(text, "(schema)", found);
  if (!node || !found.empty())
    throw std::logic_error("a schema in the table of fields is not JSON: " + std::string(text));
  return *std::move(node);
}

Node object() {
  return Node::mapping(
      {{"type", "object"}, {"additionalProperties", Node::boolean(false)}, {"properties", Node::mapping()}});
}

Node type_of(const Field& field) {
  if (const auto* structure = std::get_if<Structure>(&field.target)) return json(structure->schema);
  if (!field.words.empty()) {
    return Node::mapping({{"enum", Node::sequence({field.words.begin(), field.words.end()})}});
  }
  if (field.unit == Unit::seconds) return Node::mapping({{"$ref", "#/definitions/duration"}});
  if (std::holds_alternative<Access<int>>(field.target)) return Node::mapping({{"type", "integer"}});
  if (std::holds_alternative<Access<bool>>(field.target)) return Node::mapping({{"type", "boolean"}});
  if (std::holds_alternative<Access<std::string>>(field.target)) return Node::mapping({{"type", "string"}});
  return Node::mapping({{"type", "array"}, {"items", Node::mapping({{"type", "string"}})}});
}

std::string default_of(const Field& field) {
  Draft draft;
  if (const auto* text = std::get_if<Access<std::string>>(&field.target)) return (*text)(draft);
  if (const auto* number = std::get_if<Access<int>>(&field.target)) {
    return field.unit == Unit::seconds ? calendar::short_duration((*number)(draft)) : std::to_string((*number)(draft));
  }
  if (const auto* flag = std::get_if<Access<bool>>(&field.target)) return (*flag)(draft) ? "true" : "false";
  return field.path == "instances" ? "[m5.large]" : "";
}

std::string type_name(const Field& field) {
  if (const auto* structure = std::get_if<Structure>(&field.target)) return std::string(structure->type);
  if (!field.words.empty()) return support::join({field.words.begin(), field.words.end()}, ", ");
  if (field.unit == Unit::seconds) return "duration";
  if (std::holds_alternative<Access<int>>(field.target)) return "whole number";
  if (std::holds_alternative<Access<bool>>(field.target)) return "true or false";
  return std::holds_alternative<Access<std::string>>(field.target) ? "text" : "list of texts";
}

// That of its section.
std::string example_of(std::string_view path) {
  for (const Example& one : examples()) {
    if (path == one.section || path.starts_with(std::string(one.section) + ".")) return std::string(one.text);
  }
  return {};
}

}  // namespace

std::string json_schema() {
  Node schema = Node::mapping({{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "vend runner group"}});
  Node settings = object();
  for (document::Member& member : settings.members()) schema.add(member.key, std::move(member.value));
  for (const Field& field : fields()) {
    Node* properties = schema.find("properties");
    std::vector<std::string_view> keys = support::split(field.path, '.');
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
      Node* below = properties->find(keys[i]);
      if (below == nullptr) below = &properties->add(std::string(keys[i]), object());
      properties = below->find("properties");
    }
    Node type = type_of(field);
    type.add("description", field.meaning);
    properties->add(std::string(keys.back()), std::move(type));
  }
  schema.add("definitions", json(definitions));
  return document::write_json(schema);
}

std::vector<Setting> settings() {
  std::vector<Setting> all;
  for (const Field& field : fields()) {
    Setting one{std::string(field.path), type_name(field), default_of(field), std::string(field.meaning), {}, {}};
    if (std::holds_alternative<Access<bool>>(field.target)) one.words = {"true", "false"};
    for (std::string_view word : field.words) one.words.emplace_back(word);
    one.example = example_of(field.path);
    all.push_back(std::move(one));
  }
  return all;
}

std::string markdown() {
  std::string out =
      "# The spec\n\n"
      "Generated from the table of fields (`src/spec/fields.cpp`); do not edit. A spec is YAML or JSON. Every setting "
      "has a\n"
      "default, and each one is a parameter of the template unless `fixed` bakes it in. Durations are written 90, 90s, "
      "5m, 2h\n"
      "or 1d. `vend schema` prints the JSON Schema for editors, `vend presets` lists starting points, `vend help "
      "spot.strategy`\n"
      "prints a row of this page.\n\n"
      "`gitlab.url` is `url` below `gitlab`; `--set gitlab.url=...` writes it in one word. Examples of every section "
      "with settings below\n"
      "it stand behind the table.\n\n"
      "| Setting | Takes | Default | Meaning |\n|---|---|---|---|\n";
  for (const Setting& one : settings()) {
    out += fmt::format("| `{}` | {} | {} | {} |\n", one.path, one.takes,
                       one.otherwise.empty() ? "" : "`" + one.otherwise + "`", one.meaning);
  }
  out += "\n## Examples\n";
  for (const Example& one : examples()) out += fmt::format("\n`{}`:\n\n```yaml\n{}```\n", one.section, one.text);
  return out;
}

}  // namespace vend::spec
