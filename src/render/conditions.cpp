// Conditions that several parts of the template share. The names are those of v1.5.5 where it had them.
#include <algorithm>

#include "render/builder.hpp"
#include "render/form/form_schedules.hpp"

namespace vend::render {

Condition linux_platform(Builder& b) { return b.equals("InstancePlatformLinux", "1OSInstanceOSPlatform", "Linux"); }

Condition creates_bucket(Builder& b) {
  return b.equals("CreateS3Bucket", "3GITLABRunnerS3CacheBucket", "CreateOneForMe");
}

Condition uses_bucket(Builder& b) { return b.differs("UseS3Bucket", "3GITLABRunnerS3CacheBucket", "none"); }

Condition creates_role(Builder& b) {
  return b.equals("BuildInstanceRoleToUse", "9AWSSpecifiedIAMRoleNAME", "CreateOneForMe");
}

Condition has_logs(Builder& b) { return b.equals("KeepLogs", "7LOGToCloudWatch", "true"); }

Condition has_alarms(Builder& b) { return b.differs("HasAlarms", "7ALARMTopic", ""); }

Condition has_start_schedule(Builder& b) {
  if (!b.full() && b.stack().schedules.empty() && !b.stack().ask_schedules) return Condition::never();
  return b.differs("CreateStartSchedule", "4ASGScheduledStartupCron", "Disabled");
}

Condition has_stop_schedule(Builder& b) {
  if (!b.full() && b.stack().schedules.empty() && !b.stack().ask_schedules) return Condition::never();
  return b.differs("CreateStopSchedule", "4ASGScheduledShutdownCron", "Disabled");
}

Condition has_schedule(Builder& b) {
  const FormSchedules form = form_schedules(b.stack());
  const std::size_t on_form = (form.start != nullptr ? 1U : 0U) + (form.stop != nullptr ? 1U : 0U);
  if (b.stack().schedules.size() > on_form) return Condition::always();
  return b.any_of("HasSchedule", {has_start_schedule(b), has_stop_schedule(b)});
}

// Without a monitor nobody would drain and complete the terminating hook, so that an instance would wait in it, with
// new jobs, until its time is over.
Condition drains(Builder& b) { return b.differs("Drains", "5ASGSelfMonitorTerminationInterval", "Disabled"); }

bool has_own_name(const Builder& b) {
  const std::vector<model::Tag>& tags = b.stack().tags;
  return std::any_of(tags.begin(), tags.end(), [](const model::Tag& one) { return one.key == "Name"; });
}

// 0 was allowed once and made a timer of no time at all; it counts as 1.
Node monitor_interval(Builder& b) {
  constexpr const char* parameter = "5ASGSelfMonitorTerminationInterval";
  if (std::optional<std::string> fixed = b.literal(parameter)) return Node(*fixed == "0" ? "1" : *fixed);
  Node intervals = Node::mapping();
  for (const char* value : {"0", "1", "2", "3", "4", "5", "Disabled"}) {
    intervals.add(value, mapping_of({{"Minutes", std::string_view(value) == "0" ? "1" : value}}));
  }
  b.add_mapping("MonitorIntervals", std::move(intervals));
  return cfn::find_in_map("MonitorIntervals", b.text(parameter), "Minutes");
}

Condition creates_security_group(Builder& b) {
  if (b.stack().network->pickers) return Condition::never();
  return b.equals("CreateSecurityGroup", "4ASGSpecifySecurityGroups", "CreateOneForMe");
}

Condition uses_token_secret(Builder& b) { return b.differs("UseTokenSecret", "3GITLABRunnerTokenSecretId", ""); }

// Asked of the settings themselves, so that conditions nobody uses stay out of the template.
Condition creates_token_secret(Builder& b) {
  std::optional<std::string> secret = b.literal("3GITLABRunnerTokenSecretId");
  std::optional<std::string> parameter = b.literal("3GITLABRunnerTokenParameter");
  if ((secret && !secret->empty()) || (parameter && !parameter->empty())) return Condition::never();
  if (secret && parameter) return Condition::always();
  return b.declare(
      "CreateTokenSecret",
      cfn::equals(cfn::join("", {b.text("3GITLABRunnerTokenSecretId"), b.text("3GITLABRunnerTokenParameter")}), ""));
}

}  // namespace vend::render
