#include "serve/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/preview/html.hpp"
#include "vend/preview/html_page.hpp"
#include "vend/support/encoding.hpp"

namespace vend::serve {
namespace {

std::string content_of(const View& view, std::string_view id) {
  const auto found = std::find_if(view.parts.begin(), view.parts.end(), [&](const Part& one) { return one.id == id; });
  return found == view.parts.end() ? "" : found->html;
}

std::string details(const std::string& id, const std::string& title, bool open, const std::string& content) {
  return fmt::format(
      "<details class=\"part\" id=\"{0}\"{2}>\n<summary><h2>{1}</h2></summary>\n<div "
      "id=\"part-{0}\">{3}</div>\n</details>\n",
      id, title, open ? " open" : "", content);
}

// What many lines long is comes folded.
bool is_open(std::string_view id) { return id != "resources" && id != "scripts" && id != "tags" && id != "gitlab"; }

std::string choices(const std::vector<spec::Preset>& presets) {
  preview::Html options;
  options.leaf("option", "choose a preset", {{"value", ""}}).leaf("option", "the full template", {{"value", "full"}});
  for (const spec::Preset& one : presets)
    options.leaf("option", one.name, {{"value", one.name}, {"title", one.summary}});
  return options.str();
}

}  // namespace

std::string page_html(const Beginning& begin, const View& view, const std::vector<spec::Preset>& presets) {
  std::string out =
      fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>vend: a runner group</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="report.css">
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body>
<a class="skip" href="#form">To the form</a>
<header>
<h1>vend</h1>
<p id="summary" role="status">{}</p>
<div id="trouble" role="alert" hidden></div>
<div class="tools">
<label for="preset">Start from</label> <select id="preset">{}</select>
<label for="open">or a file</label> <input type="file" id="open" accept=".yml,.yaml,.json,.template">
<button type="button" id="undo" disabled>Undo</button>
<button type="button" id="redo" disabled>Redo</button>
<button type="button" id="share">Copy the address</button>
</div>
</header>
<main>
<div class="left">
)",
                  preview::Html().text(begin.name.empty() ? "The full template" : begin.name).str(), choices(presets));
  out += R"(<details class="part" id="editor">
<summary><h2>Spec or template</h2></summary>
<p id="source-help" class="help">Findings stand below, at their lines. Ctrl+Space completes a setting; Escape, then Tab leaves the editor.</p>
<div class="editor"><pre id="lines" aria-hidden="true">1</pre>
)";
  out += fmt::format(
      "<textarea id=\"source\" aria-label=\"Spec or template\" aria-describedby=\"source-help\" spellcheck=\"false\" "
      "autocapitalize=\"off\" autocomplete=\"off\" wrap=\"off\" rows=\"16\" data-name=\"{}\">\n{}</textarea></div>\n",
      support::escape_markup(begin.name), support::escape_markup(begin.text));
  out += R"(<ul id="completions" role="listbox" aria-label="Completions" hidden></ul>
<ul id="source-findings" aria-label="Findings in the text"></ul>
</details>
<section class="part" aria-labelledby="form-title">
<h2 id="form-title">Form</h2>
<div class="tools"><label for="env-region">Region</label> <input id="env-region" type="text" value="us-east-1" size="14" spellcheck="false">
<label for="env-stack">Stack</label> <input id="env-stack" type="text" value="gitlab-runners" size="18" spellcheck="false"></div>
<form id="form" autocomplete="off"><div id="part-form">)";
  out += content_of(view, "form");
  out += R"(</div></form>
</section>
</div>
<div class="right">
<details class="part" id="change" open>
<summary><h2>What this change does</h2></summary>
<div id="part-change"><p>Nothing has changed yet.</p></div>
<p><button type="button" id="begin-here">Compare with what is here now</button></p>
</details>
)";
  out += details("findings", "Findings", true, content_of(view, "findings"));
  // Also where there is no report yet: the parts are the same for each.
  for (const preview::HtmlPart& one : preview::html_parts({})) {
    if (one.id != "form") out += details(one.id, one.title, is_open(one.id), content_of(view, one.id));
  }
  out += R"(<section class="part" id="take" aria-labelledby="take-title">
<h2 id="take-title">Take away</h2>
<p class="help">Secrets are in none of these files; enter them where you launch.</p>
<ul id="files"></ul>
</section>
)";
  out += details("next", "Next commands", true, content_of(view, "next"));
  out += R"(<p><button type="button" id="copy-commands">Copy the commands</button></p>
</div>
</main>
<noscript><p>This page needs its script. `vend preview --format html` writes a report that needs none.</p></noscript>
</body>
</html>
)";
  return out;
}

}  // namespace vend::serve
