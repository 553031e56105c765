// Signals that a stack waits for: who sends them, and how the stack may be made without waiting.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/jobs/jobs.hpp"

namespace vend::validate {
namespace {

constexpr std::array<std::string_view, 5> senders = {"cfn-signal", "signal-resource", "SignalResource", "cfn_signal",
                                                     "Send-CFNResourceSignal"};

bool sends(const Node& node) {
  return std::any_of(senders.begin(), senders.end(),
                     [&](std::string_view word) { return node.text().find(word) != std::string::npos; }) ||
         std::any_of(node.items().begin(), node.items().end(), sends) ||
         std::any_of(node.members().begin(), node.members().end(), [](const document::Member& one) {
           return sends(one.value) || std::any_of(senders.begin(), senders.end(), [&](std::string_view word) {
                    return one.key.find(word) != std::string::npos;
                  });
         });
}

// Who needs this permission sends its signals by an API call, from software that the image may bring along: cfn-signal
// itself needs none.
bool may_signal(const Node& node) {
  return node.text().find("cloudformation:SignalResource") != std::string::npos ||
         std::any_of(node.items().begin(), node.items().end(), may_signal) ||
         std::any_of(node.members().begin(), node.members().end(),
                     [](const document::Member& one) { return may_signal(one.value); });
}

// What waits: the creation, or else the updates; null when nothing does.
const Node* wait_of(const Resource& group) {
  const Node* creation = at(group.node, {"CreationPolicy", "ResourceSignal"});
  if (creation != nullptr && text_at(creation, {"Count"}) != "0") return creation;
  const Node* rolling = at(group.node, {"UpdatePolicy", "AutoScalingRollingUpdate", "WaitOnResourceSignals"});
  return rolling != nullptr && rolling->text() == "true" ? rolling : nullptr;
}

}  // namespace

void check_signals(const JobGroup& jobs, Report& report) {
  const Node* waits = wait_of(jobs.group);
  if (waits == nullptr) return;
  const document::Mark mark = waits->mark().or_else(jobs.mark());
  report.add("J013", mark, jobs.group.path("CreationPolicy"),
             fmt::format("in express mode the stack would not wait for the signals of {}", jobs.group.id),
             "create, update and delete the stack in the standard deployment mode");
  if (jobs.launch == nullptr) return;
  const Node* data = at(jobs.launch->properties, {"LaunchTemplateData", "UserData"});
  if (data == nullptr) data = jobs.launch->properties->find("UserData");
  if (data != nullptr && data->only_unknown() != nullptr) return;  // known only to a running stack
  const cfn::Template& t = jobs.resolved.t;
  if (sends(*t.resources.find(jobs.launch->id)) || sends(t.mappings) || may_signal(t.resources)) return;
  report.add("J006", mark, jobs.group.path("CreationPolicy"),
             fmt::format("the stack waits for signals, but nothing in {} sends one", jobs.launch->id),
             "run cfn-signal at the end of UserData");
}

}  // namespace vend::validate
