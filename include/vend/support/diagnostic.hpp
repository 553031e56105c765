// Diagnostics: what is wrong, where it stands, and how to mend it.
//
// Every reader and every check reports through these values; nothing prints while it works. A message is one
// sentence without a full stop; `fix` is an imperative sentence ("use one of ...") and may be empty.
#pragma once

#include <cstddef>
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
  // Of the template, whose values the finding comes from, in the order of the message.
  std::vector<std::string> parameters = {};

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
// The same with the line of the source, empty for none: for many findings in a large file. With `color` the severity
// and the caret have the colours of a terminal; no byte of an input is among them.
std::string to_text_at(const Diagnostic& diagnostic, std::string_view line, bool color = false);

// The lines of a text, each found at once. Points into the text.
class SourceLines {
 public:
  explicit SourceLines(std::string_view source);
  // Without its end, and without a byte order mark; empty for a number that is none of 1 to the last.
  std::string_view line(int number) const;

 private:
  std::string_view source_;
  std::vector<std::size_t> begins_;
};

}  // namespace vend::support
