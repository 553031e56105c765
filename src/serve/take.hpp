// What can be taken away, as files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "serve/work.hpp"

namespace vend::serve {

// In the order of the page: the spec, the template, parameter files, scripts, the archive of all. Empty while the text
// has errors.
std::vector<std::string> names_to_take(const Source& source);

// One of them; nothing for another name. Never holds a secret. With no values entered, files are byte for byte what
// generate writes.
std::optional<std::string> file_to_take(const std::string& name, const Work& work, const Source& source);

}  // namespace vend::serve
