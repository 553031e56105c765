// Any bytes as YAML: what vend and another reader, yaml-cpp, both take has the same keys and texts in both.
#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "vend/document/read_limits.hpp"
#include "vend/document/yaml_reader.hpp"

namespace {

using vend::document::Node;

// yaml-cpp 0.7 reads these otherwise than YAML has them; what differs there is no finding about vend.
bool is_beyond_it(std::string_view text) {
  for (std::string_view one : {"<<", "&", "*", "? ", "?\n", "%", "---", "...", "\t", "\r", "!", "\xEF\xBB\xBF",
                               "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    if (text.find(one) != std::string_view::npos) return true;
  }
  return text.find('\0') != std::string_view::npos;
}

bool is_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool same(const Node& ours, const YAML::Node& theirs) {
  if (ours.is_null()) return theirs.IsNull() || !theirs.IsDefined() || (theirs.IsScalar() && is_null(theirs.Scalar()));
  if (ours.is_sequence()) {
    if (!theirs.IsSequence() || theirs.size() != ours.items().size()) return false;
    for (std::size_t i = 0; i < ours.items().size(); ++i) {
      if (!same(ours.items()[i], theirs[i])) return false;
    }
    return true;
  }
  if (ours.is_mapping()) {
    if (!theirs.IsMap() || theirs.size() != ours.members().size()) return false;
    auto next = theirs.begin();
    for (const vend::document::Member& one : ours.members()) {
      if (!next->first.IsScalar() || next->first.Scalar() != one.key || !same(one.value, next->second)) return false;
      ++next;
    }
    return true;
  }
  return theirs.IsScalar() && theirs.Scalar() == ours.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (is_beyond_it(text)) return 0;
  vend::support::Diagnostics found;
  const std::optional<Node> ours = vend::document::read_yaml(text, "fuzz", found);
  if (!ours || !found.empty()) return 0;
  YAML::Node theirs;
  try {
    theirs = YAML::Load(text);
  } catch (const YAML::Exception&) {
    return 0;  // it refuses valid YAML, too
  }
  if (same(*ours, theirs)) return 0;
  std::cerr << "vend and yaml-cpp read different values\n";
  std::abort();
}
