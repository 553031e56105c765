#include "shellcheck.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "vend/document/yaml.hpp"

namespace vend::cli {
namespace {

// A file that goes with its object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    std::string pattern = (std::filesystem::temp_directory_path() / "vend-XXXXXX").string();
    const int descriptor = mkstemp(pattern.data());
    if (descriptor < 0) return;
    close(descriptor);
    path_ = pattern;
    std::ofstream(path_, std::ios::binary) << text;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string output_of(const std::string& command) {
  struct Close {
    void operator()(FILE* stream) const { pclose(stream); }
  };
  const std::unique_ptr<FILE, Close> stream(popen(command.c_str(), "r"));
  std::string out;
  std::array<char, 4096> buffer{};
  while (stream != nullptr) {
    const std::size_t count = fread(buffer.data(), 1, buffer.size(), stream.get());
    if (count == 0) break;
    out.append(buffer.data(), count);
  }
  return out;
}

}  // namespace

bool has_shellcheck() { return !output_of("command -v shellcheck 2>/dev/null").empty(); }

std::vector<validate::ShellFinding> run_shellcheck(const std::string& script) {
  const TemporaryFile file(script);
  if (file.path().empty() || file.path().find('\'') != std::string::npos) return {};
  const std::string out = output_of("shellcheck --format=json --severity=warning '" + file.path() + "' 2>/dev/null");
  support::Diagnostics ignored;
  const std::optional<document::Node> report = document::read_json(out, "shellcheck", ignored);
  std::vector<validate::ShellFinding> findings;
  if (!report || !report->is_sequence()) return findings;
  auto text_of = [](const document::Node& one, std::string_view key) {
    const document::Node* found = one.find(key);
    return found != nullptr ? found->text() : std::string();
  };
  for (const document::Node& one : report->items()) {
    const document::Node* line = one.find("line");
    findings.push_back({line != nullptr ? static_cast<int>(document::to_integer(*line).value_or(1)) : 1,
                        text_of(one, "level") == "error", "SC" + text_of(one, "code"), text_of(one, "message")});
  }
  return findings;
}

}  // namespace vend::cli
