// Lists, texts and numbers: what a type takes, and how much of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/language/language.hpp"
#include "validate/types/references.hpp"
#include "validate/types/type_check.hpp"
#include "validate/types/value_formats.hpp"
#include "vend/aws/dated.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

// Values that AWS adds to all the time: a list of them is right only on its day.
constexpr std::array<std::string_view, 11> aging = {
    "InstanceType", "Runtime",       "CompatibleRuntimes", "Region",          "DBInstanceClass", "CacheNodeType",
    "NodeType",     "EngineVersion", "SslPolicy",          "PlatformVersion", "SecurityPolicy"};
constexpr std::size_t most_lasting = 60;  // longer lists are such lists, too
constexpr std::size_t most_named = 12;    // in a message

// ECS takes a role's name as well (API reference, RegisterTaskDefinition), whatever the schema says.
bool takes_names(std::string_view type, const std::string& path) {
  return type == "AWS::ECS::TaskDefinition" &&
         (path == "Properties.TaskRoleArn" || path == "Properties.ExecutionRoleArn");
}

// Where the schema says version 4 and means any, such as lists of networks in Route 53.
bool is_ipv6_where_any_fits(std::string_view format, std::string_view text, std::string_view name) {
  constexpr std::array<std::string_view, 3> only_version_4 = {"CidrIp", "CidrBlock", "DestinationCidrBlock"};
  return format == "ipv4-network" && text.find(':') != std::string_view::npos && !is_one_of(name, only_version_4);
}

// Not so an entry of a list that only a stack knows: other entries look the same here.
bool is_one_value(const Node& node, const Resolved& resolved) {
  if (node.is_scalar()) return node.only_unknown() == nullptr || is_single_text(resolved, node);
  return std::all_of(node.items().begin(), node.items().end(),
                     [&](const Node& one) { return is_one_value(one, resolved); }) &&
         std::all_of(node.members().begin(), node.members().end(),
                     [&](const document::Member& one) { return is_one_value(one.value, resolved); });
}

// Some schemas have a pattern where others have the format AWS::IAM::Role.Arn.
bool takes_roles_only(Schemas& schemas, const std::string& pattern) {
  return pattern.find("role") != std::string::npos && schemas.matches(pattern, "arn:aws:iam::123456789012:role/name") &&
         !schemas.matches(pattern, "name") && !schemas.matches(pattern, "arn:aws:iam::123456789012:user/name");
}

const Node& first_value(const Node& node) {
  if (node.is_sequence() && !node.empty()) return first_value(node.items().front());
  if (node.is_mapping() && !node.empty()) return first_value(node.members().front().value);
  return node;
}

// Begins like one of the known values, as newer ones do: python3.99, but not cobol1.
bool is_akin(std::string_view value, const std::vector<std::string>& known) {
  auto stem = [](std::string_view text) {
    return text.substr(0, std::min(text.find_first_of("0123456789.-_"), text.size()));
  };
  return std::any_of(known.begin(), known.end(), [&](const std::string& one) { return stem(one) == stem(value); });
}

const std::string& text_of(const Node* node) {
  static const std::string none;
  return node != nullptr ? node->text() : none;
}

// The class of characters that all of a text has to be of; "" for a pattern that says more.
std::string class_of(std::string_view pattern) {
  if (!pattern.starts_with("^[")) return {};
  std::size_t end = 2;
  while (end < pattern.size() && (pattern[end] != ']' || end == 2)) {
    if (pattern[end] == '[') return {};
    end += pattern[end] == '\\' ? 2 : 1;
  }
  if (end >= pattern.size()) return {};
  const std::string_view rest = pattern.substr(end + 1);
  const bool counted = rest.starts_with('{') && rest.ends_with("}$") &&
                       rest.substr(1, rest.size() - 3).find_first_not_of("0123456789,") == std::string_view::npos;
  return rest == "+$" || rest == "*$" || counted ? std::string(pattern.substr(1, end)) : std::string();
}

// What of a text is known, whatever the rest becomes.
std::vector<std::string_view> known_parts(const Node& node) {
  std::vector<std::string_view> parts;
  const std::string_view text = node.text();
  std::size_t begin = 0;
  for (const document::Unknown& one : node.unknowns()) {
    parts.push_back(text.substr(begin, one.offset - begin));
    begin = one.offset + one.size;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace

// A text that is known in part is refused for what no other part can mend: a begin, a character, its length.
void TypeCheck::partly_known(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  if (node.is_known() || node.text().find("{{resolve:") != std::string::npos) return;
  const std::vector<std::string_view> parts = known_parts(node);
  if (const Node* pattern = schema.find("pattern")) {
    bool wrong = !parts.front().empty() && !schemas_.may_begin(pattern->text(), std::string(parts.front()));
    const std::string characters = class_of(pattern->text());
    for (std::size_t i = 0; i < parts.size() && !wrong && !characters.empty(); ++i)
      wrong = !parts[i].empty() && !schemas_.matches("^" + characters + "+$", std::string(parts[i]));
    if (wrong)
      found("T005", mark, path,
            fmt::format("{} is \"{}\", which does not match {}, whatever its unknown part is", last_name(path),
                        shown(node.text()), pattern->text()));
  }
  std::size_t length = 0;
  for (std::string_view one : parts) length += support::utf8_length(one);
  const std::optional<double> most = document::number_of(schema.find("maxLength"));
  if (most && static_cast<double>(length) > *most)
    found("T006", mark, path,
          fmt::format("{} has at least {} characters, more than {:g}", last_name(path), length, *most),
          fmt::format("at most {:g}", *most));
}

void TypeCheck::array(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  const std::size_t count = node.items().size();
  const bool certain =
      std::none_of(node.items().begin(), node.items().end(), [](const Node& one) { return is_symbolic(one); });
  bound(schema, "minItems", certain || count == 0, static_cast<double>(count), path, mark, "items");
  bound(schema, "maxItems", true, static_cast<double>(count), path, mark, "items");
  const Node* unique = schema.find("uniqueItems");
  if (unique != nullptr && unique->text() == "true") {
    for (std::size_t i = 1; i < count; ++i) {
      const Node& one = node.items()[i];
      if (!is_one_value(one, resolved_) ||
          std::find(node.items().begin(), node.items().begin() + static_cast<std::ptrdiff_t>(i), one) ==
              node.items().begin() + static_cast<std::ptrdiff_t>(i))
        continue;
      const document::Mark place = first_value(one).mark();  // it tells whether a default is at fault
      found("T009", place.or_else(mark), fmt::format("{}.{}", path, i),
            fmt::format("{} has the same item twice", last_name(path)), "remove one");
    }
  }
  const Node* items = schema.find("items");
  // Of ids the list has the format, not its entries.
  Node ids = Node::mapping();
  if (const std::string& format = text_of(schema.find("format")); format.ends_with(".Ids"))
    ids.add("format", format.substr(0, format.size() - 1));
  for (std::size_t i = 0; i < count && !ids.empty(); ++i) {
    const Node& one = node.items()[i];
    if (one.is_scalar() && (items == nullptr || follow(*items).find("format") == nullptr))
      scalar(one, ids, fmt::format("{}.{}", path, i), one.mark().or_else(mark));
  }
  if (items == nullptr) return;
  for (std::size_t i = 0; i < count; ++i) {
    const document::Mark own = node.items()[i].mark();
    value(node.items()[i], *items, fmt::format("{}.{}", path, i), own.or_else(mark));
  }
}

void TypeCheck::bound(const Node& schema, std::string_view keyword, bool certain, double amount,
                      const std::string& path, document::Mark mark, std::string_view unit) {
  const Node* limit = schema.find(keyword);
  if (limit == nullptr || !certain) return;
  const std::optional<double> number = document::to_real(Node::scalar(Node::Kind::real, limit->text()));
  const bool least = keyword.starts_with("min");
  if (!number || (least ? amount >= *number : amount <= *number)) return;
  if (unit.empty()) {
    found("T006", mark, path,
          fmt::format("{} is {:g}, {} {}", last_name(path), amount, least ? "below" : "above", limit->text()),
          fmt::format("at {} {}", least ? "least" : "most", limit->text()));
  } else {
    found("T006", mark, path,
          fmt::format("{} has {:g} {}, {} {}", last_name(path), amount, unit, least ? "fewer than" : "more than",
                      limit->text()),
          fmt::format("at {} {}", least ? "least" : "most", limit->text()));
  }
}

void TypeCheck::listed(const Node& node, const Node& values, const std::string& path, document::Mark mark) {
  std::vector<std::string> allowed;
  for (const Node& one : values.items()) allowed.push_back(one.text());
  if (std::find(allowed.begin(), allowed.end(), node.text()) != allowed.end()) return;
  if (std::find(allowed.begin(), allowed.end(), node.written()) != allowed.end()) {
    return found("T004", mark, path,
                 fmt::format("{} is \"{}\", which is what {} means without quotes", last_name(path), node.text(),
                             node.written()),
                 fmt::format("write '{}'", node.written()));
  }
  const std::optional<std::string> meant = support::closest(node.text(), allowed);
  // Another case is taken by many services, and newer values by all.
  const bool same_word = std::any_of(allowed.begin(), allowed.end(), [&](const std::string& one) {
    return support::equal_ignoring_case(one, node.text());
  });
  const bool ages = same_word || ((allowed.size() > most_lasting || is_one_of(property_in(path), aging)) &&
                                  is_akin(node.text(), allowed));
  allowed.resize(std::min(allowed.size(), most_named));
  found("T004", mark, path,
        fmt::format("{} is \"{}\", none of the values known {}", last_name(path), shown(node.text()),
                    schema_.file().empty() ? fmt::format("on {}", aws::lists_taken) : "to " + schema_.file()),
        meant ? fmt::format("did you mean {}?", *meant) : "use one of " + support::join(allowed, ", "), ages);
}

// A text that arrives as another one: told where the schema wants a text, and where it wants a number that it is not.
void TypeCheck::rewritten(const Node& node, const Node& schema, const std::string& path) {
  if (quiet_ != 0 || node.written() == node.text()) return;
  const Node* type = schema.find("type");
  const std::vector<const Node*> types = items_of(type);
  auto takes = [&](std::string_view name) {
    return std::any_of(types.begin(), types.end(), [&](const Node* one) { return one->text() == name; });
  };
  if (takes("boolean") && node.kind() == Node::Kind::boolean) return;
  const bool number = takes("integer") || takes("number") || type == nullptr;
  if (number && (node.kind() == Node::Kind::boolean || is_same_number(node))) return;
  const bool listed = schema.find("enum") != nullptr;  // that finding says so as well
  if (!listed) report_plain_scalar(node, resource_.path(path), report_);
}

void TypeCheck::scalar(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
  rewritten(node, schema, path);
  const std::string& format = text_of(schema.find("format"));
  if (takes_names(resource_.type, path)) return;
  if (is_symbolic(node)) {
    const Node* pattern = schema.find("pattern");
    const bool role = format.empty() && pattern != nullptr && takes_roles_only(schemas_, pattern->text());
    if (const std::optional<std::string> wrong =
            wrong_reference(resolved_, node, role ? "AWS::IAM::Role.Arn" : std::string_view(format)))
      return found("T013", mark, path, *wrong, "name what is wanted");
    if (const std::optional<WrongKind> wrong = wrong_kind(resolved_, node, resource_, path, schema, schemas_))
      return found("T013", mark, path, wrong->message, wrong->fix);
    partly_known(node, schema, path, mark);
    return;
  }
  if (!format.empty() && !has_format(node.text(), format) &&
      !is_ipv6_where_any_fits(format, node.text(), property_in(path)))
    found("T005", mark, path,
          fmt::format("{} is \"{}\", which is not a {}", last_name(path), shown(node.text()), format));
  if (const Node* values = schema.find("enum")) listed(node, *values, path, mark);
  if (const Node* constant = schema.find("const"); constant != nullptr && constant->text() != node.text()) {
    found("T004", mark, path,
          fmt::format("{} is \"{}\" instead of \"{}\"", last_name(path), shown(node.text()), constant->text()));
  }
  if (const Node* pattern = schema.find("pattern"); pattern != nullptr) {
    if (!schemas_.matches(pattern->text(), node.text())) {
      found("T005", mark, path,
            fmt::format("{} is \"{}\", which does not match {}", last_name(path), shown(node.text()), pattern->text()));
    }
  }
  if (const std::optional<double> number = document::to_real(Node::scalar(Node::Kind::real, node.text()))) {
    bound(schema, "minimum", true, *number, path, mark, "");
    bound(schema, "maximum", true, *number, path, mark, "");
  }
  if (schema.find("minLength") == nullptr && schema.find("maxLength") == nullptr) return;
  const auto length = static_cast<double>(support::utf8_length(node.text()));
  bound(schema, "minLength", true, length, path, mark, "characters");
  bound(schema, "maxLength", true, length, path, mark, "characters");
}

}  // namespace vend::validate
