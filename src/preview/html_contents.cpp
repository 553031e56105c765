// Resources as they will be, what instances get, tags, and GitLab's side.
#include <fmt/format.h>

#include "preview/html_parts.hpp"
#include "vend/aws/limits.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

// A text with a number before each line, made by the style: whoever copies the text gets the text.
Html numbered(std::string_view text) {
  Html html;
  html.open("pre", {{"class", "code"}, {"tabindex", "0"}});
  const std::vector<std::string_view> lines = support::split_lines(text);
  for (const std::string_view line : lines) html.add("<i></i>").lines(line).line_end();
  return html.close().line_end();
}

Html tree_html(const Node& node);

Html value_html(const std::string& key, const Node& node) {
  Html html;
  if (!key.empty()) html.leaf("b", key).text(node.is_scalar() || node.empty() ? ": " : "");
  if (!node.is_scalar()) {
    if (node.empty()) return html.leaf("code", node.is_sequence() ? "[]" : "{}");
    return html.add(tree_html(node));
  }
  const std::string& text = node.text();
  if (key == "UserData") {
    const std::size_t bytes = support::base64_decode(text).value_or(text).size();
    return html.open("a", {{"href", "#scripts"}})
        .text(fmt::format("{} bytes, see UserData and scripts", bytes))
        .close();
  }
  if (text.find('\n') != std::string::npos) return html.open("pre").add("<i></i>").lines(text).close();
  return html.leaf("code", text.empty() ? "\"\"" : text);
}

Html tree_html(const Node& node) {
  Html html;
  html.open("ul");
  for (const document::Member& one : node.members()) html.open("li").add(value_html(one.key, one.value)).close();
  for (const Node& one : node.items()) html.open("li").add(value_html("", one)).close();
  return html.close();
}

}  // namespace

Html resources_html(const Report& report, const HtmlView&) {
  Html html;
  for (const document::Member& one : report.resources.members()) {
    const Node* type = one.value.find("Type");
    html.open("details", {{"class", "tree"}, {"id", anchor("resource", one.key)}}).open("summary");
    html.leaf("code", one.key).text(" ").text(type != nullptr ? type->text() : "").close().line_end();
    for (const document::Member& member : one.value.members()) {
      if (member.key == "Type") continue;
      if (member.key == "Metadata" && member.value.find("AWS::CloudFormation::Init") != nullptr) {
        html.open("p").leaf("b", "Metadata").text(": what cfn-init does, see ");
        html.leaf("a", "UserData and scripts", {{"href", "#scripts"}}).close().line_end();
        continue;
      }
      html.open("div").add(value_html(member.key, member.value)).close().line_end();
    }
    html.close().line_end();
  }
  for (const NotCreated& one : report.not_created) {
    html.open("p", {{"class", "pale"}, {"id", anchor("resource", one.id)}});
    html.leaf("code", one.id).text(" " + one.type + " is not created: ");
    html.leaf("a", "why", {{"href", "#" + anchor("box", one.id)}}).close().line_end();
  }
  if (html.is_empty()) html.add(pale("none"));
  if (!report.outputs.empty()) {
    Table table("Outputs", {"Name", "Value", "What it is"});
    for (const document::Member& one : report.outputs.members()) {
      const Node* value = one.value.find("Value");
      const Node* description = one.value.find("Description");
      table.row().code(one.key).code(value != nullptr ? value->text() : "");
      table.cell(description != nullptr ? description->text() : "");
    }
    html.add(table.done());
  }
  return html;
}

Html scripts_html(const Report& report, const HtmlView&) {
  Html html;
  for (const UserData& one : report.user_data) {
    html.open("details").open("summary").text("UserData of ").leaf("code", one.resource);
    html.text(fmt::format(", {} of the {} bytes that EC2 takes", one.text.size(), aws::limits::user_data));
    html.close().line_end().add(numbered(one.text)).close().line_end();
  }
  for (const Script& one : report.scripts) {
    html.open("details").open("summary").leaf("code", one.path);
    html.text(fmt::format(" of {}, {} bytes, sha256 ", one.resource, one.text.size()));
    html.leaf("code", support::sha256_hex(one.text)).close().line_end().add(numbered(one.text)).close().line_end();
  }
  if (html.is_empty()) html.add(pale("none"));
  return html;
}

Html tags_html(const Report& report, const HtmlView&) {
  if (report.tags.empty()) return pale("none");
  Table table("Tags", {"Key", "Value", "Resource", "On"});
  for (const Tag& one : report.tags)
    table.row().code(one.key).code(one.value).markup(link_to("resource", one.resource)).cell(one.on);
  return table.done();
}

Html gitlab_html(const Report& report, const HtmlView&) {
  if (!report.gitlab) return pale("What instances register at GitLab is not known of this template.");
  const GitLab& gitlab = *report.gitlab;
  Html html;
  html.open("p").text("Runners at ").leaf("code", gitlab.url).text(" are called ").leaf("code", gitlab.runner_name);
  html.text(" (N counts the tokens; an instance's id begins with i-)");
  if (!gitlab.executor.empty()) html.text(" and use the executor ").leaf("code", gitlab.executor);
  html.text(".").close().line_end();
  html.leaf("h3", "Tags that jobs can use").line_end().open("ul");
  for (const std::string& tag : gitlab.tags) html.open("li").leaf("code", tag).close();
  html.close().line_end();
  for (const std::string& note : gitlab.notes) html.leaf("p", note, {{"class", "changed"}}).line_end();
  html.leaf("h3", "A job to copy, .gitlab-ci.yml").line_end();
  html.open("pre", {{"tabindex", "0"}}).add("<i></i>").lines(gitlab.job).close().line_end();
  html.leaf("h3", "A runner and its glrt- token").line_end();
  html.leaf("p",
            "Such tokens take tags from the runner that you create in GitLab; this creates one and prints its token:");
  html.line_end().open("pre", {{"tabindex", "0"}}).add("<i></i>").lines(gitlab.api_call).close().line_end();
  return html;
}

}  // namespace vend::preview
