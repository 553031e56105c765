// What libfyaml 0.7.12 reads wrong: block texts whose tag or anchor stands alone on its line, and empty items of a list
// behind which a line begins further left.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vend::document {

// With the indentation of such a text said in its header, `!Sub |` as `!Sub |2`: lines and columns stay what they are.
// Nothing where there is none. Line ends are LF.
std::optional<std::string> with_indentation(std::string_view text);

// With the null of empty items written, `-` as `- ~`. Nothing where there is none. Only for a text that is refused as
// it is: within a quoted text of several lines a dash alone would be taken for an item, too.
std::optional<std::string> with_empty_items(std::string_view text);

}  // namespace vend::document
