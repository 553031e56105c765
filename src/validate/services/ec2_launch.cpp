// What EC2 refuses of launch templates: network interfaces beside what belongs to them, and tags of nothing.
#include <fmt/format.h>

#include <array>
#include <map>

#include "validate/checks.hpp"

namespace vend::validate {
namespace {

// API reference, RunInstances: "If you specify a network interface, you must specify any security groups as part of
// the network interface."
void check_interfaces(const Resource& launch, const Node& data, Report& report) {
  const Node* interfaces = data.find("NetworkInterfaces");
  if (interfaces == nullptr || !interfaces->is_sequence() || interfaces->empty()) return;
  for (std::string_view name : {"SecurityGroupIds", "SecurityGroups"}) {
    const Node* groups = data.find(name);
    if (groups == nullptr || (groups->is_sequence() && groups->empty())) continue;
    report.add("A036", groups->mark().or_else(interfaces->mark()), launch.path("Properties.LaunchTemplateData"),
               fmt::format("{} stands beside NetworkInterfaces", name), "move them into Groups of the first interface");
  }
  bool addressed = false;
  for (const Node& one : interfaces->items()) {
    const Node* address = one.find("AssociatePublicIpAddress");
    addressed = addressed || (address != nullptr && address->text() == "true");
  }
  if (addressed && interfaces->items().size() > 1)
    report.add(
        "A036", interfaces->mark(), launch.path("Properties.LaunchTemplateData"),
        fmt::format("{} network interfaces, one of them with a public address of its own", interfaces->items().size()),
        "only an instance with one interface gets a public address");
}

// API reference, CreateLaunchTemplate: "The resource type cannot be null or empty", "may not be specified more than
// once in tag specifications".
void check_tag_specifications(const Resource& launch, const Node* list, std::string_view only, const std::string& path,
                              Report& report) {
  if (list == nullptr || !list->is_sequence()) return;
  std::map<std::string, int> seen;
  for (const Node& one : list->items()) {
    if (!one.is_mapping() || one.find("Fn::Transform") != nullptr) continue;
    const document::Mark mark = one.mark().or_else(launch.node->mark());
    const Node* type = one.find("ResourceType");
    if (type == nullptr || type->text().empty()) {
      report.add(
          "A040", mark, launch.path(path), "these tags are for no type of resource",
          only.empty() ? "add ResourceType, such as instance or volume" : fmt::format("add ResourceType: {}", only));
    } else if (!only.empty() && !is_symbolic(*type) && type->text() != only) {
      report.add("A040", type->mark(), launch.path(path),
                 fmt::format("the template itself is tagged as {}", type->text()),
                 fmt::format("write {}, or move the tags into LaunchTemplateData", only));
    } else if (!is_symbolic(*type) && ++seen[type->text()] == 2) {
      report.add("A040", type->mark(), launch.path(path),
                 fmt::format("there are two lists of tags for {}", type->text()), "write them as one");
    }
  }
}

}  // namespace

void check_launch_templates(const Resolved& resolved, Report& report) {
  for (const Resource* launch : resolved.of_type("AWS::EC2::LaunchTemplate")) {
    const Node* data = launch->properties->find("LaunchTemplateData");
    check_tag_specifications(*launch, launch->properties->find("TagSpecifications"), "launch-template",
                             "Properties.TagSpecifications", report);
    if (data == nullptr) continue;
    check_interfaces(*launch, *data, report);
    check_tag_specifications(*launch, data->find("TagSpecifications"), "",
                             "Properties.LaunchTemplateData.TagSpecifications", report);
  }
}

}  // namespace vend::validate
