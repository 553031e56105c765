// The parts of the page, each a function of the report.
#pragma once

#include "vend/preview/html.hpp"

namespace vend::preview {

Html group_html(const Report& report, const HtmlView& view);
Html form_html(const Report& report, const HtmlView& view);
Html stack_html(const Report& report, const HtmlView& view);
Html week_html(const Report& report, const HtmlView& view);
Html scaling_html(const Report& report, const HtmlView& view);
Html life_html(const Report& report, const HtmlView& view);
Html rights_html(const Report& report, const HtmlView& view);
Html resources_html(const Report& report, const HtmlView& view);
Html scripts_html(const Report& report, const HtmlView& view);
Html tags_html(const Report& report, const HtmlView& view);
Html gitlab_html(const Report& report, const HtmlView& view);

// A table: its caption, the heads of its columns, then its rows cell by cell (row() and cell() of Table).
class Table {
 public:
  Table(std::string_view caption, std::initializer_list<std::string_view> heads);
  Table& row(Html::Attributes attributes = {});
  Table& cell(std::string_view text);
  Table& number(std::string_view text);
  Table& code(std::string_view text);
  Table& markup(const Html& content);
  Html done();  // once

 private:
  Html html_;
  bool in_row_ = false;
};

// <a href="#anchor">name</a>
Html link_to(std::string_view kind, std::string_view name);
Html links_to(std::string_view kind, const std::vector<std::string>& names);
// "none" and the like.
Html pale(std::string_view text);

}  // namespace vend::preview
