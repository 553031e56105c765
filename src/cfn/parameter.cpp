#include "vend/cfn/parameter.hpp"

#include <algorithm>

#include "vend/document/plain_scalar.hpp"

namespace vend::cfn {

bool is_secret(const document::Node& parameter) {
  const document::Node* flag = parameter.find("NoEcho");
  if (flag == nullptr || !flag->is_scalar()) return false;
  // CloudFormation looks at the text, in quotes or not: NoEcho: 'True' hides the value, too.
  const document::PlainScalar value = document::plain_scalar(flag->text());
  return value.kind == document::Node::Kind::boolean && value.text == "true";
}

bool is_secret(const Template& t, std::string_view name) {
  const document::Node* declared = t.parameters.find(name);
  return declared != nullptr && is_secret(*declared);
}

std::string with_starred_secrets(std::string text, const Template& t) {
  for (const document::Member& one : t.parameters.members()) {
    const document::Node* value = is_secret(one.value) ? one.value.find("Default") : nullptr;
    if (value == nullptr || !value->is_scalar() || value->text().empty() || value->mark().line == 0) continue;
    std::size_t line = 0;
    for (int number = 1; number < value->mark().line && line != std::string::npos; ++number) {
      line = text.find('\n', line);
      if (line != std::string::npos) ++line;
    }
    if (line == std::string::npos) continue;
    // What is written with escapes or goes on in other lines has no end that is to be found: the line is hidden then.
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const std::size_t begin = std::min(line + static_cast<std::size_t>(value->mark().column - 1), end);
    const std::size_t at = std::min(text.find(value->written(), begin), end);
    const bool whole = at < end && at + value->written().size() <= end;
    for (std::size_t i = whole ? at : begin; i < (whole ? at + value->written().size() : end); ++i) text[i] = '*';
  }
  return text;
}

bool is_list(const document::Node& parameter) {
  const document::Node* type = parameter.find("Type");
  return type != nullptr && (type->text().find("List<") != std::string::npos ||
                             type->text().find("CommaDelimitedList") != std::string::npos);
}

bool is_list(const Template& t, std::string_view name) {
  const document::Node* declared = t.parameters.find(name);
  return declared != nullptr && is_list(*declared);
}

bool is_list_type(std::string_view type) { return type == "CommaDelimitedList" || type.starts_with("List<"); }

std::string_view assigned_parameter(const Template& t, std::string_view own, std::string_view value) {
  const auto is_of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  for (std::size_t equals = value.find('='); equals != std::string_view::npos; equals = value.find('=', equals + 1)) {
    std::size_t begin = equals;
    while (begin > 0 && is_of_name(value[begin - 1])) --begin;
    if (begin == equals || begin == 0 || std::string_view(", ;\n").find(value[begin - 1]) == std::string_view::npos)
      continue;
    const std::string_view name = value.substr(begin, equals - begin);
    if (name != own && t.parameters.find(name) != nullptr) return name;
  }
  return {};
}

}  // namespace vend::cfn
