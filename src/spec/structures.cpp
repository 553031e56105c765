// Readers of the fields that are lists or mappings with a form of their own: many small ones, hence the length.
#include <fmt/format.h>

#include <algorithm>

#include "spec/fields.hpp"
#include "spec/reading.hpp"
#include "spec/time_zones.hpp"

namespace vend::spec {
namespace {

using model::Metric;

template <class T, class Value>
void assign(T& target, const std::optional<Value>& value) {
  if (value) target = *value;
}

void read_range(Reading& r, const Node* node, const std::string& path, int& lowest, std::optional<int>& highest) {
  if (node == nullptr || !r.keys(*node, path, {"min", "max"})) return;
  if (const Node* min = node->find("min")) assign(lowest, r.integer(*min, path + ".min"));
  if (const Node* max = node->find("max")) assign(highest, r.integer(*max, path + ".max"));
}

void read_requirements(Reading& r, const Node& node, Draft& d) {
  r.keys(node, "instances", {"vcpu", "memory_mib", "allowed", "excluded", "burstable"});
  model::InstanceRequirements wanted;
  read_range(r, node.find("vcpu"), "instances.vcpu", wanted.vcpu_min, wanted.vcpu_max);
  read_range(r, node.find("memory_mib"), "instances.memory_mib", wanted.memory_mib_min, wanted.memory_mib_max);
  if (const Node* allowed = node.find("allowed")) assign(wanted.allowed, r.texts(*allowed, "instances.allowed"));
  if (const Node* excluded = node.find("excluded")) assign(wanted.excluded, r.texts(*excluded, "instances.excluded"));
  if (const Node* burstable = node.find("burstable"))
    assign(wanted.burstable, r.boolean(*burstable, "instances.burstable"));
  d.group.types.clear();
  d.group.requirements = wanted;
}

void read_dimensions(Reading& r, const Node& node, const std::string& path, Metric& metric) {
  if (!node.is_mapping()) {
    r.error("S002", node.mark(), path, fmt::format("{} takes a mapping from names to values", path),
            "write it like {QueueName: jobs}");
    return;
  }
  for (const document::Member& one : node.members()) {
    if (const std::optional<std::string> value = r.text(one.value, path + "." + one.key))
      metric.dimensions.emplace_back(one.key, *value);
  }
}

Metric read_metric(Reading& r, const Node& node, const std::string& path) {
  Metric metric;
  if (node.is_scalar()) {
    if (node.text() == "memory") metric.kind = Metric::Kind::memory;
    if (node.text() == "slots") metric.kind = Metric::Kind::slots;
    r.word(node.text(), node.mark(), path, {"cpu", "memory", "slots"});
    return metric;
  }
  metric.kind = Metric::Kind::custom;
  if (!r.keys(node, path, {"namespace", "name", "statistic", "dimensions"})) return metric;
  if (const Node* value = node.find("namespace")) assign(metric.name_space, r.text(*value, path + ".namespace"));
  if (const Node* value = node.find("name")) assign(metric.name, r.text(*value, path + ".name"));
  if (const Node* value = node.find("statistic")) assign(metric.statistic, r.text(*value, path + ".statistic"));
  if (const Node* value = node.find("dimensions")) read_dimensions(r, *value, path + ".dimensions", metric);
  return metric;
}

std::vector<model::Step> read_steps(Reading& r, const Node& node, const std::string& path) {
  std::vector<model::Step> steps;
  if (!node.is_mapping()) {
    r.error("S002", node.mark(), path, fmt::format("{} takes a mapping from distance to change", path),
            "write it like {0: +1, 15: +2}");
    return steps;
  }
  for (const document::Member& one : node.members()) {
    Node key = Node::scalar(Node::Kind::real, one.key);
    key.set_mark(one.mark);
    std::string here = fmt::format("{}.{}", path, one.key);
    std::optional<double> from = r.number(key, here);
    std::optional<int> change = r.integer(one.value, here);
    if (from && change) steps.push_back({*from, *change});
  }
  return steps;
}

model::ScalingAlarmValues read_alarm(Reading& r, const Node& node, const std::string& path, bool out) {
  model::ScalingAlarmValues alarm{
      .threshold = out ? 70.0 : 40.0, .seconds = out ? 60 : 300, .steps = {{0, out ? 1 : -1}}};
  if (!r.keys(node, path, {"at", "for", "periods", "steps"})) return alarm;
  if (const Node* value = node.find("at")) assign(alarm.threshold, r.number(*value, path + ".at"));
  if (const Node* value = node.find("for")) assign(alarm.seconds, r.seconds(*value, path + ".for"));
  if (const Node* value = node.find("periods")) assign(alarm.evaluation_periods, r.integer(*value, path + ".periods"));
  if (const Node* value = node.find("steps")) alarm.steps = read_steps(r, *value, path + ".steps");
  return alarm;
}

void read_policy(Reading& r, const Node& node, const std::string& path, Draft& d) {
  if (!r.keys(node, path, {"metric", "out", "in", "target", "scale_in"})) return;
  Metric metric;
  if (const Node* value = node.find("metric")) {
    metric = read_metric(r, *value, path + ".metric");
  } else {
    r.error("S004", node.mark(), path, fmt::format("{}.metric is missing", path),
            "use slots, cpu, memory or a metric's name");
  }
  const Node* out = node.find("out");
  const Node* in = node.find("in");
  const Node* target = node.find("target");
  if (target != nullptr && (out != nullptr || in != nullptr)) {
    r.error("S004", target->mark(), path, fmt::format("{} has a target and steps", path), "keep one of the two");
    return;
  }
  try {
    if (target != nullptr) {
      model::TargetTrackingValues values{.metric = metric};
      assign(values.target, r.number(*target, path + ".target"));
      if (const Node* value = node.find("scale_in")) assign(values.scale_in, r.boolean(*value, path + ".scale_in"));
      d.stack.scaling.emplace_back(model::TargetTracking(values));
    } else {
      if (node.find("scale_in") != nullptr)
        r.error_at("S004", path + ".scale_in", path + ".scale_in means nothing without a target", "remove it");
      model::StepPolicyValues values{.metric = metric};
      if (out != nullptr) values.out = read_alarm(r, *out, path + ".out", true);
      if (in != nullptr) values.in = read_alarm(r, *in, path + ".in", false);
      d.stack.scaling.emplace_back(model::StepPolicy(values));
    }
  } catch (const model::InvalidValue& invalid) {
    r.problems(invalid.problems(), path);
  }
}

void read_schedule(Reading& r, const Node& node, const std::string& path, Draft& d) {
  if (!r.keys(node, path, {"at", "timezone", "min", "max", "desired", "start", "end"})) return;
  model::ScheduleValues schedule;
  if (const Node* value = node.find("at")) assign(schedule.cron, r.text(*value, path + ".at"));
  if (const Node* value = node.find("timezone")) {
    assign(schedule.timezone, r.text(*value, path + ".timezone"));
    check_time_zone(r, *value, path + ".timezone");
  }
  if (const Node* value = node.find("min")) schedule.min = r.integer(*value, path + ".min");
  if (const Node* value = node.find("max")) schedule.max = r.integer(*value, path + ".max");
  if (const Node* value = node.find("desired")) schedule.desired = r.integer(*value, path + ".desired");
  if (const Node* value = node.find("start")) assign(schedule.start, r.text(*value, path + ".start"));
  if (const Node* value = node.find("end")) assign(schedule.end, r.text(*value, path + ".end"));
  try {
    d.stack.schedules.emplace_back(schedule);
  } catch (const model::InvalidValue& invalid) {
    r.problems(invalid.problems(), path);
  }
}

bool is_list(Reading& r, const Node& node, std::string_view path) {
  if (node.is_sequence()) return true;
  r.error("S002", node.mark(), path, fmt::format("{} takes a list", path));
  return false;
}

}  // namespace

void read_instances(Reading& r, Draft& d) {
  const Node* node = r.at("instances");
  if (d.architecture == "arm64") d.group.types = {{"m6g.large", {}}};
  if (node == nullptr) return;
  if (node->is_mapping()) {
    read_requirements(r, *node, d);
    return;
  }
  if (!is_list(r, *node, "instances")) return;
  d.group.types.clear();
  for (std::size_t i = 0; i < node->items().size(); ++i) {
    const Node& item = node->items()[i];
    std::string path = fmt::format("instances.{}", i);
    model::InstanceType type;
    if (item.is_mapping()) {
      r.keys(item, path, {"type", "weight"});
      if (const Node* name = item.find("type")) assign(type.name, r.text(*name, path + ".type"));
      if (const Node* weight = item.find("weight")) type.weight = r.integer(*weight, path + ".weight");
    } else {
      assign(type.name, r.text(item, path));
    }
    d.group.types.push_back(type);
  }
}

void read_fallback(Reading& r, Draft& d) {
  const Node* node = r.at("spot.fallback");
  if (node == nullptr || !r.keys(*node, "spot.fallback", {"max", "after"})) return;
  model::SpotFallback fallback;
  if (const Node* value = node->find("max")) {
    assign(fallback.max, r.integer(*value, "spot.fallback.max"));
  } else {
    r.error("S004", node->mark(), "spot.fallback", "spot.fallback.max is missing",
            "write it like {max: 5, after: 10m}");
  }
  if (const Node* value = node->find("after")) assign(fallback.after_seconds, r.seconds(*value, "spot.fallback.after"));
  d.spot.fallback = fallback;
}

void read_scaling(Reading& r, Draft& d) {
  const Node* node = r.at("scaling");
  if (node == nullptr || !is_list(r, *node, "scaling")) return;
  for (std::size_t i = 0; i < node->items().size(); ++i)
    read_policy(r, node->items()[i], fmt::format("scaling.{}", i), d);
}

void read_schedules(Reading& r, Draft& d) {
  const Node* node = r.at("schedules");
  if (node == nullptr) return;
  if (node->is_scalar() && node->text() == "ask") {
    d.stack.ask_schedules = true;
    return;
  }
  if (!is_list(r, *node, "schedules")) return;
  for (std::size_t i = 0; i < node->items().size(); ++i)
    read_schedule(r, node->items()[i], fmt::format("schedules.{}", i), d);
}

void read_tags(Reading& r, Draft& d) {
  const Node* node = r.at("tags");
  if (node == nullptr) return;
  if (!node->is_mapping()) {
    r.error("S002", node->mark(), "tags", "tags takes a mapping from key to value", "write it like {team: a}");
    return;
  }
  for (const document::Member& one : node->members()) {
    if (std::optional<std::string> value = r.text(one.value, "tags." + one.key))
      d.stack.tags.push_back({one.key, *value});
  }
}

void read_environment(Reading& r, Draft& d) {
  const Node* node = r.at("gitlab.environment");
  if (node == nullptr) return;
  if (!node->is_mapping()) {
    r.error("S002", node->mark(), "gitlab.environment", "gitlab.environment takes a mapping from name to value",
            "write it like {LANG: C.UTF-8}");
    return;
  }
  for (const document::Member& one : node->members()) {
    if (std::optional<std::string> value = r.text(one.value, "gitlab.environment." + one.key))
      d.runner.environment.emplace_back(one.key, *value);
  }
}

void read_steps_of_own(Reading& r, Draft& d) {
  for (auto [name, step] : {std::pair{"before", &d.runner.before}, std::pair{"after", &d.runner.after},
                            std::pair{"drain", &d.runner.drain}}) {
    const std::string path = fmt::format("script.{}", name);
    const Node* node = r.at(path);
    if (node == nullptr) continue;
    if (!node->is_mapping()) {
      assign(step->text, r.text(*node, path));
      continue;
    }
    r.keys(*node, path, {"source", "sha256"});
    if (const Node* value = node->find("source")) assign(step->source, r.text(*value, path + ".source"));
    if (const Node* value = node->find("sha256")) assign(step->sha256, r.text(*value, path + ".sha256"));
  }
}

namespace {

void read_paths(Reading& r, std::string_view key, std::set<std::string>& into) {
  std::optional<std::vector<std::string>> paths = r.texts(*r.at(key), key);
  for (std::size_t i = 0; paths && i < paths->size(); ++i) {
    const std::string& path = (*paths)[i];
    bool known = std::any_of(fields().begin(), fields().end(), [&](const Field& field) {
      return field.path == path || field.path.starts_with(path + ".") ||
             path.starts_with(std::string(field.path) + ".");
    });
    if (!known) {
      r.error_at("S008", fmt::format("{}.{}", key, i), fmt::format("there is no setting {}", path),
                 "use a path such as gitlab.url or spot");
    }
    into.insert(path);
  }
}

}  // namespace

void read_fixed(Reading& r, Draft& d) {
  const Node* fixed = r.at("fixed");
  const Node* ask = r.at("ask");
  if (ask != nullptr) {
    d.stack.all_fixed = true;
    read_paths(r, "ask", d.stack.asked_paths);
  }
  if (fixed == nullptr) return;
  if (std::optional<bool> all = document::to_bool(*fixed)) {
    d.stack.all_fixed = d.stack.all_fixed || *all;
  } else {
    read_paths(r, "fixed", d.stack.fixed_paths);
  }
  for (const std::string& path : d.stack.fixed_paths) {
    if (d.stack.asked_paths.count(path) == 0) continue;
    r.error("S010", fixed->mark(), "fixed", fmt::format("{} stands in both ask and fixed", path),
            "remove it from one of them");
  }
}

}  // namespace vend::spec
