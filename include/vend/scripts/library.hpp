// The scripts that instances run: the runner configuration scripts, each composed into one file that stands alone, and
// the launchers that UserData carries.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vend/support/asset.hpp"

namespace vend::scripts {

// What a script can do without. Lines between `# @if NAME` and `# @end` belong to the feature of that name.
enum class Feature {
  patching,
  proxy,
  load_test,
  steps,
  ca,
  registry,
  instance_store,
  windows_options,
  protect,
  cache,
  environment
};

inline constexpr std::array feature_names = {
    std::pair{Feature::patching, std::string_view("patching")},
    std::pair{Feature::proxy, std::string_view("proxy")},
    std::pair{Feature::load_test, std::string_view("load_test")},
    std::pair{Feature::steps, std::string_view("steps")},
    std::pair{Feature::ca, std::string_view("ca")},
    std::pair{Feature::registry, std::string_view("registry")},
    std::pair{Feature::instance_store, std::string_view("instance_store")},
    std::pair{Feature::windows_options, std::string_view("windows_options")},
    std::pair{Feature::protect, std::string_view("protect")},
    std::pair{Feature::cache, std::string_view("cache")},
    std::pair{Feature::environment, std::string_view("environment")},
};

// A set of features.
class Features {
 public:
  Features() = default;
  static Features all() { return Features((1U << feature_names.size()) - 1); }

  Features with(Feature feature) const { return Features(bits_ | 1U << static_cast<unsigned>(feature)); }
  Features without(Feature feature) const { return Features(bits_ & ~(1U << static_cast<unsigned>(feature))); }
  bool has(Feature feature) const { return with(feature) == *this; }
  bool has_all_of(Features others) const { return (bits_ & others.bits_) == others.bits_; }

  friend bool operator==(Features a, Features b) { return a.bits_ == b.bits_; }
  friend bool operator<(Features a, Features b) { return a.bits_ < b.bits_; }  // an order for maps

 private:
  explicit Features(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = 0;
};

struct Script {
  std::string name;  // "amazon-linux-2023-docker.sh"
  std::string text;
  std::string sha256;  // of `text`, lower-case hexadecimal
  std::string loads;   // the name of the features file that `text` loads and has the checksum of; empty: none
};

enum class System { linux, windows };

// A launcher around the place where render puts the values.
struct Launcher {
  std::string before;
  std::string after;
};

// Thrown when an asset is malformed: an include that is missing or goes in circles, a mark that nobody knows, a block
// without its end, a launcher without the place for values. what() names the file and the line.
class ScriptError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// All scripts, read once. Lines `# @include FILE` (relative to runner_configs/) are replaced by that file's text.
// What only some settings need stands in a file of its own for each system, so that no script grows with it. Lines
// between `# @features FILE` and `# @end` load it; they go when no function of that file is left, and in them
// @@FEATURES@@ is its SHA-256 as composed for the same features: the script's own checksum covers both.
class Library {
 public:
  explicit Library(const support::Assets& assets);

  // With everything that they can do.
  const std::vector<Script>& all() const { return scripts_; }  // with the features files, sorted by name
  const Script* find(std::string_view name) const;             // null when there is none

  // `script`, one of ours, without the blocks of features that are not among these. The same result is made once: many
  // specs want the same. Safe to call from several threads.
  Script compose(const Script& script, Features features) const;

  const Launcher& launcher(System system) const { return system == System::linux ? linux_ : windows_; }

 private:
  struct Passage {     // lines that stand in the same blocks
    std::size_t size;  // bytes, with the ends of lines
    Features needs;    // of all blocks that it stands in
    std::string file;  // the features file that it loads
  };
  struct Whole {  // a script with all that it includes
    std::string text;
    std::vector<Passage> passages;  // of the whole text, one behind the other
  };
  friend class Composer;
  struct Composed;

  Script compose_anew(const Script& script, Features features) const;

  std::vector<Script> scripts_;
  std::vector<Whole> wholes_;  // of each script
  Launcher linux_;
  Launcher windows_;
  std::shared_ptr<Composed> composed_;
};

}  // namespace vend::scripts
