// Two resources that would be the same thing for AWS.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "validate/language/language.hpp"
#include "validate/types/value_formats.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// AWS makes a new revision of these under the same name.
constexpr std::array<std::string_view, 2> with_revisions = {"AWS::Batch::JobDefinition",
                                                            "AWS::CloudFormation::ModuleDefaultVersion"};

// What a type's schema does not say: properties (with blanks between them) that only one resource can have with the
// same values.
struct Only {
  std::string_view type, property;
};
constexpr std::array only_once = {
    Only{"AWS::EC2::SubnetRouteTableAssociation", "SubnetId"},
    Only{"AWS::Lambda::Function", "FunctionName"},
    Only{"AWS::SQS::Queue", "QueueName"},
    Only{"AWS::SNS::Topic", "TopicName"},
    Only{"AWS::CloudWatch::Alarm", "AlarmName"},
    Only{"AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupName"},
    Only{"AWS::EC2::Route", "RouteTableId DestinationCidrBlock"},  // "The route identified by ... already exists"
    Only{"AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn Priority"},  // "Priority ... is currently in use"
};

// Properties that name the resource; none when AWS makes its name.
std::vector<std::string> identifiers(std::string_view type, const Node& schema) {
  for (const Only& one : only_once) {
    if (one.type != type) continue;
    std::vector<std::string> names;
    for (std::string_view name : support::split(one.property, ' ')) names.emplace_back(name);
    return names;
  }
  std::vector<std::string> names;
  const std::vector<const Node*> read_only = items_of(schema.find("readOnlyProperties"));
  for (const Node* one : items_of(schema.find("primaryIdentifier"))) {
    const bool given_by_aws = std::any_of(read_only.begin(), read_only.end(),
                                          [&](const Node* other) { return other->text() == one->text(); });
    const std::string name = one->text().substr(std::min<std::size_t>(one->text().size(), 12));  // "/properties/"
    if (given_by_aws || name.find('/') != std::string::npos) return {};
    names.push_back(name);
  }
  return names;
}

}  // namespace

void check_identifiers(const Resolved& resolved, Schemas& schemas, Report& report) {
  std::map<std::string, const Resource*> known;
  for (const Resource& one : resolved.resources) {
    const Schema* schema = schemas.find(one.type);
    if (schema == nullptr || is_one_of(one.type, with_revisions)) continue;
    const std::vector<std::string> names = identifiers(one.type, schema->root());
    std::string key(one.type);
    const Node* last = nullptr;
    bool whole = !names.empty();
    for (const std::string& name : names) {
      const Node* value = one.properties->find(name);
      whole =
          whole && value != nullptr && value->is_scalar() && (!is_symbolic(*value) || is_single_text(resolved, *value));
      if (!whole) break;
      key += fmt::format("\n{}", value->text());
      last = value;
    }
    if (!whole) continue;
    const auto [place, is_new] = known.emplace(key, &one);
    if (is_new) continue;
    report.add("A030", last->mark().or_else(one.node->mark()), one.path("Properties." + names.back()),
               fmt::format("{} has the same {} as {}: AWS refuses the second", one.id, names.back(), place->second->id),
               "give each its own");
  }
}

}  // namespace vend::validate
