#include "parameters/quick_create.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/aws/partition.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::parameters {
namespace {

constexpr std::string_view parameter_prefix = "param_";  // CFN user guide, "Create quick-create links for stacks"

constexpr std::string_view commercial_region = "us-east-1";

// Each partition has a console of its own.
std::string_view console(std::string_view region) {
  std::optional<aws::PartitionFacts> partition = aws::partition_of(region);
  if (!partition || partition->console.empty()) partition = aws::partition_of(commercial_region);
  return partition->console;
}

}  // namespace

bool looks_like_link(std::string_view text) {
  text = support::trim(text);
  return text.starts_with("https://") || text.starts_with("http://");
}

void read_link(std::string_view text, ParameterCollector& into) {
  const std::string_view before = text.substr(0, text.find("http"));
  const int line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  std::string_view link = support::trim(text);
  auto mark = [&](std::string_view part) {
    return document::Mark{line, static_cast<int>(part.data() - link.data()) + 1};
  };
  const std::size_t fragment = link.find('#');
  const std::size_t query = fragment == std::string_view::npos ? fragment : link.find('?', fragment);
  if (query == std::string_view::npos || link.find_first_of(" \t\r\n") != std::string_view::npos) {
    into.refuse("P014", mark(link), "this is not a quick-create link",
                "it has #/stacks/create/review?templateURL=... in it");
    return;
  }
  for (std::string_view part : support::split(link.substr(query + 1), '&')) {
    const std::size_t equals = part.find('=');
    if (!part.starts_with(parameter_prefix) || equals == std::string_view::npos) continue;
    const std::string_view name = part.substr(parameter_prefix.size(), equals - parameter_prefix.size());
    std::optional<std::string> value = support::percent_decode(part.substr(equals + 1));
    if (value && support::is_valid_utf8(*value)) {
      into.add({std::string(name), std::move(*value), false, mark(part)});
    } else {
      into.refuse("P014", mark(part), fmt::format("the value of {} cannot be decoded", name),
                  "encode its UTF-8 bytes as %XX");
    }
  }
}

bool is_s3_address(std::string_view address) {
  constexpr std::string_view scheme = "https://";
  if (!address.starts_with(scheme)) return false;
  std::string_view host = address.substr(scheme.size());
  host = host.substr(0, host.find('/'));
  const std::vector<std::string_view> labels = support::split(host, '.');
  // BUCKET.s3.REGION.SUFFIX, s3-REGION.SUFFIX and the like: the last label of S3's own, then what AWS owns.
  const auto service = std::find_if(labels.rbegin(), labels.rend(),
                                    [](std::string_view label) { return label == "s3" || label.starts_with("s3-"); });
  return service != labels.rend() && aws::is_url_suffix(host);
}

std::string quick_create_link(const QuickCreate& link, const ParameterFile& file) {
  std::string out = fmt::format("{}/cloudformation/home", console(link.region));
  if (!link.region.empty()) out += "?region=" + support::percent_encode(link.region);
  out += "#/stacks/create/review?templateURL=" + support::percent_encode(link.template_url);
  if (!link.stack_name.empty()) out += "&stackName=" + support::percent_encode(link.stack_name);
  for (const ParameterValue& one : file.values) {
    if (!one.previous) out += fmt::format("&{}{}={}", parameter_prefix, one.name, support::percent_encode(one.value));
  }
  return out;
}

}  // namespace vend::parameters
