// What generate, validate and preview are given: a spec's file, standard input, a preset, or nothing at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shared/command.hpp"
#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"
#include "vend/support/diagnostic.hpp"

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

struct LoadedSpec {
  std::string name;  // of its file, for messages
  std::string text;
  document::Node root;
  support::Diagnostics found;
  std::optional<model::RunnerStack> stack;  // nothing when `found` holds an error
};

// Says nothing itself. Without file and preset: the full template's stack.
LoadedSpec read_spec(Context& context, const SpecOptions& options);

// Findings about what a spec became, at the settings that they come from: those whose parameters a finding names. A
// finding that names none, or none that the spec sets, keeps only the file.
support::Diagnostics at_settings(support::Diagnostics findings, const LoadedSpec& spec);

// Reports what is wrong; nothing then. Without file and preset: the full template's stack.
std::optional<model::RunnerStack> load_spec(Context& context, const SpecOptions& options);

}  // namespace vend::cli
