#include "parameter_values.hpp"

#include <fmt/format.h>

#include "command.hpp"
#include "vend/document/yaml.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"

namespace vend::cli {
namespace {

using document::Node;

using Values = std::map<std::string, std::string>;

void add_assignment(const std::string& text, Values& values) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UsageError(fmt::format("\"{}\" is no KEY=VALUE", support::escape_for_terminal(text)));
  values[text.substr(0, equals)] = text.substr(equals + 1);
}

std::string value_of(const Node& node) {
  if (node.is_scalar()) return node.text();
  std::vector<std::string> parts;
  for (const Node& one : node.items()) parts.push_back(one.text());
  return support::join(parts, ",");
}

void add_mapping(const Node& mapping, Values& values) {
  for (const document::Member& one : mapping.members()) values[one.key] = value_of(one.value);
}

void add_file(const std::string& file, Values& values) {
  const std::string text = support::read_file(file, std::size_t{4} << 20U);
  support::Diagnostics problems;
  const std::optional<Node> root = document::read_document(text, file, problems);
  if (!problems.empty()) throw UsageError(support::to_text(problems.front(), text));
  if (root && root->is_sequence()) {
    for (const Node& one : root->items()) {
      const Node *key = one.find("ParameterKey"), *value = one.find("ParameterValue");
      if (key != nullptr) {
        if (value != nullptr) values[key->text()] = value_of(*value);
      } else {
        add_assignment(one.text(), values);
      }
    }
    return;
  }
  if (!root || !root->is_mapping())
    throw UsageError(fmt::format("{} holds no parameter values", support::escape_for_terminal(file)));
  for (const char* name : {"Parameters", "parameters"}) {
    if (const Node* below = root->find(name); below != nullptr && below->is_mapping())
      return add_mapping(*below, values);
  }
  add_mapping(*root, values);
}

}  // namespace

std::map<std::string, std::string> read_parameter_values(const std::string& file,
                                                         const std::vector<std::string>& given) {
  Values values;
  if (!file.empty()) add_file(file, values);
  for (const std::string& one : given) add_assignment(one, values);
  return values;
}

}  // namespace vend::cli
