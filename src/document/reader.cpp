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
  // Braces also begin a YAML flow mapping, which takes more than JSON: keys without quotes, a comma before the end.
  // CloudFormation looks at a template's text alone, whatever its file is called; other tools go by the name.
  const bool by_name = limits.scalars == Scalars::core && file.ends_with(".json");
  if (support::has_errors(as_json) && !by_name) {
    support::Diagnostics as_yaml;
    std::optional<Node> flow = read_yaml(text, file, as_yaml, limits);
    if (flow && !support::has_errors(as_yaml)) {
      out.insert(out.end(), as_yaml.begin(), as_yaml.end());
      return flow;
    }
  }
  out.insert(out.end(), as_json.begin(), as_json.end());
  return node;
}

}  // namespace vend::document
