#include "model/certificate.hpp"

#include "vend/support/text.hpp"

namespace vend::model {

void check_certificate(std::string_view text, ProblemList& problems) {
  if (text.empty()) return;
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
  constexpr const char* fix = "give the PEM text of the certificate(s) of the authority that signed GitLab's";
  problems.not_resolved("gitlab.ca_certificate", text);
  problems.require(text.size() <= 12'288, "gitlab.ca_certificate", "is longer than 12,288 bytes",
                   "leave out what GitLab does not need");
  if (text.find("PRIVATE KEY") != std::string_view::npos) {
    problems.add("gitlab.ca_certificate", "holds a private key, which instances do not need and every job could read",
                 fix);
    return;
  }
  int certificates = 0;
  bool inside = false, right = true;
  std::size_t body = 0;
  for (std::string_view line : support::split_lines(text)) {
    line = support::trim(line);
    if (line.starts_with("-----")) {
      right = right && line == (inside ? end : begin) && (!inside || body > 0);
      inside = !inside;
      certificates += inside ? 1 : 0;
      body = 0;
    } else if (inside) {
      body += line.size();
      right = right && line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
                           std::string_view::npos;
    }
  }
  problems.require(right && !inside && certificates > 0, "gitlab.ca_certificate", "is not a certificate in PEM form",
                   fix);
}

}  // namespace vend::model
