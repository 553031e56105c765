// Functions: their shapes, and where they may stand.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/aws/limits.hpp"
#include "vend/aws/names.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// Functions, how many arguments they take (0: any shape), and where they belong.
struct Shape {
  std::string_view name;
  std::size_t least = 0;
  std::size_t most = 0;
  bool truth = false;  // gives true or false: only in Conditions and Rules
};
constexpr std::array shapes = {
    Shape{"Fn::And", aws::limits::fewest_condition_operands, aws::limits::most_condition_operands, true},
    Shape{"Fn::Or", aws::limits::fewest_condition_operands, aws::limits::most_condition_operands, true},
    Shape{"Fn::Not", 1, 1, true},
    Shape{"Fn::Equals", 2, 2, true},
    Shape{"Fn::If", 3, 3},
    Shape{"Fn::FindInMap", 3, 4},
    Shape{"Fn::Join", 2, 2},
    Shape{"Fn::Select", 2, 2},
    Shape{"Fn::Split", 2, 2},
    Shape{"Fn::Cidr", 2, 3},
    Shape{"Fn::GetAtt", 0, 0},
    Shape{"Fn::Sub", 0, 0},
    Shape{"Fn::Base64", 0, 0},
    Shape{"Fn::GetAZs", 0, 0},
    Shape{"Fn::ImportValue", 0, 0},
    Shape{"Fn::Length", 0, 0},
    Shape{"Fn::ToJsonString", 0, 0},
    Shape{"Fn::Transform", 0, 0},
    Shape{"Ref", 0, 0},
    Shape{"Condition", 0, 0},
    Shape{"Fn::Contains", 2, 2, true},
    Shape{"Fn::EachMemberEquals", 2, 2, true},
    Shape{"Fn::EachMemberIn", 2, 2, true},
    Shape{"Fn::RefAll", 0, 0},
    Shape{"Fn::ValueOf", 2, 2},
    Shape{"Fn::ValueOfAll", 2, 2},
    Shape{"Fn::GetStackOutput", 0, 0},
};

const Shape* shape_of(std::string_view name) {
  const auto* found = std::find_if(shapes.begin(), shapes.end(), [&](const Shape& one) { return one.name == name; });
  return found == shapes.end() ? nullptr : found;
}

// Names and ids take no ${...}; descriptions do.
bool is_name(std::string_view path) {
  const std::string_view last = path.substr(std::min(path.rfind('.') + 1, path.size()));
  return last.ends_with("Name") || last.ends_with("Arn") || last.ends_with("Id");
}

// Where shells, other services and CloudFormation's helpers have a ${...} of their own.
bool has_other_substitution(std::string_view path) {
  for (std::string_view part : {"UserData", ".Metadata", "Definition", "BuildSpec", "Buildspec", "Dashboard", "ZipFile",
                                "Template", "Condition", "FunctionCode", "SwaggerBody", "Uri", "Content", "Body"}) {
    if (path.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

bool is_function_name(std::string_view name) { return shape_of(name) != nullptr; }

void Functions::check(const Node& node, const std::string& path, Place place, const std::string& owner) {
  place_ = place;
  owner_ = owner;
  walk(node, path);
  place_ = Place::resource;
}

// AWS::LanguageExtensions takes keys without a value out (cfn-language-discussion, issue 100), and so does the
// serverless transform in resources of its own (serverless-application-model, issue 1618: deployed).
bool Functions::may_be_null() const {
  const auto named = [](const Node& one, std::string_view begin) { return one.text().starts_with(begin); };
  for (const Node* one : items_of(&t_.transform)) {
    if (named(*one, "AWS::LanguageExtensions")) return true;
  }
  const Node* owner = place_ == Place::resource ? t_.resources.find(owner_) : nullptr;
  return rewriting_ == cfn::Rewriting::anything ||
         (owner != nullptr && !t_.transform.is_null() && text_at(owner, {"Type"}).starts_with("AWS::Serverless::"));
}

void Functions::walk(const Node& node, const std::string& path) {
  if (node.is_null() && node.mark().line > 0 && path.find(".Metadata") == std::string::npos) {
    report_.add("L018", node.mark(), path, "this value is empty, and CloudFormation takes no null",
                "give it a value or remove the key",
                may_be_null() ? std::optional(support::Severity::info) : std::nullopt);
  }
  if (node.is_string()) literal(node, path);
  if (std::optional<cfn::Function> function = cfn::as_function(node);
      function && !(function->name == "Condition" && (!function->argument->is_string() || place_ == Place::resource))) {
    return call(function->name, *function->argument, node, path);
  }
  condition_as_value(node, path);
  std::size_t index = 0;
  for (const Node& one : node.items()) walk(one, fmt::format("{}.{}", path, index++));
  for (const document::Member& one : node.members()) {
    if (one.key.starts_with("Fn::ForEach::")) continue;
    const bool merges = one.key == "Fn::Transform";
    if (one.key.starts_with("Fn::") && !merges && node.members().size() > 1) {
      report_.add("L017", one.mark, path, fmt::format("{} must stand alone", one.key),
                  "move the members beside it elsewhere");
    }
    walk(one.value, path + "." + one.key);
  }
}

// !Condition Name where a value is wanted. In a policy and in a custom resource the key is something else.
void Functions::condition_as_value(const Node& node, const std::string& path) {
  const std::optional<cfn::Function> function = cfn::as_function(node);
  if (!function || function->name != "Condition" || place_ == Place::condition || place_ == Place::rule ||
      !function->argument->is_string() || t_.conditions.find(function->argument->text()) == nullptr ||
      path.ends_with(".Properties") || path.find(".Metadata") != std::string::npos ||
      rewriting_ == cfn::Rewriting::anything)
    return;
  use_condition(*function->argument, path);
  report_.add("L017", node.mark(), path, "Condition stands only in Conditions, Rules, and beside a resource's Type",
              "use Fn::If, which gives one of two values");
}

// A text that refers to a parameter or resource as Fn::Sub would, but stands outside of it.
void Functions::literal(const Node& node, const std::string& path) {
  if (place_ != Place::resource || node.text().find("${") == std::string::npos || has_other_substitution(path) ||
      names_are_open())
    return;
  for (const cfn::SubPart& part : cfn::parse_sub(node.text())) {
    if (!part.is_reference) continue;
    const std::string name = part.text.substr(0, part.text.find('.'));
    if (!is_pseudo_parameter(part.text) && t_.parameters.find(name) == nullptr && t_.resources.find(name) == nullptr)
      continue;
    report_.add("L026", node.mark(), path,
                fmt::format("${{{}}} stays as it is here: only Fn::Sub fills names in", part.text),
                "write !Sub before the text", is_name(path) ? std::nullopt : std::optional(support::Severity::info));
    return;
  }
}

bool Functions::shape_fits(std::string_view name, const Node& argument, const Node& node, const std::string& path) {
  const Shape* shape = shape_of(name);
  if (shape == nullptr) {
    std::vector<std::string> names;
    names.reserve(shapes.size());
    for (const Shape& one : shapes) names.emplace_back(one.name);
    report_.add("L016", node.mark(), path, fmt::format("CloudFormation has no function {}", name), hint(name, names));
    return false;
  }
  const bool decides = place_ == Place::condition || place_ == Place::rule;
  if (shape->truth && !decides && name != "Fn::Contains") {
    report_.add("L017", node.mark(), path, fmt::format("{} stands only in Conditions and Rules", name),
                "name the condition in Conditions and use Fn::If here");
  }
  if ((name == "Fn::Length" || name == "Fn::ToJsonString") && t_.transform.is_null()) {
    report_.add("L017", node.mark(), path, fmt::format("{} needs the transform AWS::LanguageExtensions", name),
                "add Transform: AWS::LanguageExtensions");
  }
  if (place_ == Place::condition && name == "Fn::If") {
    report_.add("L017", node.mark(), path, "Fn::If is not among the functions that the guide lists for Conditions",
                "compare with Fn::Equals, and join with Fn::And and Fn::Or", support::Severity::warning);
  }
  if (decides && (name == "Fn::GetAtt" || name == "Fn::ImportValue")) {
    report_.add("L017", node.mark(), path,
                fmt::format("{} cannot stand here: conditions and rules are decided before resources exist", name),
                "use a parameter");
    return false;
  }
  if (shape->least == 0) return true;
  const std::size_t count = argument.items().size();
  if (argument.is_sequence() ? count >= shape->least && count <= shape->most : argument.is_mapping()) return true;
  report_.add("L016", node.mark(), path,
              fmt::format("{} takes {}", name,
                          shape->least == shape->most ? fmt::format("a list of {}", shape->least)
                                                      : fmt::format("a list of {} to {}", shape->least, shape->most)),
              "see the function's page in the CloudFormation user guide");
  return false;
}

// Functions that want a text or a list in a certain place.
void Functions::argument_kinds(std::string_view name, const Node& argument, const std::string& path) {
  auto refuse = [&](const Node& one, std::string_view what) {
    report_.add("L016", one.mark().or_else(argument.mark()), path, fmt::format("{} takes {}", name, what),
                "see the function's page in the CloudFormation user guide");
  };
  auto is_call = [](const Node& one) { return cfn::as_function(one).has_value(); };
  const std::vector<Node>& items = argument.items();
  if ((name == "Fn::Join" || name == "Fn::Split") && items.size() == 2) {
    if (!items[0].is_scalar()) refuse(items[0], "a literal delimiter first");
    if (name == "Fn::Join" && !items[1].is_sequence() && !is_call(items[1])) refuse(items[1], "a list of texts");
    if (name == "Fn::Split" && !items[1].is_scalar() && !is_call(items[1])) refuse(items[1], "a text to split");
  }
  if (name == "Fn::Select" && items.size() == 2) {
    if (!items[0].is_scalar() && !is_call(items[0])) refuse(items[0], "a number first");
    if (!items[1].is_sequence() && !is_call(items[1])) refuse(items[1], "a list to select from");
  }
  if (name == "Fn::Equals") {
    for (const Node& one : items) {
      const std::optional<cfn::Function> call = cfn::as_function(one);
      const Node* parameter = call && call->name == "Ref" ? t_.parameters.find(call->argument->text()) : nullptr;
      if (one.is_sequence() || (parameter != nullptr && cfn::is_list(*parameter))) refuse(one, "texts, not lists");
    }
  }
  if (name == "Fn::GetAZs" && argument.is_string() && !argument.text().empty() && !aws::is_region(argument.text()))
    refuse(argument, "the name of a region");
  if (name == "Fn::GetStackOutput") {
    for (std::string_view key : {"StackName", "OutputName"}) {
      if (argument.find(key) == nullptr) refuse(argument, "StackName and OutputName");
    }
  }
  if ((name == "Fn::Base64" || name == "Fn::ImportValue" || name == "Fn::GetAZs") && !argument.is_scalar() &&
      !is_call(argument))
    refuse(argument, "a text");
}

void Functions::call(std::string_view name, const Node& argument, const Node& node, const std::string& path) {
  if (name.starts_with("Fn::ForEach::") || !shape_fits(name, argument, node, path)) return;
  if (cfn::is_by_macro(argument)) return walk(argument, path);
  argument_kinds(name, argument, path);
  if (name == "Ref") {
    if (is_made(argument)) return walk(argument, path);
    if (!argument.is_scalar() || argument.is_null())
      return report_.add("L016", node.mark(), path, "Ref takes the name of a parameter or resource", "write the name");
    return use(argument.text(), argument.mark(), path, "Ref");
  }
  if (name == "Condition") return use_condition(argument, path);
  if (name == "Fn::GetAtt") return get_att(argument, path);
  if (name == "Fn::Sub") return sub(argument, path);
  if (name == "Fn::GetAZs" && argument.is_null()) return;  // what the YAML reader makes of !GetAZs without a text
  if (name == "Fn::FindInMap" && argument.is_sequence()) find_in_map(argument, path);
  if (name == "Fn::If" && argument.is_sequence()) use_condition(argument.items()[0], path);
  if (!argument.is_sequence()) return walk(argument, path);
  for (std::size_t i = name == "Fn::If" ? 1 : 0; i < argument.items().size(); ++i) walk(argument.items()[i], path);
}

}  // namespace vend::validate
