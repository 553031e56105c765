// Completion of commands and options in a shell.
#pragma once

#include <string>
#include <vector>

namespace vend::cli {

struct CompletedCommand {
  std::string name;
  std::vector<std::string> options;  // with their hyphens
};

// A script for bash; zsh takes it after `autoload -U bashcompinit && bashcompinit`.
std::string bash_completion(const std::vector<CompletedCommand>& commands);

}  // namespace vend::cli
