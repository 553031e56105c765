#include "schemas.hpp"

#include <algorithm>

#include "vend/document/yaml.hpp"

namespace vend::validate {
namespace {

std::string asset_path(std::string_view type) {
  std::string name = "templates/schemas/";
  for (std::size_t i = 0; i < type.size(); ++i) {
    if (type.substr(i, 2) == "::") {
      name += '-';
      ++i;
    } else {
      const char c = type[i];
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return name + ".json";
}

}  // namespace

const document::Node* Schemas::find(std::string_view type) {
  auto found = loaded_.find(type);
  if (found == loaded_.end()) {
    std::optional<document::Node> schema;
    const bool plain = std::all_of(type.begin(), type.end(),
                                   [](char c) { return std::string_view("/\\.").find(c) == std::string_view::npos; });
    if (const std::string path = asset_path(type); plain && assets_.contains(path)) {
      support::Diagnostics ignored;
      schema = document::read_json(assets_.get(path), path, ignored);
    }
    found = loaded_.emplace(std::string(type), std::move(schema)).first;
  }
  return found->second ? &*found->second : nullptr;
}

bool Schemas::matches(const std::string& pattern, const std::string& text) {
  auto found = patterns_.find(pattern);
  if (found == patterns_.end()) found = patterns_.emplace(pattern, support::Pattern::read(pattern)).first;
  return !found->second || found->second->is_found_in(text).value_or(true);
}

}  // namespace vend::validate
