// Resource schemas, read when a template first needs them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/support/asset.hpp"

namespace vend::validate {

inline constexpr std::string_view schemas_taken = "2026-11-24";

class Schemas {
 public:
  explicit Schemas(const support::Assets& assets);
  ~Schemas();

  const document::Node* find(std::string_view type);  // null for a type without schema
  // Whether the pattern is found in the text; true for a pattern that cannot be read.
  bool matches(const std::string& pattern, const std::string& text);

 private:
  struct Patterns;  // keeps <regex> out of here
  const support::Assets& assets_;
  std::map<std::string, std::optional<document::Node>, std::less<>> loaded_;
  std::unique_ptr<Patterns> patterns_;
};

}  // namespace vend::validate
