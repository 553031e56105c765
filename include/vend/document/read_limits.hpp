// What readers take at most, and the codes of what they report.
#pragma once

#include <cstddef>

namespace vend::document {

struct ReadLimits {
  std::size_t bytes = 4U << 20U;  // a template body is at most 1 MB (AWS, CloudFormation quotas)
  int depth = 200;                // nesting
  std::size_t nodes = 300'000;    // counted after aliases are expanded, so that alias bombs stop early
};

// The codes of what readers report, all of them errors:
//   D001 syntax, D002 duplicate key, D003 a key that is no text, D004 not UTF-8, D005 control characters,
//   D006 tabs as indentation, D007 several documents, D008 limits, D009 merge key, D010 unknown tag.

}  // namespace vend::document
