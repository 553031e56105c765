// The table of commands: help, manual pages, completions and the parser all read it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shared/command.hpp"
#include "cli/shared/page.hpp"

namespace vend::cli {

struct Command {
  const char* name;
  const char* summary;
  Action (*declare)(CLI::App&);
  std::vector<Example> examples;
  std::vector<std::string_view> frequent = {};  // long options that help lists first
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);  // null when there is none
std::vector<std::string> command_names();            // of the table, in its order

// Declares the options of every command, behind those of its own.
void add_common(CLI::App& app, Common& common);

Page page_of(const Command& command);

// Lists for completion: commands, presets, settings, codes, scripts, parts, topics, or a setting, for the words it
// accepts. Nothing for a list that there is not.
std::optional<std::vector<std::string>> list_of(std::string_view what, const support::Assets& assets);

// The overview of all commands, for `width` columns, and as vend(1).
std::string overview(int width);
std::string overview_manual(std::string_view version);

}  // namespace vend::cli
