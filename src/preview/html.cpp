// The order of the page's parts.
#include "vend/preview/html.hpp"

#include <fmt/format.h>

#include <array>

#include "preview/html_parts.hpp"
#include "preview/words.hpp"
#include "vend/preview/print.hpp"

namespace vend::preview {
namespace {

struct PartRow {
  const char* id;
  const char* title;
  Html (*print)(const Report&, const HtmlView&);
};

constexpr std::array part_rows = {
    PartRow{"group", "The group", group_html},
    PartRow{"form", "The form", form_html},
    PartRow{"stack", "The stack", stack_html},
    PartRow{"week", "The week", week_html},
    PartRow{"scaling", "Scaling", scaling_html},
    PartRow{"life", "An instance's life", life_html},
    PartRow{"rights", "Who may do what", rights_html},
    PartRow{"resources", "Resources", resources_html},
    PartRow{"scripts", "UserData and scripts", scripts_html},
    PartRow{"tags", "Tags", tags_html},
    PartRow{"gitlab", "GitLab", gitlab_html},
};

// The parts as the page has them: a <details class="part" id="ID" open> for each, the title in its <summary>, the html
// in a <div class="body"> below.
Html html_sections(const std::vector<HtmlPart>& parts) {
  Html html;
  for (const HtmlPart& part : parts) {
    html.open("details", {{"class", "part"}, {"id", part.id}, {"open", "open"}}).line_end();
    html.open("summary").leaf("h2", part.title).close().line_end();
    html.open("div", {{"class", "body"}}).line_end().add(part.html).close().line_end().close().line_end();
  }
  return html;
}

// What the page begins with: which template, which stack, and a list of links to the parts.
Html html_head(const Report& report, const std::vector<HtmlPart>& parts) {
  Html html;
  html.leaf("h1", report.file).line_end();
  html.leaf("p", fmt::format("Stack {} in {}, account {}", report.environment.stack_name, report.environment.region,
                             report.environment.account));
  html.line_end();
  if (!report.assumed.empty()) {
    std::vector<std::string> assumed;
    for (const std::string& one : report.assumed)
      assumed.push_back(one == "stack_name" ? "the stack's name" : "the " + one);
    html.leaf("p", fmt::format("Assumed, since nobody gave it: {}.", list_of(assumed)), {{"class", "changed"}})
        .line_end();
  }
  if (!report.description.empty()) html.leaf("p", report.description, {{"class", "pale"}}).line_end();
  html.open("nav", {{"aria-label", "Parts of this page"}}).open("ul");
  for (const HtmlPart& part : parts) html.open("li").leaf("a", part.title, {{"href", "#" + part.id}}).close();
  html.close().close().line_end();
  return html;
}

}  // namespace

std::vector<HtmlPart> html_parts(const Report& report, const HtmlView& view) {
  std::vector<HtmlPart> parts;
  parts.reserve(part_rows.size());
  for (const PartRow& one : part_rows) parts.push_back({one.id, one.title, one.print(report, view).str()});
  return parts;
}

std::string as_html(const Report& report, const View&) {
  const std::vector<HtmlPart> parts = html_parts(report);
  Html body;
  body.add(html_head(report, parts)).open("main").line_end().add(html_sections(parts)).close().line_end();
  return html_page(report.file + ": " + report.environment.stack_name, body);
}

}  // namespace vend::preview
