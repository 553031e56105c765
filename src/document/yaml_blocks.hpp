// Long literal blocks are most of a template: scripts. They need no YAML reader, which looks at each character several
// times; their lines are taken from the text as they stand.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vend::document {

// What was left out of a text. Offsets are of bytes of the whole text, unless they are said to be of the rest.
struct YamlBlock {
  std::size_t header = 0;      // of the |
  std::size_t body = 0;        // begin of the first line
  std::size_t cut = 0;         // begin of what is left out: the second line
  std::size_t cut_end = 0;     // of what is left out, and of the block
  std::size_t rest_begin = 0;  // where `cut` is in the rest
  std::size_t indent = 0;      // columns before the block's lines
  bool keeps_last_newline = true;
};

// A text without most of its long literal blocks, each of which keeps its header and its first line. The blocks are
// found by the looks of their headers, which may deceive: a line of a quoted text may look like one. Who reads the rest
// must meet a literal block at each `header`, or read the whole text instead.
class YamlBlocks {
 public:
  explicit YamlBlocks(std::string_view text);

  const std::string& rest() const { return rest_; }
  const std::vector<YamlBlock>& all() const { return blocks_; }
  // From an offset of the rest to one of the whole text.
  std::size_t in_text(std::size_t rest_offset) const;
  // The block's value.
  std::string value(const YamlBlock& block) const;

 private:
  std::size_t take_block(std::size_t header_line, std::size_t header, std::size_t line_end);

  std::string_view text_;
  std::string rest_;
  std::size_t copied_ = 0;  // up to where the text is in the rest
  std::vector<YamlBlock> blocks_;
};

// What a folded block says whose > is at `header` and which ends at `end`, in the words of YAML 1.2's chapter 8.1.3:
// one line end between two lines is a blank, unless one of them stands further right.
std::string folded(std::string_view text, std::size_t header, std::size_t end);

}  // namespace vend::document
