// What a spec sets although nothing reads it: somebody expects something of it.
#include <fmt/format.h>

#include <algorithm>

#include "spec/reading.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {
namespace {

// Whether nobody can choose otherwise on the form. `off` is the value that leaves a setting out: a template for one
// platform asks for it only on request.
bool is_decided(const model::RunnerStackValues& stack, std::string_view path, bool off = false) {
  const std::size_t asked = model::longest_above(stack.asked_paths, path),
                    fixed = model::longest_above(stack.fixed_paths, path);
  return asked <= fixed && (stack.all_fixed || fixed > 0 || (off && stack.platform));
}

struct Idle {
  const char* path;
  bool idle;
  std::string why;
};

}  // namespace

void warn_of_idle_settings(Reading& r, const model::RunnerStackValues& stack) {
  const model::RunnerConfigValues& runner = *stack.runner;
  const model::AutoScalingGroupValues& group = *stack.group;
  const model::ObservabilityValues& watched = *stack.observability;
  using Update = model::UpdateType;
  using Bucket = model::CacheBucketValues::Kind;

  const bool shell = stack.platform && stack.executor == model::Executor::shell;
  const bool windows = stack.platform && model::facts(*stack.platform).windows;
  const char* no_containers = "the shell executor runs no containers";
  const Update update = group.update->type;
  const bool no_refresh = update != Update::refresh;
  // The form offers `replace` beside the type that the spec has, and rolling beside `replace`.
  const bool no_rolling = update == Update::refresh || (update == Update::replace && is_decided(stack, "update.type"));
  const Bucket bucket = runner.cache->kind;
  const bool bucket_decided = is_decided(stack, "cache.bucket");
  const bool no_cache = bucket == Bucket::none && bucket_decided;
  const bool no_logs = watched.log_retention_days == 0 && is_decided(stack, "logs.enabled");
  const bool no_alarms = watched.alarms.topic.empty() && model::longest_above(stack.asked_paths, "alarms.topic") == 0;
  const bool no_proxy = stack.launch->http_proxy.empty() && is_decided(stack, "proxy.http", true);
  const bool no_spot = group.spot->on_demand_percentage == 100 && is_decided(stack, "spot.on_demand_percentage");
  // On-demand instances come first, up to the base; where the group is never larger, there is no spot instance.
  int largest = group.max;
  for (const model::Schedule& one : stack.schedules) largest = std::max(largest, one->max.value_or(0));
  const bool all_base = group.spot->on_demand_base >= largest;
  const bool base_decided = is_decided(stack, "size.max") && is_decided(stack, "spot.on_demand_base");
  const std::string covered =
      fmt::format("spot.on_demand_base ({}) is not below the largest size ({})", group.spot->on_demand_base, largest);
  const bool no_scaling = group.min == group.max && stack.schedules.empty() && is_decided(stack, "size.min") &&
                          is_decided(stack, "size.max");
  const bool own_script =
      !runner.script.empty() && !model::prebuilt_script(runner.script) && !model::is_script_name(runner.script);
  const bool late_drain = !no_alarms && watched.alarms.drain_seconds >= group.drain_limit_seconds;

  const Idle all[] = {
      {"docker.image", shell, no_containers},
      {"docker.volumes", shell, no_containers},
      {"docker.pull_policy", shell, no_containers},
      {"docker.registry_mirror", shell, no_containers},
      {"docker.privileged", shell && runner.docker_privileged, no_containers},
      {"docker.privileged", windows && !shell && runner.docker_privileged, "Docker on Windows has no such containers"},
      {"update.min_healthy_percentage", no_refresh, "update.type is not refresh"},
      {"update.max_healthy_percentage", no_refresh, "update.type is not refresh"},
      {"update.min_in_service", no_rolling, "update.type is not rolling"},
      {"update.max_batch_size", no_rolling, "update.type is not rolling"},
      {"cache.expiration_days", bucket != Bucket::own && bucket_decided, "the stack makes no bucket"},
      {"cache.kms_key", no_cache, "cache.bucket is none"},
      {"cache.shared", no_cache, "cache.bucket is none"},
      {"logs.retention_days", no_logs && r.at("logs.enabled") != nullptr, "logs.enabled is false"},
      {"logs.kms_key", no_logs, "no logs are kept"},
      {"alarms.below_desired", no_alarms, "alarms.topic is missing"},
      {"alarms.no_jobs", no_alarms, "alarms.topic is missing"},
      {"alarms.drain", no_alarms, "alarms.topic is missing"},
      {"alarms.boot", no_alarms, "alarms.topic is missing"},
      {"alarms.drain", late_drain,
       fmt::format("a drain ends after hooks.drain_limit ({})", calendar::short_duration(group.drain_limit_seconds))},
      {"proxy.no_proxy", no_proxy, "proxy.http is missing"},
      {"proxy.jobs", no_proxy, "proxy.http is missing"},
      {"script.sha256", !own_script && is_decided(stack, "script.source"), "script.source names no script of your own"},
      {"spot.strategy", no_spot, "spot.on_demand_percentage is 100"},
      {"spot.capacity_rebalance", no_spot, "spot.on_demand_percentage is 100"},
      {"spot.on_demand_base", no_spot, "spot.on_demand_percentage is 100"},
      // No form asks for a fallback: with the spec's own values it is idle.
      {"spot.fallback", all_base, covered},
      {"spot.on_demand_percentage", all_base && base_decided, covered},
      {"spot.strategy", all_base && base_decided && !no_spot, covered},
      {"spot.capacity_rebalance", all_base && base_decided && !no_spot, covered},
      {"scaling", no_scaling, fmt::format("size.min and size.max are both {}", group.max)},
      {"hooks.drain_limit", group.monitor_interval_minutes == 0 && is_decided(stack, "monitor_interval"),
       "monitor_interval is 0, so nothing is drained"},
      {"image_parameter", stack.launch->image != "AlwaysUseLatest" && is_decided(stack, "image"),
       "image names one image"},
  };
  for (const Idle& one : all) {
    if (!one.idle || r.at(one.path) == nullptr) continue;
    r.warn_at("S013", one.path, fmt::format("{} has no effect: {}", one.path, one.why), "remove it, or change that");
  }
}

}  // namespace vend::spec
