// What generate, validate and preview are given: a spec's file, standard input, a preset, or nothing at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/shared/command.hpp"
#include "vend/model/stack.hpp"
#include "vend/product/product.hpp"

namespace vend::cli {

struct SpecOptions {
  std::string file;  // "-" for standard input; empty for none
  std::string preset;
  std::vector<std::string> set;                    // PATH=VALUE
  std::optional<std::string> text = std::nullopt;  // of the file, where it was read already
};

// --preset and --set.
void declare_preset(CLI::App& app, SpecOptions& options);
// --set alone, with its purpose in a few words.
void declare_set(CLI::App& app, SpecOptions& options, const std::string& purpose);

using LoadedSpec = product::Spec;
using product::at_settings;
using product::is_spec;

// Says nothing itself. Without file and preset: the full template's stack.
LoadedSpec read_spec(Context& context, const SpecOptions& options);

// Reports what is wrong; nothing then. Without file and preset: the full template's stack.
std::optional<model::RunnerStack> load_spec(Context& context, const SpecOptions& options);

}  // namespace vend::cli
