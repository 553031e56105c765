#include "cli/shared/progress.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace vend::cli {
namespace {
constexpr std::size_t many = 20;  // files; fewer are done before anybody has read a line
constexpr std::chrono::milliseconds pause{100};

std::string_view text_of(const char* variable) { return variable != nullptr ? variable : ""; }
}  // namespace

bool can_take_back(bool is_terminal, std::string_view term, std::string_view ci) {
  return is_terminal && !term.empty() && term != "dumb" && (ci.empty() || ci == "false");
}

Progress::Progress(std::ostream& err, std::size_t total)
    : err_(err),
      total_(total),
      wanted_(total > many && &err == &std::cerr &&
              can_take_back(isatty(STDERR_FILENO) == 1, text_of(std::getenv("TERM")), text_of(std::getenv("CI")))),
      last_(std::chrono::steady_clock::now()) {}

void Progress::step() {
  const std::size_t done = ++done_;
  if (!wanted_) return;
  const std::unique_lock<std::mutex> lock(writing_, std::try_to_lock);
  const auto now = std::chrono::steady_clock::now();
  if (!lock || now - last_ < pause) return;
  last_ = now;
  shown_ = true;
  err_ << "\r" << done << " of " << total_ << " files" << std::flush;
}

Progress::~Progress() {
  if (shown_) err_ << "\r\x1b[K" << std::flush;
}

}  // namespace vend::cli
