// Compares two templates as an update of a stack from the one to the other.
#pragma once

#include <map>
#include <set>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/diff/report.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/asset.hpp"

namespace vend::diff {

// One side of an update.
struct Side {
  const cfn::Template* t = nullptr;
  std::map<std::string, std::string> parameters;  // values that were given
  std::set<std::string> previous;                 // given as "whatever the stack has"
};

struct Request {
  Side before, after;
  evaluate::Environment environment;
  int boot_seconds = 180;          // how long a new instance takes until it signals
  int longest_job_seconds = 1200;  // of the jobs that run at that moment
};

// `assets` holds the schemas that say which properties need a new resource. Parameters that `after` does not give keep
// what `before` has, as the console and `aws cloudformation deploy` do.
Report compare(const Request& request, const support::Assets& assets);

}  // namespace vend::diff
