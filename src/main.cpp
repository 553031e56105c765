#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "vend/cli/run.hpp"

int main(int argc, char** argv) {
  vend::cli::Streams streams{std::cin, std::cout, std::cerr};
  streams.terminal = isatty(STDOUT_FILENO) != 0;
  streams.color = streams.terminal && std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  if (streams.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) streams.width = size.ws_col;
  return static_cast<int>(vend::cli::run({argv + 1, argv + argc}, streams));
}
