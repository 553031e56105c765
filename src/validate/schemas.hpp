// Resource schemas, read when a template first needs them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/pattern.hpp"

namespace vend::validate {

inline constexpr std::string_view schemas_taken = "2026-11-24";

class Schemas {
 public:
  explicit Schemas(const support::Assets& assets) : assets_(assets) {}

  const document::Node* find(std::string_view type);  // null for a type without schema
  // Whether the pattern is found in the text; true when that cannot be decided.
  bool matches(const std::string& pattern, const std::string& text);

 private:
  const support::Assets& assets_;
  std::map<std::string, std::optional<document::Node>, std::less<>> loaded_;
  std::map<std::string, std::optional<support::Pattern>, std::less<>> patterns_;
};

}  // namespace vend::validate
