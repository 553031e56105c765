// Elastic Load Balancing (API reference, CreateLoadBalancer): where a load balancer stands.
#include <fmt/format.h>

#include <algorithm>

#include "validate/checks.hpp"
#include "validate/types/value_formats.hpp"

namespace vend::validate {

void check_load_balancers(const Resolved& resolved, Report& report) {
  for (const Resource* one : resolved.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer")) {
    const Node* type = one->properties->find("Type");
    if (type != nullptr && type->text() != "application") continue;
    const Node *subnets = one->properties->find("Subnets"), *mappings = one->properties->find("SubnetMappings");
    const Node* list = subnets != nullptr ? subnets : mappings;
    if (list == nullptr || !list->is_sequence() || list->items().size() > 1) continue;
    // An entry that only a stack knows may be several.
    if (std::any_of(list->items().begin(), list->items().end(), [&](const Node& entry) {
          return entry.is_scalar() && is_symbolic(entry) && !is_single_text(resolved, entry);
        }))
      continue;
    report.add("A045", list->mark().or_else(one->node->mark()), one->path("Properties"),
               fmt::format("{} is an application load balancer in {} subnet{}", one->id, list->items().size(),
                           list->items().size() == 1 ? "" : "s"),
               "name subnets of two zones at least");
  }
}

}  // namespace vend::validate
