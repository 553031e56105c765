// A command of vend, run in this process.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "vend/cli/run.hpp"

namespace vend::testing {

struct Run {
  int code = 0;
  std::string out;
  std::string err;
};

inline Run run_vend(const std::vector<std::string>& arguments, const std::string& input = {}) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  cli::Streams streams{in, out, err};
  const int code = static_cast<int>(cli::run(arguments, streams));
  return {code, out.str(), err.str()};
}

}  // namespace vend::testing
