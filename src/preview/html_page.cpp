#include "vend/preview/html_page.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "vend/support/asset.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::preview {
namespace {

// Characters that nobody sees, and those that XML does not allow.
std::string visible(std::string_view text) {
  const std::string escaped = support::escape_for_terminal(text);
  return support::replace_all(support::replace_all(escaped, "\xEF\xBF\xBE", "\\u{fffe}"), "\xEF\xBF\xBF", "\\u{ffff}");
}

// Most texts are, and need no copy that is escaped.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c >= ' ' && c <= '~' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\''; });
}

void append(std::string_view text, std::string& markup) {
  if (is_plain(text)) {
    markup += text;
  } else {
    markup += support::escape_markup(visible(text));
  }
}

}  // namespace

void Html::begin(std::string_view element, Attributes attributes) {
  markup_ += '<';
  markup_ += element;
  for (const Attribute& one : attributes) {
    markup_ += ' ';
    markup_ += one.name;
    markup_ += "=\"";
    append(one.value, markup_);
    markup_ += '"';
  }
}

Html& Html::open(std::string_view element, Attributes attributes) {
  begin(element, attributes);
  markup_ += '>';
  open_.push_back(element);
  return *this;
}

Html& Html::close() {
  if (open_.empty()) throw std::logic_error("an element is closed that was not opened");
  markup_ += "</";
  markup_ += open_.back();
  markup_ += '>';
  open_.pop_back();
  return *this;
}

Html& Html::empty(std::string_view element, Attributes attributes) {
  begin(element, attributes);
  markup_ += "/>";
  return *this;
}

Html& Html::text(std::string_view one_line) {
  append(one_line, markup_);
  return *this;
}

Html& Html::lines(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != '\n' && text[at] != '\t') continue;
    this->text(text.substr(begin, at - begin));
    if (at < text.size()) markup_ += text[at];
    begin = at + 1;
  }
  return *this;
}

Html& Html::leaf(std::string_view element, std::string_view one_line, Attributes attributes) {
  return open(element, attributes).text(one_line).close();
}

Html& Html::add(const Html& more) {
  if (!more.open_.empty()) throw std::logic_error("an element was not closed");
  markup_ += more.markup_;
  return *this;
}

Html& Html::add(std::string_view markup) {
  markup_ += markup;
  return *this;
}

Html& Html::line_end() {
  markup_ += '\n';
  return *this;
}

std::string anchor(std::string_view kind, std::string_view name) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id(kind);
  id += '-';
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
      id += c;
    } else {
      id += '_';
      id += digits[byte >> 4U];
      id += digits[byte & 15U];
    }
  }
  return id;
}

std::string_view html_stylesheet() {
  static const support::Assets embedded;
  return embedded.get("templates/page/page.css");
}

std::string html_page(std::string_view title, const Html& body) {
  Html page;
  page.add("<!DOCTYPE html>\n").open("html", {{"lang", "en"}}).line_end().open("head").line_end();
  page.empty("meta", {{"charset", "utf-8"}}).line_end();
  page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line_end();
  page.empty("meta",
             {{"http-equiv", "Content-Security-Policy"}, {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  page.line_end().leaf("title", title).line_end();
  page.open("style").line_end().add(html_stylesheet()).close().line_end().close().line_end();
  page.open("body").line_end().add(body).line_end().close().line_end().close().line_end();
  return page.str();
}

}  // namespace vend::preview
