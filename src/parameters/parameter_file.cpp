#include "vend/parameters/parameter_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parameters/parameter_collector.hpp"
#include "parameters/quick_create.hpp"
#include "parameters/shell_assignments.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/document/yaml_writer.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend::parameters {
namespace {

using document::Member;
using document::Node;

bool is_text(const Node& node) { return node.is_scalar() && node.tag().empty(); }

// Trees in JSON or YAML.
class TreeReader {
 public:
  explicit TreeReader(ParameterCollector& into) : into_(into) {}

  void read(const Node& root) {
    if (root.is_sequence()) return read_rows(root);
    if (!root.is_mapping()) return no_form(root, "this holds no parameter values");
    if (root.find("Resources") != nullptr) return no_form(root, "this is a template, not the values of its parameters");
    if (const Node* stacks = root.find("Stacks"); stacks != nullptr && stacks->is_sequence()) return described(*stacks);
    for (auto [values, tags] : {std::pair{"Parameters", "Tags"}, std::pair{"parameters", "tags"}}) {
      if (const Node* below = root.find(values); below != nullptr && (!is_text(*below) || below->is_null())) {
        wrapped(*below);
        if (const Node* found = root.find(tags)) read_tags(*found);
        return;
      }
    }
    if (const Node* overrides = root.find("ParameterOverrides")) return packed(*overrides);
    if (root.find("template-file-path") == nullptr) mapping(root);
  }

 private:
  void no_form(const Node& node, std::string message) {
    into_.refuse("P010", node.mark(), std::move(message),
                 "use a list of {ParameterKey, ParameterValue}, a mapping KEY: VALUE, a shell's KEY='VALUE' lines, or "
                 "another form that `vend help parameters` names");
  }

  void wrapped(const Node& values) {
    if (values.is_sequence()) return read_rows(values);
    if (values.is_mapping()) mapping(values);
  }

  // ParameterOverrides of a deploy action or of sam's configuration: a mapping, or a text of JSON or of KEY=VALUE
  // words.
  void packed(const Node& overrides) {
    if (!is_text(overrides)) return wrapped(overrides);
    support::Diagnostics ignored;
    const std::string_view text = support::trim(overrides.text());
    if (text.starts_with('{') || text.starts_with('[')) {
      if (const std::optional<Node> inner = document::read_document(text, "", ignored)) return wrapped(*inner);
    } else if (looks_like_assignments(text)) {
      return read_assignments(text, into_);
    }
    no_form(overrides, "ParameterOverrides holds no parameter values");
  }

  void described(const Node& stacks) {
    if (stacks.items().size() != 1)
      return no_form(stacks, fmt::format("this describes {} stacks, not one", stacks.items().size()));
    hides_secrets_ = true;
    const Node& stack = stacks.items().front();
    if (const Node* values = stack.find("Parameters")) wrapped(*values);
    if (const Node* tags = stack.find("Tags")) read_tags(*tags);
    if (const Node* id = stack.find("StackId"); id != nullptr && is_text(*id)) into_.result.stack_id = id->text();
  }

  void mapping(const Node& values) {
    for (const Member& one : values.members()) value(one.key, one.value);
  }

  void read_rows(const Node& rows) {
    for (const Node& row : rows.items()) {
      if (row.is_string() && is_text(row)) {
        assignment(row);
      } else if (const Node* key = row.find("ParameterKey"); key != nullptr && is_text(*key)) {
        keyed(row, key->text());
      } else {
        no_form(row, "a parameter is either {ParameterKey, ParameterValue} or KEY=VALUE");
      }
    }
  }

  void assignment(const Node& row) {
    const std::size_t equals = row.text().find('=');
    if (equals == std::string::npos || equals == 0) return no_form(row, "this is not KEY=VALUE");
    into_.add({row.text().substr(0, equals), row.text().substr(equals + 1), false, row.mark()});
  }

  void keyed(const Node& row, const std::string& name) {
    const Node* given = row.find("ParameterValue");
    const Node* previous = row.find("UsePreviousValue");
    if (previous != nullptr && document::to_bool(*previous).value_or(false))
      return into_.add({name, "", true, previous->mark()});
    if (given == nullptr) return no_form(row, fmt::format("{} has no ParameterValue", name));
    if (hides_secrets_ && given->text() == cfn::hidden) return into_.add({name, "", true, given->mark()});
    value(name, *given);
  }

  void value(const std::string& name, const Node& node) {
    if (std::optional<std::string> text = text_of(node)) return into_.add({name, std::move(*text), false, node.mark()});
    into_.refuse("P011", node.mark(), fmt::format("{} is not a text", name),
                 "give a text, a number, true or false, or a list of these");
  }

  static std::optional<std::string> text_of(const Node& node) {
    if (is_text(node)) return node.text();
    if (!node.is_sequence() || !node.tag().empty() || !std::all_of(node.items().begin(), node.items().end(), is_text))
      return std::nullopt;
    std::vector<std::string> parts;
    for (const Node& one : node.items()) parts.push_back(one.text());
    return support::join(parts, ",");
  }

  // {KEY: VALUE}, or [{Key, Value}] as AWS's own interfaces write it.
  void read_tags(const Node& tags) {
    for (const Member& one : tags.members()) into_.result.tags.emplace_back(one.key, one.value.text());
    for (const Node& one : tags.items()) {
      const Node *key = one.find("Key"), *text = one.find("Value");
      if (key != nullptr && text != nullptr) into_.result.tags.emplace_back(key->text(), text->text());
    }
  }

  ParameterCollector& into_;
  bool hides_secrets_ = false;
};

}  // namespace

std::optional<ParameterFile> read_parameter_file(std::string_view text, const std::string& file,
                                                 support::Diagnostics& out) {
  support::Diagnostics found;
  ParameterCollector collector(file, found);
  if (looks_like_link(text)) {
    read_link(text, collector);
  } else if (looks_like_assignments(text)) {
    read_assignments(text, collector);
  } else if (const std::optional<Node> root = document::read_document(text, file, found); root && found.empty()) {
    TreeReader(collector).read(*root);
  }
  const bool failed = support::has_errors(found);
  out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  if (failed) return std::nullopt;
  return std::move(collector.result);
}

std::string create_stack_parameters(const ParameterFile& file) {
  Node all = Node::sequence();
  for (const ParameterValue& one : file.values) {
    Node& row = all.push(Node::mapping({{"ParameterKey", one.name}}));
    if (one.previous) {
      row.add("UsePreviousValue", Node::boolean(true));
    } else {
      row.add("ParameterValue", one.value);
    }
  }
  return document::write_json(all);
}

std::string deploy_parameters(const ParameterFile& file) {
  Node all = Node::sequence();
  for (const ParameterValue& one : file.values) {
    if (!one.previous) all.push(Node(one.name + "=" + one.value));
  }
  return document::write_json(all);
}

std::string shell_parameters(const ParameterFile& file) {
  std::string out;
  for (const ParameterValue& one : file.values) {
    if (!one.previous) out += fmt::format("param_{}={}\n", one.name, support::shell_quote(one.value));
  }
  return out;
}

std::string git_sync_parameters(const ParameterFile& file, const std::string& template_file) {
  Node values = Node::mapping(), tags = Node::mapping();
  for (const ParameterValue& one : file.values) {
    if (!one.previous) values.add(one.name, one.value);
  }
  for (const auto& [key, value] : file.tags) {
    if (tags.find(key) == nullptr) tags.add(key, value);
  }
  Node root = Node::mapping({{"template-file-path", template_file}, {"parameters", std::move(values)}});
  if (!tags.empty()) root.add("tags", std::move(tags));
  return document::write_yaml(root);
}

}  // namespace vend::parameters
