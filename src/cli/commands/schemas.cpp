#include "vend/validate/schemas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "vend/aws/dated.hpp"
#include "vend/calendar/zone.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;

struct SchemasOptions {
  std::string part, directory;
};

// AWS publishes the schemas of a region as one archive (CloudFormation user guide, "Resource type schemas").
constexpr std::string_view how_to =
    "Newer ones, from AWS:\n  curl -fsSLO "
    "https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip "
    "&& unzip -q CloudformationSchema.zip -d schemas\nand then: vend validate --schemas schemas ...\n";

std::string day_of(const fs::path& file) {
  std::error_code error;
  const auto time = fs::last_write_time(file, error);
  if (error) return "?";
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(time).time_since_epoch());
  return calendar::to_text(seconds.count()).substr(0, 10);
}

bool has_part(std::string_view type, std::string_view part) {
  const auto same = [](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a) == lower(b);
  };
  return std::search(type.begin(), type.end(), part.begin(), part.end(), same) != type.end() || part.empty();
}

ExitCode run_schemas(Context& context, const SchemasOptions& options) {
  if (!options.directory.empty() && !fs::is_directory(options.directory))
    throw UsageError(fmt::format("--schemas: {} is not a directory", options.directory));
  const validate::Schemas schemas(context.assets, options.directory);
  std::size_t shown = 0, newer = 0;
  for (const validate::Schemas::Known& one : schemas.known()) {
    if (!has_part(one.type, options.part)) continue;
    ++shown;
    newer += one.file.empty() ? 0 : 1;
    context.streams.out << fmt::format(
        "{}  {}  {}\n", one.file.empty() ? std::string(aws::lists_taken) : day_of(one.file),
        support::escape_for_terminal(one.type), one.file.empty() ? "built in" : support::escape_for_terminal(one.file));
  }
  context.messages.mention(
      fmt::format("{} types: {} built in, taken {}; {} from files", shown, shown - newer, aws::lists_taken, newer));
  return shown > 0 ? ExitCode::clean : ExitCode::findings;
}

}  // namespace

Action schemas_command(CLI::App& app) {
  auto options = std::make_shared<SchemasOptions>();
  app.footer(std::string(how_to));
  app.add_option("WORD", options->part, "Only types whose name has this in it");
  app.add_option("--schemas", options->directory, "Directory of newer resource schemas, one file a type")
      ->type_name("DIR");
  return [options](Context& context) { return run_schemas(context, *options); };
}

}  // namespace vend::cli
