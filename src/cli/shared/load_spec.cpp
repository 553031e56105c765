#include "cli/shared/load_spec.hpp"

#include <istream>

#include "cli/shared/find_preset.hpp"
#include "cli/shared/input.hpp"
#include "vend/support/file.hpp"

namespace vend::cli {
namespace {

constexpr std::size_t largest_spec = 1U << 20U;  // bytes; far more than any stack needs

struct Source {
  std::string name;
  std::string text;
};

Source source_of(Context& context, const SpecOptions& options) {
  if (!options.file.empty() && !options.preset.empty())
    throw UsageError("a spec and --preset cannot be combined; use --set on the preset");
  if (!options.preset.empty()) return {"preset " + options.preset, find_preset(context.assets, options.preset).text};
  if (options.file.empty()) return {"(no spec)", "{}"};
  if (options.text) return {options.file == "-" ? "<stdin>" : options.file, *options.text};
  if (options.file != "-") {
    refuse_missing(options.file);
    return {options.file, support::read_file(options.file, largest_spec)};
  }
  std::string text;
  char chunk[65'536];
  while (context.streams.in.read(chunk, sizeof chunk) || context.streams.in.gcount() > 0) {
    text.append(chunk, static_cast<std::size_t>(context.streams.in.gcount()));
    if (text.size() > largest_spec) throw UsageError("standard input holds more than 1 MiB, too much for a spec");
  }
  return {"<stdin>", std::move(text)};
}

}  // namespace

void declare_preset(CLI::App& app, SpecOptions& options) {
  app.add_option("--preset", options.preset, "Start from a preset (see `vend presets`)");
  declare_set(app, options, "Change a setting");
}

void declare_set(CLI::App& app, SpecOptions& options, const std::string& purpose) {
  app.add_option("--set", options.set,
                 purpose + ": PATH=VALUE, such as gitlab.concurrent=4; PATH+=VALUE appends to a list")
      ->type_name("PATH=VALUE")
      ->take_all()
      ->allow_extra_args(false);
}

LoadedSpec read_spec(Context& context, const SpecOptions& options) {
  Source source = source_of(context, options);
  return product::read_spec(std::move(source.name), std::move(source.text), options.set);
}

std::optional<model::RunnerStack> load_spec(Context& context, const SpecOptions& options) {
  LoadedSpec spec = read_spec(context, options);
  report(context, spec.found, spec.text, spec.name);
  return std::move(spec.stack);
}

}  // namespace vend::cli
