// The spec: a user's description of a runner group in YAML or JSON, read into the model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::spec {

// Reads a spec. Every mistake is reported with its place in `file`; nothing is returned when there was one.
// Codes: S001 unknown key, S002 wrong type, S003 not one of the accepted words, S004 a value the model refuses,
// S005 not a duration, S006 a token in plain text, S007 unknown time zone, S008 nothing to fix at that path,
// S009 a --set that fits nowhere, S010 a path that is asked for and fixed.
std::optional<model::RunnerStack> read(const document::Node& root, const std::string& file, support::Diagnostics& out);

// Applies `PATH=VALUE` to a spec before it is read: keys separated by dots, list entries by number; VALUE is YAML.
// Missing mappings on the way are made.
void set(document::Node& root, std::string_view assignment, support::Diagnostics& out);

struct Preset {
  std::string name;     // "linux-docker-spot"
  std::string summary;  // one line
  std::string text;     // the whole spec, commented
};

// All presets, sorted by name.
std::vector<Preset> presets(const support::Assets& assets);

// The JSON Schema (draft 7) of the format.
std::string json_schema();

// docs/spec.md.
std::string markdown();

}  // namespace vend::spec
