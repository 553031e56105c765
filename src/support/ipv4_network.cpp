#include "vend/support/ipv4_network.hpp"

#include <charconv>

namespace vend::support {

std::optional<Ipv4Network> read_ipv4_network(std::string_view text) {
  std::uint64_t address = 0;
  unsigned number = 0;
  for (int part = 0; part < 5; ++part) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number > (part < 4 ? 255U : 32U)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (part == 4) break;
    address = address << 8U | number;
    if (!text.starts_with(part < 3 ? '.' : '/')) return std::nullopt;
    text.remove_prefix(1);
  }
  if (!text.empty()) return std::nullopt;
  const std::uint64_t size = std::uint64_t{1} << (32U - number);
  return Ipv4Network{address / size * size, size};
}

}  // namespace vend::support
