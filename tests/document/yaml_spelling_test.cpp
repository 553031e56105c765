// One tree in the many ways in which people write it: properties on a line of their own, remarks anywhere, more blanks
// than one, empty items, blocks at any indentation. A text is made together with what it means; no second reader is
// asked, since those at hand refuse some of it.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/yaml_reader.hpp"

using namespace vend;
using document::Node;

namespace {

class Spelling {
 public:
  explicit Spelling(unsigned seed) : random_(seed) {}

  Node document() { return mapping(0, 3); }
  const std::string& text() const { return text_; }

 private:
  unsigned below(unsigned count) { return static_cast<unsigned>(random_()) % count; }
  std::string any(const std::vector<std::string>& of) { return of[below(static_cast<unsigned>(of.size()))]; }
  std::string blanks() { return any({" ", " ", " ", "  ", "   "}); }
  static std::string spaces(unsigned count) { return std::string(count, ' '); }

  // The rest of a line, and remarks below it.
  void end_line(unsigned column) {
    text_ += any({"", "", "", " # remark", "  # re: mark", " ", " #"}) + "\n";
    if (below(5) == 0) text_ += any({"# - x\n", "\n", "   \n", spaces(column) + "# a: b\n"});
  }

  // A tag, an anchor or nothing; what it stands before is tagged.
  std::string properties(std::string& tag) {
    const std::string anchor = below(5) == 0 ? "&a" + std::to_string(++anchors_) : "";
    tag = any({"", "", "!Sub", "!Base64"});
    return anchor.empty() || tag.empty() ? anchor + tag
           : below(2) == 0               ? anchor + blanks() + tag
                                         : tag + blanks() + anchor;
  }

  static Node tagged(Node node, const std::string& tag) {
    node.set_tag(tag);
    return node;
  }

  // What stands behind a key or dash at `column`; `is_item`: behind a dash.
  Node value(unsigned column, unsigned depth, bool is_item) {
    std::string tag;
    const std::string before = properties(tag);
    const std::string lead = before.empty() ? "" : blanks() + before;
    switch (below(depth == 0 ? 4 : 7)) {
      case 0:
        text_ += lead;
        end_line(column);
        return before.empty() || tag.empty() ? Node() : tagged(Node(""), tag);
      case 1:
      case 2: {
        const std::string plain = any({"x", "two words", "http://x", "a#b", "-x", "it's"});
        const std::string quote = any({"", "\""});
        text_ += lead + blanks() + quote + plain + quote;
        end_line(column);
        return tagged(Node(plain), tag);
      }
      case 3:
        return tagged(block(column, before), tag);
      case 4:
      case 5: {
        text_ += lead;
        end_line(column);
        return tagged(mapping(column + 1 + below(4), depth - 1), tag);
      }
      default: {
        text_ += lead;
        end_line(column);
        // A list may begin at its key's column.
        return tagged(sequence(column + (is_item ? 1 + below(3) : below(4)), depth - 1), tag);
      }
    }
  }

  // A literal or folded text, its properties on the line of its key or on one of their own.
  Node block(unsigned column, const std::string& before) {
    if (!before.empty() && below(2) == 0) {
      end_line(column);
      text_ += spaces(column + 1 + below(4)) + before;
    } else if (!before.empty()) {
      text_ += blanks() + before;
    }
    const std::string chomping = any({"", "-", "+"});
    const bool folds = below(2) == 0;
    const std::string indent = spaces(column + 1 + below(4));
    const std::string said = below(6) == 0 ? std::to_string(indent.size() - column) : "";
    text_ += blanks() + (folds ? ">" : "|") + said + chomping + any({"", " ", "  # remark", " #"}) + "\n";
    std::string value;
    bool moved = true;
    for (unsigned i = 0, count = 1 + below(3); i < count; ++i) {
      std::string line =
          any({"#!/bin/bash", "# remark", "- item", "-", "a: b", "!Sub |", "| x", "}", "'", "%x", "key: |"});
      const bool moves = i > 0 && below(4) == 0;
      if (moves) line = "  " + line;
      const unsigned empty = i > 0 ? below(5) / 3 : 0;
      for (unsigned k = 0; k < empty; ++k) text_ += "\n";
      text_ += indent + line + "\n";
      const bool kept = !folds || moved || moves;
      if (i > 0) value += kept ? std::string(1 + empty, '\n') : empty == 0 ? " " : std::string(empty, '\n');
      value += line;
      moved = moves;
    }
    return Node(value + (chomping == "-" ? "" : "\n"));
  }

  // The first key stands where the text is.
  Node mapping(unsigned column, unsigned depth, bool is_first_there = false) {
    Node all = Node::mapping();
    const unsigned count = 1 + below(3);
    for (unsigned i = 0; i < count; ++i) {
      const std::string key = "K" + std::to_string(i);
      if (i > 0 || !is_first_there) text_ += spaces(column);
      text_ += key + ":";
      all.add(key, value(column, depth, false));
    }
    return all;
  }

  Node sequence(unsigned column, unsigned depth) {
    Node all = Node::sequence();
    for (unsigned i = 0, count = 1 + below(3); i < count; ++i) {
      text_ += spaces(column) + "-";
      if (depth > 0 && below(3) == 0) {
        const unsigned behind = 1 + below(3);
        text_ += spaces(behind);
        all.push(mapping(column + 1 + behind, depth - 1, true));
      } else {
        all.push(value(column, depth, true));
      }
    }
    return all;
  }

  std::mt19937 random_;
  std::string text_;
  int anchors_ = 0;
};

}  // namespace

TEST_CASE("a tree is the same however it is spelt", "[yaml-reader][property]") {
  for (unsigned seed = 0; seed < 3'000; ++seed) {
    Spelling spelling(seed);
    const Node wanted = spelling.document();
    support::Diagnostics found;
    const std::optional<Node> read = document::read_yaml(spelling.text(), "t.yml", found);
    CAPTURE(seed, spelling.text());
    REQUIRE(found.empty());
    REQUIRE(read);
    REQUIRE(*read == wanted);
  }
}
