#include "preview/print_stack.hpp"

#include <fmt/format.h>

#include "preview/drawing.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {

void print_stack(const Report& report, const View&, Page& page) {
  for (const StackPicture::Box& one : report.stack.boxes) {
    std::string name = fmt::format("{}  {}", one.id, one.type);
    if (one.is_part) name += ", a part of another resource";
    page.paragraph(name, 2, one.exists ? Style::bold : Style::dim, 2);
    if (!one.exists)
      page.paragraph(one.switched_on_by.empty() ? "not created: " + one.condition + " is false"
                                                : "not created; " + one.switched_on_by + " would create it",
                     4, Style::dim, 2);
    if (one.exists && !one.uses.empty()) page.paragraph("uses " + support::join(one.uses, ", "), 4, Style::plain, 2);
  }
}

void print_life(const Report& report, const View&, Page& page) {
  for (const Group& group : report.groups) {
    if (group.life.boot.empty() && group.life.drain.empty()) continue;
    if (report.groups.size() > 1) page.paragraph(group.id, 2, Style::bold);
    draw_life(group.life, page);
    for (const std::string& sentence : group.life.sentences) page.paragraph(sentence, 2, Style::plain, 2);
  }
}

void print_rights(const Report& report, const View&, Page& page) {
  for (const Permission& one : report.rights) page.paragraph("- " + one.sentence, 2, Style::plain, 2);
}

}  // namespace vend::preview
