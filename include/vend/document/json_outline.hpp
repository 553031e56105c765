// The outline of a JSON object: where its members stand, without reading them. For large objects of which little is
// needed, such as resource schemas.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace vend::document {

struct JsonMember {
  std::string_view key;   // as it stands between its quotes
  std::string_view text;  // of the value, to be read by read_json
};

// The members in the order of the text, which they point into. Nothing when the text is no object, or has a key with an
// escape in it. Only brackets, quotes and commas are looked at: what the values are is for whoever reads them.
std::optional<std::vector<JsonMember>> outline_json(std::string_view object);

}  // namespace vend::document
