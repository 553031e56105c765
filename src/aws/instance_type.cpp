#include "vend/aws/instance_type.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "vend/support/text.hpp"

namespace vend::aws {

bool is_instance_type(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot < 2 || text[0] < 'a' || text[0] > 'z') return false;
  const std::string_view family = text.substr(0, dot);
  const std::string_view size = text.substr(dot + 1);
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!std::all_of(family.begin(), family.end(), plain) || !std::all_of(size.begin(), size.end(), plain)) return false;
  constexpr std::array<std::string_view, 6> sizes = {"nano", "micro", "small", "medium", "large", "xlarge"};
  if (std::find(sizes.begin(), sizes.end(), size) != sizes.end() || size.starts_with("metal")) return true;
  return size.ends_with("xlarge") && support::is_digits(size.substr(0, size.size() - 6));
}

std::optional<bool> is_arm64(std::string_view type) {
  const std::string_view family = type.substr(0, type.find('.'));
  const std::size_t digit = family.find_first_of("0123456789");
  if (digit == std::string_view::npos || type.find('.') == std::string_view::npos) return std::nullopt;
  if (family == "a1" || family == "g5g" || family == "hpc7g") return true;
  return digit + 1 < family.size() && family[digit + 1] == 'g' && !family.starts_with("g");
}

std::optional<int> vcpus(std::string_view type) {
  if (!is_instance_type(type) || type.starts_with("hpc") || type.starts_with("mac") || type.starts_with("u-"))
    return std::nullopt;
  const std::string_view size = type.substr(type.find('.') + 1);
  if (size == "large") return 2;
  if (size.ends_with("xlarge")) {
    int times = 1;
    std::from_chars(size.data(), size.data() + size.size() - 6, times);
    return 4 * times;
  }
  const bool pairs = type.starts_with("t3.") || type.starts_with("t3a.") || type.starts_with("t4g.");
  return pairs && !size.starts_with("metal") ? std::optional(2) : std::nullopt;
}

std::string_view quota_of(std::string_view type) {
  if (!is_instance_type(type) || type.starts_with("u-") || type.starts_with("mac") || type.starts_with("hpc"))
    return {};
  struct Quota {
    std::string_view letters;  // in front of the generation
    std::string_view name;
  };
  constexpr std::string_view standard = "Standard (A, C, D, H, I, M, R, T, Z)";
  constexpr std::array quotas = {
      Quota{"a", standard},    Quota{"c", standard},  Quota{"d", standard},  Quota{"h", standard},
      Quota{"i", standard},    Quota{"im", standard}, Quota{"is", standard}, Quota{"m", standard},
      Quota{"r", standard},    Quota{"t", standard},  Quota{"z", standard},  Quota{"g", "G and VT"},
      Quota{"vt", "G and VT"}, Quota{"inf", "Inf"},   Quota{"x", "X"},       Quota{"f", "F"}};
  const std::string_view letters = type.substr(0, type.find_first_of("0123456789"));
  const auto* const row =
      std::find_if(quotas.begin(), quotas.end(), [&](const Quota& one) { return one.letters == letters; });
  return row == quotas.end() ? std::string_view() : row->name;
}

bool is_burstable(std::string_view type) {
  return type.starts_with("t2.") || type.starts_with("t3.") || type.starts_with("t3a.") || type.starts_with("t4g.");
}

}  // namespace vend::aws
