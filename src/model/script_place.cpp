#include "model/script_place.hpp"

#include <fmt/format.h>

namespace vend::model {

bool is_web_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

bool needs_windows(std::string_view text) {
  return text.starts_with("\\\\") || (text.size() > 3 && text[1] == ':' && (text[2] == '\\' || text[2] == '/'));
}

namespace {

// s3://BUCKET/KEY of one object: the role may read what it names, and a star would be all.
bool is_object(std::string_view text) {
  if (!text.starts_with("s3://")) return false;
  const std::string_view rest = text.substr(5), bucket = rest.substr(0, rest.find('/'));
  return !bucket.empty() &&
         bucket.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos &&
         rest.size() > bucket.size() + 1 && !rest.ends_with('/') && rest.find_first_of("*?") == std::string_view::npos;
}

}  // namespace

void check_place(std::string_view source, const std::string& setting, ProblemList& problems) {
  if (source.starts_with("s3://")) {
    problems.require(is_object(source), setting, fmt::format("is \"{}\", which does not name an object", source),
                     "write it like s3://my-bucket/step.sh");
    return;
  }
  problems.require(is_web_address(source) || source.starts_with('/') || needs_windows(source), setting,
                   fmt::format("is \"{}\", which is neither an address nor a whole path", source),
                   "write it like s3://my-bucket/step.sh, https://... or /opt/step.sh");
}

}  // namespace vend::model
