// How two resolved trees differ, and where they name other resources.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "vend/document/node.hpp"

namespace vend::diff {

using document::Node;

struct Difference {
  std::string path;              // Properties.Tags[1].Value
  const Node* before = nullptr;  // null: not there
  const Node* after = nullptr;
};

// A value that is the same text on both sides and names what only a running stack knows.
struct Use {
  std::string path;
  const Node* value = nullptr;  // on the new side
  document::Unknown what;
};

// Text counts as CloudFormation compares it: 6 and "6" are equal, the order of a mapping's keys means nothing. A
// difference in a list is told item by item; what is new or gone at its end, or in its middle, once for each.
void compare_trees(const Node& before, const Node& after, const std::string& path, std::vector<Difference>& differences,
                   std::vector<Use>& uses);

// The same value, or none on both sides.
bool same_value(const Node* before, const Node* after);

// The resources that a resolved value names: Id of ${Id} and ${Id.Attribute}.
std::set<std::string> named_in(const Node& value);

// Whether two values may be the same after all, where ${NAME} with a name of `unknown` stands for any text.
bool may_be_equal(const Difference& difference, const std::set<std::string>& unknown);

// The text of a value; of UserData and what else is base64 of a text with names in it, the text inside.
std::string plain_text(const Node& value, std::string_view path);

}  // namespace vend::diff
