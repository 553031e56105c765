#include "cli/shared/version.hpp"

#include <fmt/format.h>

#include <CLI/Version.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "vend/aws/dated.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/library_version.hpp"
#include "vend/serve/server.hpp"
#include "vend/support/library_version.hpp"
#include "vend/support/text.hpp"

namespace vend::cli {
namespace {

using document::Node;

std::vector<support::LibraryVersion> all_libraries() {
  std::vector<support::LibraryVersion> all = support::libraries();
  for (support::LibraryVersion& one : document::libraries()) all.push_back(std::move(one));
  for (support::LibraryVersion& one : serve::libraries()) all.push_back(std::move(one));
  all.push_back({"CLI11", CLI11_VERSION, "BSD-3-Clause"});
  std::ranges::sort(all, {}, &support::LibraryVersion::name);
  return all;
}

// The word behind `before` in a data file that says of itself when it was taken.
std::string said(const support::Assets& assets, const std::string& file, std::string_view before) {
  const std::string_view text = assets.get(file);
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return "unknown";
  std::string_view rest = text.substr(at + before.size());
  rest = rest.substr(0, rest.find_first_of(" )\n"));
  while (rest.ends_with('.') || rest.ends_with(',')) rest.remove_suffix(1);
  return std::string(rest);
}

}  // namespace

Action version_command(CLI::App& app) {
  auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "As JSON: version, libraries that are linked in, dates of the data");
  return [json](Context& context) {
    if (!*json) {
      context.streams.out << "vend " << version() << "\n";
      return ExitCode::clean;
    }
    Node libraries = Node::sequence();
    for (const support::LibraryVersion& one : all_libraries())
      libraries.push(Node::mapping({{"name", one.name}, {"version", one.version}, {"licence", one.licence}}));
    context.streams.out << document::write_json(Node::mapping(
        {{"name", "vend"},
         {"version", version()},
         {"licence", "MIT"},
         {"libraries", std::move(libraries)},
         {"data", Node::mapping({{"resource_schemas", said(context.assets, "templates/schemas/README.md", "Taken ")},
                                 {"time_zones", said(context.assets, "templates/time-zones.txt", "tzdata ")},
                                 {"lists_of_aws", aws::lists_taken}})}}));
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
