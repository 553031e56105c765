#include "vend/spec/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "spec/fields.hpp"
#include "spec/reading.hpp"
#include "vend/aws/auto_scaling.hpp"

namespace vend::spec {
namespace {

// The keys that may follow `prefix` ("" or "gitlab."), each once, in the table's order.
std::vector<std::string> keys_below(std::string_view prefix) {
  std::vector<std::string> keys;
  for (const Field& field : fields()) {
    if (!field.path.starts_with(prefix)) continue;
    std::string_view rest = field.path.substr(prefix.size());
    std::string key(rest.substr(0, rest.find('.')));
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
  return keys;
}

bool is_field(std::string_view path) {
  return std::any_of(fields().begin(), fields().end(), [&](const Field& field) { return field.path == path; });
}

bool looks_like_a_token(const Node& node) { return node.is_string() && node.text().find("glrt-") != std::string::npos; }

void check_keys(Reading& reading, const Node& node, const std::string& path) {
  if (path == "gitlab.token" && !node.is_mapping()) {
    reading.error(
        "S006", node.mark(), path,
        looks_like_a_token(node) ? "a runner token does not belong into a file" : "gitlab.token takes a mapping",
        "put the token into Secrets Manager and write token: {secret: NAME}, or leave it out and enter it in the "
        "console");
    return;
  }
  std::string prefix = path.empty() ? "" : path + ".";
  if (!reading.keys(node, path, keys_below(prefix))) return;
  for (const document::Member& member : node.members()) {
    std::string below = prefix + member.key;
    bool group = !is_field(below) && !keys_below(below + ".").empty();
    if (group) check_keys(reading, member.value, below);
  }
}

// Tags such as !Ref belong to templates; here they would be lost without a word.
void check_tags(Reading& reading, const Node& node) {
  if (!node.tag().empty()) {
    reading.error("S002", node.mark(), "", fmt::format("the tag {} means nothing in a spec", node.tag()),
                  "write the value itself");
  }
  for (const Node& item : node.items()) check_tags(reading, item);
  for (const document::Member& member : node.members()) check_tags(reading, member.value);
}

void read_field(Reading& reading, const Field& field, Draft& draft) {
  const Node* node = reading.at(field.path);
  if (node == nullptr || std::holds_alternative<Structure>(field.target)) return;
  if (const auto* target = std::get_if<Access<std::string>>(&field.target)) {
    std::optional<std::string> value = reading.text(*node, field.path);
    if (!value) return;
    if (!field.words.empty()) reading.word(*value, node->mark(), field.path, {field.words.begin(), field.words.end()});
    (*target)(draft) = *value;
  } else if (const auto* number = std::get_if<Access<int>>(&field.target)) {
    std::optional<int> value =
        field.unit == Unit::seconds ? reading.seconds(*node, field.path) : reading.integer(*node, field.path);
    if (value) (*number)(draft) = *value;
  } else if (const auto* flag = std::get_if<Access<bool>>(&field.target)) {
    if (std::optional<bool> value = reading.boolean(*node, field.path)) (*flag)(draft) = *value;
  } else if (const auto* list = std::get_if<Access<std::vector<std::string>>>(&field.target)) {
    if (auto value = reading.texts(*node, field.path)) (*list)(draft) = *value;
  }
}

// Builds one part; what it refuses is reported and the part stays as it was.
template <class Part, class Values>
void build(Reading& reading, Part& part, const Values& values) {
  try {
    part = Part(values);
  } catch (const model::InvalidValue& invalid) {
    reading.problems(invalid.problems());
  }
}

void settle_words(Draft& d) {
  d.stack.platform = model::platform_from(d.platform);
  d.stack.architecture = d.architecture == "arm64" ? model::Architecture::arm64 : model::Architecture::amd64;
  d.stack.executor = d.executor == "shell" ? model::Executor::shell : model::Executor::docker;
  using Token = model::TokenSource::Kind;
  d.runner.token.kind = !d.token_secret.empty()      ? Token::secret
                        : !d.token_parameter.empty() ? Token::ssm_parameter
                                                     : Token::parameter;
  d.runner.token.name = !d.token_secret.empty() ? d.token_secret : d.token_parameter;
  using Cache = model::CacheBucketValues::Kind;
  d.cache.kind = d.bucket == "none" ? Cache::none : d.bucket == "own" ? Cache::own : Cache::given;
  if (d.cache.kind == Cache::given) d.cache.name = d.bucket;
  for (auto strategy :
       {model::SpotStrategy::lowest_price, model::SpotStrategy::capacity_optimized,
        model::SpotStrategy::capacity_optimized_prioritized, model::SpotStrategy::price_capacity_optimized}) {
    if (to_string(strategy) == d.strategy) d.spot.strategy = strategy;
  }
  for (auto type : {model::UpdateType::replace, model::UpdateType::refresh}) {
    if (to_string(type) == d.update_type) d.update.type = type;
  }
  if (d.zones == to_string(model::ZoneDistribution::balanced_only))
    d.group.zones = model::ZoneDistribution::balanced_only;
  d.update.boot_timeout_minutes = (d.boot_timeout_seconds + 59) / 60;
  using Scope = model::PatchScope;
  d.launch.patch_scope = d.patch_scope == "all"             ? Scope::all
                         : d.patch_scope == "security_only" ? Scope::security_only
                                                            : Scope::none;
  for (auto use : {model::InstanceStore::docker, model::InstanceStore::builds}) {
    if (to_string(use) == d.instance_store) d.disk.instance_store = use;
  }
  d.group.monitor_interval_minutes = (d.monitor_interval_seconds + 59) / 60;
  if (!d.logs) d.observability.log_retention_days = 0;
}

// What the model counts in minutes is not rounded behind the reader's back.
void check_minutes(Reading& reading, const Draft& d) {
  for (auto [path, seconds] : {std::pair{"update.boot_timeout", d.boot_timeout_seconds},
                               std::pair{"monitor_interval", d.monitor_interval_seconds}}) {
    if (seconds % 60 == 0) continue;
    reading.error_at("S004", path, fmt::format("{} is {} seconds, but counts whole minutes", path, seconds),
                     fmt::format("write {}m", seconds / 60 + 1));
  }
}

void check_one_token(Reading& reading, const Draft& d) {
  if (d.token_secret.empty() || d.token_parameter.empty()) return;
  reading.error_at("S004", "gitlab.token.ssm_parameter",
                   "gitlab.token.ssm_parameter stands beside gitlab.token.secret, and instances read one of the two",
                   "remove one");
}

// A hook ends after 100 heartbeats (EC2 Auto Scaling), so short heartbeats shorten the default of the drain.
void derive_drain_limit(const Reading& reading, Draft& d) {
  if (reading.at("hooks.drain_limit") != nullptr) return;
  d.group.drain_limit_seconds = std::min(
      d.group.drain_limit_seconds,
      aws::auto_scaling::most_heartbeats *
          std::clamp(d.heartbeat_seconds, aws::auto_scaling::shortest_heartbeat, aws::auto_scaling::longest_heartbeat));
}

// A drain ends at its limit, so an alarm beyond it would never tell.
void derive_drain_alarm(const Reading& reading, Draft& d) {
  int& alarm = d.observability.alarms.drain_seconds;
  if (reading.at("alarms.drain") == nullptr && alarm >= d.group.drain_limit_seconds)
    alarm = std::max(1, d.group.drain_limit_seconds / 2);
}

// Who gives the limits alone means a size within them.
void derive_desired(const Reading& reading, Draft& d) {
  if (reading.at("size.desired") == nullptr && d.group.min <= d.group.max)
    d.group.desired = std::clamp(d.group.desired, d.group.min, d.group.max);
}

std::optional<model::RunnerStack> build_stack(Reading& reading, Draft& d) {
  build(reading, d.runner.cache, d.cache);
  build(reading, d.stack.runner, d.runner);
  build(reading, d.group.spot, d.spot);
  using Hook = model::LifecycleHookValues;
  build(reading, d.group.terminating,
        Hook{"instance-terminating", model::HookTransition::terminating, d.heartbeat_seconds});
  // Renewed at half of it: six heartbeats in the longest boot, which is what a boot of a dozen AWS calls has room for.
  int launching =
      std::clamp(std::max(d.heartbeat_seconds, d.boot_timeout_seconds / 3), 600, aws::auto_scaling::longest_heartbeat);
  d.group.launching = model::LifecycleHook(Hook{"instance-launching", model::HookTransition::launching, launching});
  build(reading, d.group.update, d.update);
  build(reading, d.stack.group, d.group);
  build(reading, d.launch.disk, d.disk);
  build(reading, d.stack.launch, d.launch);
  build(reading, d.stack.network, d.network);
  build(reading, d.stack.observability, d.observability);
  try {
    return model::RunnerStack(d.stack);
  } catch (const model::InvalidValue& invalid) {
    reading.problems(invalid.problems());
  }
  return std::nullopt;
}

}  // namespace

std::optional<model::RunnerStack> read(const Node& root, const std::string& file, support::Diagnostics& out) {
  support::Diagnostics found;
  Reading reading(root, file, found);
  std::optional<model::RunnerStack> stack;
  if (!root.is_mapping()) {
    reading.error("S002", root.mark(), "", "a spec is a mapping of settings", "begin with platform: amazon-linux-2023");
  } else if (!reading.is_of_another_kind(keys_below(""))) {
    Draft draft;
    check_keys(reading, root, "");
    check_tags(reading, root);
    for (const Field& field : fields()) read_field(reading, field, draft);
    read_instances(reading, draft);
    read_fallback(reading, draft);
    read_scaling(reading, draft);
    read_schedules(reading, draft);
    read_tags(reading, draft);
    read_environment(reading, draft);
    read_steps_of_own(reading, draft);
    read_fixed(reading, draft);
    check_minutes(reading, draft);
    check_one_token(reading, draft);
    derive_drain_limit(reading, draft);
    derive_drain_alarm(reading, draft);
    derive_desired(reading, draft);
    settle_words(draft);
    stack = build_stack(reading, draft);
    if (stack) {
      warn_of_openings(reading, **stack);
      // A refused value counts as none, which is no reason to call others idle.
      if (!support::has_errors(found)) warn_of_idle_settings(reading, **stack);
    }
  }
  bool bad = support::has_errors(found);
  support::sort(found);
  out.insert(out.end(), found.begin(), found.end());
  return bad ? std::nullopt : stack;
}

}  // namespace vend::spec
