#include "serve/take.hpp"

#include <algorithm>

#include "serve/zip.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/sha256.hpp"

namespace vend::serve {
namespace {

constexpr const char* spec_name = "spec.yml";

struct ParameterForm {
  std::string name;
  std::string (*write)(const parameters::ParameterFile&);
};

// The first is generate's.
std::vector<ParameterForm> parameter_forms(const Source& source) {
  const std::string begin = source.stack_name.empty() ? "" : source.stack_name + ".";
  return {{product::parameters_name(source.stack_name), parameters::create_stack_parameters},
          {begin + "parameters.deploy.json", parameters::deploy_parameters},
          {begin + "parameters.env", parameters::shell_parameters}};
}

std::string archive_name(const Source& source) {
  return (source.stack_name.empty() ? "template" : source.stack_name) + ".zip";
}

// A template's own default of a secret is not written either.
parameters::ParameterFile values_of(const Work& work, const Source& source) {
  parameters::ParameterFile file = product::fresh_values(*source.t);
  const evaluate::Input input = input_of(work, source);
  for (parameters::ParameterValue& one : file.values) {
    const auto given = input.parameters.find(one.name);
    if (given != input.parameters.end()) one.value = given->second;
    if (cfn::is_secret(*source.t, one.name)) one.value.clear();
  }
  return file;
}

// As generate writes it into an empty directory, with what it remembers.
std::vector<product::File> all_files(const Work& work, const Source& source) {
  std::vector<product::File> files;
  if (source.is_spec) files = product::scripts_of(*source.t, source.stack_name);
  const std::string parameters_name = product::parameters_name(source.stack_name);
  files.push_back({parameters_name, parameters::create_stack_parameters(values_of(work, source))});
  files.push_back({source.template_name, source.template_text});
  if (source.is_spec) {
    product::Manifest manifest;
    for (const product::File& one : files) manifest.checksums[one.name] = {support::sha256_hex(one.content)};
    for (const parameters::ParameterValue& one : product::fresh_values(*source.t).values)
      manifest.values[parameters_name][one.name] = {one.value};
    files.push_back({product::manifest_name, product::to_json(manifest)});
    files.push_back({spec_name, source.text});
  }
  return files;
}

}  // namespace

std::vector<std::string> names_to_take(const Source& source) {
  std::vector<std::string> names;
  if (!source.t) return names;
  names.push_back(archive_name(source));
  if (source.is_spec) names.emplace_back(spec_name);
  names.push_back(source.template_name);
  for (const ParameterForm& one : parameter_forms(source)) names.push_back(one.name);
  if (!source.is_spec) return names;
  for (const product::File& one : product::scripts_of(*source.t, source.stack_name)) names.push_back(one.name);
  return names;
}

std::optional<std::string> file_to_take(const std::string& name, const Work& work, const Source& source) {
  if (!source.t) return std::nullopt;
  if (name == archive_name(source)) return zip(all_files(work, source));
  for (const ParameterForm& one : parameter_forms(source)) {
    if (one.name == name) return one.write(values_of(work, source));
  }
  std::vector<product::File> files = all_files(work, source);
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const product::File& one) { return one.name == name; });
  if (found == files.end()) return std::nullopt;
  return std::move(found->content);
}

}  // namespace vend::serve
