#include "vend/spec/schema.hpp"

#include <ostream>

#include "cli/shared/command.hpp"

namespace vend::cli {

Action schema_command(CLI::App&) {
  return [](Context& context) {
    context.streams.out << spec::json_schema();
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
