#include "document/tree_builder.hpp"

#include <algorithm>
#include <string_view>

#include "vend/support/unicode.hpp"

namespace vend::document {

namespace {

std::string place_name(Mark mark) {
  return "line " + std::to_string(mark.line) + ", column " + std::to_string(mark.column);
}

std::string shown(std::string_view key) { return "'" + support::shortened(key, 60) + "'"; }

}  // namespace

void Reporter::add(support::Severity severity, std::string code, Mark mark, std::string message, std::string fix) {
  out_.push_back({severity, std::move(code), {file_, mark.line, mark.column}, "", std::move(message), std::move(fix)});
}

void Reporter::error(std::string code, Mark mark, std::string message, std::string fix) {
  add(support::Severity::error, std::move(code), mark, std::move(message), std::move(fix));
}

void Reporter::warning(std::string code, Mark mark, std::string message, std::string fix) {
  add(support::Severity::warning, std::move(code), mark, std::move(message), std::move(fix));
}

void Reporter::stop(std::string code, Mark mark, std::string message, std::string fix) {
  error(std::move(code), mark, std::move(message), std::move(fix));
  throw ReadingStopped{};
}

void TreeBuilder::count(Mark mark, const Size& size) {
  total_.nodes += size.nodes;
  total_.bytes += size.bytes;
  if (static_cast<int>(open_.size()) + size.depth > limits_.depth) {
    reporter_.stop("D008", mark, "nested deeper than " + std::to_string(limits_.depth) + " levels");
  }
  if (total_.nodes > limits_.nodes) {
    reporter_.stop("D008", mark, "more than " + std::to_string(limits_.nodes) + " values, aliases expanded");
  }
  // Aliases of long texts grow without growing in number.
  if (total_.bytes > 2 * limits_.bytes) {
    reporter_.stop("D008", mark, "more than " + std::to_string(2 * limits_.bytes) + " bytes, aliases expanded");
  }
}

bool TreeBuilder::waits_for_key() const {
  return !open_.empty() && open_.back().node.is_mapping() && !open_.back().key;
}

std::optional<Mark> TreeBuilder::key_without_value() const {
  if (open_.empty() || !open_.back().node.is_mapping() || !open_.back().key) return std::nullopt;
  return open_.back().key->mark;
}

void TreeBuilder::set_key(const Node& key) {
  if (!key.is_scalar()) reporter_.stop("D003", key.mark(), "a key must be a text, not a collection");
  if (!key.tag().empty()) reporter_.stop("D003", key.mark(), "a key cannot carry the tag " + key.tag());
  if (key.is_null()) {
    reporter_.stop("D003", key.mark(), "a key must be a text, not null", "write the key in quotes");
  }
  // A quoted "<<" is an ordinary key.
  open_.back().key = Member{key.text(), {}, key.mark()};
  open_.back().merges = !key.quoted() && key.text() == "<<";
}

void TreeBuilder::place(Node node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& open = open_.back();
  if (open.node.is_sequence()) {
    open.node.items().push_back(std::move(node));
  } else if (open.merges) {
    take_merged(open, std::move(node));
    open.key.reset();
  } else {
    open.key->value = std::move(node);
    std::vector<Member>& members = open.node.members();
    if (members.empty()) members.reserve(4);  // most have a few; to move them is dear
    members.push_back(std::move(*open.key));
    open.key.reset();
  }
}

void TreeBuilder::begin(Node node, Anchor anchor) {
  if (waits_for_key()) set_key(node);
  const Size before = total_;
  count(node.mark(), {1, 0, 1});
  open_.push_back({std::move(node), anchor, before, 1, std::nullopt, false, {}});
}

void TreeBuilder::end() {
  Open open = std::move(open_.back());
  open_.pop_back();
  if (open.node.is_mapping()) {
    settle_duplicates(open.node);
    add_merged(open);
  }
  if (!open_.empty()) open_.back().depth = std::max(open_.back().depth, open.depth + 1);
  if (open.anchor != 0) {
    const Size size{total_.nodes - open.before.nodes, total_.bytes - open.before.bytes, open.depth};
    anchored_[open.anchor] = {open.node, size};
  }
  place(std::move(open.node));
}

void TreeBuilder::scalar(Node node, Anchor anchor) {
  const Size size{1, node.text().size(), 0};
  count(node.mark(), size);
  if (anchor != 0) anchored_[anchor] = {node, size};
  if (waits_for_key()) {
    set_key(node);
  } else {
    place(std::move(node));
  }
}

void TreeBuilder::alias(Mark mark, Anchor anchor) {
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end()) reporter_.stop("D001", mark, "an alias stands inside the value that it names");
  const Anchored& named = found->second;
  count(mark, named.size);
  if (waits_for_key()) {
    set_key(named.node);
    open_.back().key->mark = mark;
    return;
  }
  if (!open_.empty()) open_.back().depth = std::max(open_.back().depth, named.size.depth + 1);
  place(named.node);
}

void TreeBuilder::take_merged(Open& open, Node source) {
  const Mark mark = source.mark();
  std::vector<Node> sources;
  if (source.is_sequence()) {
    sources = std::move(source.items());
  } else {
    sources.push_back(std::move(source));
  }
  for (Node& each : sources) {
    if (!each.is_mapping()) {
      reporter_.error("D009", mark, "the merge key '<<' takes a mapping or a list of mappings");
      return;
    }
    open.merged.push_back(std::move(each));
  }
}

// What the mapping says itself wins over what it merges, and earlier sources over later ones.
void TreeBuilder::add_merged(Open& open) {
  if (open.merged.empty()) return;
  std::unordered_set<std::string> known;
  for (const Member& member : open.node.members()) known.insert(member.key);
  for (Node& source : open.merged) {
    for (Member& member : source.members()) {
      if (known.insert(member.key).second) open.node.members().push_back(std::move(member));
    }
  }
}

// Of several members with the same key one is kept: the first or the last, as the reader was told.
void TreeBuilder::settle_duplicates(Node& mapping) {
  if (mapping.empty()) return;
  std::vector<Member>& members = mapping.members();
  if (members.size() < 2) return;
  const bool last_wins = limits_.duplicates == Duplicates::last_wins;
  std::vector<bool> dropped;
  // The place in `seen` of the member that stays.
  const auto settle = [&](std::size_t& kept, std::size_t again) {
    std::string message =
        "the key " + shown(members[again].key) + " stands here and in " + place_name(members[kept].mark);
    dropped.resize(members.size());
    if (last_wins) {
      reporter_.warning("D002", members[again].mark, message + "; the last one counts", "remove or rename one of them");
      dropped[kept] = true;
      kept = again;
    } else {
      reporter_.error("D002", members[again].mark, std::move(message), "remove or rename one of them");
      dropped[again] = true;
    }
  };
  if (members.size() <= few_members) {
    for (std::size_t i = 1; i < members.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        if (members[k].key != members[i].key || (!dropped.empty() && dropped[k])) continue;
        settle(k, i);
        break;
      }
    }
  } else {
    std::unordered_map<std::string_view, std::size_t> seen;
    seen.reserve(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto [first, is_new] = seen.emplace(members[i].key, i);
      if (!is_new) settle(first->second, i);
    }
  }
  if (dropped.empty()) return;
  std::vector<Member> kept;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!dropped[i]) kept.push_back(std::move(members[i]));
  }
  members = std::move(kept);
}

}  // namespace vend::document
