// From YAML's scalars and tags to nodes.
#pragma once

#include <optional>
#include <string>

#include "document/tree_builder.hpp"

namespace vend::document {

class YamlNodes {
 public:
  using Anchor = TreeBuilder::Anchor;

  YamlNodes(TreeBuilder& builder, Reporter& reporter, Scalars scalars)
      : builder_(builder), reporter_(reporter), scalars_(scalars) {}

  // `tag` is empty, "!", local ("!Ref") or a whole one ("tag:yaml.org,2002:str").
  void scalar(Mark mark, const std::string& tag, bool quoted, std::string value, Anchor anchor);
  void begin(Node collection, Mark mark, const std::string& tag, Anchor anchor);
  void end() { builder_.end(); }
  void alias(Mark mark, Anchor anchor) { builder_.alias(mark, anchor); }
  // Where the key stands whose value comes next; nothing where no key waits for one.
  std::optional<Mark> key_without_value() const { return builder_.key_without_value(); }

 private:
  [[noreturn]] void refuse_tag(Mark mark, const std::string& tag);
  Node typed(Mark mark, const std::string& tag, std::string value);
  Node plain(std::string value) const;

  TreeBuilder& builder_;
  Reporter& reporter_;
  Scalars scalars_;
};

}  // namespace vend::document
