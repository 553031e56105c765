// The format of a spec, for editors and for people; both come from the rows of fields.
#pragma once

#include <string>
#include <vector>

namespace vend::spec {

// A setting as docs/spec.md describes it.
struct Setting {
  std::string path;  // "spot.strategy"
  std::string takes;
  std::string otherwise;  // its default; empty for none
  std::string meaning;
  std::vector<std::string> words;  // all that it accepts; empty: anything of its type
  std::string example;             // YAML, several lines; empty where the path and a plain value say it all
};
std::vector<Setting> settings();  // in the order of the reference, which is that of `vend fmt`

// The JSON Schema (draft 7) of the format.
std::string json_schema();

// docs/spec.md.
std::string markdown();

}  // namespace vend::spec
