// Every bound of the model's numbers and lengths, at the last value that is taken and the first that is not.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <functional>
#include <limits>

#include "vend/aws/auto_scaling.hpp"
#include "vend/aws/ebs.hpp"
#include "vend/aws/limits.hpp"
#include "vend/model/stack.hpp"

namespace vend::model {
namespace {

bool refuses(const Problems& problems, const std::string& setting) {
  for (const Problem& one : problems) {
    if (one.setting == setting) return true;
  }
  return false;
}

constexpr int open = std::numeric_limits<int>::max();  // no bound on this side

struct Bound {
  const char* setting;
  int low, high;
  std::function<Problems(int)> problems;
};

void check_bounds(const std::vector<Bound>& bounds) {
  for (const Bound& one : bounds) {
    CAPTURE(one.setting, one.low, one.high);
    if (one.low != open) {
      CHECK_FALSE(refuses(one.problems(one.low), one.setting));
      CHECK(refuses(one.problems(one.low - 1), one.setting));
    }
    if (one.high != open) {
      CHECK_FALSE(refuses(one.problems(one.high), one.setting));
      CHECK(refuses(one.problems(one.high + 1), one.setting));
    }
  }
}

template <class Values>
std::function<Problems(int)> with(void (*set)(Values&, int), Values values = {}) {
  return [set, values](int number) {
    Values changed = values;
    set(changed, number);
    return check(changed);
  };
}

std::string letters(int count) { return std::string(static_cast<std::size_t>(count), 'a'); }

}  // namespace

TEST_CASE("bounds of a group", "[model][bounds]") {
  using Group = AutoScalingGroupValues;
  Group small;
  small.min = 2;
  small.desired = 3;
  small.max = 5;
  Group by_requirements;
  by_requirements.types.clear();
  by_requirements.requirements = InstanceRequirements{};
  namespace limits = aws::auto_scaling;
  check_bounds({
      {"size.min", 0, 5, with<Group>([](Group& g, int n) { g.min = n; }, small)},
      {"size.desired", 2, 5, with<Group>([](Group& g, int n) { g.desired = n; }, small)},
      {"size.max", 1, open, with<Group>([](Group& g, int n) { g.max = n; })},
      {"warmup", 0, open, with<Group>([](Group& g, int n) { g.warmup_seconds = n; })},
      {"max_instance_lifetime", limits::shortest_lifetime, open,
       with<Group>([](Group& g, int n) { g.max_instance_lifetime_seconds = n; })},
      {"monitor_interval", 0, 5, with<Group>([](Group& g, int n) { g.monitor_interval_minutes = n; })},
      {"instances", 1, limits::most_weight, with<Group>([](Group& g, int n) {
         g.types = {{"m5.large", n}};
       })},
      {"instances", open, static_cast<int>(limits::instance_type_overrides), with<Group>([](Group& g, int n) {
         g.types.clear();
         for (int i = 0; i < n; ++i) g.types.push_back({"m5." + std::to_string(i + 2) + "xlarge", {}});
       })},
      {"instances.vcpu.min", 0, open,
       with<Group>([](Group& g, int n) { g.requirements->vcpu_min = n; }, by_requirements)},
      {"instances.vcpu.max", 2, open,
       with<Group>([](Group& g, int n) { g.requirements->vcpu_max = n; }, by_requirements)},
      {"instances.memory_mib.min", 0, open,
       with<Group>([](Group& g, int n) { g.requirements->memory_mib_min = n; }, by_requirements)},
      {"instances.memory_mib.max", 4096, open,
       with<Group>([](Group& g, int n) { g.requirements->memory_mib_max = n; }, by_requirements)},
      {"instances", open, static_cast<int>(limits::listed_types),
       with<Group>([](Group& g, int n) { g.requirements->allowed.assign(static_cast<std::size_t>(n), "m6*"); },
                   by_requirements)},
      {"instances", open, static_cast<int>(limits::listed_types),
       with<Group>([](Group& g, int n) { g.requirements->excluded.assign(static_cast<std::size_t>(n), "m6*"); },
                   by_requirements)},
      // From one heartbeat of the hook to a hundred of them.
      {"hooks.drain_limit", 600, 60'000, with<Group>([](Group& g, int n) { g.drain_limit_seconds = n; })},
      {"update.min_in_service", open, 4,
       with<Group>(
           [](Group& g, int n) {
             UpdatePolicyValues update;
             update.min_in_service = n;
             g.update = UpdatePolicy{update};
           },
           small)},
  });
  Group never;
  never.max_instance_lifetime_seconds = 0;
  CHECK(check(never).empty());
}

TEST_CASE("as many instances at least as the largest weight makes them", "[model][bounds]") {
  for (const std::vector<int>& weights : std::vector<std::vector<int>>{{}, {1}, {2}, {1, 3}, {4, 2}, {7}}) {
    AutoScalingGroupValues group;
    group.types.clear();
    for (const int weight : weights) group.types.push_back({"m5.large", weight});
    CHECK(has_weights(group) == !weights.empty());
    const int largest = weights.empty() ? 1 : *std::max_element(weights.begin(), weights.end());
    for (int size = 0; size < 30; ++size) {
      CAPTURE(largest, size);
      int fewest = 0;
      while (fewest * largest < size) ++fewest;
      CHECK(fewest_instances(group, size) == fewest);
    }
  }
}

TEST_CASE("bounds of spot, hooks and updates", "[model][bounds]") {
  SpotMixValues spot;
  spot.on_demand_percentage = 0;
  spot.fallback = SpotFallback{};
  UpdatePolicyValues refresh;
  refresh.type = UpdateType::refresh;
  refresh.min_healthy_percentage = 50;
  namespace limits = aws::auto_scaling;
  check_bounds({
      {"spot.on_demand_base", 0, open, with<SpotMixValues>([](SpotMixValues& v, int n) { v.on_demand_base = n; })},
      {"spot.on_demand_percentage", 0, 100,
       with<SpotMixValues>([](SpotMixValues& v, int n) { v.on_demand_percentage = n; })},
      {"spot.fallback", open, 99,
       with<SpotMixValues>([](SpotMixValues& v, int n) { v.on_demand_percentage = n; }, spot)},
      {"spot.fallback.max", 1, 5'000, with<SpotMixValues>([](SpotMixValues& v, int n) { v.fallback->max = n; }, spot)},
      {"spot.fallback.after", 60, 86'400,
       with<SpotMixValues>([](SpotMixValues& v, int n) { v.fallback->after_seconds = n; }, spot)},
      {"hooks.heartbeat", limits::shortest_heartbeat, limits::longest_heartbeat,
       with<LifecycleHookValues>([](LifecycleHookValues& v, int n) { v.heartbeat_seconds = n; })},
      {"hooks", 1, static_cast<int>(limits::hook_name),
       with<LifecycleHookValues>([](LifecycleHookValues& v, int n) { v.name = letters(n < 0 ? 0 : n); })},
      {"update.min_in_service", 0, open,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.min_in_service = n; })},
      {"update.max_batch_size", 1, limits::most_batch,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.max_batch_size = n; })},
      {"update.min_success_percentage", 0, 100,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.min_success_percentage = n; })},
      {"update.min_healthy_percentage", 0, 100,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.min_healthy_percentage = n; })},
      {"update.max_healthy_percentage", 100, 150,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.max_healthy_percentage = n; }, refresh)},
      {"update.boot_timeout", 5, 60,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.boot_timeout_minutes = n; })},
      {"update.boot_timeout", 5, 720,
       with<UpdatePolicyValues>([](UpdatePolicyValues& v, int n) { v.boot_timeout_minutes = n; }, refresh)},
  });
}

TEST_CASE("bounds of what an instance is started with", "[model][bounds]") {
  using Launch = LaunchTemplateValues;
  DiskValues large;
  large.size_gib = 16'000;
  large.iops = aws::ebs::most_iops;
  check_bounds({
      {"disk.size", aws::ebs::smallest_gib, aws::ebs::largest_gib,
       with<DiskValues>([](DiskValues& v, int n) { v.size_gib = n; })},
      {"disk.iops", aws::ebs::fewest_iops, aws::ebs::most_iops,
       with<DiskValues>([](DiskValues& v, int n) { v.iops = n; }, large)},
      {"disk.throughput", aws::ebs::least_throughput, aws::ebs::most_throughput,
       with<DiskValues>([](DiskValues& v, int n) { v.throughput_mib = n; }, large)},
      {"metadata_hop_limit", 1, 64, with<Launch>([](Launch& v, int n) { v.metadata_hop_limit = n; })},
      {"load_test", 0, 3'600, with<Launch>([](Launch& v, int n) { v.load_test_seconds = n; })},
      {"patch.last_managed_update", open, 64,
       with<Launch>([](Launch& v, int n) { v.last_managed_update = letters(n); })},
      {"key_pair", open, 255, with<Launch>([](Launch& v, int n) { v.key_pair = letters(n); })},
      {"proxy.no_proxy", open, 128, with<Launch>([](Launch& v, int n) { v.no_proxy = letters(n); })},
      {"network.security_groups", open, 5, with<NetworkValues>([](NetworkValues& v, int n) {
         v.security_groups.clear();
         for (int i = 0; i < n; ++i) v.security_groups.push_back(fmt::format("sg-{:017x}", i));
       })},
  });
}

TEST_CASE("bounds of alarms and targets", "[model][bounds]") {
  const auto alarm = [](int seconds, int periods, Metric::Kind kind) {
    ScalingAlarmValues values;
    values.seconds = seconds;
    values.evaluation_periods = periods;
    values.steps = {{0, 1}};
    return check_alarm(values, ScalingDirection::out, kind);
  };
  const auto steps = [](int count) {
    ScalingAlarmValues values;
    values.steps.clear();
    for (int i = 0; i < count; ++i) values.steps.push_back({static_cast<double>(i), 1});
    return check_alarm(values, ScalingDirection::out, Metric::Kind::custom);
  };
  check_bounds({
      {"periods", 1, 1'440, [&](int n) { return alarm(60, n, Metric::Kind::custom); }},
      {"for", 60, open, [&](int n) { return alarm(n, 1, Metric::Kind::cpu); }},
      {"steps", 1, static_cast<int>(aws::auto_scaling::step_adjustments), steps},
      {"target", 1, 100, with<TargetTrackingValues>([](TargetTrackingValues& v, int n) { v.target = n; })},
  });
  for (const int seconds : {10, 20, 30, 60, 120, 3'600})
    CHECK_FALSE(refuses(alarm(seconds, 1, Metric::Kind::custom), "for"));
  for (const int seconds : {1, 9, 11, 19, 21, 31, 40, 59, 61, 90})
    CHECK(refuses(alarm(seconds, 1, Metric::Kind::custom), "for"));
  for (const int seconds : {10, 30, 59, 61, 90}) CHECK(refuses(alarm(seconds, 1, Metric::Kind::cpu), "for"));
}

}  // namespace vend::model
