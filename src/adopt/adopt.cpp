#include "vend/adopt/adopt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "adopt/settings.hpp"
#include "adopt/words.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/support/text.hpp"

namespace vend::adopt {
namespace {

class Adoption {
 public:
  explicit Adoption(const Stack& stack) : stack_(stack), rows_(render::parameters(model::RunnerStack({}))) {}
  Adoption(const Stack& stack, const Origin& origin)
      : stack_(stack), rows_(render::parameters(origin.stack)), has_origin_(true) {
    out_.spec = origin.spec;
  }

  Adopted run() {
    if (has_origin_) return over_origin();
    platform();
    script();
    for (const render::Parameter& row : rows_) plain(row);
    types();
    scaling();
    schedules();
    steps();
    token();
    unknown();
    subnets();
    // v1.5.5 had no smallest size to ask for.
    if (text("4ASGDesiredCapacity") == "0" && !value("4ASGMinSize")) set(out_.spec, "size.min", Node::integer(0));
    nature_of_the_machine();
    leave_out_refused(out_);
    return std::move(out_);
  }

 private:
  // What the origin says is so unless the form says something else.
  Adopted over_origin() {
    if (differs("9AWSRetrieveLatestAWSOSAmiIdFromSSM"))
      set(out_.spec, "image_parameter", Node(text("9AWSRetrieveLatestAWSOSAmiIdFromSSM")));
    if (differs("4ASGSpecifySecurityGroups")) take_out(out_.spec, "network.own_security_group");
    for (const render::Parameter& row : rows_) {
      if (!is_special(row.name) && differs(row.name)) take_out(out_.spec, row.path);
      plain(row);
    }
    if (differs("5ASGInstanceType")) types();
    if (differs("4ASGSchedule")) {
      take_out(out_.spec, "schedules");
      not_asked("schedules");
      schedules();
    }
    token();
    unknown();
    leave_out_refused(out_);
    return std::move(out_);
  }

  // Whether the stack has another value than its template's default for a parameter of which `prefix` begins the name.
  bool differs(std::string_view prefix) const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const render::Parameter& row) {
      const std::optional<std::string> given = value(row.name);
      return row.name.starts_with(prefix) && given && row.value && *given != *row.value;
    });
  }

  void not_asked(std::string_view path) {
    Node* asked = out_.spec.find("ask");
    if (asked == nullptr) return;
    std::erase_if(asked->items(), [&](const Node& one) { return one.text() == path; });
  }

  std::optional<std::string> value(const std::string& name) const {
    const auto found = stack_.values.find(name);
    return found != stack_.values.end() ? std::optional(found->second) : std::nullopt;
  }
  std::string text(const std::string& name) const { return value(name).value_or(""); }
  void leave(std::string parameter, std::string reason) {
    out_.left.push_back({std::move(parameter), std::move(reason)});
  }

  void platform() {
    if (!value("1OSInstanceOSPlatform")) return;
    const std::string image = text("9AWSRetrieveLatestAWSOSAmiIdFromSSM");
    std::string name = "amazon-linux-2023";
    if (text("1OSInstanceOSPlatform") == "Windows") {
      name = "windows-2022";
      for (std::string_view year : {"2019", "2022", "2025"}) {
        if (image.find(year) != std::string::npos) name = "windows-" + std::string(year);
      }
    } else if (image.find("amzn2-") != std::string::npos) {
      name = "amazon-linux-2";
    }
    set(out_.spec, "platform", Node(name));
    const bool gone = image.find("ContainersLatest") != std::string::npos;
    if (gone)
      leave("9AWSRetrieveLatestAWSOSAmiIdFromSSM",
            "AWS no longer has the image " + image + "; the platform's newest is taken");
    const bool usual = image.starts_with("/aws/service/ami-amazon-linux-latest/") ||
                       image.starts_with("/aws/service/ami-windows-latest/");
    if (!image.empty() && !gone && !usual) set(out_.spec, "image_parameter", Node(image));
    if (usual && !gone && image.find("kernel-default") == std::string::npos && name == "amazon-linux-2023")
      set(out_.spec, "image_parameter", Node(image));
  }

  // A prebuilt script, given by its name or by the address that v1.5.5 had it at, stands for an executor of the
  // platform.
  void script() {
    const std::optional<std::string> source = value("3INSTConfigurationScript");
    if (!source) return;
    const std::optional<std::string_view> ours = model::prebuilt_script(*source);
    const bool embedded = *source == model::embedded_script;
    const std::string file = ours ? std::string(*ours) : source->substr(source->rfind('/') + 1);
    const bool windows = text("1OSInstanceOSPlatform") == "Windows";
    const bool shell = embedded ? windows : file.find("docker") == std::string::npos;
    set(out_.spec, "executor", Node(shell ? "shell" : "docker"));
    if (embedded || (ours && *ours == *source)) return;
    if (ours) {
      leave("3INSTConfigurationScript", "the script at v1.5.5's address is the platform's own here");
      return;
    }
    set(out_.spec, "script.source", Node(*source));
    if (!text("3INSTConfigurationScriptSHA256").empty())
      set(out_.spec, "script.sha256", Node(text("3INSTConfigurationScriptSHA256")));
  }

  void plain(const render::Parameter& row) {
    const std::optional<std::string> given = value(row.name);
    if (!given && std::find(stack_.hidden.begin(), stack_.hidden.end(), row.name) == stack_.hidden.end()) return;
    ++out_.known;
    if (!given || is_special(row.name) || row.path.empty()) return;
    if (row.value && *row.value == *given) return;  // the spec's own default
    if (const std::optional<std::string_view> word = word_of(row.name, *given)) {
      if (!word->empty()) set(out_.spec, row.path, typed(std::string(*word)));
      return;
    }
    if (row.name == "4ASGSpecifySecurityGroups" && *given == "CreateOneForMe") {
      set(out_.spec, "network.own_security_group", Node::boolean(true));
    } else if (is_list(row.path)) {
      Node list = list_of(*given);
      if (!list.empty()) set(out_.spec, row.path, std::move(list));
    } else if (!given->empty()) {
      set(out_.spec, row.path, row.type == "Number" ? typed(*given) : word_or_text(row, *given));
    }
  }

  // Only what the form takes as true and false is one; a version such as 20 stays a text.
  static Node word_or_text(const render::Parameter& row, const std::string& given) {
    const std::vector<std::string>& allowed = row.constraint.allowed;
    const bool flag = allowed.size() == 2 && std::find(allowed.begin(), allowed.end(), "true") != allowed.end();
    const bool number = !allowed.empty() && std::all_of(allowed.begin(), allowed.end(), support::is_digits);
    return flag || number ? typed(given) : Node(given);
  }

  void types() {
    Node list = Node::sequence();
    std::set<std::string> seen;
    std::string gap;
    for (int i = 1; i <= 4; ++i) {
      const std::string name = fmt::format("5ASGInstanceType{}", i), type = text(name);
      if (type.empty() || !seen.insert(type).second) {
        if (gap.empty()) gap = name;
        continue;
      }
      list.push(Node(type));
      // An update keeps the values of parameters that stay: where types move up a place, a kept value would go to the
      // wrong type.
      if (gap.empty() || out_.spec.find("fixed") != nullptr) continue;
      for (const char* asked : {"instances", "instances.0", "instances.1", "instances.2", "instances.3"})
        not_asked(asked);
      set(out_.spec, "fixed", Node::sequence({Node("instances")}));
      leave(gap, "it says no type of its own, so that others take its place: the form does not ask for types");
    }
    for (std::size_t i = list.items().size(); i < 4; ++i) not_asked(fmt::format("instances.{}", i));
    // The form asks for four; what the origin names after them stays.
    const Node* named = has_origin_ ? out_.spec.find("instances") : nullptr;
    for (std::size_t i = 4; named != nullptr && i < named->items().size(); ++i) {
      if (seen.insert(named->items()[i].text()).second) list.push(named->items()[i]);
    }
    if (!list.empty()) set(out_.spec, "instances", std::move(list));
  }

  Node alarm(const char* direction, const char* threshold, const char* seconds) {
    Node node = Node::mapping();
    const std::string prefix = fmt::format("5ASGAutoScalingSetScale{}UtilizationThreshold", direction);
    const std::string at = text(prefix), period = text(prefix + "Seconds");
    node.add("at", typed(at.empty() || at == "0" ? threshold : at));
    // The full template's form takes these, too, and means a minute (AlarmPeriods).
    const bool too_short = period == "10" || period == "20" || period == "30";
    if (too_short) leave(prefix + "Seconds", "these metrics come once a minute; 60 is taken");
    node.add("for", typed(period.empty() || period == "0" ? seconds : too_short ? "60" : period));
    if (at == "0") leave(prefix, fmt::format("a threshold of 0 never scales; {} is taken", threshold));
    // The steps of v1.5.5 and of the full template: the further a metric is beyond the threshold, the more instances.
    if (std::string_view(direction) == "Out")
      node.add("steps", Node::mapping({{"0", Node::integer(1)}, {"15", Node::integer(2)}, {"25", Node::integer(3)}}));
    return node;
  }

  void scaling() {
    if (text("5ASGAutoScalingEnabled") != "true") return;
    Node policy = Node::mapping();
    policy.add("metric", Node(support::lower_case(value("5ASGAutoScalingMetricTypeToMonitor").value_or("CPU"))));
    policy.add("out", alarm("Out", "70", "60"));
    policy.add("in", alarm("In", "40", "300"));
    set(out_.spec, "scaling", Node::sequence({std::move(policy)}));
  }

  static bool is_off(const std::string& cron) { return cron.empty() || cron == "Disabled"; }

  void schedules() {
    Node list = Node::sequence();
    const std::string stop = text("4ASGScheduledShutdownCron"), start = text("4ASGScheduledStartupCron"),
                      zone = value("4ASGScheduleTimeZone").value_or("Etc/UTC");
    const std::string wanted = value("4ASGScheduledStartupDesiredInstances").value_or("1");
    if (!is_off(stop))
      list.push(Node::mapping(
          {{"at", Node(stop)}, {"timezone", Node(zone)}, {"min", Node::integer(0)}, {"desired", Node::integer(0)}}));
    if (!is_off(start))
      list.push(Node::mapping({{"at", Node(start)},
                               {"timezone", Node(zone)},
                               {"min", typed(value("4ASGMinSize").value_or("1"))},
                               {"desired", typed(wanted)}}));
    if (!list.empty()) set(out_.spec, "schedules", std::move(list));
  }

  void steps() {
    for (const auto& [parameter, path] :
         {std::pair{"3INSTStepBefore", "script.before"}, std::pair{"3INSTStepAfter", "script.after"},
          std::pair{"3INSTStepDrain", "script.drain"}}) {
      const std::string source = text(parameter), sha256 = text(std::string(parameter) + "SHA256");
      if (source.empty()) continue;
      Node step = Node::mapping({{"source", Node(source)}});
      if (!sha256.empty()) step.add("sha256", Node(sha256));
      set(out_.spec, path, std::move(step));
    }
  }

  void token() {
    const char* name = "3GITLABRunnerRegTokenList";
    const bool hidden = std::find(stack_.hidden.begin(), stack_.hidden.end(), name) != stack_.hidden.end();
    if (!hidden && text(name).empty()) return;
    leave(name,
          "a token is never part of a spec: keep it on the form, or put it into Secrets Manager and name it in "
          "gitlab.token.secret");
  }

  void unknown() {
    for (const auto& [name, given] : stack_.values) {
      const bool known = std::any_of(rows_.begin(), rows_.end(),
                                     [&, &wanted = name](const render::Parameter& row) { return row.name == wanted; });
      if (!known && !name.starts_with("5ASGInstanceType")) leave(name, "vend has no setting for it");
    }
  }

  // v1.5.5 looked up the subnets of a VPC; here they are named.
  void subnets() {
    const std::string vpc = text("4ASGSpecifyVPC"), names = text("4ASGSpecifySubnets");
    if (vpc.empty() || vpc == "DefaultVPC" || (!names.empty() && names != "AllSubnets")) return;
    if (!take_out(out_.spec, "network.vpc")) return;
    leave("4ASGSpecifyVPC",
          fmt::format("{} needs the names of its subnets: set network.vpc and network.subnets before you generate, or "
                      "the instances start in the default VPC",
                      vpc));
  }

  // What each stack of v1.5.5 is without a parameter that says so.
  void nature_of_the_machine() {
    const char* parameter = "3GITLABRunnerDockerPrivileged";
    const bool asked = value(parameter) || std::ranges::find(stack_.hidden, parameter) != stack_.hidden.end();
    const Node* executor = out_.spec.find("executor");
    if (asked || executor == nullptr || executor->text() != "docker" ||
        !text("1AAAATemplateVersion").starts_with("v1."))
      return;
    leave("docker.privileged",
          "v1.5.5 ran each container privileged, with /certs/client as a volume: set docker.privileged and "
          "docker.volumes where jobs build images with docker-in-docker");
    leave("metadata_hop_limit", "v1.5.5 let containers use the instance's role: set 2 where jobs need it");
  }

  const Stack& stack_;
  std::vector<render::Parameter> rows_;
  bool has_origin_ = false;
  Adopted out_;
};

}  // namespace

Adopted adopt(const Stack& stack) { return Adoption(stack).run(); }
Adopted adopt(const Stack& stack, const Origin& origin) { return Adoption(stack, origin).run(); }

}  // namespace vend::adopt
