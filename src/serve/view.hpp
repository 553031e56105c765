// The answers of the page, as JSON.
#pragma once

#include <set>
#include <string>

#include "serve/work.hpp"

namespace vend::serve {

struct Part {
  std::string id, title, html;
};

// Everything that is shown of somebody's work: the form, then the report.
struct View {
  document::Node facts = document::Node::mapping();  // findings at their lines, counts, what can be taken away
  std::vector<Part> parts;
};
View view_of(const Work& work, const Source& source);

// What validate finds, as JSON and as a part; takes longer than the rest together.
struct Findings {
  document::Node facts = document::Node::mapping();
  std::string html;
};
Findings findings_of(const Work& work, const Source& source, const support::Assets& assets);

// Each part is a list of pieces by checksum; the html of those that the browser does not `have` stands beside.
std::string as_json(const View& view, const std::set<std::string>& have);

// What an update from one to the other does, as HTML.
std::string comparison(const Work& before, const Source& before_source, const Work& after, const Source& after_source,
                       const support::Assets& assets);

}  // namespace vend::serve
