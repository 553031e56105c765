// What a template does to running jobs: what the checks share.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "validate/checks.hpp"

namespace vend::validate {

struct Hook {
  const Node* node = nullptr;          // its mapping
  const Resource* resource = nullptr;  // null: it stands in the group's own list
};

// An Auto Scaling group, what holds its instances, and what starts them.
struct JobGroup {
  const Resolved& resolved;
  const Resource& group;
  const Resource* launch = nullptr;  // its launch template or configuration; null when it is not in this template
  std::vector<Hook> terminating, launching;

  JobGroup(const Resolved& in, const Resource& one);
  std::vector<const Resource*> of_group(std::string_view type) const;  // those that name the group
  document::Mark mark() const { return group.node->mark(); }
};

// The longest drain that a script or a parameter names.
struct DrainLimit {
  std::string name;
  long seconds = 0;
};
std::optional<DrainLimit> drain_limit(const JobGroup& jobs);  // times.cpp

// `has_jobs`: the template names a CI runner.
void check_updates(const JobGroup& jobs, bool has_jobs, Report& report);
void check_ends(const JobGroup& jobs, Report& report);           // job_ends.cpp
void check_update_policy(const JobGroup& jobs, Report& report);  // job_times.cpp
void check_waits(const JobGroup& jobs, Report& report);
void check_hook_times(const JobGroup& jobs, Report& report);
void check_signals(const JobGroup& jobs, Report& report);  // job_signals.cpp
void check_role(const JobGroup& jobs, Report& report);     // job_roles.cpp
void check_starts(const JobGroup& jobs, Report& report);   // starts.cpp
// Whether the role of the instances may extend a hook; true when that is not to be seen here.
bool may_heartbeat(const JobGroup& jobs);

}  // namespace vend::validate
