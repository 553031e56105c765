// What the model accepts and refuses.
#include <catch2/catch.hpp>

#include "vend/calendar/cron.hpp"
#include "vend/model/stack.hpp"

using namespace vend::model;

namespace {

std::string settings(const Problems& problems) {
  std::string all;
  for (const Problem& one : problems) all += one.setting + " ";
  return all;
}

}  // namespace

TEST_CASE("cron expressions") {
  for (const char* good :
       {"0 7 * * MON-FRI", "*/15 0-6,22 1 jan,DEC 0", "59 23 31 12 7", "0  7 * * *", "0 0 * * sun"}) {
    INFO(good);
    CHECK(vend::calendar::cron_problem(good).empty());
  }
  for (const char* bad :
       {"", "0 7 * *", "0 7 * * * *", "60 7 * * *", "0 24 * * *", "0 7 0 * *", "0 7 * 13 *", "0 7 * * 8", "0 7 ? * *",
        "cron(0 7 * * *)", "0 7 * * FRI-MON", "*/0 * * * *", "a * * * *", "1- * * * *", "1,,2 * * * *"}) {
    INFO(bad);
    CHECK_FALSE(vend::calendar::cron_problem(bad).empty());
  }
}

TEST_CASE("group sizes and types") {
  auto problems = [](auto change) {
    AutoScalingGroupValues values;
    change(values);
    return settings(check(values));
  };
  CHECK(problems([](auto&) {}).empty());
  CHECK(problems([](auto& v) { v.min = 3; }) == "size.min ");
  CHECK(problems([](auto& v) {
          v.max = 0;
          v.min = 0;
          v.desired = 0;
        }) == "size.max update.min_in_service ");
  CHECK(problems([](auto& v) { v.max = 1; }) == "update.min_in_service ");
  CHECK(problems([](auto& v) { v.types.clear(); }) == "instances ");
  CHECK(problems([](auto& v) { v.types = {{"m5.large", 1}, {"c5.large", {}}}; }) == "instances ");
  CHECK(problems([](auto& v) { v.types = {{"m5.large", {}}, {"m5.large", {}}}; }) == "instances ");
  CHECK(problems([](auto& v) { v.types = {{"M5.large", {}}}; }) == "instances ");
  CHECK(problems([](auto& v) {
          v.types.clear();
          v.requirements = InstanceRequirements{};
        }).empty());
  CHECK(problems([](auto& v) { v.requirements = InstanceRequirements{}; }) == "instances ");
  CHECK(problems([](auto& v) { v.drain_limit_seconds = 60'001; }) == "hooks.drain_limit ");
  CHECK(problems([](auto& v) { v.max_instance_lifetime_seconds = 3'600; }) == "max_instance_lifetime ");
  CHECK(problems([](auto& v) { v.monitor_interval_minutes = 6; }) == "monitor_interval ");
  CHECK(settings(check(LifecycleHookValues{"h", HookTransition::launching, 29})) == "hooks.heartbeat ");
  CHECK(settings(check(LifecycleHookValues{"h", HookTransition::launching, 7'201})) == "hooks.heartbeat ");
  CHECK(settings(check(SpotMixValues{-1, 101})) == "spot.on_demand_base spot.on_demand_percentage ");
  CHECK(settings(check(UpdatePolicyValues{UpdateType::rolling, 1, 1, 61})) == "update.boot_timeout ");
  CHECK(settings(check(UpdatePolicyValues{UpdateType::replace, 1, 1, 61})).empty());
}

TEST_CASE("a metric that comes by the minute has no shorter alarm") {
  for (const Metric::Kind kind : {Metric::Kind::cpu, Metric::Kind::memory, Metric::Kind::slots}) {
    for (const int seconds : {10, 20, 30, 59, 90}) {
      CHECK(settings(check_alarm({70, seconds, 1, {{0, 1}}}, ScalingDirection::out, kind)) == "for ");
    }
    CHECK(settings(check_alarm({70, 120, 1, {{0, 1}}}, ScalingDirection::out, kind)).empty());
  }
  for (const int seconds : {10, 20, 30, 60})
    CHECK(settings(check_alarm({70, seconds, 1, {{0, 1}}}, ScalingDirection::out, Metric::Kind::custom)).empty());
}

TEST_CASE("a fallback needs spot, a size and whole minutes") {
  auto problems = [](int percentage, SpotFallback fallback) {
    SpotMixValues values;
    values.on_demand_percentage = percentage;
    values.fallback = fallback;
    return settings(check(values));
  };
  CHECK(problems(0, {5, 600}).empty());
  CHECK(problems(100, {5, 600}) == "spot.fallback ");
  CHECK(problems(0, {0, 600}) == "spot.fallback.max ");
  for (const int after : {0, 30, 90, 86'460}) CHECK(problems(50, {1, after}) == "spot.fallback.after ");
  CHECK(problems(50, {1, 86'400}).empty());
}

TEST_CASE("what an instance refresh keeps in service leaves room to replace something") {
  auto problems = [](int least, int most) {
    UpdatePolicyValues values;
    values.type = UpdateType::refresh;
    values.min_healthy_percentage = least;
    values.max_healthy_percentage = most;
    return settings(check(values));
  };
  CHECK(problems(100, 110).empty());
  CHECK(problems(100, 200).empty());
  CHECK(problems(0, 100).empty());
  CHECK(problems(100, 100) == "update.max_healthy_percentage ");
  CHECK(problems(50, 200) == "update.max_healthy_percentage ");
  CHECK(problems(101, 110) == "update.min_healthy_percentage ");
  AutoScalingGroupValues group;  // of one instance: only a rolling update needs room below max
  group.max = 1;
  group.update = UpdatePolicy(UpdatePolicyValues{UpdateType::refresh});
  CHECK(settings(check(group)).empty());
  group.monitor_interval_minutes = 0;
  group.keep_failed_drains = true;
  CHECK(settings(check(group)) == "drain.keep_failed ");
}

TEST_CASE("step tables") {
  auto out = [](std::vector<Step> steps, int seconds = 60) {
    return settings(check_alarm({70, seconds, 1, std::move(steps)}, ScalingDirection::out, Metric::Kind::custom));
  };
  CHECK(out({{0, 1}, {15, 2}, {25, 3}}).empty());
  CHECK(out({{5, 1}}) == "steps ");          // a gap
  CHECK(out({{0, 1}, {0, 2}}) == "steps ");  // an overlap
  CHECK(out({{0, -1}}) == "steps ");
  CHECK(out({}) == "steps ");
  CHECK(out({{0, 1}}, 45) == "for ");
  CHECK(settings(check_alarm({40, 60, 1, {{0, -1}, {-10, -2}}}, ScalingDirection::in, Metric::Kind::cpu)).empty());
  CHECK(settings(check_alarm({40, 60, 1, {{0, -1}, {10, -2}}}, ScalingDirection::in, Metric::Kind::cpu)) == "steps ");
  CHECK(settings(check_alarm({40, 60, 2000, {{0, -1}}}, ScalingDirection::in, Metric::Kind::cpu)) == "periods ");
  StepPolicyValues swing;
  swing.out = ScalingAlarmValues{.threshold = 40, .steps = {{0, 1}}};
  swing.in = ScalingAlarmValues{.threshold = 40, .steps = {{0, -1}}};
  CHECK(settings(check(swing)) == "in.at ");
  CHECK_THROWS_AS(StepPolicy(swing), InvalidValue);
  for (const bool out_alone : {true, false}) {
    StepPolicyValues alone = swing;
    (out_alone ? alone.in : alone.out).reset();
    CHECK(settings(check(alone)).empty());
  }
}

TEST_CASE("runner, launch, network and stack") {
  RunnerConfigValues runner;
  CHECK(check(runner).empty());
  runner.url = "gitlab.com";
  runner.version = "19.4";
  runner.concurrent = 0;
  runner.tags = {"a,b"};
  CHECK(settings(check(runner)) == "gitlab.url gitlab.tags gitlab.concurrent gitlab.version ");
  RunnerConfigValues token;
  token.token = {TokenSource::Kind::secret, "glrt-abc", ""};
  CHECK(settings(check(token)) == "gitlab.token ");
  CHECK(settings(check(DiskValues{.size_gib = 8, .iops = 16'000, .throughput_mib = 125})) == "disk.iops ");
  CHECK(settings(check(DiskValues{.size_gib = 30, .iops = 3'000, .throughput_mib = 1'000})) == "disk.throughput ");
  CHECK(settings(check(NetworkValues{.vpc = "vpc-0123456789abcdef0"})) == "network.subnets ");
  CHECK(settings(check(NetworkValues{.vpc = "x"})) == "network.vpc network.subnets ");
  LaunchTemplateValues launch;
  launch.image = "ami-x";
  launch.http_proxy = "http://user:pw@proxy:1";
  launch.role = "arn:aws:iam::1:role/x";
  CHECK(settings(check(launch)) == "image role.name proxy.http ");
  CHECK(settings(check(CacheBucketValues{CacheBucketValues::Kind::given, "UPPER"})) == "cache.bucket ");
  RunnerStackValues stack;
  stack.name = "1a";
  stack.platform = Platform::windows_2022;
  stack.architecture = Architecture::arm64;
  stack.tags = {{"a b/c", "d"}};  // which AWS takes
  CHECK(settings(check(stack)) == "name architecture ");
  stack.tags = {{std::string(stack_tag), "c"}};
  stack.schedules = {Schedule({.cron = "0 7 * * *", .desired = 1}), Schedule({.cron = "0 7 * * *", .desired = 2})};
  CHECK(settings(check(stack)) == "name architecture tags schedules ");
  CHECK(settings(check(ObservabilityValues{.log_retention_days = 2})) == "logs.retention_days ");
  CHECK(settings(check(ScheduleValues{.cron = "0 7 * * *", .min = 3, .max = 2, .desired = 1})) == "min desired ");
}

TEST_CASE("images and scripts of a platform") {
  CHECK(latest_image_parameter(Platform::amazon_linux_2023, Architecture::arm64, Executor::docker) ==
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64");
  CHECK(latest_image_parameter(Platform::windows_2022, Architecture::amd64, Executor::docker) ==
        "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-ECS_Optimized/image_id");
  CHECK(configuration_script(Platform::windows_2019, Executor::shell) == "windows-shell.ps1");
  CHECK(configuration_script(Platform::amazon_linux_2, Executor::docker) == "amazon-linux-2-docker.sh");
}
