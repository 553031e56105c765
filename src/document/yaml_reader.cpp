// YAML is read by libfyaml, which gives events; what is done here is places, and the mistakes in words of our own.
#include "vend/document/yaml_reader.hpp"

#include <libfyaml.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <unordered_map>

#include "document/source_text.hpp"
#include "document/tree_builder.hpp"
#include "document/yaml_blocks.hpp"
#include "document/yaml_indentation.hpp"
#include "document/yaml_mistakes.hpp"
#include "document/yaml_nodes.hpp"
#include "document/yaml_parser.hpp"
#include "document/yaml_places.hpp"
#include "vend/document/read_limits.hpp"

namespace vend::document {

namespace {

class Reading {
 public:
  // `blocks`: long ones that are left out of what libfyaml gets to read; null when it reads everything.
  Reading(std::string_view text, Reporter& reporter, const ReadLimits& limits, const YamlBlocks* blocks = nullptr)
      : text_(text),
        places_(text),
        blocks_(blocks),
        reporter_(reporter),
        builder_(reporter, limits),
        nodes_(builder_, reporter, limits.scalars) {}

  Node document() {
    const std::string_view read = blocks_ != nullptr ? std::string_view(blocks_->rest()) : text_;
    YamlParser parser(read.empty() ? "\n" : read);
    while (YamlParser::Event event = parser.next()) take(*event);
    if (blocks_ != nullptr && (blocks_met_ != blocks_->all().size() || parser.mistake() != nullptr || parser.failed()))
      throw ReadingStopped{};
    if (const fy_diag_error* mistake = parser.mistake())
      report_mistake({mistake->msg, mistake->line, mistake->column}, text_, open_brackets_, reporter_);
    if (parser.failed()) reporter_.stop("D001", places_.mark(end_), "this is not YAML from here on");
    Node root = builder_.take();
    if (root.is_null() && root.mark() == Mark{}) root.set_mark({1, 1});  // nothing but comments
    return root;
  }

 private:
  using Anchor = YamlNodes::Anchor;

  // What stands before a value.
  struct Properties {
    std::size_t begin = 0;  // of all, and of the value when there are none
    std::size_t end = 0;    // behind them; the end of what came before when there are none
    std::string tag;
    Anchor anchor = 0;
  };

  struct HeldMapping {
    Properties properties;
    bool bare = false;  // nothing but its first key tells where it begins
  };

  std::size_t in_text(std::size_t read) const { return blocks_ != nullptr ? blocks_->in_text(read) : read; }

  std::optional<std::size_t> offset_of(fy_token* token) const {
    const fy_mark* mark = token != nullptr ? fy_token_start_mark(token) : nullptr;
    return mark != nullptr ? std::optional(in_text(mark->input_pos)) : std::nullopt;
  }

  // The block that was left out whose header is there; null for none.
  const YamlBlock* left_out(std::size_t header) {
    if (blocks_ == nullptr || blocks_met_ == blocks_->all().size()) return nullptr;
    const YamlBlock& next = blocks_->all()[blocks_met_];
    if (next.header != header) return nullptr;
    ++blocks_met_;
    return &next;
  }

  void take(const fy_event& event) {
    switch (event.type) {
      case FYET_DOCUMENT_START:
        second_document(event);
        break;
      case FYET_SCALAR:
        scalar(event.scalar);
        break;
      case FYET_ALIAS:
        alias(event.alias.anchor);
        break;
      case FYET_SEQUENCE_START:
        begin_sequence(event.sequence_start);
        break;
      case FYET_MAPPING_START:
        begin_mapping(event.mapping_start);
        break;
      case FYET_SEQUENCE_END:
      case FYET_MAPPING_END:
        end(event.type == FYET_SEQUENCE_END ? event.sequence_end.sequence_end : event.mapping_end.mapping_end);
        break;
      default:
        break;
    }
  }

  void second_document(const fy_event& event) {
    if (documents_++ == 0) return;
    std::size_t begin = places_.skip_space(end_);
    if (text_.substr(begin).starts_with("...")) begin = places_.skip_space(begin + 3);
    reporter_.stop("D007", places_.mark(offset_of(event.document_start.document_start).value_or(begin)),
                   "a second document begins here", "put one document into each file");
  }

  Properties properties(fy_token* tag, fy_token* anchor, std::optional<std::size_t> value) {
    Properties found{value.value_or(std::string_view::npos), end_, text_of(tag), 0};
    if (const std::optional<std::size_t> at = offset_of(tag)) {
      found.begin = std::min(found.begin, *at);
      found.end = places_.end_of_word(*at);
    }
    if (const std::optional<std::size_t> at = offset_of(anchor)) {
      found.begin = std::min(found.begin, *at - 1);  // behind its &
      found.end = std::max(found.end, places_.end_of_word(*at));
      found.anchor = ++last_anchor_;
      anchors_[text_of(anchor)] = found.anchor;
    }
    return found;
  }

  void scalar(const fy_event_scalar_data& event) {
    const fy_scalar_style style = event.value != nullptr ? fy_token_scalar_style(event.value) : FYSS_PLAIN;
    const bool quoted = style != FYSS_PLAIN && style != FYSS_ANY;
    const bool block = style == FYSS_LITERAL || style == FYSS_FOLDED;
    std::optional<std::size_t> begin = offset_of(event.value);
    if (begin && quoted && !block) --*begin;  // behind its quote
    Properties p = properties(event.tag, event.anchor, block ? std::nullopt : begin);
    const std::size_t header = block ? places_.block_header(p.end) : 0;
    if (block) p.begin = std::min(p.begin, header);
    const YamlBlock* cut = style == FYSS_LITERAL ? left_out(header) : nullptr;
    if (!begin) {
      end_ = places_.empty_value(p.end);
      p.begin = std::min(p.begin, end_);
    } else if (const fy_mark* mark = fy_token_end_mark(event.value)) {
      end_ = cut != nullptr ? cut->cut_end : in_text(mark->input_pos) + (quoted && !block ? 1 : 0);
    }
    begin_held(p.begin);
    if (begin && !block && (quoted || p.begin < *begin)) check_indentation(p.begin);
    std::string value = cut != nullptr ? blocks_->value(*cut) : scalar_text(event.value, style);
    // libfyaml 0.7.12 loses line ends of a folded text, and writes zeros for them.
    if (style == FYSS_FOLDED && value.find('\0') != std::string::npos) value = folded(text_, header, end_);
    nodes_.scalar(places_.mark(p.begin), p.tag, quoted, std::move(value), p.anchor);
  }

  // Most scalars stand in the text as they are, on one line, and need no work of libfyaml's.
  std::string scalar_text(fy_token* value, fy_scalar_style style) const {
    const fy_mark* begin = value != nullptr ? fy_token_start_mark(value) : nullptr;
    const fy_mark* end = value != nullptr ? fy_token_end_mark(value) : nullptr;
    const bool plain = style == FYSS_PLAIN;
    if (begin == nullptr || end == nullptr || style == FYSS_LITERAL || style == FYSS_FOLDED) return text_of(value);
    const std::size_t offset = in_text(begin->input_pos);
    std::string_view text = text_.substr(offset, in_text(end->input_pos) - offset);
    if (text.find('\n') != std::string_view::npos) return text_of(value);
    if (style == FYSS_DOUBLE_QUOTED && text.find('\\') != std::string_view::npos) return text_of(value);
    if (style == FYSS_SINGLE_QUOTED) return unquoted(text);
    while (plain && (text.ends_with(' ') || text.ends_with('\t'))) text.remove_suffix(1);
    return std::string(text);
  }

  void alias(fy_token* name) {
    const std::size_t begin = offset_of(name).value_or(end_ + 1) - 1;  // behind its *
    begin_held(begin);
    check_indentation(begin);
    const auto found = anchors_.find(text_of(name));
    if (found == anchors_.end()) reporter_.stop("D001", places_.mark(begin), "no anchor of this name stands above");
    nodes_.alias(places_.mark(begin), found->second);
    end_ = places_.end_of_word(begin);
  }

  void begin_sequence(const fy_event_sequence_start_data& event) {
    const Properties p = properties(event.tag, event.anchor, offset_of(event.sequence_start));
    begin_held(p.begin);
    if (is_bracket(offset_of(event.sequence_start).value_or(end_))) check_indentation(p.begin);
    nodes_.begin(Node::sequence(), places_.mark(p.begin), p.tag, p.anchor);
    opened(event.sequence_start);
  }

  // A mapping without braces is known by its first key, which may stand before what libfyaml takes for its begin.
  void begin_mapping(const fy_event_mapping_start_data& event) {
    const std::optional<std::size_t> begin = offset_of(event.mapping_start);
    const Properties p = properties(event.tag, event.anchor, begin);
    begin_held(p.begin);
    if (is_bracket(offset_of(event.mapping_start).value_or(end_))) check_indentation(p.begin);
    held_ = HeldMapping{p, begin && p.begin == *begin && !places_.is('{', *begin)};
    opened(event.mapping_start);
  }

  // A bracket may close at its key's column, for which libfyaml is told to be sloppy; no value may begin there but the
  // dashes of a list.
  void check_indentation(std::size_t begin) {
    const std::optional<Mark> key = nodes_.key_without_value();
    if (!key || (!open_brackets_.empty() && open_brackets_.back())) return;
    const Mark mark = places_.mark(begin);
    const auto before = static_cast<std::size_t>(mark.column - 1);
    if (text_.substr(begin - before, before).find_first_not_of(' ') != std::string_view::npos)
      return;  // "? key" and ": value"
    if (mark.line > key->line && mark.column <= key->column)
      reporter_.stop("D001", mark, "this value begins no further right than its key", "indent it by two more spaces");
  }

  bool is_bracket(std::size_t offset) const { return places_.is('{', offset) || places_.is('[', offset); }

  void begin_held(std::size_t next) {
    if (!held_) return;
    const HeldMapping held = *std::exchange(held_, std::nullopt);
    const std::size_t begin = held.bare ? std::min(held.properties.begin, next) : held.properties.begin;
    nodes_.begin(Node::mapping(), places_.mark(begin), held.properties.tag, held.properties.anchor);
  }

  void opened(fy_token* token) {
    const std::size_t begin = offset_of(token).value_or(end_);
    const bool bracket = is_bracket(begin);
    open_brackets_.push_back(bracket ? std::optional(begin) : std::nullopt);
    end_ = begin + (bracket ? 1 : 0);
  }

  void end(fy_token* token) {
    begin_held(std::string_view::npos);
    if (open_brackets_.back()) end_ = offset_of(token).value_or(end_) + 1;
    open_brackets_.pop_back();
    nodes_.end();
  }

  std::string_view text_;
  YamlPlaces places_;
  const YamlBlocks* blocks_;
  std::size_t blocks_met_ = 0;
  Reporter& reporter_;
  TreeBuilder builder_;
  YamlNodes nodes_;
  std::unordered_map<std::string, Anchor> anchors_;
  Anchor last_anchor_ = 0;
  std::optional<HeldMapping> held_;
  OpenBrackets open_brackets_;
  std::size_t end_ = 0;  // of what was read last
  int documents_ = 0;
};

// Nothing where the text is refused; `out` has the mistakes then.
std::optional<Node> read_all(std::string_view text, const std::string& file, support::Diagnostics& out,
                             const ReadLimits& limits, const YamlBlocks* blocks = nullptr) {
  Reporter reporter(file, out);
  try {
    return Reading(text, reporter, limits, blocks).document();
  } catch (const ReadingStopped&) {
    return std::nullopt;
  }
}

// First without its long blocks, where that gives the same result. A text with a mistake is read again as a whole, so
// that the mistake is reported at its place, and once more with what empty items leave out.
std::optional<Node> read_source(std::string_view text, const std::string& file, support::Diagnostics& out,
                                const ReadLimits& limits) {
  if (const YamlBlocks blocks(text); !blocks.all().empty()) {
    if (std::optional<Node> root = read_all(text, file, out, limits, &blocks)) return root;
    out.clear();
  }
  if (std::optional<Node> root = read_all(text, file, out, limits)) return root;
  const std::optional<std::string> written = with_empty_items(text);
  support::Diagnostics found;
  std::optional<Node> root = written ? read_all(*written, file, found, limits) : std::nullopt;
  if (root) out = std::move(found);
  return root;
}

}  // namespace

std::optional<Node> read_yaml(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits) {
  Reporter reporter(file, out);
  try {
    std::string_view source = check_source(text, reporter, limits);
    std::string converted;
    if (source.find('\r') != std::string_view::npos) source = converted = with_unix_line_ends(source);
    const std::optional<std::string> indented = with_indentation(source);
    support::Diagnostics found;
    std::optional<Node> root = read_source(indented ? *indented : source, file, found, limits);
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    return root;
  } catch (const ReadingStopped&) {
    return std::nullopt;
  }
}

}  // namespace vend::document
