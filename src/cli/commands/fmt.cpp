#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "cli/shared/input.hpp"
#include "cli/shared/load_spec.hpp"
#include "vend/spec/format.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

struct FmtOptions {
  std::vector<std::string> files;
  bool check = false;
  bool to_stdout = false;
};

ExitCode format_one(Context& context, const FmtOptions& options, const std::string& file) {
  const std::string name = file == "-" ? "<stdin>" : file;
  const std::string text = read_input(file, context.streams.in);
  if (!is_spec(text) && !support::trim(text).empty())
    throw UsageError(fmt::format("{} is not a spec, but looks like a template", support::escape_for_terminal(name)));
  support::Diagnostics found;
  const std::optional<std::string> better = spec::formatted(text, name, found);
  report(context, found, text);
  if (!better) return ExitCode::findings;
  if (options.check) {
    if (*better == text) return ExitCode::clean;
    context.streams.out << support::escape_for_terminal(name) << "\n";
    return ExitCode::findings;
  }
  if (options.to_stdout || file == "-") {
    context.streams.out << *better;
  } else if (*better != text) {
    support::write_file(file, *better);
    context.messages.mention(fmt::format("{} rewritten", support::escape_for_terminal(name)));
  }
  return ExitCode::clean;
}

}  // namespace

Action fmt_command(CLI::App& app) {
  auto options = std::make_shared<FmtOptions>();
  app.add_option("SPEC", options->files, "Specs to rewrite in place; - reads standard input and prints the result")
      ->required();
  app.add_flag("--check", options->check,
               "Change nothing; print the names of the files that would change, and exit with 1");
  app.add_flag("--stdout", options->to_stdout, "Print the result instead of writing it");
  return [options](Context& context) {
    ExitCode worst = ExitCode::clean;
    for (const std::string& file : options->files) worst = std::max(worst, format_one(context, *options, file));
    return worst;
  };
}

}  // namespace vend::cli
