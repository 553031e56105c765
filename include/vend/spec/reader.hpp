// The spec: a user's description of a runner group in YAML or JSON, read into the model.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::spec {

// Reads a spec. Every mistake is reported with its place in `file`; nothing is returned when there was one.
// Codes: S001 unknown key, S002 wrong type, S003 not one of the accepted words, S004 a value the model refuses,
// S005 not a duration, S006 a token in plain text, S007 unknown time zone, S008 nothing to fix at that path,
// S009 a --set that fits nowhere, S010 a path that is asked for and fixed.
std::optional<model::RunnerStack> read(const document::Node& root, const std::string& file, support::Diagnostics& out);

}  // namespace vend::spec
