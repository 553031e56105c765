// SHA-256 (FIPS 180-4).
#pragma once

#include <string>
#include <string_view>

namespace vend::support {

std::string sha256_hex(std::string_view bytes);  // lower-case hexadecimal, 64 characters

}  // namespace vend::support
