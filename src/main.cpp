#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "vend/cli/heap.hpp"
#include "vend/cli/run.hpp"
#include "vend/cli/signals.hpp"

namespace {

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  vend::cli::use_huge_pages();
  vend::cli::clean_up_on_signals();
  vend::cli::Streams streams{std::cin, std::cout, std::cerr};
  streams.terminal = isatty(STDOUT_FILENO) != 0;
  streams.color = streams.terminal && variable("NO_COLOR", "").empty() && variable("TERM", "") != "dumb";
  streams.interactive = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  winsize size{};
  if (streams.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    streams.width = size.ws_col;
    streams.height = size.ws_row;
  }
  if (const int columns = std::atoi(variable("COLUMNS", "0").c_str()); columns > 0) streams.width = columns;
  if (streams.terminal) streams.pager = variable("PAGER", "less -FRX");
  return static_cast<int>(vend::cli::run({argv + 1, argv + argc}, streams));
}
