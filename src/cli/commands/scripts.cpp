#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "cli/shared/output_directory.hpp"
#include "vend/scripts/library.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

struct ScriptsOptions {
  std::string name;
  std::string directory;
  bool force = false;
};

const scripts::Script& find_script(const scripts::Library& library, const std::string& name) {
  if (const scripts::Script* found = library.find(name)) return *found;
  std::vector<std::string> names;
  for (const scripts::Script& script : library.all()) names.push_back(script.name);
  std::optional<std::string> meant = support::closest(name, names);
  throw UsageError(fmt::format("there is no script \"{}\"; {}", support::escape_for_terminal(name),
                               meant ? fmt::format("did you mean {}?", *meant) : "`vend scripts` lists them"));
}

ExitCode run_scripts(Context& context, const ScriptsOptions& options) {
  scripts::Library library(context.assets);
  if (options.directory.empty() && options.name.empty()) {
    for (const scripts::Script& script : library.all()) {
      context.streams.out << fmt::format("{:<30} {:>6} bytes  sha256 {}\n", script.name, script.text.size(),
                                         script.sha256);
    }
    return ExitCode::clean;
  }
  if (options.directory.empty()) {
    context.streams.out << find_script(library, options.name).text;
    return ExitCode::clean;
  }
  OutputDirectory output(options.directory);
  const scripts::Script* one = options.name.empty() ? nullptr : &find_script(library, options.name);
  for (const scripts::Script& script : library.all()) {  // and beside one, what it loads
    if (one == nullptr || &script == one || script.name == one->loads) output.add(script.name, script.text);
  }
  output.write(options.force, context.streams.out);
  return ExitCode::clean;
}

}  // namespace

Action scripts_command(CLI::App& app) {
  auto options = std::make_shared<ScriptsOptions>();
  app.add_option("SCRIPT", options->name, "Print this script; with -o write it");
  app.add_option("-o,--output", options->directory, "Write the script, or all of them, into this directory");
  app.add_flag("--force", options->force, "Overwrite files that were edited");
  return [options](Context& context) { return run_scripts(context, *options); };
}

}  // namespace vend::cli
