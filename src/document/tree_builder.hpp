// Builds a tree from the events of a reader, with limits and the checks that YAML and JSON share.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/document/read_limits.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

// Thrown by the readers inside this layer after they have reported what ends the reading.
struct ReadingStopped {};

class Reporter {
 public:
  Reporter(const std::string& file, support::Diagnostics& out) : file_(file), out_(out) {}
  void error(std::string code, Mark mark, std::string message, std::string fix = {});
  void warning(std::string code, Mark mark, std::string message, std::string fix = {});
  [[noreturn]] void stop(std::string code, Mark mark, std::string message, std::string fix = {});

 private:
  void add(support::Severity severity, std::string code, Mark mark, std::string message, std::string fix);

  const std::string& file_;
  support::Diagnostics& out_;
};

class TreeBuilder {
 public:
  using Anchor = std::size_t;  // 0: none

  TreeBuilder(Reporter& reporter, const ReadLimits& limits) : reporter_(reporter), limits_(limits) {}

  void begin(Node node, Anchor anchor = 0);  // a sequence or mapping, empty as yet
  void end();
  void scalar(Node node, Anchor anchor = 0);
  void alias(Mark mark, Anchor anchor);
  bool waits_for_key() const;  // whether what comes next is a key
  // Where the key stands whose value comes next; nothing where no key waits for one.
  std::optional<Mark> key_without_value() const;

  // The whole tree; null when the document was empty.
  Node take() { return std::move(root_); }

 private:
  struct Size {
    std::size_t nodes = 0;
    std::size_t bytes = 0;
    int depth = 0;
  };
  struct Open {  // a collection whose end has not come yet
    Node node;
    Anchor anchor = 0;
    Size before;                // what was counted when it began
    int depth = 1;              // of what it holds so far
    std::optional<Member> key;  // the key that waits for its value
    bool merges = false;        // that key is `<<`
    std::vector<Node> merged;   // mappings given by `<<`
  };
  struct Anchored {
    Node node;
    Size size;
  };

  void count(Mark mark, const Size& size);
  void set_key(const Node& key);
  void place(Node node);
  void take_merged(Open& open, Node source);
  void add_merged(Open& open);
  void settle_duplicates(Node& mapping);

  Reporter& reporter_;
  const ReadLimits& limits_;
  std::vector<Open> open_;
  std::unordered_map<Anchor, Anchored> anchored_;
  Size total_;
  Node root_;
};

}  // namespace vend::document
