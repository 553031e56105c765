#include "cli/commands/completion.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <ostream>

#include "cli/commands/table.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

// What a value's name says about what fits: a list of the program, or the shell's own files and folders.
struct Kind {
  std::string_view value;
  std::string_view list;
};
constexpr std::array kinds = {
    Kind{"FILE", "files"},      Kind{"SPEC", "files"},     Kind{"OLD", "files"},        Kind{"NEW", "files"},
    Kind{"DIR", "directories"}, Kind{"PRESET", "presets"}, Kind{"PART", "parts"},       Kind{"CODE", "codes"},
    Kind{"SCRIPT", "scripts"},  Kind{"TOPIC", "topics"},   Kind{"COMMAND", "commands"}, Kind{"PATH=VALUE", "settings"},
};

std::string_view offered_for(const Argument& one) {
  for (const Kind& kind : kinds) {
    if (one.value.substr(0, one.value.find_first_of("[,")) == kind.value) return kind.list;
  }
  return {};
}

// The text, cut to what fits into a line of a menu, and without what would end a quoted word of a shell.
std::string brief(std::string_view text, std::string_view unwanted) {
  constexpr std::size_t enough = 60;
  std::string out;
  for (char c : text.substr(0, text.find(';'))) {
    if (unwanted.find(c) == std::string_view::npos) out += c;
  }
  if (out.size() > enough) out = out.substr(0, out.rfind(' ', enough)) + " ...";
  return out;
}

std::string bash_values(const Argument& one) {
  if (!one.words.empty()) return fmt::format("_vend_words '{}'", support::join(one.words, " "));
  const std::string_view list = offered_for(one);
  if (list == "files") return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")";
  if (list == "directories") return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\")";
  if (list == "settings") return "_vend_setting";
  return list.empty() ? ":" : fmt::format("_vend_words \"$(\"$vend\" completion --list {})\"", list);
}

std::string zsh_values(const Argument& one) {
  if (!one.words.empty()) return "(" + support::join(one.words, " ") + ")";
  const std::string_view list = offered_for(one);
  if (list == "files") return "_files";
  if (list == "directories") return "_files -/";
  if (list == "settings") return "{_vend_setting}";
  return list.empty() ? " " : fmt::format("{{_vend_list {}}}", list);
}

std::string fish_values(const Argument& one) {
  if (!one.words.empty()) return fmt::format(" -xa '{}'", support::join(one.words, " "));
  const std::string_view list = offered_for(one);
  if (list == "files") return " -rF";
  if (list == "directories") return " -xa '(__fish_complete_directories)'";
  if (list == "settings") return " -xa '(__vend_settings)'";
  return list.empty() ? " -x" : fmt::format(" -xa '(vend completion --list {})'", list);
}

std::vector<Page> all_pages() {
  std::vector<Page> pages;
  for (const Command& command : commands()) pages.push_back(page_of(command));
  Argument topic{{}, "TOPIC", {}, "A command, a setting of the spec or a code", false, false};
  pages.push_back({"help", "Explain a command, a setting of the spec, or a code", {}, {topic}, {}, {}});
  return pages;
}

ExitCode print_list(Context& context, const std::string& what) {
  const std::optional<std::vector<std::string>> list = list_of(what, context.assets);
  if (!list)
    throw UsageError(
        fmt::format("--list takes commands, presets, settings, codes, scripts, parts, topics or a setting; not \"{}\"",
                    support::escape_for_terminal(what)));
  for (const std::string& one : *list) context.streams.out << one << "\n";
  return ExitCode::clean;
}

}  // namespace

std::string bash_completion(const std::vector<Page>& pages) {
  std::string names;
  std::string options;
  std::string values;
  for (const Page& page : pages) {
    names += page.name + " ";
    std::string all;
    for (const Argument& one : page.options) {
      for (const std::string& name : one.names) all += name + " ";
      if (!one.value.empty())
        values += fmt::format("    {0}\\ {1}) {2}; return ;;\n", page.name,
                              support::join(one.names, "|" + page.name + "\\ "), bash_values(one));
    }
    const std::string rest = page.positionals.empty() ? ":" : bash_values(page.positionals.back());
    options += fmt::format("    {}) if [[ $word == -* ]]; then _vend_words '{}'; else {}; fi ;;\n", page.name,
                           std::string(support::trim(all)), rest);
  }
  return fmt::format(R"bash(# Completion of vend for bash: source <(vend completion bash)
_vend_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word"); }}
# PATH=VALUE: the path, then the words that the setting accepts. Bash takes the = for a word of its own.
_vend_setting() {{
  if [[ -n $path ]]; then
    _vend_words "$("$vend" completion --list "$path" 2>/dev/null)"
  else
    compopt -o nospace
    mapfile -t COMPREPLY < <(compgen -S = -W "$("$vend" completion --list settings)" -- "$word")
  fi
}}
_vend() {{
  local vend=${{COMP_WORDS[0]}} word=${{COMP_WORDS[COMP_CWORD]}} at=$COMP_CWORD path='' before
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then _vend_words '{}'; return; fi
  # --option=value, and --set path=value, come in pieces.
  if [[ $word == = ]]; then word='' at=$((at + 1)); fi
  if [[ ${{COMP_WORDS[at - 1]}} == = ]]; then
    before=${{COMP_WORDS[at - 2]}}
    if [[ $before != -* ]]; then path=$before before=${{COMP_WORDS[at - 3]}}; fi
    if [[ $before == = ]]; then before=${{COMP_WORDS[at - 4]}}; fi
  else
    before=${{COMP_WORDS[at - 1]}}
  fi
  case "${{COMP_WORDS[1]}} $before" in
{}  esac
  case ${{COMP_WORDS[1]}} in
{}  esac
}}
complete -F _vend vend
)bash",
                     support::trim(names), values, options);
}

std::string zsh_completion(const std::vector<Page>& pages) {
  constexpr std::string_view unwanted = "'[]:\\`$\"";
  std::string names;
  std::string cases;
  for (const Page& page : pages) {
    names += fmt::format("    '{}:{}'\n", page.name, brief(page.summary, unwanted));
    cases += fmt::format("    {})\n      _arguments -s", page.name);
    for (const Argument& one : page.options) {
      const std::string value = one.value.empty() ? "" : ":" + brief(one.value, unwanted) + ":" + zsh_values(one);
      for (const std::string& name : one.names)
        cases += fmt::format(" \\\n        '*{}[{}]{}'", name, brief(one.text, unwanted), value);
    }
    for (const Argument& one : page.positionals)
      cases +=
          fmt::format(" \\\n        '{}:{}:{}'", one.several ? "*" : "", brief(one.value, unwanted), zsh_values(one));
    cases += "\n      ;;\n";
  }
  return fmt::format(R"zsh(#compdef vend
# Completion of vend for zsh: a file _vend in a directory of $fpath, or: source <(vend completion zsh)
_vend_list() {{
  local -a found
  found=(${{(f)"$(vend completion --list $1)"}})
  compadd "${{@:2}}" -a found
}}
# PATH=VALUE: the path, then the words that the setting accepts.
_vend_setting() {{
  if [[ $PREFIX != *=* ]]; then
    _vend_list settings -S =
    return
  fi
  local setting=${{${{PREFIX%%=*}}%+}}
  compset -P '*='
  _vend_list $setting
}}
_vend() {{
  local -a commands
  commands=(
{}  )
  if ((CURRENT == 2)); then
    _describe -t commands command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
{}  esac
}}
if [[ $funcstack[1] == _vend ]]; then _vend "$@"; else compdef _vend vend; fi
)zsh",
                     names, cases);
}

std::string fish_completion(const std::vector<Page>& pages) {
  constexpr std::string_view unwanted = "'\\";
  std::string out = R"fish(# Completion of vend for fish: ~/.config/fish/completions/vend.fish
# PATH=VALUE: the path, then the words that the setting accepts.
function __vend_settings
  set -l word (string replace -r '^--set=' '' -- (commandline -ct))
  if string match -q '*=*' -- $word
    set -l begin (string replace -r '=.*' '=' -- $word)
    for value in (vend completion --list (string replace -r '\+?=.*' '' -- $word) 2>/dev/null)
      echo $begin$value
    end
  else
    vend completion --list settings | string replace -r '$' '='
  end
end
complete -c vend -f
)fish";
  for (const Page& page : pages) {
    out += fmt::format("complete -c vend -n __fish_use_subcommand -a {} -d '{}'\n", page.name,
                       brief(page.summary, unwanted));
    const std::string here = fmt::format("complete -c vend -n '__fish_seen_subcommand_from {}'", page.name);
    for (const Argument& one : page.options) {
      out += here;
      for (const std::string& name : one.names)
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (!one.value.empty()) out += fish_values(one);
      out += fmt::format(" -d '{}'\n", brief(one.text, unwanted));
    }
    for (const Argument& one : page.positionals) {
      const std::string values = fish_values(one);
      if (values == " -rF") {
        out += here + " -F\n";
      } else if (values.starts_with(" -xa ")) {
        out += here + " -a " + values.substr(5) + "\n";
      }
    }
  }
  return out;
}

Action completion_command(CLI::App& app) {
  struct Options {
    std::string shell = "bash";
    std::string list;
  };
  auto options = std::make_shared<Options>();
  app.add_option("SHELL", options->shell, "bash (without a word, too), zsh or fish")
      ->check(one_of({"bash", "zsh", "fish"}));
  app.add_option(
         "--list", options->list,
         "Print a list that completion offers: commands, presets, settings, codes, scripts, parts, topics, or what a "
         "setting accepts")
      ->type_name("LIST");
  return [options](Context& context) {
    if (!options->list.empty()) return print_list(context, options->list);
    const std::vector<Page> pages = all_pages();
    context.streams.out << (options->shell == "zsh"    ? zsh_completion(pages)
                            : options->shell == "fish" ? fish_completion(pages)
                                                       : bash_completion(pages));
    return ExitCode::clean;
  };
}

}  // namespace vend::cli
