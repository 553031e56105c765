// The ways in which an update may go: which of them comes true depends on the tool that calls it, and on values that
// are not known here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diff/groups.hpp"
#include "diff/resources.hpp"
#include "vend/diff/diff.hpp"

namespace vend::diff {

// What a side becomes.
class Resolved {
 public:
  evaluate::Result plain;

  Resolved(const cfn::Template& t, evaluate::Input input);
  // The resource with secrets hidden, for what is shown; evaluated when it is first asked for.
  const Node* shown(const std::string& id) const;
  const Node& shown_outputs() const;

 private:
  const evaluate::Result& without_secrets() const;

  const cfn::Template& t_;
  evaluate::Input input_;
  bool has_secrets_;
  mutable std::optional<evaluate::Result> hidden_;
};

struct Way {
  std::string only_where;  // a sentence; empty for the first way
  Resolved before, after;
  Update update;
  std::vector<GroupChange> groups;

  Way(std::string where, const Request& request, const evaluate::Input& old_input, const evaluate::Input& new_input,
      validate::Schemas& schemas);
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;
};

// The console and deploy keep what a stack has.
Side with_old_values(const Request& request);

// The likely way first: old values are kept, conditions that nobody can decide are false. Then, where they exist, the
// one that takes new defaults, and the one in which those conditions are true.
std::vector<std::unique_ptr<Way>> ways_of(const Request& request, validate::Schemas& schemas);

// What all ways together say: sure where they agree.
std::vector<ResourceChange> resources_of(const std::vector<std::unique_ptr<Way>>& ways);
std::vector<GroupChange> groups_of(const std::vector<std::unique_ptr<Way>>& ways);

}  // namespace vend::diff
