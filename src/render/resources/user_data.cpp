// UserData: the launcher with the values that the scripts read. Every free text travels as base64, so that no value can
// end its line, its quotes or its script. docs/instances.md lists the values.
#include <fmt/format.h>

#include "render/settings.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node yes_no(Builder& b, const Condition& condition) { return b.choose(condition, "true", "false"); }

// Prebuilt scripts travel in the metadata; everything else is fetched by the launcher.
Node script_source(Builder& b, const Condition& prebuilt) {
  return b.choose(prebuilt, "Embedded", prebuilt.is(true) ? no_value() : b.text("3INSTConfigurationScript"));
}

Node token_source(Builder& b) {
  Condition own = creates_token_secret(b);
  if (own.is(true)) return join("", {"secretsmanager:", ref("RunnerTokenSecret")});
  Condition secret = uses_token_secret(b);
  Node from_secret =
      secret.is(false) ? no_value() : join("", {"secretsmanager:", b.text("3GITLABRunnerTokenSecretId")});
  Node from_parameter = secret.is(true) ? no_value() : join("", {"ssm:", b.text("3GITLABRunnerTokenParameter")});
  Node given = b.choose(secret, std::move(from_secret), std::move(from_parameter));
  return b.choose(own, join("", {"secretsmanager:", ref("RunnerTokenSecret")}), std::move(given));
}

Node cache_bucket(Builder& b) {
  Condition creates = creates_bucket(b);
  Node given = creates.is(true) ? no_value() : b.text("3GITLABRunnerS3CacheBucket");
  Node own = creates.is(false) ? no_value() : cfn::ref("ASGBucket");
  return b.choose(uses_bucket(b), b.choose(creates, std::move(own), std::move(given)), "");
}

bool has_docker(const Builder& b) { return b.full() || b.stack().executor == model::Executor::docker; }

// The form has one default for both systems, an image of Linux; Windows' script takes its own when it is told none.
Node job_image(Builder& b, scripts::System system) {
  constexpr const char* parameter = "3GITLABRunnerDockerImage";
  if (system == scripts::System::linux || !b.full()) return b.text(parameter);
  const Condition usual = b.equals("UsualJobImage", parameter, model::linux_job_image);
  return b.choose(usual, "", usual.is(true) ? no_value() : b.text(parameter));
}

void add_docker_values(Builder& b, scripts::System system, std::vector<Value>& values) {
  values.push_back({"DOCKER_IMAGE", Encoding::base64, job_image(b, system)});
  values.push_back({"DOCKER_PRIVILEGED", Encoding::plain, b.text("3GITLABRunnerDockerPrivileged")});
  values.push_back({"DOCKER_VOLUMES", Encoding::base64, b.text("3GITLABRunnerDockerVolumes")});
  values.push_back({"DOCKER_PULL_POLICY", Encoding::plain, b.text("3GITLABRunnerDockerPullPolicy")});
  values.push_back({"REGISTRY_MIRROR", Encoding::base64, b.text("3GITLABRunnerRegistryMirror")});
}

std::vector<Value> values_of(Builder& b, scripts::System system) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Condition prebuilt = has_prebuilt_script(b);
  Condition keeps = has_logs(b);
  std::vector<Value> values = {
      {"STACK", Encoding::plain, ref("AWS::StackName")},
      {"REGION", Encoding::plain, ref("AWS::Region")},
      {"RESOURCE", Encoding::plain, "InstanceASG"},
      {"INIT_RESOURCE", Encoding::plain, "ASGLaunchTemplate"},
      {"LAUNCH_HOOK", Encoding::plain, Node(group.launching->name)},
      {"TERMINATE_HOOK", Encoding::plain, b.choose(drains(b), Node(group.terminating->name), "")},
      {"HEARTBEAT", Encoding::plain, b.text("4ASGLifecycleHeartbeatSeconds")},
      {"LAUNCH_HEARTBEAT", Encoding::plain, Node(std::to_string(group.launching->heartbeat_seconds))},
      {"DRAIN_LIMIT", Encoding::plain, b.text("4ASGDrainLimitSeconds")},
      {"SCRIPT", Encoding::base64, script_source(b, prebuilt)},
      {"SCRIPT_SHA256", Encoding::plain, script_checksum(b, system)},
      {"GITLAB_URL", Encoding::base64, b.text("3GITLABRunnerInstanceURL")},
      {"TOKEN_SOURCE", Encoding::base64, token_source(b)},
      {"RUNNER_TAGS", Encoding::base64, b.text("3GITLABRunnerTagList")},
      {"RUNNER_VERSION", Encoding::plain, b.text("3GITLABRunnerVersion")},
      {"CONCURRENT", Encoding::plain, b.text("3GITLABRunnerConcurrentJobs")},
      {"LOCKED", Encoding::plain, b.text("3GITLABRunnerLocked")},
      {"RUN_UNTAGGED", Encoding::plain, b.text("3GITLABRunnerUntaggedJobs")},
      {"CACHE_BUCKET", Encoding::plain, cache_bucket(b)},
      {"CACHE_SHARED", Encoding::plain, b.text("3GITLABRunnerS3CacheShared")},
      {"PATCH_SCOPE", Encoding::plain, b.text("1OSPatchScope")},
      {"LAST_PATCH_RUN", Encoding::base64, b.text("1OSLastManagedUpdate")},
      {"MONITOR_INTERVAL", Encoding::plain, monitor_interval(b)},
      {"SCHEDULED", Encoding::plain, yes_no(b, has_schedule(b))},
      {"PROTECT_BUSY", Encoding::plain, b.text("4ASGProtectBusyInstances")},
      {"LOG_GROUP", Encoding::plain, b.choose(keeps, keeps.is(false) ? no_value() : cfn::ref("RunnerLogGroup"), "")},
      {"HTTP_PROXY", Encoding::base64, b.text("3INSTHttpProxy")},
      {"NO_PROXY", Encoding::base64, b.text("3INSTNoProxy")},
      {"LOAD_TEST", Encoding::plain, b.text("8DBGLoadTestSeconds")},
  };
  if (has_docker(b)) add_docker_values(b, system, values);
  const std::string file = settings_file(b, system);
  if (!file.empty()) values.push_back({"SETTINGS_SHA256", Encoding::plain, Node(support::sha256_hex(file))});
  for (Value& one : settings(b, system)) {
    if (file.empty() || !one.expression.is_string()) values.push_back(std::move(one));
  }
  return values;
}

std::string variable_name(std::string_view name) {
  std::string out(name);
  std::erase(out, '_');
  return out;
}

// The launcher's text for Fn::Sub, its values as lines NAME=VALUE or NAME:BASE64, and the variables that the lines
// need.
Node launcher(const scripts::Launcher& text, const std::vector<Value>& values) {
  std::string body = escape_sub(text.before);
  Node variables = Node::mapping();
  for (const Value& value : values) {
    const Node& expression = value.expression;
    if (expression.is_string()) {
      if (expression.text().empty()) continue;
      body += escape_sub(value_line(value.name, value.encoding, expression.text()));
      continue;
    }
    std::optional<Function> function = as_function(expression);
    if (value.encoding == Encoding::plain && function && function->name == "Ref") {
      body += fmt::format("{}=${{{}}}\n", value.name, function->argument->text());
      continue;
    }
    std::string variable = variable_name(value.name);
    const char between = value.encoding == Encoding::base64 ? ':' : '=';
    body += fmt::format("{}{}${{{}}}\n", value.name, between, variable);
    variables.add(std::move(variable), value.encoding == Encoding::base64 ? base64(expression) : expression);
  }
  body += escape_sub(text.after);
  return variables.empty() ? sub(std::move(body)) : sub(std::move(body), std::move(variables));
}

}  // namespace

Node user_data(Builder& b) {
  auto for_system = [&](scripts::System system) {
    return launcher(b.library().launcher(system), values_of(b, system));
  };
  Condition on_linux = linux_platform(b);
  if (on_linux.known) return base64(for_system(*on_linux.known ? scripts::System::linux : scripts::System::windows));
  // Fn::Base64 around each: both branches of the launcher stay one text.
  return b.choose(on_linux, base64(for_system(scripts::System::linux)), base64(for_system(scripts::System::windows)));
}

}  // namespace vend::render
