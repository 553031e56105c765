#include "vend/diff/report.hpp"

#include <array>

namespace vend::diff {

std::string_view word(Action action) {
  constexpr std::array<std::string_view, 10> words = {"unchanged", "may update", "update", "may replace",
                                                      "replace",   "may add",    "add",    "may remove",
                                                      "remove",    "refused"};
  return words.at(static_cast<std::size_t>(action));
}

std::string_view to_string(Effect effect) {
  constexpr std::array<std::string_view, 4> words = {"no interruption", "some interruption",
                                                     "replacement in some cases", "replacement"};
  return words.at(static_cast<std::size_t>(effect));
}

std::string_view to_string(Rolls rolls) {
  constexpr std::array<std::string_view, 5> words = {"none", "may", "rolling", "refresh", "replacing"};
  return words.at(static_cast<std::size_t>(rolls));
}

std::string_view to_string(Jobs jobs) {
  constexpr std::array<std::string_view, 3> words = {"kept", "may", "lost"};
  return words.at(static_cast<std::size_t>(jobs));
}

}  // namespace vend::diff
