// Mappings: which properties a type has, which it needs, and which exclude each other.
#include <fmt/format.h>

#include <algorithm>

#include "validate/types/type_check.hpp"
#include "vend/aws/dated.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

bool is_empty_list(const Node& node) { return node.is_sequence() && node.empty(); }

}  // namespace

void TypeCheck::object(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  const Node* properties = schema.find("properties");
  const Node* patterns = schema.find("patternProperties");
  const Node* more = schema.find("additionalProperties");
  const bool closed = more != nullptr && more->text() == "false";
  for (const document::Member& one : node.members()) {
    const std::string below = path + "." + one.key;
    if (const Node* known = properties != nullptr ? properties->find(one.key) : nullptr) {
      value(one.value, *known, below, one.mark.or_else(mark));
    } else if (const Node* matching = patterns != nullptr ? pattern_property(*patterns, one.key) : nullptr) {
      value(one.value, *matching, below, one.mark.or_else(mark));
    } else if (closed && !one.key.starts_with("Fn::")) {
      unknown(one, properties, below);
    }
  }
  // What a macro puts in is not known.
  if (node.find("Fn::Transform") != nullptr) return;
  for (const Node* one : items_of(schema.find("required"))) {
    if (node.find(one->text()) == nullptr)
      found("T002", mark, path, fmt::format("{} is required", one->text()), "add it");
  }
  exclusive(node, schema, path, mark);
  dependent(node, schema, path, mark);
}

const Node* TypeCheck::pattern_property(const Node& patterns, const std::string& key) {
  for (const document::Member& one : patterns.members()) {
    if (schemas_.matches(one.key, key)) return &one.value;
  }
  return nullptr;
}

void TypeCheck::unknown(const document::Member& one, const Node* properties, const std::string& path) {
  std::vector<std::string> names;
  if (properties != nullptr) {
    for (const document::Member& known : properties->members()) names.push_back(known.key);
  }
  std::optional<std::string> meant = support::closest(one.key, names);
  // A part of a name, or a longer one: Delay for DelaySeconds.
  const auto akin = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return std::min(name.size(), one.key.size()) >= 4 &&
           (name.find(one.key) != std::string::npos || one.key.find(name) != std::string::npos);
  });
  if (!meant && akin != names.end()) meant = *akin;
  // A name that the type has nowhere, and none that is like it, may be newer than its schema.
  const bool newer = !meant && !schema_.has_property(one.key);
  if (!meant && names.size() <= 12 && !names.empty()) meant = "one of " + support::join(names, ", ");
  found("T001", one.mark, path,
        fmt::format("{} has no property {}{}",
                    path.find('.') == path.rfind('.') ? std::string(resource_.type)
                                                      : last_name(path.substr(0, path.rfind('.'))),
                    one.key,
                    !newer                   ? ""
                    : schema_.file().empty() ? fmt::format(" in the schemas of {}", aws::lists_taken)
                                             : " in " + schema_.file()),
        meant ? fmt::format("did you mean {}?", *meant) : "", newer);
}

// Properties of which one is wanted.
void TypeCheck::exclusive(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  auto names = [](const Node& list) {
    std::vector<std::string> all;
    for (const Node* one : items_of(&list)) all.push_back(one->text());
    return all;
  };
  auto present = [&](const Node& list) {
    return std::count_if(list.items().begin(), list.items().end(),
                         [&](const Node& one) { return node.find(one.text()) != nullptr; });
  };
  auto sets = [](const Node* keyword) {
    std::vector<const Node*> lists;
    if (keyword == nullptr || keyword->empty()) return lists;
    if (!keyword->items().front().is_sequence()) return std::vector<const Node*>{keyword};
    return items_of(keyword);
  };
  for (const Node* list : sets(schema.find("requiredXor"))) {
    // EC2 takes a rule without a source or target, which lets nobody through (coverage roadmap, issue 1706).
    if (present(*list) == 0 && resource_.type == "AWS::EC2::SecurityGroup") {
      if (quiet_ == 0)
        report_.add("T007", mark, resource_.path(path), "a rule without a source or target lets nobody through",
                    fmt::format("give one of {}", support::join(names(*list), ", ")), support::Severity::info);
    } else if (present(*list) != 1)
      found("T007", mark, path, fmt::format("exactly one of {} is needed", support::join(names(*list), ", ")),
            "keep one of them");
  }
  for (const Node* list : sets(schema.find("requiredOr"))) {
    if (present(*list) == 0)
      found("T007", mark, path, fmt::format("one of {} is needed", support::join(names(*list), ", ")),
            "add one of them");
  }
}

// Properties that exclude or need others.
void TypeCheck::dependent(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  for (auto [keyword, wanted] : {std::pair{"dependentExcluded", false}, std::pair{"dependentRequired", true}}) {
    const Node* table = schema.find(keyword);
    if (table == nullptr) continue;
    for (const document::Member& row : table->members()) {
      const Node* set = node.find(row.key);
      if (set == nullptr) continue;
      for (const Node* other : items_of(&row.value)) {
        const Node* second = node.find(other->text());
        const bool has_it = second != nullptr && (wanted || !is_empty_list(*second));
        if (has_it == wanted || (!wanted && is_empty_list(*set))) continue;
        found("T007", set->mark().or_else(mark), path,
              fmt::format("{} {} {}", row.key, wanted ? "needs" : "excludes", other->text()),
              wanted ? fmt::format("add {}", other->text()) : "keep one of them");
      }
    }
  }
}

}  // namespace vend::validate
