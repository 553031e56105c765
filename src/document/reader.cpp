#include "vend/document/reader.hpp"

#include "vend/document/json_reader.hpp"
#include "vend/document/yaml_reader.hpp"

namespace vend::document {

std::optional<Node> read_document(std::string_view text, const std::string& file, support::Diagnostics& out,
                                  const ReadLimits& limits) {
  const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
  const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  if (!json) return read_yaml(text, file, out, limits);
  support::Diagnostics as_json;
  std::optional<Node> node = read_json(text, file, as_json, limits);
  // Braces also begin a YAML flow mapping, whose keys and texts need no quotes.
  if (support::has_errors(as_json) && !file.ends_with(".json")) {
    support::Diagnostics as_yaml;
    std::optional<Node> flow = read_yaml(text, file, as_yaml, limits);
    if (flow && !support::has_errors(as_yaml)) return flow;
  }
  out.insert(out.end(), as_json.begin(), as_json.end());
  return node;
}

}  // namespace vend::document
