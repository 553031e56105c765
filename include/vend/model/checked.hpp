// Checked<T>: a value that was right when it was built and cannot change afterwards.
//
// A noun of the model is an aggregate, such as `ScheduleValues`, with a free function `check(const ScheduleValues&)`
// that lists what is wrong with it. `Checked<ScheduleValues>` can only be built from values without problems.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace vend::model {

struct Problem {
  std::string setting;  // its path in a spec, such as "size.max"; below the item of a list, such as "out.at"
  std::string message;  // "is below min (3)"
  std::string fix;      // "raise max or lower min"; may be empty
  // The other settings of a relation. What a spec leaves out stands nowhere: the first of all that it has is the place.
  std::vector<std::string> others = {};
};

using Problems = std::vector<Problem>;

class InvalidValue : public std::invalid_argument {
 public:
  explicit InvalidValue(Problems problems)
      : std::invalid_argument(problems.front().setting + " " + problems.front().message),
        problems_(std::move(problems)) {}

  const Problems& problems() const { return problems_; }

 private:
  Problems problems_;
};

template <class Values>
class Checked {
 public:
  // Throws InvalidValue with every problem found.
  explicit Checked(Values values) : values_(std::move(values)) {
    Problems problems = check(values_);
    if (!problems.empty()) throw InvalidValue(std::move(problems));
  }

  const Values& operator*() const { return values_; }
  const Values* operator->() const { return &values_; }

 private:
  Values values_;
};

}  // namespace vend::model
