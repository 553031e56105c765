#include "cli/shared/shellcheck.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

#include "vend/document/json_reader.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"

namespace vend::cli {
namespace {

// A temporary file, removed when its object is destroyed.
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

// Such as 0.9.0; empty when it is not installed.
std::string installed_version() {
  constexpr std::string_view label = "version: ";
  const std::string out = output_of("shellcheck --version 2>/dev/null");
  for (std::string_view line : support::split_lines(out)) {
    if (line.starts_with(label)) return std::string(support::trim(line.substr(label.size())));
  }
  return {};
}

std::optional<std::vector<validate::ShellFinding>> check_script(const std::string& script) {
  const TemporaryFile file(script);
  if (file.path().empty() || file.path().find('\'') != std::string::npos) return std::nullopt;
  const std::string out =
      output_of("shellcheck --norc --format=json --severity=warning '" + file.path() + "' 2>/dev/null");
  support::Diagnostics ignored;
  const std::optional<document::Node> report = document::read_json(out, "shellcheck", ignored);
  if (!report || !report->is_sequence()) return std::nullopt;
  std::vector<validate::ShellFinding> findings;
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

}  // namespace

ShellCheck::ShellCheck(bool asked) : asked_(asked), version_(asked ? installed_version() : "") {}

std::vector<validate::ShellFinding> ShellCheck::look_at(const std::string& script) {
  Script* one = nullptr;
  {
    const std::lock_guard<std::mutex> lock(adding_);
    one = &scripts_[script];
  }
  if (version_.empty()) return {};
  std::call_once(one->looked_at, [&] { one->findings = check_script(script); });
  return one->findings.value_or(std::vector<validate::ShellFinding>());
}

std::string ShellCheck::summary() const {
  if (scripts_.empty() || !asked_) return {};  // nothing is missing that was asked for
  const std::string count = fmt::format("{} shell {}", scripts_.size(), scripts_.size() == 1 ? "script" : "scripts");
  if (version_.empty()) return count + " not looked at: ShellCheck is not installed";
  const auto failed =
      std::count_if(scripts_.begin(), scripts_.end(), [](const auto& one) { return !one.second.findings; });
  return fmt::format("{} looked at by ShellCheck {}{}", count, version_,
                     failed > 0 ? fmt::format(", {} without an answer", failed) : "");
}

}  // namespace vend::cli
