// What a template does to running jobs: who may end an instance, and whether its jobs get the time to finish.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "checks.hpp"
#include "vend/document/yaml.hpp"

namespace vend::validate {
namespace {

std::optional<double> number(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->text().empty()) return std::nullopt;
  return document::to_real(Node::scalar(Node::Kind::real, node->text()));
}

// ISO 8601 durations as CloudFormation takes them: PT1H30M10S. Nothing for other texts.
std::optional<int> seconds(std::string_view text) {
  if (!text.starts_with("PT") || text.size() < 4) return std::nullopt;
  int total = 0, amount = 0;
  bool digits = false;
  for (char c : text.substr(2)) {
    if (c >= '0' && c <= '9') {
      if (amount > 100'000) return std::nullopt;
      amount = amount * 10 + (c - '0');
      digits = true;
      continue;
    }
    const int unit = c == 'H' ? 3'600 : c == 'M' ? 60 : c == 'S' ? 1 : 0;
    if (unit == 0 || !digits) return std::nullopt;
    total += amount * unit;
    amount = 0;
    digits = false;
  }
  return digits ? std::nullopt : std::optional(total);
}

bool contains_text(const Node& node, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words) {
    if (node.text().find(word) != std::string::npos) return true;
  }
  for (const Node& one : node.items()) {
    if (contains_text(one, words)) return true;
  }
  for (const document::Member& one : node.members()) {
    if (contains_text(one.value, words)) return true;
    for (std::string_view word : words) {
      if (one.key.find(word) != std::string::npos) return true;
    }
  }
  return false;
}

// Groups that run jobs; for web servers behind a load balancer the rules about drains would be noise.
bool runs_jobs(const cfn::Template& t) {
  static const std::initializer_list<std::string_view> words = {"gitlab-runner",  "GitLab",  "gitlab", "buildkite",
                                                                "actions-runner", "jenkins", "Jenkins"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return t.description.find(word) != std::string::npos; }) ||
         contains_text(t.resources, words);
}

class Jobs {
 public:
  Jobs(const Resolved& resolved, const Resource& group, Report& report)
      : resolved_(resolved), group_(group), report_(report) {}

  void run() {
    collect_hooks();
    update_policy();
    signals();
    if (!runs_jobs(resolved_.t)) return;
    ends();
    hooks();
    hook_times();
    sizes();
    role();
  }

 private:
  void collect_hooks() {
    for (const Node* one : items_of(group_.properties->find("LifecycleHookSpecificationList"))) add_hook(*one);
    for (const Resource* one : resolved_.of_type("AWS::AutoScaling::LifecycleHook")) {
      if (is_ours(one->properties->find("AutoScalingGroupName"))) add_hook(*one->properties);
    }
  }

  void add_hook(const Node& hook) {
    const std::string_view transition = text_at(&hook, {"LifecycleTransition"});
    if (transition.ends_with("EC2_INSTANCE_TERMINATING")) terminating_.push_back(&hook);
    if (transition.ends_with("EC2_INSTANCE_LAUNCHING")) launching_.push_back(&hook);
    if (is_symbolic_text(transition)) terminating_.push_back(&hook);
  }

  bool is_ours(const Node* reference) const {
    const Resource* found = resolved_.named(reference);
    return found != nullptr && found->id == group_.id;
  }

  document::Mark mark() const { return group_.node->mark(); }

  // Everything that ends instances while they work, each with its place.
  void ends() {
    if (!terminating_.empty()) return;
    auto say = [&](const Node& where, std::string_view what) {
      report_.add("J001", where.mark().line > 0 ? where.mark() : mark(), group_.path("Properties"),
                  fmt::format("{} ends instances in the middle of their jobs: the group has no terminating hook", what),
                  "add a hook for autoscaling:EC2_INSTANCE_TERMINATING and drain the runner in it");
    };
    for (const Resource* one : resolved_.of_type("AWS::AutoScaling::ScalingPolicy")) {
      if (is_ours(one->properties->find("AutoScalingGroupName")) && scales_in(*one))
        say(*one->node, "scaling in (" + one->id + ")");
    }
    for (const Resource* one : resolved_.of_type("AWS::AutoScaling::ScheduledAction")) {
      if (is_ours(one->properties->find("AutoScalingGroupName"))) say(*one->node, "the schedule (" + one->id + ")");
    }
    if (const Node* rolling = at(group_.node, {"UpdatePolicy", "AutoScalingRollingUpdate"}))
      say(*rolling, "a rolling update");
    if (const Node* replace = at(group_.node, {"UpdatePolicy", "AutoScalingReplacingUpdate", "WillReplace"});
        replace != nullptr && replace->text() == "true")
      say(*replace, "a replacing update");
    if (const Node* rebalance = group_.properties->find("CapacityRebalance");
        rebalance != nullptr && rebalance->text() == "true")
      say(*rebalance, "capacity rebalancing");
    if (const Node* lifetime = group_.properties->find("MaxInstanceLifetime");
        lifetime != nullptr && lifetime->text() != "0")
      say(*lifetime, "MaxInstanceLifetime");
  }

  static bool scales_in(const Resource& policy) {
    if (policy.properties->find("TargetTrackingConfiguration") != nullptr)
      return text_at(policy.properties, {"TargetTrackingConfiguration", "DisableScaleIn"}) != "true";
    if (const std::optional<double> change = number(policy.properties->find("ScalingAdjustment"))) return *change < 0;
    for (const Node* step : items_of(policy.properties->find("StepAdjustments"))) {
      if (number(step->find("ScalingAdjustment")).value_or(0) < 0) return true;
    }
    return text_at(policy.properties, {"AdjustmentType"}) == "ExactCapacity";
  }

  // A launching hook whose time is over abandons an instance that the stack still waits for.
  void hook_times() {
    const Node* signal = at(group_.node, {"CreationPolicy", "ResourceSignal", "Timeout"});
    const Node* pause = at(group_.node, {"UpdatePolicy", "AutoScalingRollingUpdate", "PauseTime"});
    for (const Node* hook : launching_) {
      const Node* timeout = hook->find("HeartbeatTimeout");
      const std::optional<double> given = number(timeout);
      for (const Node* waits : {signal, pause}) {
        const std::optional<int> limit = waits != nullptr ? seconds(waits->text()) : std::nullopt;
        if (given && limit && *given < *limit && !may_heartbeat())
          report_.add("J011", timeout->mark(), group_.path("Properties"),
                      fmt::format("the launching hook ends a boot after {:g} seconds, but the stack waits {} for it",
                                  *given, waits->text()),
                      "let the hook wait at least as long, or allow autoscaling:RecordLifecycleActionHeartbeat");
      }
    }
  }

  bool may_heartbeat() const {
    return contains_text(resolved_.t.resources, {"RecordLifecycleActionHeartbeat", "autoscaling:*"});
  }

  void hooks() {
    for (const Node* hook : terminating_) {
      const Node* result = hook->find("DefaultResult");
      if (result == nullptr || result->text() == "ABANDON") {
        report_.add("J002", result != nullptr ? result->mark() : hook->mark(), group_.path("Properties"),
                    "when the drain's time is over, ABANDON skips the other terminating hooks",
                    "set DefaultResult to CONTINUE");
      }
    }
    for (const Node* hook : launching_) {
      const Node* result = hook->find("DefaultResult");
      if (result != nullptr && result->text() == "CONTINUE") {
        report_.add("J003", result->mark(), group_.path("Properties"),
                    "an instance whose boot hangs is put into service and takes load it cannot serve",
                    "set DefaultResult of the launching hook to ABANDON");
      }
    }
  }

  void update_policy() {
    const Node* rolling = at(group_.node, {"UpdatePolicy", "AutoScalingRollingUpdate"});
    if (rolling == nullptr) return;
    const std::optional<double> kept = number(rolling->find("MinInstancesInService")),
                                most = number(group_.properties->find("MaxSize"));
    if (kept && most && *kept >= *most && *most > 0) {
      report_.add(
          "J004", rolling->find("MinInstancesInService")->mark(), group_.path("UpdatePolicy"),
          fmt::format("MinInstancesInService {:g} must be below MaxSize {:g}, or every update fails", *kept, *most),
          "lower it");
    }
    for (const Node* process : items_of(rolling->find("SuspendProcesses"))) {
      if (process->text() == "Launch" || process->text() == "Terminate")
        report_.add("J010", process->mark(), group_.path("UpdatePolicy"),
                    fmt::format("a rolling update that suspends {} cannot replace an instance", process->text()),
                    "leave Launch and Terminate running");
    }
    const Node* pause_node = rolling->find("PauseTime");
    const std::optional<int> pause = pause_node != nullptr ? seconds(pause_node->text()) : std::nullopt;
    if (pause_node != nullptr && !is_symbolic(*pause_node) && !pause)
      report_.add("J005", pause_node->mark(), group_.path("UpdatePolicy"),
                  fmt::format("\"{}\" is no duration", pause_node->text()), "write it like PT15M");
    if (pause && *pause > 3'600)
      report_.add("J005", pause_node->mark(), group_.path("UpdatePolicy"), "PauseTime can be at most one hour",
                  "use PT1H or less");
    const bool waits = text_at(rolling, {"WaitOnResourceSignals"}) == "true";
    if (waits && pause && *pause < 120) {
      report_.add("J005", pause_node->mark(), group_.path("UpdatePolicy"),
                  fmt::format("every rolling update fails unless new instances signal within {} seconds", *pause),
                  "give them the time of a boot, such as PT15M");
    }
  }

  void signals() {
    const Node* waits = at(group_.node, {"CreationPolicy", "ResourceSignal"});
    const Node* rolling = at(group_.node, {"UpdatePolicy", "AutoScalingRollingUpdate", "WaitOnResourceSignals"});
    if (waits == nullptr && rolling != nullptr && rolling->text() == "true") waits = rolling;
    if (waits != nullptr) {
      const Node* timeout_node = waits->find("Timeout");
      const std::optional<int> timeout = timeout_node != nullptr ? seconds(timeout_node->text()) : std::nullopt;
      if (timeout && *timeout > 43'200)
        report_.add("J005", timeout_node->mark(), group_.path("CreationPolicy"),
                    "a CreationPolicy can wait at most 12 hours", "use PT12H or less");
      if (timeout_node != nullptr && !is_symbolic(*timeout_node) && !timeout)
        report_.add("J005", timeout_node->mark(), group_.path("CreationPolicy"),
                    fmt::format("\"{}\" is no duration", timeout_node->text()), "write it like PT15M");
    }
    if (waits != nullptr && text_at(waits, {"Count"}) == "0") return;
    const Resource* launch = launch_template();
    if (waits == nullptr || launch == nullptr) return;
    const Node* source = resolved_.t.resources.find(launch->id);
    const Node* data = at(launch->properties, {"LaunchTemplateData", "UserData"});
    if (data == nullptr) data = launch->properties->find("UserData");
    if (data != nullptr && data->text().starts_with("${")) return;  // known only to a running stack
    if (contains_text(*source,
                      {"cfn-signal", "signal-resource", "SignalResource", "cfn_signal", "Send-CFNResourceSignal"}))
      return;
    report_.add("J006", waits->mark().line > 0 ? waits->mark() : mark(), group_.path("CreationPolicy"),
                fmt::format("the stack waits for signals, but nothing in {} sends one", launch->id),
                "run cfn-signal at the end of UserData");
  }

  const Resource* launch_template() const {
    const Node* id = at(group_.properties, {"LaunchTemplate", "LaunchTemplateId"});
    if (id == nullptr)
      id = at(group_.properties,
              {"MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification", "LaunchTemplateId"});
    if (id == nullptr) id = group_.properties->find("LaunchConfigurationName");
    return resolved_.named(id);
  }

  void sizes() {
    bool changed_elsewhere = false;
    for (std::string_view type : {"AWS::AutoScaling::ScheduledAction", "AWS::AutoScaling::ScalingPolicy"}) {
      for (const Resource* one : resolved_.of_type(type))
        changed_elsewhere = changed_elsewhere || is_ours(one->properties->find("AutoScalingGroupName"));
    }
    const Node* keeps =
        at(group_.node, {"UpdatePolicy", "AutoScalingScheduledAction", "IgnoreUnmodifiedGroupSizeProperties"});
    if (changed_elsewhere && group_.properties->find("DesiredCapacity") != nullptr &&
        (keeps == nullptr || keeps->text() != "true")) {
      report_.add("J007", group_.properties->find("DesiredCapacity")->mark(), group_.path("UpdatePolicy"),
                  "a stack update sets the sizes back that scaling or schedules have chosen, and ends instances",
                  "set UpdatePolicy.AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties to true");
    }
  }

  // The instances' role, when it is in this template, must be able to extend and complete the hook, for as long as the
  // group exists.
  void role() {
    if (terminating_.empty()) return;
    const Resource* launch = launch_template();
    const Node* data = launch != nullptr ? launch->properties->find("LaunchTemplateData") : nullptr;
    const Node* profile_node = at(data, {"IamInstanceProfile", "Name"});
    if (profile_node == nullptr) profile_node = at(data, {"IamInstanceProfile", "Arn"});
    const Resource* profile = resolved_.named(profile_node);
    if (profile == nullptr) return;
    const std::vector<const Node*> roles = items_of(profile->properties->find("Roles"));
    const Resource* role = roles.empty() ? nullptr : resolved_.named(roles.front());
    if (role == nullptr || role->type != "AWS::IAM::Role") return;
    const std::vector<const Resource*> policies = policies_of(*role);
    bool heartbeat = false, unknown = false;
    for (const Node* arn : items_of(role->properties->find("ManagedPolicyArns")))
      unknown = unknown || arn->text().find(":iam::aws:policy/") == std::string::npos;
    for (const Node* one : items_of(role->properties->find("Policies")))
      heartbeat = heartbeat || allows(one->find("PolicyDocument"), "autoscaling:RecordLifecycleActionHeartbeat");
    const std::set<std::string> before = dependencies(resolved_.t, group_.id);
    for (const Resource* policy : policies) {
      const bool drains = allows(policy->properties->find("PolicyDocument"), "autoscaling:CompleteLifecycleAction");
      heartbeat =
          heartbeat || allows(policy->properties->find("PolicyDocument"), "autoscaling:RecordLifecycleActionHeartbeat");
      if (drains && !before.contains(policy->id)) {
        report_.add(
            "J009", policy->node->mark(), policy->path(),
            fmt::format("when the stack is deleted, this policy may go before {}, whose drains need it", group_.id),
            fmt::format("add {} to DependsOn of {}", policy->id, group_.id));
      }
    }
    if (!heartbeat && !unknown) {
      report_.add(
          "J008", role->node->mark(), role->path(),
          fmt::format("the role may not extend the terminating hook of {}: a drain is cut off at its first timeout",
                      group_.id),
          "allow autoscaling:RecordLifecycleActionHeartbeat and CompleteLifecycleAction on the group");
    }
  }

  std::vector<const Resource*> policies_of(const Resource& role) const {
    std::vector<const Resource*> found;
    for (const Resource& one : resolved_.resources) {
      if (one.type != "AWS::IAM::ManagedPolicy" && one.type != "AWS::IAM::Policy" && one.type != "AWS::IAM::RolePolicy")
        continue;
      std::vector<const Node*> roles = items_of(one.properties->find("Roles"));
      if (const Node* name = one.properties->find("RoleName")) roles.push_back(name);
      if (std::any_of(roles.begin(), roles.end(), [&](const Node* name) { return resolved_.named(name) == &role; }))
        found.push_back(&one);
    }
    for (const Node* arn : items_of(role.properties->find("ManagedPolicyArns"))) {
      if (const Resource* one = resolved_.named(arn)) found.push_back(one);
    }
    return found;
  }

  static bool allows(const Node* document, std::string_view action) {
    for (const Node* statement : items_of(at(document, {"Statement"}))) {
      if (text_at(statement, {"Effect"}) != "Allow") continue;
      for (const Node* one : items_of(statement->find("Action"))) {
        const std::string& text = one->text();
        const std::size_t star = text.find('*');
        if (text == action || (star != std::string::npos && action.starts_with(std::string_view(text).substr(0, star))))
          return true;
      }
    }
    return false;
  }

  const Resolved& resolved_;
  const Resource& group_;
  Report& report_;
  std::vector<const Node*> terminating_, launching_;
};

}  // namespace

void check_jobs(const Resolved& resolved, Report& report) {
  for (const Resource* group : resolved.of_type("AWS::AutoScaling::AutoScalingGroup"))
    Jobs(resolved, *group, report).run();
}

}  // namespace vend::validate
