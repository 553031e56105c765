// Resolved resources against the schemas of their types.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "language.hpp"
#include "value_formats.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// Values that AWS adds to all the time: a list of them is right only on its day.
constexpr std::array<std::string_view, 11> aging = {
    "InstanceType", "Runtime",       "CompatibleRuntimes", "Region",          "DBInstanceClass", "CacheNodeType",
    "NodeType",     "EngineVersion", "SslPolicy",          "PlatformVersion", "SecurityPolicy"};
constexpr std::size_t most_lasting = 60;  // longer lists are such lists, too

bool fits_type(const Node& value, std::string_view type) {
  if (type == "object") return value.is_mapping();
  if (type == "array") return value.is_sequence();
  if (!value.is_scalar() || value.is_null()) return false;
  if (type == "string") return true;
  if (type == "boolean")
    return document::to_bool(value.is_string() ? Node::scalar(Node::Kind::boolean, value.text()) : value).has_value();
  const std::optional<double> number = document::to_real(Node::scalar(Node::Kind::real, value.text()));
  return number && (type == "number" || *number == static_cast<double>(static_cast<std::int64_t>(*number)));
}

class TypeCheck {
 public:
  TypeCheck(const Resolved& resolved, const Resource& resource, const Node& root, Schemas& schemas, Report& report)
      : resolved_(resolved), resource_(resource), root_(root), schemas_(schemas), report_(report) {}

  void run() {
    read_only();
    document::Mark name = resource_.node->mark();
    for (const document::Member& one : resource_.node->members()) {
      if (one.key == "Properties" && one.mark.line > 0) name = one.mark;
    }
    value(*resource_.properties, root_, "Properties", name);
  }

 private:
  void found(std::string_view code, document::Mark mark, const std::string& path, std::string message,
             std::string fix = "", std::optional<support::Severity> severity = std::nullopt) {
    ++problems_;
    if (quiet_ == 0) report_.add(code, mark, resource_.path(path), std::move(message), std::move(fix), severity);
  }

  void read_only() {
    for (const Node* one : items_of(root_.find("readOnlyProperties"))) {
      const std::string name = one->text().substr(std::min<std::size_t>(one->text().size(), 12));
      if (name.find('/') != std::string::npos) continue;
      if (const Node* set = resource_.properties->find(name)) {
        found("T008", set->mark(), "Properties." + name, fmt::format("{} is set by AWS and cannot be given", name),
              "remove it");
      }
    }
  }

  const Node& follow(const Node& schema) const {
    const Node* at_last = &schema;
    for (int hops = 0; hops < 16; ++hops) {
      const Node* reference = at_last->find("$ref");
      if (reference == nullptr) break;
      const Node* target = &root_;
      std::string_view pointer = reference->text();
      pointer.remove_prefix(std::min<std::size_t>(2, pointer.size()));  // "#/"
      for (std::string_view part : support::split(pointer, '/')) {
        target = target != nullptr ? target->find(part) : nullptr;
      }
      if (target == nullptr) break;
      at_last = target;
    }
    return *at_last;
  }

  void value(const Node& node, const Node& unresolved, const std::string& path, document::Mark owner) {
    const Node& schema = follow(unresolved);
    const document::Mark mark = node.mark().line > 0 ? node.mark() : owner;
    if (!type(node, schema, path, mark)) return;
    // What is missing is missing below the name of the property.
    if (node.is_mapping()) object(node, schema, path, owner.line > 0 ? owner : mark);
    if (node.is_sequence()) array(node, schema, path, mark);
    if (node.is_scalar()) scalar(node, schema, path, mark);
    alternatives(node, schema, path, mark);
  }

  bool type(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
    const Node* type = schema.find("type");
    if (type == nullptr) return true;
    const std::vector<const Node*> types = items_of(type);
    if (std::any_of(types.begin(), types.end(), [&](const Node* one) { return fits_type(node, one->text()); }))
      return true;
    // A reference may stand for a list or a number, unless it is known for a single text.
    const bool lists_only = types.size() == 1 && types.front()->text() == "array";
    if (node.is_scalar() && is_symbolic(node) && !(lists_only && is_single_text(resolved_, node.text()))) return false;
    if (node.is_null()) return false;  // L018 says so
    // A path instead of an address is for `aws cloudformation package` to replace.
    if (resource_.type.starts_with("AWS::Lambda::") && node.is_string() &&
        (path == "Properties.Code" || path == "Properties.Content"))
      return false;
    std::vector<std::string> names;
    names.reserve(types.size());
    for (const Node* one : types) names.push_back(one->text());
    found("T003", mark, path,
          fmt::format("{} is {}, but {} is expected", last(path), described(node), support::join(names, " or ")),
          names.front() == "array" ? "write it as a list" : "");
    return false;
  }

  static std::string last(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
  }

  static std::string described(const Node& node) {
    if (node.is_mapping()) return "a mapping";
    if (node.is_sequence()) return "a list";
    if (node.is_null()) return "empty";
    return fmt::format("\"{}\"", shown(node.text()));
  }

  static std::string shown(const std::string& text) {
    return text.size() > 60 ? fmt::format("{}...", std::string_view(text).substr(0, 57)) : text;
  }

  void object(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
    const Node* properties = schema.find("properties");
    const Node* patterns = schema.find("patternProperties");
    const Node* more = schema.find("additionalProperties");
    const bool closed = more != nullptr && more->text() == "false";
    for (const document::Member& one : node.members()) {
      const std::string below = path + "." + one.key;
      if (const Node* known = properties != nullptr ? properties->find(one.key) : nullptr) {
        value(one.value, *known, below, one.mark.line > 0 ? one.mark : mark);
      } else if (const Node* matching = patterns != nullptr ? pattern_property(*patterns, one.key) : nullptr) {
        value(one.value, *matching, below, one.mark.line > 0 ? one.mark : mark);
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
    groups(node, schema, path, mark);
  }

  const Node* pattern_property(const Node& patterns, const std::string& key) {
    for (const document::Member& one : patterns.members()) {
      if (schemas_.matches(one.key, key)) return &one.value;
    }
    return nullptr;
  }

  void unknown(const document::Member& one, const Node* properties, const std::string& path) {
    std::vector<std::string> names;
    if (properties != nullptr) {
      for (const document::Member& known : properties->members()) names.push_back(known.key);
    }
    std::optional<std::string> meant = support::closest(one.key, names);
    if (!meant && names.size() <= 12 && !names.empty()) meant = "one of " + support::join(names, ", ");
    found("T001", one.mark, path,
          fmt::format(
              "{} has no property {}",
              path.find('.') == path.rfind('.') ? std::string(resource_.type) : last(path.substr(0, path.rfind('.'))),
              one.key),
          meant ? fmt::format("did you mean {}?", *meant) : "");
  }

  // Properties that exclude or need each other.
  void groups(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
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
      if (present(*list) != 1)
        found("T007", mark, path, fmt::format("exactly one of {} is needed", support::join(names(*list), ", ")),
              "keep one of them");
    }
    for (const Node* list : sets(schema.find("requiredOr"))) {
      if (present(*list) == 0)
        found("T007", mark, path, fmt::format("one of {} is needed", support::join(names(*list), ", ")),
              "add one of them");
    }
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
          found("T007", set->mark().line > 0 ? set->mark() : mark, path,
                fmt::format("{} {} {}", row.key, wanted ? "needs" : "excludes", other->text()),
                wanted ? fmt::format("add {}", other->text()) : "keep one of them");
        }
      }
    }
  }

  static bool is_empty_list(const Node& node) { return node.is_sequence() && node.empty(); }

  void array(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
    const std::size_t count = node.items().size();
    const bool certain =
        std::none_of(node.items().begin(), node.items().end(), [](const Node& one) { return is_symbolic(one); });
    bound(schema, "minItems", certain || count == 0, static_cast<double>(count), path, mark, "items");
    bound(schema, "maxItems", true, static_cast<double>(count), path, mark, "items");
    const Node* unique = schema.find("uniqueItems");
    if (unique != nullptr && unique->text() == "true") {
      for (std::size_t i = 1; i < count; ++i) {
        const Node& one = node.items()[i];
        if (std::find(node.items().begin(), node.items().begin() + static_cast<std::ptrdiff_t>(i), one) ==
            node.items().begin() + static_cast<std::ptrdiff_t>(i))
          continue;
        found("T009", one.mark().line > 0 ? one.mark() : mark, fmt::format("{}.{}", path, i),
              fmt::format("{} has the same item twice", last(path)), "remove one");
      }
    }
    const Node* items = schema.find("items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < count; ++i) {
      const document::Mark own = node.items()[i].mark();
      value(node.items()[i], *items, fmt::format("{}.{}", path, i), own.line > 0 ? own : mark);
    }
  }

  void bound(const Node& schema, std::string_view keyword, bool certain, double amount, const std::string& path,
             document::Mark mark, std::string_view unit) {
    const Node* limit = schema.find(keyword);
    if (limit == nullptr || !certain) return;
    const std::optional<double> number = document::to_real(Node::scalar(Node::Kind::real, limit->text()));
    const bool least = keyword.starts_with("min");
    if (!number || (least ? amount >= *number : amount <= *number)) return;
    if (unit.empty()) {
      found("T006", mark, path,
            fmt::format("{} is {:g}, {} {}", last(path), amount, least ? "below" : "above", limit->text()),
            fmt::format("at {} {}", least ? "least" : "most", limit->text()));
    } else {
      found("T006", mark, path,
            fmt::format("{} has {:g} {}, {} {}", last(path), amount, unit, least ? "fewer than" : "more than",
                        limit->text()),
            fmt::format("at {} {}", least ? "least" : "most", limit->text()));
    }
  }

  void scalar(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
    const std::string& format = text_of(schema.find("format"));
    if (is_symbolic(node)) {
      if (const std::optional<std::string> wrong = wrong_reference(resolved_, node.text(), format))
        found("T013", mark, path, *wrong, "name what is wanted");
      return;
    }
    if (!format.empty() && !has_format(node.text(), format))
      found("T005", mark, path, fmt::format("{} is \"{}\", no {}", last(path), shown(node.text()), format));
    if (const Node* values = schema.find("enum")) {
      std::vector<std::string> allowed;
      for (const Node& one : values->items()) allowed.push_back(one.text());
      if (std::find(allowed.begin(), allowed.end(), node.text()) == allowed.end()) {
        const std::optional<std::string> meant = support::closest(node.text(), allowed);
        const bool ages = allowed.size() > most_lasting || is_one_of(last(path), aging);
        found(
            "T004", mark, path,
            fmt::format("{} is \"{}\", none of the values known on {}", last(path), shown(node.text()), schemas_taken),
            meant ? fmt::format("did you mean {}?", *meant)
                  : fmt::format("use one of {}",
                                support::join(
                                    {allowed.begin(), allowed.begin() + static_cast<std::ptrdiff_t>(
                                                                            std::min<std::size_t>(allowed.size(), 12))},
                                    ", ")),
            ages ? std::optional(support::Severity::warning) : std::nullopt);
      }
    }
    if (const Node* constant = schema.find("const"); constant != nullptr && constant->text() != node.text()) {
      found("T004", mark, path,
            fmt::format("{} is \"{}\" instead of \"{}\"", last(path), shown(node.text()), constant->text()));
    }
    if (const Node* pattern = schema.find("pattern"); pattern != nullptr) {
      if (!schemas_.matches(pattern->text(), node.text())) {
        found("T005", mark, path,
              fmt::format("{} is \"{}\", which does not match {}", last(path), shown(node.text()), pattern->text()));
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

  static const std::string& text_of(const Node* node) {
    static const std::string none;
    return node != nullptr ? node->text() : none;
  }

  bool passes(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
    const int before = problems_;
    ++quiet_;
    value(node, schema, path, mark);
    if (node.is_mapping()) object(node, follow(schema), path, mark);
    --quiet_;
    const bool good = problems_ == before;
    problems_ = before;
    return good;
  }

  void alternatives(const Node& node, const Node& schema, const std::string& path, document::Mark mark) {
    for (std::string_view keyword : {"anyOf", "oneOf"}) {
      const Node* choices = schema.find(keyword);
      if (choices == nullptr) continue;
      const auto good = std::count_if(choices->items().begin(), choices->items().end(),
                                      [&](const Node& one) { return passes(node, one, path, mark); });
      if (good == 0)
        found("T007", mark, path, fmt::format("{} has none of the forms that are allowed here", last(path)),
              alternatives_fix(*choices));
    }
    for (const Node* one : items_of(schema.find("allOf"))) value(node, *one, path, mark);
  }

  static std::string alternatives_fix(const Node& choices) {
    std::vector<std::string> all;
    for (const Node& one : choices.items()) {
      std::vector<std::string> names;
      for (const Node* name : items_of(one.find("required"))) names.push_back(name->text());
      if (!names.empty()) all.push_back(support::join(names, " and "));
    }
    return all.empty() ? "" : "give " + support::join(all, ", or ");
  }

  const Resolved& resolved_;
  const Resource& resource_;
  const Node& root_;
  Schemas& schemas_;
  Report& report_;
  int quiet_ = 0;
  int problems_ = 0;
};

}  // namespace

namespace {

// A slip of one or two letters, rather than a type that is newer than the list.
bool is_slip(std::string_view wrong, std::string_view right) {
  while (!wrong.empty() && !right.empty() && wrong.front() == right.front())
    wrong.remove_prefix(1), right.remove_prefix(1);
  while (!wrong.empty() && !right.empty() && wrong.back() == right.back())
    wrong.remove_suffix(1), right.remove_suffix(1);
  return wrong.size() <= 2 && right.size() <= 2;
}

void check_unknown_type(const Resolved& resolved, const Resource& one, Schemas& schemas, Report& report) {
  const Node* type = one.node->find("Type");
  if (one.type.empty() || one.type.starts_with("Custom::") || one.type.ends_with("::MODULE")) return;
  auto add = [&](std::string_view code, const std::string& message, const std::string& fix,
                 std::optional<support::Severity> severity = std::nullopt) {
    report.add(code, type->mark(), one.path("Type"), message, fix, severity);
  };
  if (one.type.starts_with("AWS::Serverless::")) {
    if (resolved.t.transform.is_null())
      add("T011", fmt::format("{} needs the transform AWS::Serverless-2016-10-31", one.type),
          "add Transform: AWS::Serverless-2016-10-31");
    return;
  }
  const bool qualified = std::count(one.type.begin(), one.type.end(), ':') >= 4;
  if (!one.type.starts_with("AWS::") || schemas.exists(one.type)) {
    if (!qualified)
      return add("T011", fmt::format("\"{}\" is no type of resources", one.type),
                 "write its type, such as AWS::S3::Bucket");
    return add("T010", fmt::format("{} has no schema here, so its properties are not checked", one.type), "");
  }
  const std::optional<std::string> meant = schemas.meant(one.type);
  const bool slip = meant && is_slip(one.type, *meant);
  add("T011", fmt::format("AWS had no type {} on {}", one.type, schemas_taken),
      meant ? fmt::format("did you mean {}?", *meant) : "",
      slip || !qualified ? std::nullopt : std::optional(support::Severity::warning));
}

}  // namespace

void check_types(const Resolved& resolved, Schemas& schemas, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (const Node* schema = schemas.find(one.type)) {
      TypeCheck(resolved, one, *schema, schemas, report).run();
    } else {
      check_unknown_type(resolved, one, schemas, report);
    }
  }
}

}  // namespace vend::validate
