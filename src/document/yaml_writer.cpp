#include "vend/document/yaml_writer.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "document/scalar.hpp"

namespace vend::document {

namespace {

// Readers look for the colon of a simple key in its first 1,024 characters (YAML 1.2, 7.4.2).
constexpr std::size_t longest_simple_key = 1000;

constexpr std::size_t item_step = 2;  // "- "

// Characters of a list on one line: as long as reads well, longer where every byte counts.
constexpr std::size_t longest_flow(std::size_t step) { return step == 1 ? 180 : 90; }
// There, mappings stand on one line, too, from this column on: below a resource's Properties.
constexpr std::size_t least_dense_columns = 4;

class Writer {
 public:
  Writer(std::string& out, ShortForm short_form, std::size_t step) : out_(out), short_form_(short_form), step_(step) {}

  void document(const Node& node) {
    if (is_block(node)) {
      if (!node.tag().empty()) out_ += node.tag() + "\n";
      children(node, 0, false);
    } else {
      if (!node.tag().empty()) out_ += node.tag() + " ";
      inline_value(node, 0, 0);
    }
  }

  void member(std::string_view name, const Node& node) {
    key(name, 0);
    out_ += ':';
    value(node, step_, false);
  }

 private:
  // What stands for a node: itself, or its short form.
  class Shown {
   public:
    Shown(const Node& node, ShortForm short_form) : node_(&node), tag_(node.tag()) {
      if (short_form == nullptr || !node.tag().empty()) return;
      short_ = short_form(node);
      if (!short_) return;
      tag_ = short_->tag;
      node_ = short_->made ? &*short_->made : short_->value;
    }
    Shown(const Shown&) = delete;
    Shown& operator=(const Shown&) = delete;

    const Node& node() const { return *node_; }
    std::string_view tag() const { return tag_; }

   private:
    const Node* node_;
    std::string_view tag_;
    std::optional<Short> short_;
  };

  static bool is_block(const Node& node) { return !node.is_scalar() && !node.empty(); }

  void indent(std::size_t columns) { out_.append(columns, ' '); }

  // A list of a few short scalars, tagged or not, reads best on one line: [a, b]. Nothing when it is none.
  std::string flow(const Node& node) const {
    if (node.is_mapping() && node.members().size() == 1) return flow_member(node.members().front());
    if (!node.is_sequence() || node.empty() || node.items().size() > longest_flow_ / 3) return {};
    std::string text = "[";
    for (const Node& item : node.items()) {
      if (text.size() > 1) text += ", ";
      if (!flow_scalar(text, item) || text.size() > longest_flow_) return {};
    }
    return text + ']';
  }

  // A mapping of a few short scalars, where every byte of indentation counts: {Effect: Allow, Action: s3:GetObject}.
  std::string dense_flow(const Node& node) const {
    if (!node.is_mapping() || node.members().empty()) return {};
    std::string text = "{";
    for (const Member& member : node.members()) {
      if (text.size() > 1) text += ", ";
      if (!is_flow_safe(member.key)) return {};
      text += member.key + ": ";
      if (!flow_scalar(text, member.value) || text.size() > longest_flow_) return {};
    }
    return text + '}';
  }

  // A mapping of one short text: {default: Instances wanted}.
  std::string flow_member(const Member& only) const {
    bool plain = only.value.is_string() && only.value.tag().empty() && is_flow_safe(only.key);
    if (!plain) return {};
    std::string text = "{" + only.key + ": ";
    if (!flow_scalar(text, only.value) || text.size() > longest_flow_) return {};
    return text + '}';
  }

  static bool is_flow_safe(const std::string& text) {
    return content_of(text) == Content::line && is_safe_bare(text) && text.find_first_of(",[]{}") == std::string::npos;
  }

  // False when the scalar does not fit on a line.
  bool flow_scalar(std::string& text, const Node& from) const {
    if (!from.is_scalar() && from.members().size() != 1) return false;
    const Shown shown(from, short_form_);
    const Node& item = shown.node();
    bool fits = item.is_scalar() && item.text().size() <= longest_flow_ &&
                (!item.is_string() || content_of(item.text()) == Content::line);
    if (!fits) return false;
    if (!shown.tag().empty()) text.append(shown.tag()).append(1, ' ');
    if (item.is_null()) {
      text += "null";
    } else if (!item.is_string() || is_flow_safe(item.text())) {
      text += item.text();
    } else {
      append_single_quoted(text, item.text());
    }
    return true;
  }

  // The value behind "key:" or "-", at whose end `out_` stands. `columns` is where its children begin.
  void value(const Node& from, std::size_t columns, bool in_sequence) {
    const Shown shown(from, short_form_);
    const Node& node = shown.node();
    if (!shown.tag().empty()) {
      out_ += ' ';
      out_ += shown.tag();
    }
    std::string one_line = flow(node);
    if (one_line.empty() && step_ == 1 && columns >= least_dense_columns) one_line = dense_flow(node);
    if (!one_line.empty()) {
      out_ += ' ' + one_line + '\n';
    } else if (is_block(node)) {
      const bool compact = in_sequence && shown.tag().empty();
      out_ += compact ? ' ' : '\n';
      children(node, columns, compact);
    } else {
      out_ += ' ';
      inline_value(node, columns, in_sequence ? item_step : step_);
    }
  }

  // When `compact`, the first child follows on the line that is being written.
  void children(const Node& node, std::size_t columns, bool compact) {
    for (const Node& item : node.items()) {
      if (!compact) indent(columns);
      compact = false;
      out_ += '-';
      value(item, columns + item_step, true);
    }
    for (const Member& member : node.members()) {
      if (!compact) indent(columns);
      compact = false;
      key(member.key, columns);
      out_ += ':';
      value(member.value, columns + step_, false);
    }
  }

  void key(std::string_view text, std::size_t columns) {
    if (text.size() <= longest_simple_key) {
      line(text, content_of(text));
      return;
    }
    out_ += "? ";
    line(text, content_of(text));
    out_ += '\n';
    indent(columns);
  }

  // Scalars and empty collections, with the end of the line. `step` is how far `columns` is from the parent's, 0 for a
  // document.
  void inline_value(const Node& node, std::size_t columns, std::size_t step) {
    switch (node.kind()) {
      case Node::Kind::sequence:
        out_ += "[]";
        break;
      case Node::Kind::mapping:
        out_ += "{}";
        break;
      case Node::Kind::null:
        out_ += "null";
        break;
      case Node::Kind::string: {
        const Content content = content_of(node.text());
        if (content == Content::lines && step > 0) return literal(node.text(), columns, step);
        line(node.text(), content);
        break;
      }
      default:
        if (resolve_plain(node.text()) != node.kind()) {
          throw std::logic_error("'" + node.text() + "' is not a number or boolean");
        }
        out_ += node.text();
    }
    out_ += '\n';
  }

  void line(std::string_view text, Content content) {
    if (content != Content::line) {
      append_double_quoted(out_, text);
    } else if (is_safe_bare(text)) {
      out_ += text;
    } else {
      append_single_quoted(out_, text);
    }
  }

  void literal(std::string_view text, std::size_t columns, std::size_t step) {
    out_ += '|';
    // Without it, readers would take the spaces of the first line for indentation.
    if (text.front() == ' ' || text.front() == '\n') out_ += std::to_string(step);
    if (!text.ends_with('\n')) {
      out_ += '-';
    } else if (text.ends_with("\n\n")) {
      out_ += '+';
    }
    out_ += '\n';
    while (!text.empty()) {
      const std::size_t size = std::min(text.find('\n'), text.size());
      if (size > 0) {
        indent(columns);
        out_ += text.substr(0, size);
      }
      out_ += '\n';
      text.remove_prefix(std::min(size + 1, text.size()));
    }
  }

  std::string& out_;
  ShortForm short_form_;
  std::size_t step_;  // columns of a level
  std::size_t longest_flow_ = longest_flow(step_);
};

}  // namespace

std::string write_yaml(const Node& node) {
  std::string text;
  Writer(text, nullptr, 2).document(node);
  return text;
}

std::string write_yaml(const std::vector<NamedNode>& members, ShortForm short_form, std::size_t step) {
  std::string text;
  Writer writer(text, short_form, step);
  for (const NamedNode& one : members) writer.member(one.key, *one.value);
  return text;
}

}  // namespace vend::document
