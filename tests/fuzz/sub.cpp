// Any text of Fn::Sub: its parts cover it, and an escaped text is one literal that says the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "vend/cfn/intrinsic.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  vend::cfn::parse_sub(text);
  std::string literal;
  for (const vend::cfn::SubPart& part : vend::cfn::parse_sub(vend::cfn::escape_sub(text))) {
    if (part.is_reference) std::abort();
    literal += part.text;
  }
  if (literal != text) std::abort();
  return 0;
}
