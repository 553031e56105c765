// The report as parts of a page. A static page is all of them (print.hpp, as_html); a live one replaces by id those
// whose html has changed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vend/preview/html_page.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

struct HtmlPart {
  std::string id;     // stable: the same parts come in the same order for every report
  std::string title;  // stable, plain text
  std::string html;   // what is folded below the title
};

// How the form is shown.
enum class FormStyle : std::uint8_t {
  values,  // to be read
  inputs   // <input> and <select>; each name is the parameter's id, that of a secret never has a value
};

struct HtmlView {
  FormStyle form = FormStyle::values;
};

// group, form, stack, week, scaling, life, rights, resources, scripts, tags, gitlab.
//
// Anchors within them: field-NAME around a field, resource-ID, box-ID in the table beside the picture of the stack,
// condition-NAME (html_page.hpp, anchor()). In a form of inputs a field's control has the id input-NAME; its refusals
// stand in an element with the id refused-NAME, which is there also while there are none.
std::vector<HtmlPart> html_parts(const Report& report, const HtmlView& view = {});

}  // namespace vend::preview
