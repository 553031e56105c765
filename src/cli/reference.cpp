#include <memory>
#include <ostream>

#include "command.hpp"
#include "vend/render/parameter.hpp"
#include "vend/spec/spec.hpp"

namespace vend::cli {

Action reference_command(CLI::App& app) {
  auto what = std::make_shared<std::string>();
  app.add_option("WHAT", *what, "spec: settings of a spec; parameters: parameters of the full template")
      ->required()
      ->check(one_of({"spec", "parameters"}));
  return [what](Context& context) {
    context.streams.out << (*what == "spec" ? spec::markdown() : render::parameters_markdown());
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
