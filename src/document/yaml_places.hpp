// Places in a YAML text, by the offset of a byte.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"

namespace vend::document {

class YamlPlaces {
 public:
  explicit YamlPlaces(std::string_view text);

  Mark mark(std::size_t offset) const;
  bool is(char c, std::size_t offset) const { return offset < text_.size() && text_[offset] == c; }
  // Behind white space, line ends and comments.
  std::size_t skip_space(std::size_t offset) const;
  // Behind a tag or an anchor's name.
  std::size_t end_of_word(std::size_t offset) const;
  // The | or > of a block whose key, dash, tag or anchor ends at `offset`.
  std::size_t block_header(std::size_t offset) const;
  // Where the value would stand that is missing behind what ends at `offset`.
  std::size_t empty_value(std::size_t offset) const;

 private:
  std::size_t skip_indicators(std::size_t offset) const;

  std::string_view text_;
  std::vector<std::size_t> lines_;  // begins
};

}  // namespace vend::document
