// What a command reads: a file, or standard input.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

namespace vend::cli {

inline constexpr std::size_t largest_input = std::size_t{4} << 20U;  // bytes of a file; larger ones are not read

// Throws support::FileError with the name that was probably meant, when there is no such file but one with a name
// alike.
void refuse_missing(const std::string& path);
// The text of a file, or of `in` for "-". Throws support::FileError when the file cannot be read or is too large.
std::string read_input(const std::string& path, std::istream& in);

}  // namespace vend::cli
