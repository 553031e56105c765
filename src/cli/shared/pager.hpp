// Output that may be longer than the terminal.
#pragma once

#include <string>

#include "vend/cli/run.hpp"

namespace vend::cli {

// Through the streams' pager when it is longer than the terminal, otherwise as it is.
void show(Streams& streams, const std::string& text);

}  // namespace vend::cli
