// What became of a template: what was found, what was found and silenced, and what was not looked at.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "vend/support/diagnostic.hpp"

namespace vend::validate {

// A finding that somebody does not want to hear of.
struct Ignored {
  support::Diagnostic finding;
  std::string reason;  // empty when none was given
  std::string by;      // who says so: "the resource", "the template", a project's file, "the command line"
};

// Why something was not looked at.
enum class Gap : std::uint8_t {
  type,    // a resource whose type has no schema
  macro,   // a resource that a macro may change
  loop,    // a loop that could not be expanded
  branch,  // a branch that was given up
  last_ = branch
};

class Gaps {
 public:
  void add(Gap gap, std::size_t count = 1) { counts_[static_cast<std::size_t>(gap)] += count; }
  void add(const Gaps& more);
  std::size_t count(Gap gap) const { return counts_[static_cast<std::size_t>(gap)]; }
  // Such as "2 resources of types without schema, 1 loop that could not be expanded"; empty when nothing was left out.
  std::string text() const;

 private:
  std::array<std::size_t, static_cast<std::size_t>(Gap::last_) + 1> counts_{};
};

struct Verdict {
  support::Diagnostics findings;  // sorted and unique
  std::vector<Ignored> ignored;   // in the same order
  bool is_template = true;        // false: its outermost keys are something else's
  std::string source;             // of a text with findings: its lines for people, without secrets
  Gaps gaps;
};

}  // namespace vend::validate
