#include "cli/shared/judging.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <istream>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "cli/shared/input.hpp"
#include "cli/shared/load_spec.hpp"
#include "cli/shared/progress.hpp"
#include "vend/support/file.hpp"

namespace vend::cli {
namespace {

constexpr std::size_t most_waiting = 8;  // finished files for each thread

Judged judge(const TemplateFile& file, std::istream& in, validate::Checker& checker) {
  Judged judged;
  judged.result.file = file.path == "-" ? "(stdin)" : file.path;
  judged.problem = file.problem;
  if (!judged.problem.empty()) return judged;
  try {
    std::string text = read_input(file.path, in);
    const bool spec = file.in_directory ? looks_like_spec(text) : is_spec(text);
    judged.passed_over = file.in_directory && !spec && !looks_like_template(text);
    if (judged.passed_over) return judged;
    if (spec) {
      judged.spec = std::move(text);
      return judged;
    }
    validate::Verdict verdict = checker.judge_text(text, judged.result.file);
    judged.passed_over = file.in_directory && !verdict.is_template;
    if (judged.passed_over) return judged;
    judged.result.findings = std::move(verdict.findings);
    judged.result.ignored = std::move(verdict.ignored);
    judged.result.gaps = verdict.gaps;
    judged.result.source = std::move(verdict.source);
  } catch (const support::FileError& error) {
    judged.problem = error.what();
  }
  return judged;
}

// There is one for each project, since each project has settings of its own (.vend.yml).
class Checkers {
 public:
  explicit Checkers(const OptionsFor& options) : options_(options) {}
  validate::Checker& of(const ProjectFile& project) {
    std::unique_ptr<validate::Checker>& one = by_project_[&project];
    if (one == nullptr) one = std::make_unique<validate::Checker>(options_(project));
    return *one;
  }

 private:
  const OptionsFor& options_;
  std::map<const ProjectFile*, std::unique_ptr<validate::Checker>> by_project_;
};

// What the threads share.
class Line {
 public:
  Line(const std::vector<Task>& tasks, std::istream& in, const OptionsFor& options, std::size_t room)
      : tasks_(tasks), in_(in), options_(options), room_(room) {}

  void work() noexcept {
    try {
      Checkers checkers(options_);
      while (const std::optional<std::size_t> index = next()) {
        const Task& task = tasks_[*index];
        Judged judged = judge(task.file, in_, checkers.of(*task.project));
        const std::lock_guard<std::mutex> lock(mutex_);
        done_.emplace(*index, std::move(judged));
        changed_.notify_all();
      }
    } catch (...) {
      stop(std::current_exception());
    }
  }

  // Waits for the next file in order. Throws what a thread threw.
  Judged take() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return error_ != nullptr || done_.contains(taken_); });
    if (error_ != nullptr) std::rethrow_exception(error_);
    Judged judged = std::move(done_.extract(taken_++).mapped());
    changed_.notify_all();
    return judged;
  }

  void stop(std::exception_ptr error) noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (error_ == nullptr) error_ = std::move(error);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  std::optional<std::size_t> next() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || begun_ >= tasks_.size() || begun_ < taken_ + room_; });
    if (stopped_ || begun_ >= tasks_.size()) return std::nullopt;
    return begun_++;
  }

  const std::vector<Task>& tasks_;
  std::istream& in_;
  const OptionsFor& options_;
  const std::size_t room_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t begun_ = 0, taken_ = 0;
  bool stopped_ = false;
  std::map<std::size_t, Judged> done_;
  std::exception_ptr error_;
};

// Ends the threads whatever happens.
class Threads {
 public:
  Threads(Line& line, std::size_t count) : line_(line) {
    try {
      for (std::size_t i = 0; i < count; ++i) all_.emplace_back([&line] { line.work(); });
    } catch (const std::system_error&) {
      // The system gives no more threads; those that are there do the work.
    }
  }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() { line_.stop(nullptr); }  // then they are joined
  bool empty() const { return all_.empty(); }

 private:
  Line& line_;
  std::vector<std::jthread> all_;
};

void judge_here(const std::vector<Task>& tasks, std::istream& in, const OptionsFor& options,
                const std::function<void(const Task&, Judged)>& take) {
  Checkers checkers(options);
  for (const Task& one : tasks) take(one, judge(one.file, in, checkers.of(*one.project)));
}

}  // namespace

void judge_all(const std::vector<Task>& tasks, std::istream& in, const OptionsFor& options,
               const std::function<void(const Task&, Judged)>& take) {
  const std::size_t count = std::min<std::size_t>(tasks.size(), std::max(1U, std::thread::hardware_concurrency()));
  if (count <= 1) return judge_here(tasks, in, options, take);
  Line line(tasks, in, options, count * most_waiting);
  const Threads threads(line, count);
  if (threads.empty()) return judge_here(tasks, in, options, take);
  for (const Task& one : tasks) take(one, line.take());
}

}  // namespace vend::cli
