// SHA-256 (FIPS 180-4).
#pragma once

#include <string>
#include <string_view>

namespace vend::support {

// `fastest` uses the processor's instructions for it where it has them; the result is the same.
enum class Sha256 { fastest, portable };

std::string sha256_hex(std::string_view bytes, Sha256 way = Sha256::fastest);  // lower-case hexadecimal, 64 characters

}  // namespace vend::support
