#include "schemas.hpp"

#include <algorithm>
#include <regex>

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

// The schemas mix dialects: \Z and \A are $ and ^ here. Unicode classes have no counterpart: such a pattern stays
// unread.
std::string in_ecmascript(std::string pattern) {
  if (pattern.find("\\p{") != std::string::npos) throw std::regex_error(std::regex_constants::error_escape);
  for (auto [from, to] : {std::pair{"\\Z", "$"}, std::pair{"\\z", "$"}, std::pair{"\\A", "^"}}) {
    for (std::size_t at = pattern.find(from); at != std::string::npos; at = pattern.find(from))
      pattern.replace(at, 2, to);
  }
  return pattern;
}

}  // namespace

struct Schemas::Patterns {
  std::map<std::string, std::optional<std::regex>> compiled;
};

Schemas::Schemas(const support::Assets& assets) : assets_(assets), patterns_(std::make_unique<Patterns>()) {}
Schemas::~Schemas() = default;

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
  auto found = patterns_->compiled.find(pattern);
  if (found == patterns_->compiled.end()) {
    std::optional<std::regex> compiled;
    try {
      compiled.emplace(in_ecmascript(pattern));
    } catch (const std::regex_error&) {  // look-behind and the like
    }
    found = patterns_->compiled.emplace(pattern, std::move(compiled)).first;
  }
  return !found->second || std::regex_search(text, *found->second);
}

}  // namespace vend::validate
