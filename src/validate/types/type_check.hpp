// A resource's properties against the schema of its type.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "validate/checks.hpp"

namespace vend::validate {

class TypeCheck {
 public:
  TypeCheck(const Resolved& resolved, const Resource& resource, Schema& schema, Schemas& schemas, Report& report)
      : resolved_(resolved), resource_(resource), schema_(schema), schemas_(schemas), report_(report) {}

  void run();

 private:
  void found(std::string_view code, document::Mark mark, const std::string& path, std::string message,
             std::string fix = "", bool dated_list = false);
  void read_only();
  const Node& follow(const Node& schema) const;
  void value(const Node& node, const Node& unresolved, const std::string& path, document::Mark owner);
  bool type(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  void alternatives(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  bool passes(const Node& node, const Node& schema, const std::string& path, document::Mark mark);

  // type_objects.cpp
  void object(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  const Node* pattern_property(const Node& patterns, const std::string& key);
  void unknown(const document::Member& one, const Node* properties, const std::string& path);
  void exclusive(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  void dependent(const Node& node, const Node& schema, const std::string& path, document::Mark mark);

  // type_values.cpp
  void array(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  void partly_known(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  void scalar(const Node& node, const Node& schema, const std::string& path, document::Mark mark);
  void rewritten(const Node& node, const Node& schema, const std::string& path);
  void listed(const Node& node, const Node& values, const std::string& path, document::Mark mark);
  void bound(const Node& schema, std::string_view keyword, bool certain, double amount, const std::string& path,
             document::Mark mark, std::string_view unit);

  const Resolved& resolved_;
  const Resource& resource_;
  Schema& schema_;
  Schemas& schemas_;
  Report& report_;
  int quiet_ = 0;
  int problems_ = 0;
};

// For messages: the last name of a path, and a text of reasonable length.
std::string property_in(std::string path);       // the last name in it: of an item, that of its list
std::string last_name(const std::string& path);  // the same, for a message
std::string shown(const std::string& text);

}  // namespace vend::validate
