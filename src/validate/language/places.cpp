// Where CloudFormation wants another kind of thing than stands there: lists where it takes texts, mappings of three
// levels, functions in Rules, a Ref instead of a policy.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/cfn/intrinsic.hpp"

namespace vend::validate {
namespace {

class Places {
 public:
  Places(const cfn::Template& t, Report& report) : t_(t), report_(report) {}

  void check() const {
    for (const document::Member& one : t_.mappings.members()) mapping(one);
    for (const document::Member& one : t_.rules.members()) in_rules(one.value, "Rules." + one.key);
    for (const document::Member& one : t_.resources.members()) {
      attributes(one);
      nested_stack(one);
    }
    for (const document::Member& one : t_.outputs.members()) output(one);
  }

 private:
  void add(std::string_view code, const Node& where, document::Mark otherwise, std::string path, std::string message,
           std::string fix) const {
    report_.add(code, where.mark().or_else(otherwise), std::move(path), std::move(message), std::move(fix));
  }

  // --- mappings (CloudFormation user guide, "Mappings")

  // Keys of the first level take hyphens and points, as names of regions have them, those of the second do not.
  void key(const document::Member& one, const std::string& path, std::string_view more) const {
    const bool fits = !one.key.empty() && std::all_of(one.key.begin(), one.key.end(), [&](char c) {
      return is_alphanumeric(std::string_view(&c, 1)) || more.find(c) != std::string_view::npos;
    });
    if (one.key.starts_with("Fn::") || fits) return;
    report_.add("L034", one.mark, path,
                fmt::format("the key {} has other characters than the {} level of a mapping takes",
                            one.key.empty() ? "''" : one.key, more.empty() ? "second" : "first"),
                more.empty() ? "use letters and digits only" : "use letters, digits, - and .");
  }

  void mapping(const document::Member& map) const {
    const std::string path = "Mappings." + map.key;
    if (map.key.starts_with("Fn::")) return;
    if (!map.value.is_mapping())
      return add("L034", map.value, map.mark, path, fmt::format("mapping {} has no keys", map.key),
                 "give it two levels of keys");
    for (const document::Member& top : map.value.members()) {
      if (top.key.starts_with("Fn::")) continue;
      key(top, path, "-.");
      if (!top.value.is_mapping()) {
        add("L034", top.value, top.mark, path + "." + top.key,
            fmt::format("mapping {} has a value below {}, where a second level of keys is wanted", map.key, top.key),
            "give it two levels of keys");
        continue;
      }
      for (const document::Member& second : top.value.members()) {
        if (second.key.starts_with("Fn::")) continue;
        key(second, path + "." + top.key, "");
        const bool nested = second.value.is_mapping() && !cfn::as_function(second.value) &&
                            std::none_of(second.value.members().begin(), second.value.members().end(),
                                         [](const document::Member& each) { return each.key.starts_with("Fn::"); });
        if (nested)
          add("L034", second.value, second.mark, fmt::format("{}.{}.{}", path, top.key, second.key),
              fmt::format("mapping {} has a third level of keys", map.key), "a value is a text or a list of texts");
      }
    }
  }

  // --- Rules (CloudFormation user guide, "Rule-specific intrinsic functions")

  void in_rules(const Node& node, const std::string& path) const {
    const std::optional<cfn::Function> call = cfn::as_function(node);
    if (call && (call->name == "Fn::If" || (call->name == "Condition" && call->argument->is_scalar())))
      return add("L017", node, call->argument->mark(), path,
                 fmt::format("{} cannot stand in Rules: they are decided before the conditions", call->name),
                 "compare the parameter itself");
    for (const Node& one : node.items()) in_rules(one, path);
    for (const document::Member& one : node.members()) in_rules(one.value, path);
  }

  // --- attributes of resources

  void attributes(const document::Member& resource) const {
    for (std::string_view name : {"CreationPolicy", "UpdatePolicy", "Properties"}) {
      const Node* node = resource.value.find(name);
      if (node == nullptr || node->is_null()) continue;
      const std::optional<cfn::Function> call = cfn::as_function(*node);
      const bool wrong = node->is_scalar() || node->is_sequence() || (call && call->name == "Ref");
      if (!wrong) continue;
      add(name == "Properties" ? "L035" : "T014", *node, resource.mark,
          fmt::format("Resources.{}.{}", resource.key, name),
          fmt::format("{} of {} is {}", name, resource.key,
                      call                  ? "a Ref"
                      : node->is_sequence() ? "a list"
                                            : "a text"),
          "write a mapping");
    }
  }

  // --- lists where texts are wanted

  void output(const document::Member& one) const {
    const Node* value = one.value.find("Value");
    if (one.key.starts_with("Fn::") || value == nullptr || !is_list_for_certain(t_, *value)) return;
    add("L009", *value, one.mark, "Outputs." + one.key + ".Value",
        fmt::format("the value of output {} is not a text", one.key), "join it to a text with Fn::Join");
  }

  // "Value of property Parameters must be an object with String (or simple type) properties".
  void nested_stack(const document::Member& one) const {
    if (text_at(&one.value, {"Type"}) != "AWS::CloudFormation::Stack") return;
    const Node* parameters = at(&one.value, {"Properties", "Parameters"});
    if (parameters == nullptr) return;
    for (const document::Member& each : parameters->members()) {
      if (each.key.starts_with("Fn::")) continue;
      const bool is_map = each.value.is_mapping() && !cfn::as_function(each.value) &&
                          std::none_of(each.value.members().begin(), each.value.members().end(),
                                       [](const document::Member& of) { return of.key.starts_with("Fn::"); });
      if (is_map || is_list_for_certain(t_, each.value))
        add("T003", each.value, each.mark, fmt::format("Resources.{}.Properties.Parameters.{}", one.key, each.key),
            fmt::format("{} is a {}, and a nested stack takes texts", each.key, is_map ? "mapping" : "list"),
            is_map ? "write it as one text" : "join it with Fn::Join: [',', ...]");
    }
  }

  const cfn::Template& t_;
  Report& report_;
};

}  // namespace

void check_places(const cfn::Template& t, Report& report) { Places(t, report).check(); }

}  // namespace vend::validate
