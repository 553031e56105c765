// How far a long run is, for people at a terminal.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <ostream>

namespace vend::cli {

class Progress {
 public:
  // Writes only when `err` is the program's own standard error, a terminal is behind it, and there is a lot to do.
  Progress(std::ostream& err, std::size_t total);
  void step();    // from any thread
  void finish();  // takes the line away

 private:
  std::ostream& err_;
  std::size_t total_;
  bool shown_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex writing_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace vend::cli
