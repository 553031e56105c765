#include "vend/cfn/parameter.hpp"

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
