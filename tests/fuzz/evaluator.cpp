// Any bytes as a template through all checks, in all combinations.
#include <cstdint>
#include <string_view>

#include "vend/validate/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vend::validate::Options options;
  options.all_combinations = true;
  options.now = 1'800'000'000;
  vend::validate::check_text(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz", options);
  return 0;
}
