// What vend says about a run, on standard error: as text while it runs, or as one JSON array at its end.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "vend/support/diagnostic.hpp"

namespace vend::cli {

class Messages {
 public:
  Messages(std::ostream& err, bool json) : err_(err), json_(json) {}

  bool json() const { return json_; }

  // `source` is the text of the file that the diagnostics are about. With `file`, only what is about that file shows
  // its line: other files may hold secrets.
  void report(const support::Diagnostics& diagnostics, std::string_view source,
              std::optional<std::string_view> file = std::nullopt);

  // Wrong usage or unreadable input; in JSON with code X001.
  void complain(std::string_view message, std::string_view fix = {});

  // A line about the run that is no problem; not printed in JSON.
  void mention(std::string_view line);

  // JSON: prints the array, an empty one when there was nothing to say.
  void finish();

 private:
  std::ostream& err_;
  bool json_;
  support::Diagnostics collected_;
};

}  // namespace vend::cli
