#include "cli/shared/pager.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ostream>

namespace vend::cli {

void show(Streams& streams, const std::string& text) {
  const auto lines = std::count(text.begin(), text.end(), '\n');
  if (streams.pager.empty() || !streams.terminal || lines < streams.height) {
    streams.out << text;
    return;
  }
  setenv("LESS", "FRX", 0);  // colours, for a less without options of its own
  streams.out.flush();
  const auto before = std::signal(SIGPIPE, SIG_IGN);  // a reader who has seen enough is no error
  std::FILE* pager = popen(streams.pager.c_str(), "w");
  if (pager == nullptr) {
    streams.out << text;
  } else {
    std::fwrite(text.data(), 1, text.size(), pager);
    // 127: the shell found no such program.
    if (const int status = pclose(pager); status != -1 && WEXITSTATUS(status) == 127) streams.out << text;
  }
  std::signal(SIGPIPE, before);
}

}  // namespace vend::cli
