// The fields of a spec, each declared once: path, type, default, meaning. Reader, JSON Schema and docs/spec.md all come
// from these rows.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "vend/model/stack.hpp"

namespace vend::spec {

// A stack while it is being read: plain values, words still words.
struct Draft {
  model::RunnerStackValues stack;
  model::RunnerConfigValues runner;
  model::CacheBucketValues cache;
  model::AutoScalingGroupValues group;
  model::SpotMixValues spot;
  model::UpdatePolicyValues update;
  model::LaunchTemplateValues launch;
  model::DiskValues disk;
  model::NetworkValues network;
  model::ObservabilityValues observability;

  std::string platform;
  std::string architecture = "amd64";
  std::string executor = "docker";
  std::string token_secret;
  std::string token_parameter;
  std::string bucket = "own";
  std::string strategy = "price-capacity-optimized";
  std::string update_type = "rolling";
  std::string zones = "balanced-best-effort";
  std::string patch_scope = "none";
  std::string instance_store = "none";
  int heartbeat_seconds = 600;
  int boot_timeout_seconds = 45 * 60;
  int monitor_interval_seconds = 60;
  bool logs = true;
};

template <class T>
using Access = T& (*)(Draft&);

enum class Unit { none, seconds };

// What a field without a simple type takes: read by code of its own, described here.
struct Structure {
  std::string_view type;    // for docs: "list of types, or requirements"
  std::string_view schema;  // JSON Schema
};

struct Field {
  std::string_view path;
  std::string_view meaning;
  std::variant<Access<std::string>, Access<int>, Access<bool>, Access<std::vector<std::string>>, Structure> target;
  std::vector<std::string_view> words = {};  // accepted texts; empty: any
  Unit unit = Unit::none;
};

const std::vector<Field>& fields();

}  // namespace vend::spec
