#include "preview/html_parts.hpp"

#include <utility>

namespace vend::preview {

Table::Table(std::string_view caption, std::initializer_list<std::string_view> heads) {
  html_.open("div", {{"class", "scroll"}, {"role", "region"}, {"aria-label", caption}, {"tabindex", "0"}})
      .open("table")
      .leaf("caption", caption)
      .open("thead")
      .open("tr");
  for (const std::string_view head : heads) html_.leaf("th", head, {{"scope", "col"}});
  html_.close().close().line_end().open("tbody");
}

Table& Table::row(Html::Attributes attributes) {
  if (in_row_) html_.close().line_end();
  html_.open("tr", attributes);
  in_row_ = true;
  return *this;
}

Table& Table::cell(std::string_view text) {
  html_.leaf("td", text);
  return *this;
}

Table& Table::number(std::string_view text) {
  html_.leaf("td", text, {{"class", "number"}});
  return *this;
}

Table& Table::code(std::string_view text) {
  html_.open("td").leaf("code", text).close();
  return *this;
}

Table& Table::markup(const Html& content) {
  html_.open("td").add(content).close();
  return *this;
}

Html Table::done() {
  if (in_row_) html_.close();
  html_.close().close().close().line_end();
  return std::move(html_);
}

Html link_to(std::string_view kind, std::string_view name) {
  Html html;
  html.open("a", {{"href", "#" + anchor(kind, name)}}).leaf("code", name).close();
  return html;
}

Html links_to(std::string_view kind, const std::vector<std::string>& names) {
  Html html;
  for (const std::string& name : names) {
    if (!html.is_empty()) html.text(", ");
    html.add(link_to(kind, name));
  }
  return html;
}

Html pale(std::string_view text) {
  Html html;
  html.leaf("p", text, {{"class", "pale"}}).line_end();
  return html;
}

}  // namespace vend::preview
