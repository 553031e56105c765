#include "document/yaml_parser.hpp"

#include <new>

namespace vend::document {
namespace {

// Only a JSON reader of libfyaml's own has other rules; brackets may close at any column, as CloudFormation's users
// write them; the builder counts nesting and duplicate keys.
constexpr unsigned flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE |
                           FYPCF_SLOPPY_FLOW_INDENTATION | FYPCF_DISABLE_DEPTH_LIMIT | FYPCF_ALLOW_DUPLICATE_KEYS;

}  // namespace

YamlParser::YamlParser(std::string_view text) {
  fy_diag_cfg quiet;
  fy_diag_cfg_default(&quiet);
  quiet.fp = nullptr;
  diagnostics_.reset(fy_diag_create(&quiet));
  if (diagnostics_ == nullptr) throw std::bad_alloc();
  fy_diag_set_collect_errors(diagnostics_.get(), true);
  fy_parse_cfg config{};
  config.flags = static_cast<fy_parse_cfg_flags>(flags);
  config.diag = diagnostics_.get();
  parser_.reset(fy_parser_create(&config));
  if (parser_ == nullptr || fy_parser_set_string(parser_.get(), text.data(), text.size()) != 0) throw std::bad_alloc();
}

const fy_diag_error* YamlParser::mistake() const {
  void* position = nullptr;
  return fy_diag_errors_iterate(diagnostics_.get(), &position);
}

std::string text_of(fy_token* token) {
  std::size_t size = 0;
  const char* text = token != nullptr ? fy_token_get_text(token, &size) : nullptr;
  return text != nullptr ? std::string(text, size) : std::string();
}

std::string unquoted(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '\'') ++i;  // of two
  }
  return result;
}

}  // namespace vend::document
