// `vend fmt`: a spec in the order of the reference and in canonical spelling, its comments kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vend/support/diagnostic.hpp"

namespace vend::spec {

// Settings stand in the order of docs/spec.md, two columns a level, what is unknown behind; a comment stays with the
// setting below it. true and false are written so, durations in the largest unit that fits (3600 is 1h). Lists keep
// their order; a byte order mark and line ends of Windows stay. Nothing, with an error, for a text that cannot be read
// (D...) or whose layout cannot be changed without changing what it says (S015); formatting twice changes nothing more.
std::optional<std::string> formatted(std::string_view text, const std::string& file, support::Diagnostics& out);

}  // namespace vend::spec
