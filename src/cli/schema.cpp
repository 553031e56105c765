#include <ostream>

#include "command.hpp"
#include "vend/spec/spec.hpp"

namespace vend::cli {

Action schema_command(CLI::App&) {
  return [](Context& context) {
    context.streams.out << spec::json_schema();
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
