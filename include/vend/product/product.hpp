// What becomes of a spec: its template, and the files that `vend generate` writes beside it. The command line and the
// page take them from here, so that both give the same bytes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/render/render.hpp"
#include "vend/scripts/library.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::product {

// Whether a text is a spec rather than a template, by its looks: one that is neither counts as a template.
bool is_spec(std::string_view text);

struct Spec {
  std::string name;  // of its file, for messages
  std::string text;
  document::Node root;
  support::Diagnostics found;
  std::optional<model::RunnerStack> stack;  // nothing when `found` holds an error
};

// `set`: PATH=VALUE, laid over the text.
Spec read_spec(std::string name, std::string text, const std::vector<std::string>& set = {});

// Findings about what a spec became, at the settings that they come from: those whose parameters a finding names. A
// finding that names none, or none that the spec sets, keeps only the file.
support::Diagnostics at_settings(support::Diagnostics findings, const Spec& spec);

// What a stack becomes, as generate writes it: a specialised template is kept small enough for a direct call; only the
// full template is too large for one by nature. `spec`: what the stack was read from; what its settings become has
// their places then.
render::InlineTemplate template_of(const model::RunnerStack& stack, const scripts::Library& library,
                                   cfn::Format format = cfn::Format::yaml, const document::Node* spec = nullptr);

struct File {
  std::string name;  // below the output directory
  std::string content;
};

// The scripts that the instances run, as the template carries them: composed for its spec; "runner_configs/NAME/...".
std::vector<File> scripts_of(const cfn::Template& t, const std::string& stack_name);
// "NAME.cf.yml".
std::string template_name(const model::RunnerStack& stack, cfn::Format format = cfn::Format::yaml);
// "NAME.parameters.json"; without a name "parameters.json".
std::string parameters_name(const std::string& stack_name);
// The values of that file. What has no default, such as the token, is left empty for the reader to fill in.
parameters::ParameterFile fresh_values(const cfn::Template& t);

// Values of a file as vend wrote them. Several when a run was stopped while it wrote: what is there is one of them.
using WrittenValues = std::map<std::string, std::vector<std::string>>;

// What generate remembers of the files that it wrote, to tell what was edited since.
struct Manifest {
  std::map<std::string, std::vector<std::string>> checksums;  // of each file that vend wrote, by its name
  std::map<std::string, WrittenValues> values;                // remembered for a file
};
inline constexpr const char* manifest_name = ".vend-manifest.json";
std::string to_json(const Manifest& manifest);

struct NextSteps {
  std::string directory;  // where the files are, with / at its end; empty: here
  std::string stack_name, template_file, parameter_file;
  bool fits = true;         // within the bytes of a template that is passed directly
  bool asks_secret = true;  // see below
};
// Whether somebody has to enter a secret, the token: a parameter that is hidden and has no default.
bool asks_secret(const cfn::Template& t);
// How the files become a stack, for people: sentences and commands of a shell.
std::string next_steps(const NextSteps& what);

}  // namespace vend::product
