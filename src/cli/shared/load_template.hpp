// A template to look at: read from a file, or what a spec or a preset becomes.
#pragma once

#include <optional>
#include <string>

#include "cli/shared/command.hpp"
#include "cli/shared/load_spec.hpp"
#include "vend/cfn/template.hpp"
#include "vend/model/stack.hpp"
#include "vend/render/render.hpp"
#include "vend/scripts/library.hpp"

namespace vend::cli {

struct LoadedTemplate {
  cfn::Template t;
  std::string text;                         // of the template's file; empty for a rendered one
  std::string file;                         // where it stands, or the name that generate gives it
  std::optional<model::RunnerStack> stack;  // of a spec or preset
};

// What a stack becomes, as generate writes it: a specialised template is kept small enough for a direct call; only the
// full template is too large for one by nature.
render::InlineTemplate template_of(const model::RunnerStack& stack, const scripts::Library& library,
                                   cfn::Format format = cfn::Format::yaml);

// FILE (a template or a spec), --preset and --set.
void declare_template(CLI::App& app, SpecOptions& options);

// Reports what is wrong; nothing then. Without file and preset: the full template.
std::optional<LoadedTemplate> load_template(Context& context, const SpecOptions& options);

}  // namespace vend::cli
