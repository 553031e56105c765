#include "validate/services/relations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include "validate/checks.hpp"
#include "validate/types/value_formats.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

bool is_function(const Node& node) {
  return std::ranges::any_of(node.members(), [](const document::Member& one) { return one.key.starts_with("Fn::"); });
}

// The value at a path, and whether that is sure.
struct Found {
  const Node* node = nullptr;  // null: there is none, or it is not sure whether there is one
  bool sure = true;
};

Found step(const Node& from, std::string_view name) {
  if (from.is_sequence()) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error != std::errc() || end != name.data() + name.size()) return {nullptr, false};
    return {index < from.items().size() ? &from.items()[index] : nullptr, true};
  }
  if (!from.is_mapping()) return {nullptr, false};
  if (const Node* found = from.find(name)) return {found, true};
  return {nullptr, !is_function(from)};
}

std::optional<double> as_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bool equals_ignoring_case_of_truth(const std::string& text, std::string_view word) {
  return word == "true" || word == "false" ? support::equal_ignoring_case(text, word) : text == word;
}

// The terms of a row about one mapping, and the values that they look at.
class Terms {
 public:
  Terms(const Node& at, const Resource& owner, const Resolved& resolved, Schemas& schemas)
      : at_(at), owner_(owner), resolved_(resolved), schemas_(schemas) {}

  bool all_hold(std::string_view terms) {
    return std::ranges::all_of(support::split(terms, ' '), [&](std::string_view one) { return holds(one); });
  }
  const std::vector<const Node*>& seen() const { return seen_; }

 private:
  Found find(std::string_view path) const {
    const bool from_root = path.starts_with('/');
    Found at{from_root ? owner_.properties : &at_, true};
    if (from_root) path.remove_prefix(1);
    if (path == ".") return at;
    for (std::string_view name : support::split(path, '.')) {
      at = step(*at.node, name);
      if (at.node == nullptr) break;
    }
    return at;
  }

  // A value that is known, remembered as one that led to the finding.
  const Node* known(std::string_view path) {
    const Node* node = find(path).node;
    if (node == nullptr || (node->is_scalar() && is_symbolic(*node)) || node->is_null()) return nullptr;
    seen_.push_back(node);
    return node;
  }

  bool holds(std::string_view term) {
    if (term.size() > 2 && term[1] == ':' && term[0] >= '0' && term[0] <= '9')
      return counted(static_cast<std::size_t>(term[0] - '0'), term.substr(2));
    if (term.starts_with('#')) return length(term.substr(1));
    const bool negated = term.starts_with('!');
    if (negated) {
      const Found found = find(term.substr(1));
      return found.node == nullptr && found.sure;
    }
    const std::size_t op = term.find_first_of("=!<>~");
    if (op == std::string_view::npos) {
      const Node* node = find(term).node;
      if (node != nullptr) seen_.push_back(node);
      return node != nullptr;
    }
    const std::string_view path = term.substr(0, op), rest = term.substr(op);
    if (rest.starts_with("!=")) return value_is(path, rest.substr(2), false);
    if (rest.starts_with('=')) return value_is(path, rest.substr(1), true);
    if (rest.starts_with("!~")) return pattern(path, rest.substr(2), false);
    if (rest.starts_with('~')) return pattern(path, rest.substr(1), true);
    if (rest == "!json") return is_no_json(path);
    return compare(path, rest);
  }

  bool counted(std::size_t least, std::string_view names) {
    std::size_t there = 0;
    bool sure = true;
    for (std::string_view name : support::split(names, '|')) {
      const Found found = find(name);
      if (found.node != nullptr) {
        ++there;
        seen_.push_back(found.node);
      }
      sure = sure && found.sure;
    }
    return least == 0 ? there == 0 && sure : there >= least;
  }

  bool length(std::string_view term) {
    const std::size_t op = term.find_first_of("<>=");
    const Node* list = find(term.substr(0, op)).node;
    if (list == nullptr || !list->is_sequence()) return false;
    // An entry that only a stack knows may be several.
    const bool open = std::ranges::any_of(list->items(), [&](const Node& entry) {
      return entry.is_scalar() && is_symbolic(entry) && !is_single_text(resolved_, entry);
    });
    if (open && term[op] != '>') return false;
    seen_.push_back(list);
    const auto size = static_cast<double>(list->items().size());
    const double wanted = as_number(term.substr(op + 1)).value_or(0);
    return term[op] == '<' ? size < wanted : term[op] == '>' ? size > wanted : size == wanted;
  }

  bool value_is(std::string_view path, std::string_view words, bool wanted) {
    const Node* node = known(path);
    if (node == nullptr || node->is_mapping()) return false;
    const std::vector<std::string_view> all = support::split(words, '|');
    const std::vector<const Node*> items = items_of(node);
    if (!wanted && std::ranges::any_of(items, [](const Node* one) { return is_symbolic(*one); })) return false;
    const bool is = std::ranges::any_of(items, [&](const Node* one) {
      return one->is_scalar() && !is_symbolic(*one) &&
             std::ranges::any_of(all, [&](auto word) { return equals_ignoring_case_of_truth(one->text(), word); });
    });
    return is == wanted;
  }

  bool pattern(std::string_view path, std::string_view expression, bool wanted) {
    const Node* node = known(path);
    return node != nullptr && node->is_scalar() && schemas_.matches(std::string(expression), node->text()) == wanted;
  }

  bool is_no_json(std::string_view path) {
    const Node* node = known(path);
    if (node == nullptr || !node->is_scalar()) return false;
    support::Diagnostics found;
    return !document::read_json(node->text(), "", found) || support::has_errors(found);
  }

  bool compare(std::string_view path, std::string_view rest) {
    const bool differ = rest.starts_with("<>");
    const std::string_view right = rest.substr(differ ? 2 : 1);
    const std::optional<double> a = amount(path);
    const std::optional<double> b = a ? amount(right) : std::nullopt;
    if (!a || !b) return false;
    return differ ? *a != *b : rest.starts_with('<') ? *a < *b : *a > *b;
  }

  // 5, B, B+5, B*5, B*C
  std::optional<double> amount(std::string_view text) {
    if (const std::optional<double> number = as_number(text)) return number;
    const std::size_t op = text.find_first_of("+*");
    const Node* node = known(text.substr(0, op));
    const std::optional<double> value = node != nullptr && node->is_scalar() ? as_number(node->text()) : std::nullopt;
    if (!value || op == std::string_view::npos) return value;
    const std::optional<double> second = amount(text.substr(op + 1));
    if (!second) return std::nullopt;
    return text[op] == '+' ? *value + *second : *value * *second;
  }

  const Node& at_;
  const Resource& owner_;
  const Resolved& resolved_;
  Schemas& schemas_;
  std::vector<const Node*> seen_;
};

// Every value at a place such as Origins[].Id. False when some of them are not known.
bool each_at(const Node& from, std::string_view place, const std::function<void(const Node&)>& visit) {
  if (place.empty()) {
    visit(from);
    return true;
  }
  const std::size_t dot = std::min(place.find('.'), place.size());
  std::string_view name = place.substr(0, dot);
  const std::string_view rest = place.substr(std::min(dot + 1, place.size()));
  const bool list = name.ends_with("[]");
  if (list) name.remove_suffix(2);
  const Found found = step(from, name);
  if (found.node == nullptr) return found.sure;
  if (!list) return each_at(*found.node, rest, visit);
  if (!found.node->is_sequence()) return false;
  bool sure = true;
  for (const Node& item : found.node->items()) sure = each_at(item, rest, visit) && sure;
  return sure;
}

// "Origins[].Id" of Properties
std::string path_of(std::string_view place) {
  return place.empty() ? "Properties" : fmt::format("Properties.{}", place.substr(0, place.find('[')));
}

// The place of a finding: a value that is only a default, if one is among them, else the first that has a place.
document::Mark place_of(const std::vector<const Node*>& seen, const Node& at, const Resource& owner,
                        const Report& report) {
  for (const Node* one : seen) {
    if (one->mark().line > 0 && report.rests_on_default(one->mark())) return one->mark();
  }
  for (const Node* one : seen) {
    if (one->mark().line > 0) return one->mark();
  }
  return at.mark().or_else(owner.node->mark());
}

void check_relation(const Relation& row, const Resource& one, const Resolved& resolved, Schemas& schemas,
                    Report& report) {
  each_at(*one.properties, row.at, [&](const Node& at) {
    if (at.is_scalar() && !row.refused.starts_with('.')) return;
    Terms terms(at, one, resolved, schemas);
    if (!terms.all_hold(row.refused)) return;
    const document::Mark mark = place_of(terms.seen(), at, one, report);
    if (row.dated) {
      report.add_dated("A047", mark, one.path(path_of(row.at)), std::string(row.words), std::string(row.fix));
    } else {
      // Who deploys the template may never choose the values that another branch stands for.
      report.add("A047", mark, one.path(path_of(row.at)), std::string(row.words), std::string(row.fix),
                 row.doubted || !report.for_given_values() ? std::optional(support::Severity::warning) : std::nullopt);
    }
  });
}

void check_names(const Names& row, const Resource& one, Report& report) {
  std::set<std::string> known;
  bool sure = true;
  if (!row.among.empty()) {
    for (std::string_view place : support::split(row.among, ' ')) {
      sure = each_at(*one.properties, place,
                     [&](const Node& name) {
                       sure = sure && name.is_scalar() && !is_symbolic(name);
                       known.insert(name.text());
                     }) &&
             sure;
    }
  }
  if (!sure) return;
  for (std::string_view place : support::split(row.places, ' ')) {
    each_at(*one.properties, place, [&](const Node& name) {
      if (!name.is_scalar() || is_symbolic(name) || name.is_null()) return;
      const bool good = row.among.empty() ? known.insert(name.text()).second : known.contains(name.text());
      if (!good)
        report.add("A047", name.mark().or_else(one.node->mark()), one.path(path_of(place)),
                   fmt::format("\"{}\" {}", name.text(), row.words),
                   row.among.empty() ? "give each its own" : "name one that is there");
    });
  }
}

}  // namespace

void check_relations(const Resolved& resolved, Schemas& schemas, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (!one.type.starts_with("AWS::") || is_function(*one.properties)) continue;
    for (const auto table : {compute_relations(), network_relations(), storage_relations(), database_relations(),
                             messaging_relations(), operation_relations()}) {
      for (const Relation& row : table) {
        if (row.type == one.type) check_relation(row, one, resolved, schemas, report);
      }
    }
    for (const Names& row : name_relations()) {
      if (row.type == one.type) check_names(row, one, report);
    }
  }
}

}  // namespace vend::validate
