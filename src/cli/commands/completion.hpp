// Completion of commands, options and their values in a shell.
#pragma once

#include <string>
#include <vector>

#include "cli/shared/page.hpp"

namespace vend::cli {

// Scripts for a shell, which ask `vend completion --list` for values that the program knows.
std::string bash_completion(const std::vector<Page>& pages);
std::string zsh_completion(const std::vector<Page>& pages);
std::string fish_completion(const std::vector<Page>& pages);

}  // namespace vend::cli
