// The specs that a command line names.
#pragma once

#include <string>
#include <vector>

namespace vend::cli {

// As named, each file as it is; a directory stands for the specs in it and below, by path: what is no spec there is
// passed over, and so are links to elsewhere. Throws support::FileError for what cannot be read, and UsageError for a
// directory without a spec.
std::vector<std::string> spec_files_of(const std::vector<std::string>& names);

}  // namespace vend::cli
