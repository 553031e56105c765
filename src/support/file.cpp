#include "vend/support/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace vend::support {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(std::string_view what, const fs::path& path, const std::string& reason) {
  throw FileError(std::string(what) + " '" + path.string() + "': " + reason);
}

std::string reason_of(int error) { return std::strerror(error); }

class Descriptor {
 public:
  explicit Descriptor(int number, bool owned = true) : number_(number), owned_(owned) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (owned_ && number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  // Closes now, so that errors that the system reports only then are seen.
  int close() {
    const int result = owned_ ? ::close(number_) : 0;
    owned_ = false;
    return result;
  }

 private:
  int number_;
  bool owned_;
};

std::string read_all(const Descriptor& file, const fs::path& path, std::size_t limit) {
  std::string content;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse("cannot read", path, reason_of(errno));
    if (count == 0) return content;
    content.append(buffer.data(), static_cast<std::size_t>(count));
    if (content.size() > limit) refuse("cannot read", path, "it holds more than " + std::to_string(limit) + " bytes");
  }
}

bool holds(const fs::path& path, std::string_view content) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) != content.size() || error) return false;
  try {
    return read_file(path, content.size()) == content;
  } catch (const FileError&) {
    return false;  // unreadable but perhaps replaceable: the write tells
  }
}

bool is_private(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && (status.st_mode & 0077U) == 0;
}

void write_all(Descriptor& file, const fs::path& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file.number(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse("cannot write", path, reason_of(errno));
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  if (file.close() != 0) refuse("cannot write", path, reason_of(errno));
}

// --- temporary files, for the handler of signals: nothing but what such a handler may touch

constexpr std::array ending_signals = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

// A signal waits until a file that was just made is known to the handler.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    ::sigemptyset(&all);
    for (const int signal : ending_signals) ::sigaddset(&all, signal);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

constexpr std::size_t most_temporary = 20'000;  // more of them are not removed
std::array<std::atomic<char*>, most_temporary> temporary_files{};

void remember_temporary(const std::string& name) {
  char* copy = ::strdup(name.c_str());
  for (std::atomic<char*>& place : temporary_files) {
    char* empty = nullptr;
    if (place.load(std::memory_order_relaxed) == nullptr && place.compare_exchange_strong(empty, copy)) return;
  }
  std::free(copy);
}

void forget_temporary(const std::string& name) {
  for (std::atomic<char*>& place : temporary_files) {
    char* known = place.load();
    if (known == nullptr || name != known) continue;
    place = nullptr;
    std::free(known);
    return;
  }
}

extern "C" void remove_temporary_files(int signal) {
  for (std::atomic<char*>& place : temporary_files) {
    if (const char* name = place.load()) ::unlink(name);
  }
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

// A new file of its own; `name` gets what stands for its end.
int make_temporary(std::string& name) {
  const SignalsHeld held;
  const int number = ::mkostemp(name.data(), O_CLOEXEC);
  if (number >= 0) remember_temporary(name);
  return number;
}

// Between a target's name, hidden, and six characters of mkostemp.
constexpr std::string_view temporary_mark = ".vend-";
constexpr std::string_view temporary_end = "XXXXXX";

bool is_temporary(const std::string& name) {
  const std::size_t end = temporary_mark.size() + temporary_end.size();
  return name.size() > end + 1 && name.front() == '.' &&
         std::string_view(name).substr(name.size() - end).starts_with(temporary_mark);
}

// What a new file would get, or what the old one has: mkstemp creates 0600.
mode_t mode_for(const fs::path& target, Access access) {
  if (access == Access::owner) return 0600;
  struct stat status {};
  if (::stat(target.c_str(), &status) == 0) return status.st_mode & 07777U;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

}  // namespace

std::string read_file(const fs::path& path, std::size_t limit) {
  if (path == "-") return read_all(Descriptor(STDIN_FILENO, false), "standard input", limit);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) refuse("cannot read", path, reason_of(errno));
  struct stat status {};
  if (::fstat(file.number(), &status) == 0 && S_ISDIR(status.st_mode)) refuse("cannot read", path, "it is a directory");
  return read_all(file, path, limit);
}

PendingFile::PendingFile(const fs::path& path, std::string_view content, Access access) : target_(path) {
  if (holds(path, content) && (access == Access::as_usual || is_private(path))) return;
  // Through a symbolic link, the file it names is replaced, not the link.
  std::error_code error;
  if (fs::is_symlink(path, error)) {
    target_ = fs::weakly_canonical(path, error);
    if (error) refuse("cannot write", path, error.message());
  }
  if (fs::is_directory(target_, error)) refuse("cannot write", path, "it is a directory");

  std::string name = (target_.parent_path() / ("." + target_.filename().string())).string();
  name.append(temporary_mark).append(temporary_end);
  Descriptor file(make_temporary(name));
  if (file.number() < 0) refuse("cannot write", path, reason_of(errno));
  try {
    if (::fchmod(file.number(), mode_for(target_, access)) != 0) refuse("cannot write", path, reason_of(errno));
    write_all(file, path, content);
  } catch (...) {
    ::unlink(name.c_str());
    forget_temporary(name);
    throw;
  }
  temporary_ = std::move(name);
}

PendingFile::~PendingFile() {
  if (temporary_.empty()) return;
  ::unlink(temporary_.c_str());
  forget_temporary(temporary_.string());
}

WriteResult PendingFile::commit() {
  if (temporary_.empty()) return WriteResult::unchanged;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) refuse("cannot write", target_, reason_of(errno));
  forget_temporary(temporary_.string());
  temporary_.clear();
  return WriteResult::written;
}

WriteResult write_file(const fs::path& path, std::string_view content, Access access) {
  return PendingFile(path, content, access).commit();
}

void remove_temporary_files_on_signals() {
  for (const int signal : ending_signals) {
    struct sigaction present {};
    if (::sigaction(signal, nullptr, &present) != 0 || present.sa_handler != SIG_DFL) continue;
    ::signal(signal, remove_temporary_files);
  }
}

DirectoryLock::DirectoryLock(const fs::path& directory)
    : descriptor_(::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) return;
  do held_ = ::flock(descriptor_, LOCK_EX) == 0;
  while (!held_ && errno == EINTR);
}

void DirectoryLock::remove_left_files(const fs::path& directory) const {
  if (!held_) return;  // then nothing says that a temporary file is not another's
  std::error_code error;
  std::vector<fs::path> left;
  for (fs::directory_iterator one(directory.empty() ? "." : directory, error), end; !error && one != end;
       one.increment(error)) {
    std::error_code ignored;
    if (is_temporary(one->path().filename().string()) && fs::is_regular_file(one->symlink_status(ignored)))
      left.push_back(one->path());
  }
  for (const fs::path& path : left) fs::remove(path, error);
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace vend::support
