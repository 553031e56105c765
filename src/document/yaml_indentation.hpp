// Block texts whose tag stands alone on its line, which libfyaml 0.7.12 reads wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vend::document {

// With the indentation of such a text said in its header, `!Sub |` as `!Sub |2`: lines and columns stay what they are.
// Nothing where there is none. Line ends are LF.
std::optional<std::string> with_indentation(std::string_view text);

}  // namespace vend::document
