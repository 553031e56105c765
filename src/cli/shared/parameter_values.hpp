// Parameter values from files and options, for every command that takes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/shared/command.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/parameters/parameter_file.hpp"

namespace vend::cli {

struct ParameterOptions {
  std::string file;                // --parameters
  std::vector<std::string> given;  // -p KEY=VALUE
};

void declare(CLI::App& app, ParameterOptions& options, const std::string& file_option = "--parameters");

// The file's values in their order, then those of -p; where both have a name, -p wins in the file's place. Reports
// every mistake of the file, without its text, which may hold secrets; nothing then. Throws UsageError for a -p without
// '=', and support::FileError. "-" is standard input.
std::optional<parameters::ParameterFile> read_parameters(Context& context, const ParameterOptions& options);

// Gives them to the evaluator, those of the file with their places.
void apply(const parameters::ParameterFile& values, const ParameterOptions& options, evaluate::Input& input);

}  // namespace vend::cli
