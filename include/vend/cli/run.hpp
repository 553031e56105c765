// The command line: one call, streams injected, so that every command can be tested in process.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace vend::cli {

// Exit codes (docs/architecture.md): 0 clean, 1 the input has findings, 2 wrong usage or unreadable input, 70 a bug.
enum class ExitCode { clean = 0, findings = 1, usage = 2, bug = 70 };

struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool terminal = false;  // whether `out` is a terminal
  int width = 80;         // columns: of the terminal, or what COLUMNS says
  bool color = false;
  int height = 0;            // of the terminal, lines; 0 when it is not known
  std::string pager;         // shell command that long output for a terminal goes through; empty for none
  bool interactive = false;  // whether somebody at a terminal can answer questions
};

// `arguments` without the program's name.
ExitCode run(const std::vector<std::string>& arguments, Streams& streams);

}  // namespace vend::cli
