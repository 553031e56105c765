// What readers take at most, and the codes of what they report.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vend::document {

// A key that a mapping has already. CloudFormation takes the last of them, which a template's author may not know; in a
// file of our own it is a mistake.
enum class Duplicates : std::uint8_t {
  refused,   // an error, and the first value stays
  last_wins  // a warning
};

// What scalars without quotes mean.
enum class Scalars : std::uint8_t {
  core,     // YAML 1.2, plus yes, no, on and off: the text stays as written
  yaml_1_1  // what CloudFormation makes of them (plain_scalar.hpp); keys stay as written
};

struct ReadLimits {
  std::size_t bytes = 4U << 20U;  // a template body is at most 1 MB (AWS, CloudFormation quotas)
  int depth = 200;                // nesting
  std::size_t nodes = 300'000;    // counted after aliases are expanded, so that alias bombs stop early
  Duplicates duplicates = Duplicates::refused;
  Scalars scalars = Scalars::core;
};

// The codes of what readers report, all of them errors but for a duplicate key that is not refused:
//   D001 syntax, D002 duplicate key, D003 a key that is no text, D004 not UTF-8, D005 control characters,
//   D006 tabs as indentation, D007 several documents, D008 limits, D009 merge key, D010 unknown tag.

}  // namespace vend::document
