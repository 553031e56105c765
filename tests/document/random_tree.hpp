// Random trees for properties: full of texts that YAML readers like to misunderstand.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"

namespace vend::testing {

class RandomTree {
 public:
  explicit RandomTree(unsigned seed) : random_(seed) {}

  document::Node node(int depth) {
    using document::Node;
    const unsigned choice = depth <= 0 ? pick(6) : pick(10);
    switch (choice) {
      case 0:
        return Node();
      case 1:
        return Node::boolean(pick(2) == 0);
      case 2:
        return Node::integer(static_cast<std::int64_t>(random_()) - (1LL << 31));
      case 3:
        return Node::real((static_cast<double>(random_()) - 2e9) / 1024.0);
      case 4:
      case 5:
        return Node(text());
      case 6:
      case 7: {
        Node sequence = Node::sequence();
        for (unsigned i = pick(5); i > 0; --i) sequence.push(node(depth - 1));
        return sequence;
      }
      default: {
        Node mapping = Node::mapping();
        for (unsigned i = pick(5); i > 0; --i) {
          std::string key = text();
          if (mapping.find(key) == nullptr) mapping.add(std::move(key), node(depth - 1));
        }
        return mapping;
      }
    }
  }

  // Gives about one node in four a local tag. Tagged scalars are texts.
  void tag(document::Node& node) {
    if (pick(4) == 0 && (!node.is_scalar() || node.is_string())) {
      constexpr std::array<const char*, 4> tags = {"!Ref", "!Sub", "!If", "!GetAtt"};
      node.set_tag(tags[pick(4)]);
    }
    for (document::Node& item : node.items()) tag(item);
    for (document::Member& member : node.members()) tag(member.value);
  }

  std::string text() {
    static constexpr std::array<std::string_view, 66> pieces = {"a",          "word",   "AWS::EC2::Instance",
                                                                " ",          "  ",     "\n",
                                                                "\n\n",       "\t",     ":",
                                                                ": ",         "#",      " #",
                                                                "- ",         "-",      "? ",
                                                                "'",          "\"",     "\\",
                                                                "|",          ">",      "&x",
                                                                "*x",         "!Ref",   "%",
                                                                "@",          "`",      "{",
                                                                "}",          "[",      "]",
                                                                ",",          "yes",    "no",
                                                                "on",         "Off",    "y",
                                                                "null",       "~",      "true",
                                                                "<<",         "=",      "0",
                                                                "7",          "012",    "0x1F",
                                                                "0o17",       "1:30",   "1_000",
                                                                "2010-09-09", "1e5",    ".5",
                                                                ".inf",       "+1",     "-1",
                                                                "...",        "---",    "\r",
                                                                "\x01",       "\u0085", "\u2028",
                                                                "\uFEFF",     "\u00e4", "\u6f22",
                                                                "\U0001F600", "${!x}",  "#!/bin/bash\n"};
    std::string result;
    for (unsigned i = pick(6); i > 0; --i) result += pieces[pick(static_cast<unsigned>(pieces.size()))];
    return result;
  }

 private:
  unsigned pick(unsigned count) { return static_cast<unsigned>(random_()) % count; }

  std::mt19937 random_;
};

}  // namespace vend::testing
