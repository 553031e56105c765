#include "progress.hpp"

#include <unistd.h>

#include <iostream>

namespace vend::cli {
namespace {
constexpr std::size_t many = 20;  // files; fewer are done before anybody has read a line
constexpr std::chrono::milliseconds pause{100};
}  // namespace

Progress::Progress(std::ostream& err, std::size_t total)
    : err_(err),
      total_(total),
      shown_(total > many && &err == &std::cerr && isatty(STDERR_FILENO) == 1),
      last_(std::chrono::steady_clock::now()) {}

void Progress::step() {
  const std::size_t done = ++done_;
  if (!shown_) return;
  const std::unique_lock<std::mutex> lock(writing_, std::try_to_lock);
  const auto now = std::chrono::steady_clock::now();
  if (!lock || now - last_ < pause) return;
  last_ = now;
  err_ << "\r" << done << " of " << total_ << " files" << std::flush;
}

void Progress::finish() {
  if (shown_) err_ << "\r\x1b[K" << std::flush;
}

}  // namespace vend::cli
