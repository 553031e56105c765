// libfyaml's parser, which gives the events of a text one after the other.
#pragma once

#include <libfyaml.h>

#include <memory>
#include <string>
#include <string_view>

namespace vend::document {

class YamlParser {
 public:
  explicit YamlParser(std::string_view text);  // which must outlive it

  // Events live until the parser ends, or are given back.
  struct GiveBack {
    fy_parser* parser = nullptr;
    void operator()(fy_event* event) const { fy_parser_event_free(parser, event); }
  };
  using Event = std::unique_ptr<fy_event, GiveBack>;
  Event next() { return Event(fy_parser_parse(parser_.get()), GiveBack{parser_.get()}); }  // null at the end

  bool failed() const { return fy_parser_get_stream_error(parser_.get()); }
  const fy_diag_error* mistake() const;  // the first one; null when there was none

 private:
  struct Destroy {
    void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
    void operator()(fy_diag* diagnostics) const { fy_diag_destroy(diagnostics); }
  };
  std::unique_ptr<fy_diag, Destroy> diagnostics_;
  std::unique_ptr<fy_parser, Destroy> parser_;
};

std::string text_of(fy_token* token);  // empty for none
// What stands between single quotes on one line. libfyaml 0.7.12 itself loses a character where such a text begins with
// two quotes.
std::string unquoted(std::string_view text);

}  // namespace vend::document
