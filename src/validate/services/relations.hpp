// What a service refuses although each property alone is as its type's schema wants it: rows of tables.
#pragma once

#include <span>
#include <string_view>

namespace vend::validate {

// What is refused together. `refused` are terms with blanks between them, and the row speaks when all of them hold for
// sure; of a value that only a running stack knows nothing is sure.
//   A          there is a property A           !A         there is none
//   A=x|y      its value, or an item of the list that it is, is one of these
//   A!=x|y     it has a value, and none of these
//   A<5 A>5    numbers; on both sides also B, B+90, B*2 or B*C; A<>B: they are not the same number
//   A~RE A!~RE a text with, or without, this regular expression (no blanks in it; \x20 is one)
//   #A<2 #A>2  the number of items of a list (`A` missing: no list, and the term does not hold)
//   0:A|B      none of these properties is there; 1:A|B, 2:A|B: one, two of them at least
//   A!json     a text that is no JSON
// A is a name or several with points between them (a number: an item of a list), `.` the value at `at` itself, and
// begins with a slash to count from the resource's Properties.
struct Relation {
  std::string_view type;
  std::string_view at;  // below Properties: "" or names with points, with [] behind what is a list: each of its items
  std::string_view refused;
  std::string_view words;   // what is wrong, one sentence
  std::string_view fix;     // what to do, an order
  std::string_view source;  // who refuses it
  bool dated = false;       // a list that was right on aws::lists_taken refuses it
  bool doubted = false;     // samples of AWS have it all the same: a warning
};

// Values of a list, each once; or, with `among` (places with blanks between them), only those that stand there.
struct Names {
  std::string_view type;
  std::string_view places;  // as `at`, with the property that is meant: "Origins[].Id"
  std::string_view among;   // empty: each once
  std::string_view words;   // behind the value: "... is not an origin of the distribution"
  std::string_view source;
};

// By the services that they are of.
std::span<const Relation> compute_relations();
std::span<const Relation> network_relations();
std::span<const Relation> storage_relations();
std::span<const Relation> database_relations();
std::span<const Relation> messaging_relations();
std::span<const Relation> operation_relations();
std::span<const Names> name_relations();

}  // namespace vend::validate
