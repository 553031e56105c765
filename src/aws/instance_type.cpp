#include "vend/aws/instance_type.hpp"

#include <algorithm>
#include <array>

#include "vend/support/text.hpp"

namespace vend::aws {

bool is_instance_type(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot < 2 || text[0] < 'a' || text[0] > 'z') return false;
  const std::string_view family = text.substr(0, dot);
  const std::string_view size = text.substr(dot + 1);
  if (family.find_first_of("0123456789") == std::string_view::npos && family.find('-') == std::string_view::npos)
    return false;
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!std::all_of(family.begin(), family.end(), plain) || !std::all_of(size.begin(), size.end(), plain)) return false;
  constexpr std::array<std::string_view, 7> sizes = {"nano", "micro", "small", "medium", "large", "xlarge", "metal"};
  if (std::find(sizes.begin(), sizes.end(), size) != sizes.end() || size.starts_with("metal-")) return true;
  if (!size.ends_with("xlarge")) return false;
  return support::is_digits(size.substr(0, size.size() - 6));
}

std::optional<bool> is_arm64(std::string_view type) {
  const std::string_view family = type.substr(0, type.find('.'));
  const std::size_t digit = family.find_first_of("0123456789");
  if (digit == std::string_view::npos || type.find('.') == std::string_view::npos) return std::nullopt;
  if (family == "a1" || family == "g5g" || family == "hpc7g") return true;
  return digit + 1 < family.size() && family[digit + 1] == 'g' && !family.starts_with("g");
}

bool is_burstable(std::string_view type) {
  return type.starts_with("t2.") || type.starts_with("t3.") || type.starts_with("t3a.") || type.starts_with("t4g.");
}

}  // namespace vend::aws
