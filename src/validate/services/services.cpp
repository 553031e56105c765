// What single services refuse although their schema takes it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "validate/language/language.hpp"
#include "vend/aws/ebs.hpp"
#include "vend/aws/instance_type.hpp"
#include "vend/calendar/event_schedule.hpp"

namespace vend::validate {
namespace {

// --- EventBridge ("Creating a rule that runs on a schedule")

void check_schedule(const Resource& rule, Report& report) {
  const Node* text = rule.properties->find("ScheduleExpression");
  if (text == nullptr || !text->is_scalar() || is_symbolic(*text)) return;
  if (rule.type == "AWS::Scheduler::Schedule" && text->text().starts_with("at(")) return;
  const std::string problem = calendar::event_schedule_problem(text->text(), rule.type == "AWS::Events::Rule");
  const std::string doubt = calendar::event_schedule_doubt(text->text());
  if (problem.empty() && doubt.empty()) return;
  report.add("A027", text->mark(), rule.path("Properties.ScheduleExpression"),
             fmt::format("\"{}\": {}", text->text(), problem.empty() ? doubt : problem),
             "write rate(5 minutes) or cron(0 12 * * ? *)",
             problem.empty() ? std::optional(support::Severity::warning) : std::nullopt);
}

// --- S3 ("Controlling ownership of objects": since April 2023 new buckets take no ACLs)

void check_acl(const Resource& bucket, Report& report) {
  constexpr std::array<std::string_view, 6> refused = {"AuthenticatedRead", "AwsExecRead", "BucketOwnerRead",
                                                       "LogDeliveryWrite",  "PublicRead",  "PublicReadWrite"};
  const Node* acl = bucket.properties->find("AccessControl");
  if (acl == nullptr || !is_one_of(acl->text(), refused)) return;
  for (const Node* rule : items_of(at(bucket.properties, {"OwnershipControls", "Rules"}))) {
    if (text_at(rule, {"ObjectOwnership"}) != "BucketOwnerEnforced") return;
  }
  report.add("A028", acl->mark(), bucket.path("Properties.AccessControl"),
             fmt::format("a new bucket refuses the ACL {}", acl->text()),
             "add OwnershipControls with ObjectWriter or BucketOwnerPreferred, or use a bucket policy");
}

// --- EC2

void check_instance_type(const Node* value, const Resource& owner, Report& report) {
  if (value == nullptr || !value->is_scalar() || is_symbolic(*value) || aws::is_instance_type(value->text())) return;
  report.add("T005", value->mark(), owner.path("Properties"),
             fmt::format("\"{}\" is not a name of an instance type", value->text()),
             "write FAMILY.SIZE, such as m6i.large");
}

// What a gp3 volume has follows from its size, and its throughput from its IOPS.
void check_gp3(const Node& ebs, std::string_view size_name, const Resource& one, Report& report) {
  const std::optional<double> size = number_of(ebs.find(size_name));
  const std::optional<double> given = number_of(ebs.find("Iops"));
  const std::optional<double> throughput = number_of(ebs.find("Throughput"));
  if (given && size && *given > aws::ebs::fewest_iops && *given > *size * aws::ebs::iops_for_each_gib)
    report.add("T007", ebs.find("Iops")->mark(), one.path("Properties"),
               fmt::format("a gp3 volume of {:g} GiB has at most {:g} IOPS, not {:g}", *size,
                           std::max<double>(aws::ebs::fewest_iops, *size * aws::ebs::iops_for_each_gib), *given),
               fmt::format("raise {} or lower Iops", size_name));
  const double iops = given.value_or(ebs.find("Iops") == nullptr ? aws::ebs::fewest_iops : aws::ebs::most_iops);
  if (throughput && *throughput * aws::ebs::iops_for_each_mib > iops)
    report.add("T007", ebs.find("Throughput")->mark(), one.path("Properties"),
               fmt::format("{:g} MiB/s need {:g} IOPS", *throughput, *throughput * aws::ebs::iops_for_each_mib),
               "raise Iops or lower Throughput");
}

void check_disks(const Resource& one, Report& report) {
  constexpr std::array<std::string_view, 7> kinds = {"gp2", "gp3", "io1", "io2", "sc1", "st1", "standard"};
  if (one.type == "AWS::EC2::Volume" && text_at(one.properties, {"VolumeType"}) == "gp3")
    check_gp3(*one.properties, "Size", one, report);
  const Node* disks = one.type == "AWS::EC2::LaunchTemplate"
                          ? at(one.properties, {"LaunchTemplateData", "BlockDeviceMappings"})
                          : one.properties->find("BlockDeviceMappings");
  for (const Node* disk : items_of(disks)) {
    const Node* kind = at(disk, {"Ebs", "VolumeType"});
    if (kind != nullptr && kind->text() == "gp3") check_gp3(*disk->find("Ebs"), "VolumeSize", one, report);
    if (kind != nullptr && kind->is_scalar() && !is_symbolic(*kind) && !is_one_of(kind->text(), kinds))
      report.add("T004", kind->mark(), one.path("Properties"),
                 fmt::format("\"{}\" is not a type of volumes", kind->text()), hint_of(kind->text(), kinds));
  }
}

void check_instance_types(const Resource& one, Report& report) {
  if (one.type == "AWS::EC2::Instance" || one.type == "AWS::AutoScaling::LaunchConfiguration")
    check_instance_type(one.properties->find("InstanceType"), one, report);
  if (one.type == "AWS::EC2::LaunchTemplate")
    check_instance_type(at(one.properties, {"LaunchTemplateData", "InstanceType"}), one, report);
  if (one.type == "AWS::AutoScaling::AutoScalingGroup") {
    for (const Node* row : items_of(at(one.properties, {"MixedInstancesPolicy", "LaunchTemplate", "Overrides"})))
      check_instance_type(row->find("InstanceType"), one, report);
  }
}

// --- Lambda: a function that is no image has a runtime and a handler

void check_function(const Resource& function, Report& report) {
  if (text_at(function.properties, {"PackageType"}) == "Image" ||
      at(function.properties, {"Code", "ImageUri"}) != nullptr)
    return;
  const Node* code = function.properties->find("Code");
  if (code == nullptr || !code->is_mapping() || code->find("Fn::Transform") != nullptr) return;
  for (std::string_view name : {"Runtime", "Handler"}) {
    if (function.properties->find(name) == nullptr)
      report.add("T002", function.node->mark(), function.path("Properties"), fmt::format("{} is required", name),
                 "add it");
  }
}

// --- DynamoDB: the attributes that are declared are those of the keys

void check_table(const Resource& table, Report& report) {
  std::map<std::string, document::Mark> declared, used;
  bool open = false;  // a name that only a running stack knows
  auto collect = [&](const Node* list, std::map<std::string, document::Mark>& into) {
    for (const Node* one : items_of(list)) {
      const Node* name = one->find("AttributeName");
      open = open || name == nullptr || name->text().empty() || is_symbolic(name);
      into.emplace(name != nullptr ? name->text() : "", name != nullptr ? name->mark() : document::Mark{});
    }
  };
  const Node* definitions = table.properties->find("AttributeDefinitions");
  if (definitions == nullptr || !definitions->is_sequence()) return;
  collect(definitions, declared);
  collect(table.properties->find("KeySchema"), used);
  for (std::string_view list : {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
    const Node* indexes = table.properties->find(list);
    if (indexes != nullptr && !indexes->is_sequence()) return;  // known only to a running stack
    for (const Node* index : items_of(indexes)) collect(index->find("KeySchema"), used);
  }
  if (open) return;
  for (const auto& [name, mark] : used) {
    if (!declared.contains(name))
      report.add("T007", mark, table.path("Properties.KeySchema"), fmt::format("the key {} is not declared", name),
                 "add it to AttributeDefinitions");
  }
  for (const auto& [name, mark] : declared) {
    if (!used.contains(name))
      report.add("T007", mark, table.path("Properties.AttributeDefinitions"),
                 fmt::format("no key uses the attribute {}", name), "declare only attributes of keys");
  }
}

}  // namespace

void check_services(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (one.type == "AWS::Events::Rule" || one.type == "AWS::Scheduler::Schedule") check_schedule(one, report);
    if (one.type == "AWS::S3::Bucket") check_acl(one, report);
    if (one.type == "AWS::Lambda::Function") check_function(one, report);
    if (one.type == "AWS::DynamoDB::Table") check_table(one, report);
    check_instance_types(one, report);
    check_disks(one, report);
  }
}

}  // namespace vend::validate
