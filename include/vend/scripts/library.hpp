// The scripts that instances run: the runner configuration scripts, each composed into one file that stands alone, and
// the launchers that UserData carries.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "vend/support/asset.hpp"

namespace vend::scripts {

struct Script {
  std::string name;  // "amazon-linux-2023-docker.sh"
  std::string text;
  std::string sha256;  // of `text`, lower-case hexadecimal
};

enum class System { linux, windows };

// A launcher around the place where render puts the values.
struct Launcher {
  std::string before;
  std::string after;
};

// Thrown when an asset is malformed: an include that is missing or goes in circles, a launcher without the place for
// values. what() names the file and the line.
class ScriptError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// All scripts, composed once. Lines `# @include FILE` (relative to runner_configs/) are replaced by that file's text.
class Library {
 public:
  explicit Library(const support::Assets& assets);

  const std::vector<Script>& all() const { return scripts_; }  // sorted by name
  const Script* find(std::string_view name) const;             // null when there is none
  const Launcher& launcher(System system) const { return system == System::linux ? linux_ : windows_; }

 private:
  std::vector<Script> scripts_;
  Launcher linux_;
  Launcher windows_;
};

// One composed script; exposed for tests and for scripts that a user's data directory adds.
std::string compose(const support::Assets& assets, std::string_view path);

}  // namespace vend::scripts
