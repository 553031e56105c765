#include "vend/cfn/parameter.hpp"

#include "vend/document/plain_scalar.hpp"

namespace vend::cfn {

bool is_secret(const document::Node& parameter) {
  const document::Node* flag = parameter.find("NoEcho");
  if (flag == nullptr || !flag->is_scalar()) return false;
  // CloudFormation reads the text, whether it stands in quotes or not: 'True' hides as well.
  const document::PlainScalar value = document::plain_scalar(flag->text());
  return value.kind == document::Node::Kind::boolean && value.text == "true";
}

bool is_secret(const Template& t, std::string_view name) {
  const document::Node* declared = t.parameters.find(name);
  return declared != nullptr && is_secret(*declared);
}

}  // namespace vend::cfn
