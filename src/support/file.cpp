#include "vend/support/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

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

void write_all(Descriptor& file, const fs::path& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file.number(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse("cannot write", path, reason_of(errno));
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  if (file.close() != 0) refuse("cannot write", path, reason_of(errno));
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
  if (access == Access::as_usual && holds(path, content)) return;
  // Through a symbolic link, the file it names is replaced, not the link.
  std::error_code error;
  if (fs::is_symlink(path, error)) {
    target_ = fs::weakly_canonical(path, error);
    if (error) refuse("cannot write", path, error.message());
  }
  if (fs::is_directory(target_, error)) refuse("cannot write", path, "it is a directory");

  std::string name = (target_.parent_path() / ("." + target_.filename().string() + ".XXXXXX")).string();
  Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.number() < 0) refuse("cannot write", path, reason_of(errno));
  try {
    if (::fchmod(file.number(), mode_for(target_, access)) != 0) refuse("cannot write", path, reason_of(errno));
    write_all(file, path, content);
  } catch (...) {
    ::unlink(name.c_str());
    throw;
  }
  temporary_ = std::move(name);
}

PendingFile::~PendingFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

WriteResult PendingFile::commit() {
  if (temporary_.empty()) return WriteResult::unchanged;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) refuse("cannot write", target_, reason_of(errno));
  temporary_.clear();
  return WriteResult::written;
}

WriteResult write_file(const fs::path& path, std::string_view content, Access access) {
  return PendingFile(path, content, access).commit();
}

}  // namespace vend::support
