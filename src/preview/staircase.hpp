// Scaling as a drawing: what the group's size becomes at each value of a metric, all policies together.
#pragma once

#include <string>
#include <vector>

#include "vend/preview/report.hpp"

namespace vend::preview {

// From one value of the metric to the next, the same happens.
struct Stair {
  double from = 0, to = 0;
  int change = 0;                     // of the group's size; of target tracking 1 or -1, for as many as it takes
  bool tracks = false;                // that is target tracking's
  std::vector<std::string> policies;  // that act there
  bool torn = false;                  // one adds and another removes: the larger group wins
};

struct Staircase {
  std::string metric;
  bool percentage = false;
  double low = 0, high = 0;   // what is drawn of the metric
  int now = 0;                // size that changes count from
  std::vector<Stair> stairs;  // ascending, without gaps; change 0: the group stays as it is
  std::vector<const StepScaling*> steps;
  std::vector<const TargetTracking*> targets;

  Stair at(double value) const;  // what happens at just this value, which may belong to either of two stairs
};

// One for each metric. They point into the group. Of several policies that fire at once the one that leaves the largest
// group counts, also while scaling in (EC2 Auto Scaling user guide, "Multiple scaling policies in force at the same
// time").
std::vector<Staircase> staircases(const Group& group);

// What a stair that is torn means.
std::string torn_sentence(const Stair& stair, bool percentage);

}  // namespace vend::preview
