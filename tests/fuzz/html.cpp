// Any template as the page that shows it: whatever it says, the page has our elements and attributes and no others,
// each closed, and no character that hides or turns a text. Q stands for a text that would like to be markup.
#include "vend/preview/html.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/preview/preview.hpp"
#include "vend/preview/print.hpp"
#include "vend/support/unicode.hpp"

namespace {

constexpr std::array hostile = {"<script>",
                                "\" onload=\"a",
                                "\"><b>",
                                "</pre><img src=x onerror=a>",
                                "&quot; onload=a ",
                                "' onload='a",
                                "</textarea></svg>",
                                "]]><!-- ",
                                "\xE2\x80\xAE",
                                "</title></style>",
                                "&lt;b&gt;",
                                "javascript:a"};

bool is_ours(std::string_view attribute) {
  return !attribute.starts_with("on") && attribute != "style" && attribute != "src" && attribute != "action";
}

void must(bool holds) {
  if (!holds) std::abort();
}

// The page's own style is no markup; everything else is read as XML would be.
void check(std::string_view page) {
  static const std::set<std::string_view> elements = {
      "a",   "b",      "body",  "br",   "caption", "code",  "desc",    "details", "div",  "figure", "g",
      "h1",  "h2",     "h3",    "head", "html",    "input", "label",   "li",      "line", "main",   "meta",
      "nav", "option", "p",     "path", "pre",     "rect",  "section", "select",  "span", "style",  "summary",
      "svg", "table",  "tbody", "td",   "text",    "th",    "thead",   "title",   "tr",   "ul"};
  std::vector<std::string_view> open;
  for (std::size_t at = page.find('<'); at != std::string_view::npos; at = page.find('<', at)) {
    const std::size_t end = page.find('>', at);
    must(end != std::string_view::npos);
    std::string_view tag = page.substr(at + 1, end - at - 1);
    at = end;
    if (tag.starts_with('!')) {
      must(tag == "!doctype html" || tag == "!DOCTYPE html");
      continue;
    }
    if (tag.starts_with('/')) {
      must(!open.empty() && open.back() == tag.substr(1));
      open.pop_back();
      continue;
    }
    const bool closed = tag.ends_with('/');
    const std::string_view name = tag.substr(0, tag.find_first_of(" /"));
    must(elements.contains(name));
    for (std::size_t quote = tag.find("=\""); quote != std::string_view::npos; quote = tag.find("=\"", quote)) {
      const std::size_t before = tag.rfind(' ', quote);
      must(before != std::string_view::npos && is_ours(tag.substr(before + 1, quote - before - 1)));
      quote = tag.find('"', quote + 2);
      must(quote != std::string_view::npos);
    }
    if (!closed && name != "meta" && name != "br" && name != "input") open.push_back(name);
    if (name == "style") at = page.find("</style", at);
  }
  must(open.empty());
  for (std::string_view rest = page; !rest.empty();) {
    const auto character = vend::support::take_character(rest);
    must(character && (*character == '\n' || *character == '\t' || !vend::support::is_deceptive(*character)));
  }
}

void show(const std::string& text) {
  using namespace vend;
  support::Diagnostics found;
  const auto t = cfn::read_template(text, text.substr(0, 20), found);
  if (!t || support::has_errors(found)) return;
  const preview::Report report = preview::preview(*t, {});
  check(preview::as_html(report, {}));
  std::string live = "<body>";
  for (const preview::HtmlPart& one : preview::html_parts(report, {preview::FormStyle::inputs})) live += one.html;
  check(live + "</body>");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  if (input.find('Q') == std::string::npos) {
    show(input);
    return 0;
  }
  for (const char* wish : hostile) {
    std::string text;
    for (const char c : input) {
      if (c == 'Q')
        text += wish;
      else
        text += c;
    }
    show(text);
  }
  return 0;
}
