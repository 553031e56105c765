#include "cli/commands/completion.hpp"

#include <fmt/format.h>

#include "vend/support/text.hpp"

namespace vend::cli {

std::string bash_completion(const std::vector<CompletedCommand>& commands) {
  std::vector<std::string> names = {"help"};
  std::string cases;
  for (const CompletedCommand& command : commands) {
    names.push_back(command.name);
    cases += fmt::format("    {}) options='{}' ;;\n", command.name, support::join(command.options, " "));
  }
  return fmt::format(R"bash(# Completion of vend for bash: source <(vend completion)
_vend() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} options=
  local commands='{}'
  COMPREPLY=()
  if ((COMP_CWORD == 1)) || [[ $before == help ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
    return
  fi
  if [[ $before == --preset || ${{COMP_WORDS[1]}} == presets ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$("${{COMP_WORDS[0]}}" presets | cut -d' ' -f1)" -- "$word")
    return
  fi
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}}
complete -o filenames -F _vend vend
)bash",
                     support::join(names, " "), cases);
}

}  // namespace vend::cli
