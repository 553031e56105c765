#include "cli/shared/parameter_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/shared/input.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

void set_value(std::string name, std::string value, parameters::ParameterFile& into) {
  const auto found = std::find_if(into.values.begin(), into.values.end(),
                                  [&](const parameters::ParameterValue& one) { return one.name == name; });
  parameters::ParameterValue row{std::move(name), std::move(value), false, {}};
  if (found == into.values.end()) {
    into.values.push_back(std::move(row));
  } else {
    *found = std::move(row);
  }
}

std::string shown_name(const std::string& file) { return file == "-" ? "<stdin>" : file; }

}  // namespace

void declare(CLI::App& app, ParameterOptions& options, const std::string& file_option) {
  app.add_option(file_option, options.file,
                 "File with parameter values, in any form that AWS's tools and `vend parameters` write; - for "
                 "standard input")
      ->type_name("FILE");
  app.add_option("-p,--parameter", options.given, "Give a parameter a value; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);  // what follows may be a file
}

std::optional<parameters::ParameterFile> read_parameters(Context& context, const ParameterOptions& options) {
  std::optional<parameters::ParameterFile> result = parameters::ParameterFile();
  if (!options.file.empty()) {
    support::Diagnostics found;
    result =
        parameters::read_parameter_file(read_input(options.file, context.streams.in), shown_name(options.file), found);
    if (!found.empty()) report(context, found, "");
  }
  for (const std::string& one : options.given) {
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(
          equals == 0 ? "-p takes KEY=VALUE; one of them has no name in front of the \"=\""
                      : "-p takes KEY=VALUE; one of them has no \"=\" (its text is not shown, as it may be a secret)");
    if (!support::is_valid_utf8(one)) throw UsageError("-p takes UTF-8 text only");
    if (result) set_value(one.substr(0, equals), one.substr(equals + 1), *result);
  }
  return result;
}

void apply(const parameters::ParameterFile& values, const ParameterOptions& options, evaluate::Input& input) {
  for (const parameters::ParameterValue& one : values.values) {
    if (one.previous) {
      input.previous.insert(one.name);
    } else {
      input.parameters[one.name] = one.value;
    }
    if (one.mark != document::Mark{})
      input.places[one.name] = {shown_name(options.file), one.mark.line, one.mark.column};
  }
}

}  // namespace vend::cli
