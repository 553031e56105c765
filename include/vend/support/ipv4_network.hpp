// Networks of IP version 4, as CIDR blocks write them: ADDRESS/PREFIX (RFC 4632).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vend::support {

struct Ipv4Network {
  std::uint64_t first = 0;  // the first address, from its 32 bits, whatever host bits were written
  std::uint64_t size = 0;   // how many addresses it has: 1 to 2^32

  std::uint64_t last() const { return first + size - 1; }
};

// Nothing for anything else, such as a network of version 6.
std::optional<Ipv4Network> read_ipv4_network(std::string_view text);

}  // namespace vend::support
