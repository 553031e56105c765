#include "vend/cfn/parameter.hpp"

namespace vend::cfn {

bool is_secret(const document::Node& parameter) {
  const document::Node* hidden = parameter.find("NoEcho");
  if (hidden == nullptr) return false;
  return document::to_bool(*hidden).value_or(hidden->text() == "true" || hidden->text() == "True");
}

}  // namespace vend::cfn
