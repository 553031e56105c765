// Printers of the report. What came from an input is shown as text: control characters, bidirectional marks and bytes
// that are not UTF-8 are escaped, never passed through.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "vend/preview/report.hpp"

namespace vend::preview {

// The names of the report's sections, which --show takes, in the order in which they are printed.
const std::vector<std::string>& sections();

struct View {
  std::set<std::string> sections;  // empty: all
  std::string resource;            // only this one; empty: all
  int width = 80;                  // columns
  bool color = false;

  bool shows(std::string_view section) const { return sections.empty() || sections.contains(std::string(section)); }
};

// For people. One UserData or one script as the only thing to show comes byte for byte, without a frame: then it is
// plain, and the caller sees to it that no terminal obeys it.
std::string as_table(const Report& report, const View& view);
bool is_plain(const Report& report, const View& view);
std::string as_json(const Report& report, const View& view);
std::string as_yaml(const Report& report, const View& view);
// One file that asks for no other (html.hpp). It always has all parts.
std::string as_html(const Report& report, const View& view);
// The same as a tree (docs/preview.md describes it).
Node as_tree(const Report& report, const View& view);

}  // namespace vend::preview
