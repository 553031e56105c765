// Values that seem to contain other parameters, such as A=1,B=2 given as the value of one.
#include <fmt/format.h>

#include "validate/checks.hpp"
#include "vend/cfn/parameter.hpp"

namespace vend::validate {

void check_held_parameters(const cfn::Template& t, const evaluate::Input& input, Report& report) {
  for (const document::Member& one : t.parameters.members()) {
    const auto given = input.parameters.find(one.key);
    const Node* fallback = one.value.find("Default");
    const std::string_view value = given != input.parameters.end() ? std::string_view(given->second)
                                   : fallback != nullptr           ? std::string_view(fallback->text())
                                                                   : std::string_view();
    const std::string_view held = cfn::assigned_parameter(t, one.key, value);
    if (held.empty()) continue;
    report.add_all(
        {{support::Severity::warning, "P008",
          given != input.parameters.end() && input.places.contains(one.key)
              ? input.places.at(one.key)
              : support::Location{t.file, one.mark.line, one.mark.column},
          "Parameters." + one.key, fmt::format("the value of {} seems to hold that of {}, too", one.key, held),
          "give each parameter a -p, or a line, of its own"}});
  }
}

}  // namespace vend::validate
