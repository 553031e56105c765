// How far a long run is, for people at a terminal.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <ostream>
#include <string_view>

namespace vend::cli {

// Whether what is written can be taken away again: by a terminal, and nobody keeps a log of what it showed. `term` and
// `ci` are the environment variables TERM and CI.
bool can_take_back(bool is_terminal, std::string_view term, std::string_view ci);

class Progress {
 public:
  // Writes only when `err` is the program's own standard error, what it shows can be taken back, and there is a lot to
  // do.
  Progress(std::ostream& err, std::size_t total);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // takes the line away
  void step();  // from any thread

 private:
  std::ostream& err_;
  std::size_t total_;
  bool wanted_;
  bool shown_ = false;
  std::atomic<std::size_t> done_ = 0;
  std::mutex writing_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace vend::cli
