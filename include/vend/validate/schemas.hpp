// Resource schemas, read when a template first needs them, and what else is known about types.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/pattern.hpp"

namespace vend::validate {

// One schema. Its definitions are most of it, and are read when a $ref first names them.
class Schema {
 public:
  // Nothing when the text is no JSON object.
  static std::optional<Schema> read(std::string_view text, const std::string& file);

  const document::Node& root() const { return root_; }  // without the definitions
  // The file that brought it; empty for one of our own, which is as old as aws::lists_taken.
  const std::string& file() const { return file_; }
  void set_file(std::string file) { file_ = std::move(file); }
  // What a $ref such as "#/definitions/Tag" names; null when there is none.
  const document::Node* at(std::string_view pointer);
  // Whether any part of the schema has a property of that name.
  bool has_property(std::string_view name) const;

 private:
  struct Definition {
    std::string_view text;
    std::optional<document::Node> node;
  };

  std::string file_;
  document::Node root_ = document::Node::mapping();
  std::map<std::string, Definition, std::less<>> definitions_;
};

class Schemas {
 public:
  // `directory`: newer schemas, one file a type (aws-ec2-instance.json), which win; empty for none.
  explicit Schemas(const support::Assets& assets, std::filesystem::path directory = {})
      : assets_(assets), directory_(std::move(directory)) {}

  Schema* find(std::string_view type);  // null for a type without schema
  // Whether the pattern is found in the text; true when that cannot be decided.
  bool matches(const std::string& pattern, const std::string& text);
  // Whether some text that begins like that could match; true when that cannot be decided.
  bool may_begin(const std::string& pattern, const std::string& text);
  // What Fn::GetAtt gives for a type, parts of objects with dots; nothing for a type without schema.
  std::optional<std::vector<std::string>> attributes(std::string_view type);
  // What a new value of a property requires where the schema does not say it, "PATH=WORD PATH=WORD" with paths as in
  // createOnlyProperties without their "/properties/", and the words replaces, may and interrupts; empty for most
  // types.
  std::string_view updates(std::string_view type) const;
  // Whether AWS had the type on the day the schemas were taken.
  bool exists(std::string_view type) const;
  // All types that have a schema, sorted, and where it comes from: the file of the directory, or nothing for our own.
  struct Known {
    std::string type;
    std::string file;
  };
  std::vector<Known> known() const;
  // The type that is meant by one that does not exist, if a mistyped one is likely.
  std::optional<std::string> meant(std::string_view type) const;

 private:
  std::optional<Schema> load(std::string_view type);
  const std::optional<support::Pattern>& read(const std::string& pattern);

  const support::Assets& assets_;
  std::filesystem::path directory_;
  std::map<std::filesystem::path, std::string> texts_;  // of the directory: schemas point into them
  std::map<std::string, std::optional<Schema>, std::less<>> loaded_;
  std::map<std::string, std::optional<support::Pattern>, std::less<>> patterns_;
};

}  // namespace vend::validate
