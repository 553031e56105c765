// Tags of resources (AWS General Reference, "Tagging your AWS resources"; each service's quotas).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "validate/language/language.hpp"
#include "vend/aws/limits.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

// Services that say "Duplicate tag keys" for sure; others may take the last one.
constexpr std::array<std::string_view, 5> without_duplicates = {
    "AWS::EC2::", "AWS::S3::", "AWS::IAM::", "AWS::ElasticLoadBalancingV2::", "AWS::AutoScaling::"};

class Tags {
 public:
  Tags(const Resource& owner, Report& report) : owner_(owner), report_(report) {}

  void check(const Node& list) {
    if (list.items().size() > aws::limits::resource_tags)
      add(list,
          fmt::format("{} tags are more than the {} that a resource has", list.items().size(),
                      aws::limits::resource_tags),
          "remove some");
    for (const Node& one : list.items()) {
      const Node *key = one.find("Key"), *value = one.find("Value");
      if (is_known(key)) check_key(*key);
      if (is_known(value) && support::utf8_length(value->text()) > aws::limits::tag_value)
        add(*value, fmt::format("the value of a tag has more than {} characters", aws::limits::tag_value),
            "shorten it");
    }
  }

 private:
  static bool is_known(const Node* node) { return node != nullptr && node->is_scalar() && !is_symbolic(*node); }

  void check_key(const Node& key) {
    const std::string& text = key.text();
    if (text.size() >= 4 && (text.substr(0, 4) == "aws:" || text.substr(0, 4) == "AWS:"))
      add(key, fmt::format("the key \"{}\" begins with aws:, which is for AWS's own tags", text), "rename it");
    if (support::utf8_length(text) > aws::limits::tag_key)
      add(key, fmt::format("the key of a tag has more than {} characters", aws::limits::tag_key), "shorten it");
    if (seen_.insert(text).second) return;
    const bool certain =
        std::ranges::any_of(without_duplicates, [&](auto one) { return owner_.type.starts_with(one); });
    add(key, fmt::format("two tags have the key {}", text), "keep one of them",
        certain ? std::nullopt : std::optional(support::Severity::warning));
  }

  void add(const Node& where, const std::string& message, const std::string& fix,
           std::optional<support::Severity> severity = std::nullopt) {
    report_.add("A048", where.mark().or_else(owner_.node->mark()), owner_.path("Properties.Tags"), message, fix,
                severity);
  }

  const Resource& owner_;
  Report& report_;
  std::set<std::string> seen_;
};

}  // namespace

void check_tags(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (!one.type.starts_with("AWS::")) continue;
    const Node* tags = one.properties->find("Tags");
    if (tags != nullptr && tags->is_sequence()) Tags(one, report).check(*tags);
  }
}

}  // namespace vend::validate
