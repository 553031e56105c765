#include "validate/report/numbered.hpp"

namespace vend::validate {

Numbered::Numbered(const cfn::Template& made) : t_(made), places_{{}} {
  for (document::Node* section :
       {&t_.metadata, &t_.parameters, &t_.rules, &t_.mappings, &t_.conditions, &t_.resources, &t_.outputs})
    number(*section, {});
}

document::Mark Numbered::next(document::Mark before) {
  places_.push_back(before);
  return {static_cast<int>(places_.size()) - 1, 1};
}

void Numbered::number(document::Node& node, document::Mark around) {
  const document::Mark place = node.mark().or_else(around);
  node.set_mark(next(place));
  if (node.is_scalar() || node.empty()) return;
  if (node.is_sequence()) {
    for (document::Node& one : node.items()) number(one, place);
    return;
  }
  for (document::Member& one : node.members()) {
    one.mark = next(one.value.mark().or_else(place));
    number(one.value, place);
  }
}

void Numbered::restore_place(support::Location& location) const {
  const auto line = static_cast<std::size_t>(location.line);
  const document::Mark mark = line < places_.size() ? places_[line] : document::Mark{};
  location.line = mark.line;
  location.column = mark.column;
}

}  // namespace vend::validate
