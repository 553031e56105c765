// What generate, validate and preview are given: a spec's file, standard input, a preset, or nothing at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "vend/model/stack.hpp"

namespace vend::cli {

struct SpecOptions {
  std::string file;  // "-" for standard input; empty for none
  std::string preset;
  std::vector<std::string> set;                    // PATH=VALUE
  std::optional<std::string> text = std::nullopt;  // of the file, where it was read already
};

// Whether a text is a spec rather than a template, by its looks: one that is neither counts as a template.
bool is_spec(std::string_view text);

void declare(CLI::App& app, SpecOptions& options);
// --set alone, with its purpose in a few words.
void declare_set(CLI::App& app, SpecOptions& options, const std::string& purpose);

// Reports what is wrong; nothing then. Without file and preset: the full template's stack.
std::optional<model::RunnerStack> load_spec(Context& context, const SpecOptions& options);

}  // namespace vend::cli
