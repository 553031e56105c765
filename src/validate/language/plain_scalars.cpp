// Texts without quotes that CloudFormation takes for something else (document/plain_scalar.hpp): told where a text was
// meant. Where a property's schema wants a number or a boolean, validate/types knows it.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/cfn/intrinsic.hpp"

namespace vend::validate {
namespace {

bool is_rewritten(const Node& node) { return node.is_scalar() && node.written() != node.text(); }

// True for true: nothing but another case.
bool is_same_word(const Node& node) {
  std::string lower = node.written();
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower == node.text();
}

class PlainScalars {
 public:
  explicit PlainScalars(Report& report) : report_(report) {}

  // Everything below is a text.
  void texts(const Node& node, const std::string& path) {
    if (is_rewritten(node) && !is_same_word(node)) report_plain_scalar(node, path, report_);
    for (const Node& one : node.items()) texts(one, path);
    for (const document::Member& one : node.members()) texts(one.value, path + "." + one.key);
  }

  // What cfn-init gets as a text: `mode: 000644` arrives as 420, which it takes for the octal number.
  void numbers(const Node& node, const std::string& path) {
    if (is_rewritten(node) && node.kind() != Node::Kind::boolean && !is_same_number(node))
      report_plain_scalar(node, path, report_);
    for (const Node& one : node.items()) numbers(one, path);
    for (const document::Member& one : node.members()) numbers(one.value, path + "." + one.key);
  }

  // Values of properties: texts are the arguments of functions that put texts together or compare them.
  void values(const Node& node, const std::string& path) {
    if (const std::optional<cfn::Function> function = cfn::as_function(node)) {
      const bool of_texts = function->name == "Fn::Join" || function->name == "Fn::Sub" ||
                            function->name == "Fn::Equals" || function->name == "Fn::Split" ||
                            function->name == "Fn::Base64";
      if (of_texts) return texts(*function->argument, path);
      if (function->name == "Fn::Select" || function->name == "Fn::FindInMap") return;  // numbers, and names of keys
    }
    for (const Node& one : node.items()) values(one, path);
    for (const document::Member& one : node.members()) values(one.value, path + "." + one.key);
  }

  // An output is a text, which may be a number.
  void output(const Node* value, const std::string& path) {
    if (value != nullptr && is_rewritten(*value) && !is_same_word(*value) && !is_same_number(*value))
      report_plain_scalar(*value, path, report_);
  }

  // A value of a parameter is a text, unless a number is asked for.
  void parameter(const document::Member& one) {
    const bool number = text_at(&one.value, {"Type"}) == "Number";
    for (std::string_view attribute : {"Default", "AllowedValues"}) {
      const Node* value = one.value.find(attribute);
      for (const Node* each : items_of(value)) {
        if (!is_rewritten(*each) || is_same_word(*each) || (number && is_same_number(*each))) continue;
        return report_plain_scalar(*each, fmt::format("Parameters.{}.{}", one.key, attribute),
                                   report_);  // once is enough
      }
    }
  }

 private:
  Report& report_;
};

}  // namespace

bool is_same_number(const Node& scalar) {
  std::string digits = scalar.written();
  std::erase(digits, '_');
  if (digits.starts_with("0x") || digits.starts_with("0b")) return true;
  if (digits.size() > 1 && digits.front() == '0' && digits.find_first_not_of("0123456789") == std::string::npos)
    return false;  // somebody wrote a text of digits, or an octal number
  const std::optional<double> was = document::to_real(Node::scalar(Node::Kind::real, digits)),
                              is = document::to_real(Node::scalar(Node::Kind::real, scalar.text()));
  return was && is && *was == *is;
}

void report_plain_scalar(const Node& scalar, const std::string& path, Report& report) {
  report.add("L033", scalar.mark(), path,
             fmt::format("{} without quotes is {} to CloudFormation", scalar.written(), scalar.text()),
             fmt::format("write '{}' if it is meant as a text", scalar.written()));
}

void check_plain_scalars(const cfn::Template& t, Report& report) {
  PlainScalars scalars(report);
  for (const document::Member& one : t.parameters.members()) scalars.parameter(one);
  scalars.texts(t.conditions, "Conditions");
  scalars.texts(t.rules, "Rules");
  for (const document::Member& one : t.mappings.members()) {
    if (!one.key.starts_with("Fn::")) scalars.texts(one.value, "Mappings." + one.key);
  }
  for (const document::Member& one : t.resources.members()) {
    if (const Node* properties = one.value.find("Properties"))
      scalars.values(*properties, fmt::format("Resources.{}.Properties", one.key));
    if (const Node* init = at(&one.value, {"Metadata", "AWS::CloudFormation::Init"}))
      scalars.numbers(*init, fmt::format("Resources.{}.Metadata.AWS::CloudFormation::Init", one.key));
  }
  for (const document::Member& one : t.outputs.members()) {
    scalars.values(one.value, "Outputs." + one.key);
    scalars.output(one.value.find("Value"), "Outputs." + one.key + ".Value");
    scalars.output(at(&one.value, {"Export", "Name"}), "Outputs." + one.key + ".Export.Name");
  }
}

}  // namespace vend::validate
