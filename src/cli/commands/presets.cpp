#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "cli/shared/find_preset.hpp"

namespace vend::cli {

Action presets_command(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  app.add_option("PRESET", *name, "Print this preset's spec, as a starting point");
  return [name](Context& context) {
    if (!name->empty()) {
      context.streams.out << find_preset(context.assets, *name).text;
      return ExitCode::clean;
    }
    for (const spec::Preset& preset : spec::presets(context.assets)) {
      context.streams.out << fmt::format("{:<38} {}\n", preset.name, preset.summary);
    }
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
