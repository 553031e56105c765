#include "preview/print_resources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "preview/print_form.hpp"
#include "preview/words.hpp"
#include "vend/support/encoding.hpp"

namespace vend::preview {
namespace {

void print_node(const std::string& key, const Node& node, int indent, Page& page);

void print_children(const Node& node, int indent, Page& page) {
  for (const document::Member& one : node.members()) print_node(one.key, one.value, indent, page);
  for (const Node& one : node.items()) {
    if (one.is_scalar())
      page.paragraph("- " + one.text(), indent, Style::plain, 4);
    else if (one.is_mapping() && !one.members().empty()) {
      const document::Member& first = one.members().front();
      print_node("- " + first.key, first.value, indent, page);
      for (std::size_t i = 1; i < one.members().size(); ++i)
        print_node(one.members()[i].key, one.members()[i].value, indent + 2, page);
    } else {
      page.paragraph("-", indent);
      print_children(one, indent + 2, page);
    }
  }
}

void print_node(const std::string& key, const Node& node, int indent, Page& page) {
  const int depth = std::min(indent, page.width() / 2);
  if (key == "UserData" && node.is_scalar()) {
    const std::size_t bytes = support::base64_decode(node.text()).value_or(node.text()).size();
    page.paragraph(fmt::format("{}: {}, see --show userdata", key, bytes_of(bytes)), depth, Style::dim);
  } else if (node.is_scalar() && node.text().find('\n') != std::string::npos) {
    page.paragraph(fmt::format("{}: {}", key, bytes_of(node.text().size())), depth);
    page.block(node.text(), depth + 2, Style::dim);
  } else if (node.is_scalar()) {
    page.paragraph(fmt::format("{}: {}", key, shown(node.text())), depth, Style::plain, 4);
  } else if (node.empty()) {
    page.paragraph(key + (node.is_sequence() ? ": []" : ": {}"), depth);
  } else {
    page.paragraph(key + ":", depth);
    // What belongs to the first key of a list's entry stands behind its dash.
    const int below = key.starts_with("- ") ? 2 : 0;
    print_children(node, depth + below + (node.is_sequence() ? 0 : 2), page);
  }
}

void print_resource(const document::Member& resource, bool with_metadata, Page& page) {
  const Node* type = resource.value.find("Type");
  page.row(2, {{resource.key, page.width() >= wide ? 44 : 34, Style::bold}, {type != nullptr ? type->text() : "", 0}});
  for (const document::Member& one : resource.value.members()) {
    if (one.key == "Properties")
      print_children(one.value, 4, page);
    else if (one.key == "Metadata" && !with_metadata)
      page.paragraph("(Metadata: see --resource " + resource.key + ")", 4, Style::dim);
    else if (one.key != "Type" && one.key != "Condition")
      print_node("(" + one.key + ")", one.value, 4, page);
  }
}

}  // namespace

void print_resources(const Report& report, const View& view, Page& page) {
  for (const document::Member& one : report.resources.members()) {
    if (view.resource.empty() || view.resource == one.key) print_resource(one, !view.resource.empty(), page);
  }
  for (const NotCreated& one : report.not_created) {
    if (view.resource.empty() || view.resource == one.id)
      page.paragraph(fmt::format("not created: {} ({}): {}", one.id, one.type,
                                 one.condition.empty() ? "it cannot be resolved" : one.condition + " is false"),
                     2, Style::dim, 2);
  }
}

}  // namespace vend::preview
