// Printers of the report on an update. What came from a template is shown as text: control characters, bidirectional
// marks and bytes that are not UTF-8 are escaped.
#pragma once

#include <string>

#include "vend/diff/report.hpp"
#include "vend/preview/html_page.hpp"

namespace vend::diff {

struct View {
  int width = 80;
  bool color = false;
};

std::string as_text(const Report& report, const View& view);
std::string as_json(const Report& report);
// For a note on a merge request.
std::string as_markdown(const Report& report);
// One file for a browser, without scripts and without anything from elsewhere.
std::string as_html(const Report& report);
// Its sections alone, for a page that has them as a part.
preview::Html html_sections(const Report& report);
// The same as a tree; docs/update.md describes it.
Node as_tree(const Report& report);

}  // namespace vend::diff
