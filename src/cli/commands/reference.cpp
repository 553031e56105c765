#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/spec/schema.hpp"
#include "vend/validate/rules.hpp"

namespace vend::cli {

Action reference_command(CLI::App& app) {
  auto what = std::make_shared<std::string>();
  app.add_option("WHAT", *what,
                 "spec: settings of a spec; parameters: parameters of the full template; rules: rules of validate")
      ->required()
      ->check(one_of({"spec", "parameters", "rules"}));
  return [what](Context& context) {
    context.streams.out << (*what == "spec"    ? spec::markdown()
                            : *what == "rules" ? validate::rules_markdown()
                                               : render::parameters_markdown());
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
