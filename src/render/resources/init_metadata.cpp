// AWS::CloudFormation::Init: the runner configuration script as readable text, which cfn-init writes on the instance,
// with the texts and settings of the stack's own.
// The texts and their checksums stand in Mappings, where they need the least indentation; Fn::If and Fn::FindInMap put
// the one that the stack runs into the launch template's metadata.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "render/settings.hpp"
#include "vend/model/prebuilt_script.hpp"

namespace vend::render {
namespace {

using namespace cfn;

constexpr std::string_view linux_path = "/custom_instance_configuration_script.sh";
constexpr std::string_view linux_features = "/etc/vend/features.sh";
constexpr std::string_view windows_features = "C:\\ProgramData\\vend\\features.ps1";
constexpr std::string_view linux_settings = "/etc/vend/settings";
constexpr std::string_view windows_settings = "C:\\ProgramData\\vend\\settings";
constexpr std::string_view windows_path = "C:\\ProgramData\\vend\\custom_instance_configuration_script.ps1";

using Choice = model::PrebuiltScript;

// The condition of the name: ScriptAmazonLinux2Docker.
std::string condition_name(const Choice& choice) {
  std::string name = "Script";
  bool begins = true;
  for (char c : choice.name.substr(0, choice.name.rfind('.'))) {
    if (c != '-') name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '-';
  }
  return name;
}

std::vector<Choice> choices_of(bool windows) {
  std::vector<Choice> all;
  for (const Choice& one : model::prebuilt_scripts) {
    if (one.windows == windows) all.push_back(one);
  }
  return all;
}

const scripts::Script& script(const Builder& b, std::string_view name) {
  const scripts::Script* found = b.library().find(name);
  if (found == nullptr) throw scripts::ScriptError(fmt::format("there is no script {} in runner_configs", name));
  return *found;
}

// Fn::Split by what a text begins with leaves nothing before it.
Node begins_with(const Node& text, std::string_view begin) {
  return equals(select(0, split(std::string(begin), text)), "");
}

// The name behind v1.5.5's folder; "" of any other value.
Node old_name(Builder& b) {
  Node parameter = b.text("3INSTConfigurationScript");
  return select(
      1, split(std::string(model::old_folder), join("", {std::move(parameter), std::string(model::old_folder)})));
}

Condition is_old_address(Builder& b) {
  std::vector<Node> hosts;
  hosts.reserve(model::old_hosts.size());
  for (std::string_view host : model::old_hosts) hosts.push_back(begins_with(b.text("3INSTConfigurationScript"), host));
  return b.declare("ScriptOfV155", or_(std::move(hosts)));
}

Condition is_chosen(Builder& b, const Choice& choice) {
  if (std::optional<Condition> known = b.declared(condition_name(choice))) return *std::move(known);
  Node by_name = equals(b.text("3INSTConfigurationScript"), choice.name);
  if (!choice.in_v1_5_5) return b.declare(condition_name(choice), std::move(by_name));
  Node name = equals(old_name(b), choice.name);
  if (!choice.old_name.empty()) name = or_({std::move(name), equals(old_name(b), choice.old_name)});
  Node by_address = and_({condition(is_old_address(b).name), std::move(name)});
  return b.declare(condition_name(choice), or_({std::move(by_name), std::move(by_address)}));
}

constexpr const char* mapping = "RunnerScripts";

Node look_up(std::string_view script, const char* part) { return find_in_map(mapping, script, part); }

void add_to_mapping(Node& scripts, const scripts::Script& one) {
  scripts.add(one.name, mapping_of({{"Sha256", one.sha256}, {"Text", one.text}}));
}

// `part` of the script that the stack runs: nested Fn::If over all but the last, which is the default.
Node by_script(Builder& b, const std::vector<Choice>& choices, const char* part) {
  Node chosen = look_up(choices.back().name, part);
  for (std::size_t i = choices.size() - 1; i-- > 0;) {
    chosen = if_(is_chosen(b, choices[i]).name, look_up(choices[i].name, part), std::move(chosen));
  }
  return chosen;
}

Node file(Node content, bool linux) {
  Node node = Node::mapping();
  node.add("content", std::move(content));
  if (linux) {
    node.add("mode", "000700");
    node.add("owner", "root");
    node.add("group", "root");
  }
  return node;
}

// The script with what it loads (empty: nothing), and the texts and settings of the stack's own.
Node files(Builder& b, Node script_text, const std::string& loads, bool linux) {
  Node node = Node::mapping();
  node.add(std::string(linux ? linux_path : windows_path), file(std::move(script_text), linux));
  if (!loads.empty()) {
    node.add(std::string(linux ? linux_features : windows_features), file(look_up(loads, "Text"), linux));
  }
  for (EmbeddedText& one : embedded_texts(b)) {
    if (is_no_value(one.content)) continue;
    const bool asked = !one.content.is_string();  // of what the form asks for, nothing may be given
    Node entry = file(std::move(one.content), linux);
    if (asked) entry = b.choose(has_ca_certificate(b), std::move(entry), no_value());
    node.add(std::string(linux ? one.linux_path : one.windows_path), std::move(entry));
  }
  std::string settings = settings_file(b, linux ? scripts::System::linux : scripts::System::windows);
  if (!settings.empty()) {
    node.add(std::string(linux ? linux_settings : windows_settings), file(Node(std::move(settings)), linux));
  }
  return node;
}

struct Switch {
  scripts::Feature feature;
  std::vector<std::pair<std::string_view, std::string_view>> off;  // parameters and the values that leave it out
};

const std::array switches = {
    Switch{scripts::Feature::patching, {{"1OSPatchScope", "NoPatching"}}},
    Switch{scripts::Feature::proxy, {{"3INSTHttpProxy", ""}}},
    Switch{scripts::Feature::ca, {{"3GITLABRunnerCACertificate", ""}}},
    Switch{scripts::Feature::instance_store, {{"3INSTInstanceStore", "none"}}},
    Switch{scripts::Feature::windows_options,
           {{"3INSTWindowsJobUser", "false"},
            {"3INSTWindowsLongPaths", "false"},
            {"3INSTWindowsDefenderExclusions", "false"},
            {"3INSTWindowsJobObject", "false"}}},
    Switch{scripts::Feature::load_test, {{"8DBGLoadTestSeconds", "0"}}},
    Switch{scripts::Feature::registry,
           {{"3GITLABRunnerRegistryMirror", ""},
            {"3GITLABRunnerDockerEcr", "false"},
            {"3GITLABRunnerDockerHubSecret", ""},
            {"3GITLABRunnerDockerPreload", ""}}},
    Switch{scripts::Feature::protect, {{"4ASGProtectBusyInstances", "false"}}},
    Switch{scripts::Feature::cache, {{"3GITLABRunnerS3CacheBucket", "none"}}},
    Switch{scripts::Feature::environment, {{"3INSTHttpProxy", ""}}},
};

constexpr std::array<std::string_view, 3> step_parameters = {"3INSTStepBefore", "3INSTStepAfter", "3INSTStepDrain"};

// What the script of this stack may be asked to do: all but what is baked in as off, or is not for its kind.
scripts::Features features(const Builder& b, std::string_view script) {
  const bool windows = script.ends_with(".ps1"), docker = script.find("docker") != std::string_view::npos;
  scripts::Features all = scripts::Features::all();
  for (const Switch& one : switches) {
    const bool off = std::all_of(one.off.begin(), one.off.end(), [&](const auto& row) {
      return b.literal(row.first) == std::optional<std::string>(row.second);
    });
    if (off) all = all.without(one.feature);
  }
  const model::RunnerConfigValues& runner = *b.stack().runner;
  if (!runner.environment.empty()) all = all.with(scripts::Feature::environment);
  if (!windows) all = all.without(scripts::Feature::windows_options);
  if (!docker) all = all.without(scripts::Feature::registry);
  const bool text = !runner.before.text.empty() || !runner.after.text.empty() || !runner.drain.text.empty();
  const bool address = std::any_of(step_parameters.begin(), step_parameters.end(), [&](std::string_view one) {
    return b.literal(one) != std::optional<std::string>("");
  });
  return text || address ? all : all.without(scripts::Feature::steps);
}

// The one script of a template made for one platform; null when it comes from elsewhere.
const scripts::Script* only_script(Builder& b) {
  std::string given = b.stack().runner->script;
  if (const std::optional<std::string_view> ours = model::prebuilt_script(given)) given = *ours;
  const bool own = given.empty() || given == model::embedded_script;
  std::string name = own ? model::configuration_script(*b.stack().platform, b.stack().executor) : given;
  const scripts::Script* whole = own ? &script(b, name) : b.library().find(name);
  return whole == nullptr ? nullptr : &b.compose(*whole, features(b, whole->name));
}

// What it loads, composed for the same features.
std::optional<scripts::Script> loaded(Builder& b, const scripts::Script& only) {
  if (only.loads.empty()) return std::nullopt;
  return b.library().compose(script(b, only.loads), features(b, only.name));
}

bool is_windows_script(std::string_view name) { return name.ends_with(".ps1"); }

}  // namespace

Condition has_prebuilt_script(Builder& b) {
  if (!b.full()) return {only_script(b) != nullptr, {}};
  std::vector<Condition> any = {b.equals("ScriptEmbedded", "3INSTConfigurationScript", model::embedded_script)};
  for (const Choice& choice : model::prebuilt_scripts) any.push_back(is_chosen(b, choice));
  return b.any_of("ScriptIsPrebuilt", any);
}

Node script_checksum(Builder& b, scripts::System system) {
  if (!b.full()) {
    const scripts::Script* only = only_script(b);
    return only != nullptr ? Node(only->sha256) : b.text("3INSTConfigurationScriptSHA256");
  }
  Node prebuilt = by_script(b, choices_of(system == scripts::System::windows), "Sha256");
  return b.choose(has_prebuilt_script(b), std::move(prebuilt), b.text("3INSTConfigurationScriptSHA256"));
}

void add_scripts(Builder& b) {
  Node scripts = Node::mapping();
  if (b.full()) {
    for (const Choice& choice : model::prebuilt_scripts) add_to_mapping(scripts, script(b, choice.name));
    for (bool windows : {false, true}) {
      const std::string& name = script(b, choices_of(windows).back().name).loads;
      if (!name.empty()) scripts.add(name, mapping_of({{"Text", script(b, name).text}}));
    }
  } else if (const scripts::Script* only = only_script(b)) {
    scripts.add(only->name, mapping_of({{"Text", only->text}}));
    if (const std::optional<scripts::Script> also = loaded(b, *only))
      scripts.add(also->name, mapping_of({{"Text", also->text}}));
  } else {
    return;
  }
  b.add_mapping(mapping, std::move(scripts));
}

Node init_metadata(Builder& b) {
  Node entries = Node::mapping();
  if (b.full()) {
    auto for_system = [&](bool windows) {
      const std::vector<Choice> choices = choices_of(windows);
      return files(b, by_script(b, choices, "Text"), script(b, choices.back().name).loads, !windows);
    };
    entries = b.choose(linux_platform(b), for_system(false), for_system(true));
  } else if (const scripts::Script* only = only_script(b)) {
    entries = files(b, look_up(only->name, "Text"), only->loads, !is_windows_script(only->name));
  } else {
    return no_value();
  }
  Node config = Node::mapping();
  config.add("files", std::move(entries));
  Node init = Node::mapping();
  init.add("config", std::move(config));
  return init;
}

}  // namespace vend::render
