#include "validate/types/type_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "validate/types/references.hpp"
#include "validate/types/value_formats.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

// A boolean or its word, in any case.
bool is_truth(const Node& value) {
  constexpr std::array<std::string_view, 6> words = {"true", "false", "yes", "no", "on", "off"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) {
    return std::equal(one.begin(), one.end(), value.text().begin(), value.text().end(),
                      [](char a, char b) { return a == b || a - 'a' + 'A' == b; });
  });
}

bool fits_type(const Node& value, std::string_view type) {
  if (type == "object") return value.is_mapping();
  if (type == "array") return value.is_sequence();
  if (!value.is_scalar() || value.is_null()) return false;
  if (type == "string") return true;
  if (type == "boolean") return is_truth(value);
  const std::optional<double> number = document::to_real(Node::scalar(Node::Kind::real, value.text()));
  return number && (type == "number" || *number == std::trunc(*number));
}

std::string described(const Node& node) {
  if (node.is_mapping()) return "a mapping";
  if (node.is_sequence()) return "a list";
  if (node.is_null()) return "empty";
  if (const document::Unknown* what = node.only_unknown(); what != nullptr && what->attribute == "Fn::Join")
    return "a text that Fn::Join makes";
  return fmt::format("\"{}\"", shown(node.text()));
}

// What each alternative asks for: properties, or a format.
std::vector<std::string> asked_by(const Node& choices) {
  std::vector<std::string> all;
  for (const Node& one : choices.items()) {
    std::vector<std::string> names;
    for (const Node* name : items_of(one.find("required"))) names.push_back(name->text());
    if (const Node* format = one.find("format")) names.push_back(format->text());
    if (!names.empty()) all.push_back(support::join(names, " and "));
  }
  return all;
}

}  // namespace

std::string property_in(std::string path) {
  while (true) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) return path;
    if (!support::is_digits(std::string_view(path).substr(dot + 1))) return path.substr(dot + 1);
    path.resize(dot);
  }
}

std::string last_name(const std::string& path) {
  const bool item = support::is_digits(std::string_view(path).substr(path.rfind('.') + 1));
  return (item ? "an item of " : "") + property_in(path);
}

std::string shown(const std::string& text) { return support::shortened(text, 60); }

void TypeCheck::run() {
  read_only();
  document::Mark name = resource_.node->mark();
  for (const document::Member& one : resource_.node->members()) {
    if (one.key == "Properties" && one.mark.line > 0) name = one.mark;
  }
  value(*resource_.properties, schema_.root(), "Properties", name);
}

void TypeCheck::found(std::string_view code, document::Mark mark, const std::string& path, std::string message,
                      std::string fix, bool dated_list) {
  ++problems_;
  if (quiet_ != 0) return;
  if (dated_list) {
    report_.add_dated(code, mark, resource_.path(path), std::move(message), std::move(fix));
  } else {
    report_.add(code, mark, resource_.path(path), std::move(message), std::move(fix));
  }
}

// Some are given when the resource is made, and read afterwards: AWS says so by calling them create-only as well, or
// required.
void TypeCheck::read_only() {
  std::set<std::string> settable;
  for (const Node* one : items_of(schema_.root().find("createOnlyProperties"))) settable.insert(one->text());
  for (const Node* one : items_of(schema_.root().find("required"))) settable.insert("/properties/" + one->text());
  for (const Node* one : items_of(schema_.root().find("readOnlyProperties"))) {
    const std::string name = one->text().substr(std::min<std::size_t>(one->text().size(), 12));
    if (name.find('/') != std::string::npos || settable.contains(one->text())) continue;
    if (const Node* set = resource_.properties->find(name)) {
      found("T008", set->mark(), "Properties." + name, fmt::format("{} is set by AWS and cannot be given", name),
            "remove it");
    }
  }
}

const Node& TypeCheck::follow(const Node& schema) const {
  const Node* at_last = &schema;
  for (int hops = 0; hops < 16; ++hops) {
    const Node* reference = at_last->find("$ref");
    if (reference == nullptr) break;
    const Node* target = schema_.at(reference->text());
    if (target == nullptr) break;
    at_last = target;
  }
  return *at_last;
}

void TypeCheck::value(const Node& node, const Node& unresolved, const std::string& path, document::Mark owner) {
  const Node& schema = follow(unresolved);
  const document::Mark mark = node.mark().or_else(owner);
  if (!type(node, schema, path, mark)) return;
  // What is missing is missing below the name of the property.
  if (node.is_mapping()) object(node, schema, path, owner.or_else(mark));
  if (node.is_sequence()) array(node, schema, path, mark);
  if (node.is_scalar()) scalar(node, schema, path, mark);
  alternatives(node, schema, path, mark);
}

bool TypeCheck::type(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  const Node* type = schema.find("type");
  if (type == nullptr) return true;
  const std::vector<const Node*> types = items_of(type);
  if (std::any_of(types.begin(), types.end(), [&](const Node* one) { return fits_type(node, one->text()); }))
    return true;
  // A reference may stand for a list or a number, unless it is known for a single text.
  const bool lists_only = types.size() == 1 && types.front()->text() == "array";
  const bool texts = std::any_of(types.begin(), types.end(), [](const Node* one) { return one->text() == "string"; });
  const bool one_text = (lists_only && is_single_text(resolved_, node)) || (!texts && is_one_text(resolved_, node));
  if (node.is_scalar() && is_symbolic(node) && !one_text) return false;
  if (node.is_null()) return false;                               // L018 says so
  if (node.is_mapping() && cfn::as_function(node)) return false;  // a function where none is called: L017 says so
  // A path instead of an address is for `aws cloudformation package` to replace.
  if (resource_.type.starts_with("AWS::Lambda::") && node.is_string() &&
      (path == "Properties.Code" || path == "Properties.Content"))
    return false;
  std::vector<std::string> names;
  names.reserve(types.size());
  for (const Node* one : types) names.push_back(one->text());
  found("T003", mark, path,
        fmt::format("{} is {}, but {} is expected", last_name(path), described(node), support::join(names, " or ")),
        names.front() == "array" ? "write it as a list" : "");
  return false;
}

bool TypeCheck::passes(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  const int before = problems_;
  ++quiet_;
  value(node, schema, path, mark);
  if (node.is_mapping()) object(node, follow(schema), path, mark);
  --quiet_;
  const bool good = problems_ == before;
  problems_ = before;
  return good;
}

void TypeCheck::alternatives(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  for (std::string_view keyword : {"anyOf", "oneOf"}) {
    const Node* choices = schema.find(keyword);
    if (choices == nullptr) continue;
    const auto good = std::count_if(choices->items().begin(), choices->items().end(),
                                    [&](const Node& one) { return passes(node, one, path, mark); });
    if (good > 0) continue;
    const std::vector<std::string> asked = asked_by(*choices);
    const std::string either = support::join(asked, " nor ");
    if (asked.size() != choices->items().size())
      found("T007", mark, path, fmt::format("{} has none of the forms that are allowed here", last_name(path)),
            asked.empty() ? "" : "give " + support::join(asked, ", or "));
    else if (node.is_mapping())
      found("T007", mark, path, fmt::format("{} has neither {}", last_name(path), either),
            "give " + support::join(asked, ", or "));
    else
      found("T007", mark, path, fmt::format("{} is {}, neither {}", last_name(path), described(node), either));
  }
  for (const Node* one : items_of(schema.find("allOf"))) value(node, *one, path, mark);
}

}  // namespace vend::validate
