// A template to look at: read from a file, or what a spec or a preset becomes.
#pragma once

#include <optional>
#include <string>

#include "cli/shared/command.hpp"
#include "cli/shared/load_spec.hpp"
#include "vend/cfn/template.hpp"
#include "vend/model/stack.hpp"
#include "vend/scripts/library.hpp"

namespace vend::cli {

struct LoadedTemplate {
  cfn::Template t;
  std::string text;                         // of the template's file; empty for a rendered one
  std::string file;                         // where it stands, or the name that generate gives it
  std::optional<model::RunnerStack> stack;  // of a spec or preset
};

using product::template_of;

// FILE (a template or a spec), --preset and --set.
void declare_template(CLI::App& app, SpecOptions& options);

// Reports what is wrong; nothing then. Without file and preset: the full template.
std::optional<LoadedTemplate> load_template(Context& context, const SpecOptions& options);

}  // namespace vend::cli
