// The report as sections of lines, which the printers for people show each in its own way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vend/diff/report.hpp"

namespace vend::diff {

enum class Tone : std::uint8_t { plain, good, changed, bad };

struct Item {
  std::string mark;  // "+", "-", "~", "-/+", "?"; empty for a sentence
  std::string name;  // a logical id, a parameter; may be empty
  std::string text;
  std::vector<std::string> details;  // each one line, raw
  std::vector<Moment> moments = {};  // to be drawn
  Tone tone = Tone::plain;
};

struct Section {
  std::string title;
  std::vector<Item> items;
};

// Empty sections are left out. Values are shortened; JSON has them whole.
std::vector<Section> sections_of(const Report& report);

// A row for each kind of instance, `columns` characters for the whole time: how many there are, '.' for none, '+' above
// 9. The last line tells the time.
std::vector<std::string> draw(const std::vector<Moment>& moments, int columns);

}  // namespace vend::diff
