#include "document/yaml_places.hpp"

#include <algorithm>

namespace vend::document {

YamlPlaces::YamlPlaces(std::string_view text) : text_(text), lines_{0} {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
    lines_.push_back(end + 1);
}

Mark YamlPlaces::mark(std::size_t offset) const {
  const auto next = std::upper_bound(lines_.begin(), lines_.end(), std::min(offset, text_.size()));
  return {static_cast<int>(next - lines_.begin()), static_cast<int>(offset - *std::prev(next)) + 1};
}

std::size_t YamlPlaces::skip_space(std::size_t offset) const {
  for (;;) {
    offset = std::min(text_.find_first_not_of(" \t\n", offset), text_.size());
    if (!is('#', offset)) return offset;
    offset = std::min(text_.find('\n', offset), text_.size());
  }
}

std::size_t YamlPlaces::end_of_word(std::size_t offset) const {
  return std::min(text_.find_first_of(" \t\n,[]{}", offset), text_.size());
}

std::size_t YamlPlaces::skip_indicators(std::size_t offset) const {
  for (;;) {
    const std::size_t at = skip_space(offset);
    const bool indicator = is('-', at) || is(':', at) || is('?', at);
    if (!indicator || (at + 1 < text_.size() && text_.find_first_of(" \t\n", at + 1) != at + 1)) return at;
    offset = at + 1;
  }
}

std::size_t YamlPlaces::block_header(std::size_t offset) const { return skip_indicators(offset); }

std::size_t YamlPlaces::empty_value(std::size_t offset) const {
  const std::size_t at = skip_space(offset);
  const bool indicator = is('-', at) || is(':', at) || is('?', at);
  const std::size_t behind = indicator ? at + 1 : offset;
  return std::min(text_.find_first_not_of(" \t", behind), text_.size());
}

}  // namespace vend::document
