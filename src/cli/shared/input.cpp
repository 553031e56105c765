#include "cli/shared/input.hpp"

#include <istream>

#include "vend/support/file.hpp"

namespace vend::cli {

std::string read_input(const std::string& path, std::istream& in) {
  if (path != "-") return support::read_file(path, largest_input);
  std::string text;
  char chunk[65'536];
  while (in.read(chunk, sizeof chunk) || in.gcount() > 0) {
    text.append(chunk, static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest_input)
      throw support::FileError("cannot read standard input: it holds more than " + std::to_string(largest_input) +
                               " bytes");
  }
  return text;
}

}  // namespace vend::cli
