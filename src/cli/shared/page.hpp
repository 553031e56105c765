// What there is to read about a command, taken from the declarations that also parse its arguments. Help, manual pages
// and completions are printers of it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace vend::cli {

struct Example {
  std::string_view line;  // as it is typed
  std::string_view says;
};

struct Argument {
  std::vector<std::string> names;  // "-o", "--output"; empty for a positional one
  std::string value;               // "DIR"; empty for a flag
  std::vector<std::string> words;  // all that is accepted; empty: anything
  std::string text;                // one sentence
  bool required = false;
  bool several = false;  // positional: takes more than one
};

struct Page {
  std::string name;
  std::string summary;
  std::vector<Example> examples;
  std::vector<Argument> positionals;
  std::vector<Argument> options;  // the frequent ones first
  std::string footer;             // lines behind all; may be empty
};

// `frequent` names long options, without hyphens, in the order in which they are to be listed.
Page page_of(const CLI::App& app, const std::vector<Example>& examples, const std::vector<std::string_view>& frequent);

// "vend generate [OPTIONS] [SPEC]".
std::string usage(const Page& page);

// Lines of at most `width` columns (where no single word is longer), each after `indent` blanks; ends with a newline.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

// The page for a terminal of `width` columns.
std::string as_help(const Page& page, int width);

// The page as source of man(7): `vend-NAME(1)`.
std::string as_manual(const Page& page, std::string_view version);

}  // namespace vend::cli
