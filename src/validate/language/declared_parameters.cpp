// Declarations of parameters, and the console's form that asks for them.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/document/plain_scalar.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

constexpr std::array<std::string_view, 12> parameter_keys = {
    "Type",      "Default",  "Description", "AllowedValues", "AllowedPattern",        "MinLength",
    "MaxLength", "MinValue", "MaxValue",    "NoEcho",        "ConstraintDescription", "Label"};

// CloudFormation user guide, "Supported AWS-specific parameter types" and "Supported Systems Manager parameter types".
constexpr std::array<std::string_view, 10> aws_parameter_types = {"AWS::EC2::AvailabilityZone::Name",
                                                                  "AWS::EC2::Image::Id",
                                                                  "AWS::EC2::Instance::Id",
                                                                  "AWS::EC2::KeyPair::KeyName",
                                                                  "AWS::EC2::SecurityGroup::GroupName",
                                                                  "AWS::EC2::SecurityGroup::Id",
                                                                  "AWS::EC2::Subnet::Id",
                                                                  "AWS::EC2::Volume::Id",
                                                                  "AWS::EC2::VPC::Id",
                                                                  "AWS::Route53::HostedZone::Id"};

// AWS::SomeService::Kind<Inner> is Inner.
std::string_view inner_type(std::string_view type, std::string_view before) {
  if (!type.starts_with(before) || !type.ends_with(">")) return {};
  return type.substr(before.size(), type.size() - before.size() - 1);
}

bool is_parameter_type(std::string_view type) {
  if (type == "String" || type == "Number" || type == "CommaDelimitedList" || type == "AWS::SSM::Parameter::Name")
    return true;
  if (const std::string_view value = inner_type(type, "AWS::SSM::Parameter::Value<"); !value.empty()) {
    const std::string_view item = inner_type(value, "List<");
    return value == "CommaDelimitedList" || is_one_of(item.empty() ? value : item, aws_parameter_types) ||
           value == "String" || item == "String";
  }
  if (const std::string_view item = inner_type(type, "List<"); !item.empty())
    return item == "Number" || item == "String" || is_one_of(item, aws_parameter_types);
  return is_one_of(type, aws_parameter_types);
}

// A class or group that nothing closes, or a group that nothing opened; Java quotes with \\Q are left alone.
bool is_unfinished(std::string_view pattern) {
  if (pattern.find("\\Q") != std::string_view::npos) return false;
  int groups = 0;
  std::size_t open = std::string_view::npos;  // where a class begins
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (open != std::string_view::npos) {
      if (c != ']') continue;
      // []...] and [^]...] mean different things to different readers.
      if (i == open + 1 || (i == open + 2 && pattern[open + 1] == '^')) return false;
      open = std::string_view::npos;
    } else {
      if (c == '[') open = i;
      if (c == '(') ++groups;
      if (c == ')' && --groups < 0) return true;
    }
  }
  return groups > 0 || open != std::string_view::npos;
}

// Numbers that bound the value: that they are numbers, and that they ascend.
void check_bounds(const Node& parameter, const std::string& path, Report& report) {
  auto number = [&](const char* name) {
    const Node* bound = parameter.find(name);
    if (bound == nullptr || !bound->is_scalar() || bound->is_null()) return std::optional<double>();
    const std::optional<double> value = document::to_real(Node::scalar(Node::Kind::real, bound->text()));
    if (!value)
      report.add("L005", bound->mark(), fmt::format("{}.{}", path, name),
                 fmt::format("{} is \"{}\", which is not a number", name, bound->text()), "write a number");
    return value;
  };
  for (auto [low, high] : {std::pair{"MinLength", "MaxLength"}, {"MinValue", "MaxValue"}}) {
    const std::optional<double> least = number(low), most = number(high);
    if (least && most && *least > *most)
      report.add("L005", parameter.find(low)->mark(), fmt::format("{}.{}", path, low),
                 fmt::format("{} {:g} is above {} {:g}", low, *least, high, *most), "exchange them");
  }
}

// Constraints that say nothing about values of the type (user guide, "Parameters": MinLength and MaxLength are for
// texts, MinValue and MaxValue for numbers).
void check_constraints(const Node& parameter, std::string_view type, const std::string& path, Report& report) {
  const bool number = type == "Number", text = type == "String";
  if (!number && !text) return;
  for (const document::Member& one : parameter.members()) {
    const bool of_text = one.key == "MinLength" || one.key == "MaxLength" || one.key == "AllowedPattern";
    const bool of_number = one.key == "MinValue" || one.key == "MaxValue";
    if ((number && of_text) || (text && of_number))
      report.add("L005", one.mark, path + "." + one.key,
                 fmt::format("{} says nothing about a {}", one.key, number ? "number" : "text"),
                 number ? "use MinValue and MaxValue" : "use MinLength and MaxLength, or Type: Number",
                 support::Severity::warning);
  }
}

// CloudFormation looks the value up in the account, where nothing has an empty id or name (user guide, "Supplied
// parameter types"): the default is no value that a stack could have.
void check_empty_default(const Node& parameter, std::string_view type, const std::string& path, Report& report) {
  const std::string_view item = inner_type(type, "List<");
  const Node* fallback = parameter.find("Default");
  if (fallback == nullptr || !fallback->is_scalar() || fallback->is_null() || !fallback->text().empty() ||
      !is_one_of(item.empty() ? type : item, aws_parameter_types))
    return;
  report.add("L005", fallback->mark(), path + ".Default",
             fmt::format("an empty value is none of {}: a stack that leaves the parameter out is refused", type),
             "remove the default, or write Type: " + std::string(item.empty() ? "String" : "CommaDelimitedList"),
             support::Severity::warning);
}

void check_no_echo(const Node& parameter, const std::string& path, Report& report) {
  const Node* flag = parameter.find("NoEcho");
  if (flag == nullptr || !flag->is_scalar() || flag->is_null()) return;
  if (document::plain_scalar(flag->text()).kind != Node::Kind::boolean)
    report.add("L005", flag->mark(), path + ".NoEcho",
               fmt::format("NoEcho is \"{}\", and the value is not hidden", flag->text()), "write true or false",
               support::Severity::warning);
}

}  // namespace

void check_parameters(const cfn::Template& t, Report& report) {
  for (const document::Member& one : t.parameters.members()) {
    const std::string path = "Parameters." + one.key;
    if (!one.value.is_mapping()) {
      if (!one.key.starts_with("Fn::"))
        report.add("L006", one.mark, path, fmt::format("parameter {} has no Type", one.key), "write `Type: String`");
      continue;
    }
    for (const document::Member& member : one.value.members()) {
      if (!is_one_of(member.key, parameter_keys))
        report.add("L005", member.mark, path + "." + member.key,
                   fmt::format("a parameter has no attribute {}", member.key), hint_of(member.key, parameter_keys));
      else if (!cfn::as_function(member.value) && member.value.is_scalar() == (member.key == "AllowedValues"))
        report.add("L005", member.mark, path + "." + member.key,
                   fmt::format("{} of a parameter is {}", member.key, member.value.is_scalar() ? "a list" : "a text"),
                   member.key == "Default" ? "separate the items by commas" : "");
      else if (member.value.is_null())
        report.add("L018", member.mark, path + "." + member.key,
                   fmt::format("{} is empty, and CloudFormation takes no null", member.key),
                   "write '' for an empty text, or remove the key");
      for (const Node& item : member.value.items()) {
        if (!item.is_scalar())
          report.add("L005", item.mark(), path + "." + member.key, fmt::format("{} lists texts", member.key), "");
      }
    }
    check_bounds(one.value, path, report);
    check_constraints(one.value, text_at(&one.value, {"Type"}), path, report);
    check_no_echo(one.value, path, report);
    check_empty_default(one.value, text_at(&one.value, {"Type"}), path, report);
    if (const Node* pattern = one.value.find("AllowedPattern"); pattern != nullptr && is_unfinished(pattern->text()))
      report.add("L005", pattern->mark(), path + ".AllowedPattern",
                 fmt::format("\"{}\" is not a regular expression: a bracket is missing", pattern->text()),
                 "close it, or write a backslash before it");
    const Node* type = one.value.find("Type");
    if (type == nullptr) {
      report.add("L006", one.mark, path, fmt::format("parameter {} has no Type", one.key), "write `Type: String`");
    } else if (!is_parameter_type(type->text())) {
      report.add("L006", type->mark(), path + ".Type", fmt::format("\"{}\" is not a type of parameters", type->text()),
                 hint(type->text(), {"String", "Number", "CommaDelimitedList", "List<Number>", "List<String>"}));
    }
  }
}

void check_form(const cfn::Template& t, Report& report) {
  const Node* interface = t.metadata.find("AWS::CloudFormation::Interface");
  // Nothing fails by them: one finding for all, at the first.
  std::vector<std::string> missing;
  document::Mark first;
  auto check = [&](const std::string& name, document::Mark mark) {
    if (t.parameters.find(name) != nullptr) return;
    if (missing.empty()) first = mark;
    if (std::find(missing.begin(), missing.end(), name) == missing.end()) missing.push_back(name);
  };
  if (interface == nullptr) return;
  for (const Node* group : items_of(interface->find("ParameterGroups"))) {
    for (const Node* one : items_of(group->find("Parameters"))) check(one->text(), one->mark());
  }
  if (const Node* labels = interface->find("ParameterLabels")) {
    for (const document::Member& one : labels->members()) check(one.key, one.mark);
  }
  if (missing.empty()) return;
  constexpr std::size_t named = 5;
  const std::size_t count = missing.size();
  const std::string meant = count == 1 ? hint(missing.front(), keys_of(t.parameters)) : "remove them from the form";
  missing.resize(std::min(count, named));
  report.add("L021", first, "Metadata.AWS::CloudFormation::Interface",
             count == 1 ? fmt::format("the form names {}, and there is no such parameter", missing.front())
                        : fmt::format("the form names {} parameters that do not exist: {}{}", count,
                                      support::join(missing, ", "), count > named ? ", ..." : ""),
             meant);
}

}  // namespace vend::validate
