// Diagnostics: what is wrong, where it stands, and how to mend it.
//
// Every reader and every check reports through these values; nothing prints while it works. A message is one
// sentence without a full stop; `fix` is an imperative sentence ("use one of ...") and may be empty.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vend::support {

enum class Severity { info, warning, error };

std::string_view to_string(Severity severity);

// A place in an input. Lines and columns count from 1; columns count bytes. 0 means "not known".
struct Location {
  std::string file;
  int line = 0;
  int column = 0;

  bool operator==(const Location&) const = default;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  // stable, such as "S012"; printed in brackets behind the message
  Location location;
  std::string path;  // where in the document, such as "Resources.InstanceASG.Properties.MinSize"; may be empty
  std::string message;
  std::string fix;

  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

// Sorts by file, line, column, then code and message, so that a report does not depend on the order of the checks.
void sort(Diagnostics& diagnostics);

// One diagnostic as text: `file:line:column: error: message [code]`, then, when `source` (the whole text of the
// file) is given and holds that line, the line with a caret under the column, then `fix: ...`. Ends with a newline.
// Control characters and bytes that are not UTF-8 are shown escaped (\x1b), never passed through.
std::string to_text(const Diagnostic& diagnostic, std::string_view source = {});

}  // namespace vend::support
