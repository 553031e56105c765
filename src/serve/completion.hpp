// What may stand at a place of a spec.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"

namespace vend::serve {

struct Suggestion {
  std::string text;    // to be put in place of what begins at Completion::from
  std::string detail;  // what it means
};

struct Completion {
  std::size_t from = 0;  // bytes from the begin of the text
  std::vector<Suggestion> suggestions;
};

// `offset` in bytes: the cursor. `schema`: spec::json_schema(), read. The settings that begin like the word before the
// cursor, at the level that its indentation says; behind a colon the words that the setting takes.
Completion complete(std::string_view text, std::size_t offset, const document::Node& schema);

}  // namespace vend::serve
