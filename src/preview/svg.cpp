#include "preview/svg.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace vend::preview {

std::string px(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

Picture::Picture(std::string_view id, std::string_view title, std::string_view description, int width, int height,
                 Kind kind) {
  const std::string name = anchor("picture", id);
  html_.open("figure", {{"class", "figure-scroll"}, {"tabindex", "0"}, {"aria-label", title}}).line_end();
  html_.open("svg", {{"viewBox", fmt::format("0 0 {} {}", width, height)},
                     {"role", kind == Kind::image ? "img" : "group"},
                     {"class", width > 800 ? "wide" : "narrow"},
                     {"aria-labelledby", fmt::format("{0}-title {0}-words", name)}});
  html_.line_end();
  html_.leaf("title", title, {{"id", name + "-title"}}).line_end();
  html_.leaf("desc", description, {{"id", name + "-words"}}).line_end();
}

Picture& Picture::rect(double x, double y, double width, double height, std::string_view kind) {
  html_.empty("rect",
              {{"x", px(x)}, {"y", px(y)}, {"width", px(width)}, {"height", px(height)}, {"rx", "2"}, {"class", kind}});
  html_.line_end();
  return *this;
}

Picture& Picture::line(double x1, double y1, double x2, double y2, std::string_view kind) {
  html_.empty("line", {{"x1", px(x1)}, {"y1", px(y1)}, {"x2", px(x2)}, {"y2", px(y2)}, {"class", kind}}).line_end();
  return *this;
}

Picture& Picture::path(const std::string& path, std::string_view kind) {
  html_.empty("path", {{"d", path}, {"class", kind}}).line_end();
  return *this;
}

Picture& Picture::text(double x, double y, std::string_view words, std::string_view kind, Anchor anchor) {
  constexpr std::array<std::string_view, 3> anchors = {"start", "middle", "end"};
  html_.leaf(
      "text", words,
      {{"x", px(x)}, {"y", px(y)}, {"class", kind}, {"text-anchor", anchors.at(static_cast<std::size_t>(anchor))}});
  html_.line_end();
  return *this;
}

Picture& Picture::begin(std::string_view kind, std::string_view link, std::string_view tip) {
  html_.open("g", {{"class", kind}});
  linked_.push_back(!link.empty());
  if (!link.empty()) html_.open("a", {{"href", link}});
  if (!tip.empty()) html_.leaf("title", tip);
  html_.line_end();
  return *this;
}

Picture& Picture::end() {
  if (linked_.back()) html_.close();
  linked_.pop_back();
  html_.close().line_end();
  return *this;
}

Html Picture::done() {
  html_.close().line_end().close().line_end();
  return std::move(html_);
}

}  // namespace vend::preview
