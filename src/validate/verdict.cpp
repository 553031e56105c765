#include "vend/validate/verdict.hpp"

#include <fmt/format.h>

namespace vend::validate {
namespace {

struct GapWords {
  const char *one, *many;
};
constexpr std::array gap_words = {
    GapWords{"resource of a type without schema", "resources of types without schema"},
    GapWords{"resource that a macro may change", "resources that a macro may change"},
    GapWords{"loop that could not be expanded", "loops that could not be expanded"},
    GapWords{"branch that was given up", "branches that were given up"},
};

}  // namespace

void Gaps::add(const Gaps& more) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += more.counts_[i];
}

std::string Gaps::text() const {
  static_assert(gap_words.size() == std::tuple_size_v<decltype(counts_)>);
  std::string out;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] > 0)
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", counts_[i],
                         counts_[i] == 1 ? gap_words[i].one : gap_words[i].many);
  }
  return out;
}

}  // namespace vend::validate
