// ShellCheck, the checker of shell scripts, where it is installed.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "vend/validate/check.hpp"

namespace vend::cli {

// Counts the shell scripts that it gets and, when it was asked for, lets ShellCheck look at them: each text once,
// however many templates and parameter values lead to it. From any thread.
class ShellCheck {
 public:
  explicit ShellCheck(bool asked);

  std::vector<validate::ShellFinding> look_at(const std::string& script);
  // How many scripts there were and who looked at them; empty when there were none, or nobody asked.
  std::string summary() const;

 private:
  struct Script {
    std::once_flag looked_at;
    std::optional<std::vector<validate::ShellFinding>> findings;  // nothing: ShellCheck gave no answer
  };

  bool asked_;
  std::string version_;  // of ShellCheck; empty when it is not there, or not asked for
  mutable std::mutex adding_;
  std::map<std::string, Script> scripts_;
};

}  // namespace vend::cli
