#include "preview/print_form.hpp"

#include <fmt/format.h>

namespace vend::preview {
namespace {

void print_field(const Field& field, bool whole, Page& page) {
  const bool refused = !field.problems.empty();
  const char* mark = refused ? "!" : field.missing ? "?" : field.changed ? "*" : " ";
  const Style style = refused || field.missing ? Style::bad : field.changed ? Style::changed : Style::plain;
  std::string value = field.missing ? "(needs a value)" : shown(field.value);
  if (field.changed && field.default_value) value += fmt::format("  (default {})", shown(*field.default_value));
  const std::string& label = field.label.empty() ? field.name : field.label;
  const bool beside = page.width() >= wide && !field.label.empty();
  if (beside) {
    page.row(2, {{mark, 1, style}, {label, 40}, {value, page.width() - 100, style}, {field.name, 0, Style::dim}});
  } else {
    page.row(2, {{mark, 1, style},
                 {label, page.width() >= wide ? 40
                         : page.width() >= 64 ? 31
                                              : 18},
                 {value, 0, style}});
    if (!field.label.empty()) page.paragraph(field.name, 6, Style::dim);
  }
  for (const std::string& problem : field.problems) page.paragraph("refused: " + problem, 6, Style::bad, 2);
  if ((whole || refused || field.missing) && !field.constraint.empty())
    page.paragraph("takes: " + field.constraint, 6, Style::dim, 2);
  if (whole && !field.description.empty()) page.paragraph(field.description, 6, Style::plain, 2);
}

}  // namespace

std::string shown(const std::string& value) { return value.empty() ? "\"\"" : value; }

void print_form(const Report& report, const View& view, Page& page) {
  const bool whole = !view.sections.empty();
  for (const FieldGroup& group : report.form) {
    page.paragraph(group.label, 2, Style::bold);
    for (const Field& field : group.fields) print_field(field, whole, page);
  }
  if (report.form.empty()) {
    page.paragraph("asks for nothing", 2);
    return;
  }
  page.paragraph(whole ? "Give a value with -p NAME=VALUE, the name below or beside the label."
                       : "Give a value with -p NAME=VALUE; --show form prints what each takes, and its help.",
                 2, Style::dim);
}

}  // namespace vend::preview
