#include "cli/shared/input.hpp"

#include <istream>
#include <iterator>

#include "vend/support/file.hpp"

namespace vend::cli {

std::string read_input(const std::string& path, std::istream& in) {
  if (path != "-") return support::read_file(path, largest_input);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace vend::cli
