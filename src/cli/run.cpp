#include "vend/cli/run.hpp"

#include <ostream>

namespace vend::cli {

ExitCode run(const std::vector<std::string>& arguments, Streams& streams) {
  if (arguments.size() == 1 && arguments[0] == "--version") {
    streams.out << "vend " VEND_VERSION "\n";
    return ExitCode::clean;
  }
  streams.err << "vend: no commands yet\n";
  return ExitCode::usage;
}

}  // namespace vend::cli
