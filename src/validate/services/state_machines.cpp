// Definitions of state machines (Amazon States Language, states-language.net, "State machine" and "States"; Step
// Functions API reference, CreateStateMachine: "Invalid State Machine Definition").
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "validate/language/language.hpp"
#include "vend/document/json_reader.hpp"

namespace vend::validate {
namespace {

constexpr std::array<std::string_view, 8> state_types = {"Task", "Pass",    "Choice", "Wait",
                                                         "Map",  "Succeed", "Fail",   "Parallel"};

class Machine {
 public:
  Machine(const Resource& owner, document::Mark owner_mark, std::string path, Report& report)
      : owner_(owner), owner_mark_(owner_mark), path_(std::move(path)), report_(report) {}

  // A machine, or one inside of Map and Parallel.
  void check(const Node& machine) const {
    if (!is_plain(machine)) return;
    const Node *start = machine.find("StartAt"), *states = machine.find("States");
    if (start == nullptr) add(machine, "the state machine has no StartAt", "name its first state");
    if (states == nullptr) return add(machine, "the state machine has no States", "add them");
    if (!is_plain(*states)) return;
    if (start != nullptr) target(*start, *states, "StartAt");
    for (const document::Member& one : states->members()) {
      if (is_plain(one.value)) state(one, *states);
    }
  }

 private:
  static bool is_plain(const Node& node) {
    return node.is_mapping() && std::ranges::none_of(node.members(), [](const document::Member& one) {
             return one.key.starts_with("Fn::") || one.key == "Ref";
           });
  }

  // A name of DefinitionSubstitutions may stand for anything.
  static bool is_open(const Node& node) { return is_symbolic(node) || node.text().find("${") != std::string::npos; }

  void state(const document::Member& named, const Node& states) const {
    const Node& one = named.value;
    const Node* type_node = one.find("Type");
    if (type_node == nullptr) return add(one, fmt::format("the state {} has no Type", named.key), "add it");
    if (is_open(*type_node)) return;
    const std::string& type = type_node->text();
    if (!is_one_of(type, state_types))
      return add(*type_node, fmt::format("\"{}\" is not a type of states", type), hint_of(type, state_types));
    const Node *next = one.find("Next"), *end = one.find("End");
    const bool ends = end != nullptr && end->text() == "true";
    const bool last = type == "Succeed" || type == "Fail";
    if (type != "Choice" && !last && next == nullptr && !ends && end == nullptr)
      add(one, fmt::format("nothing follows the state {}", named.key), "add Next, or End: true");
    if ((type == "Choice" || last) && (next != nullptr || ends))
      add(one, fmt::format("the state {} of the type {} has no Next and no End", named.key, type), "remove it");
    if (next != nullptr && ends)
      add(one, fmt::format("the state {} has both Next and End", named.key), "keep one of them");
    if (next != nullptr) target(*next, states, "Next");
    if (type == "Task" && one.find("Resource") == nullptr)
      add(one, fmt::format("the task {} has no Resource", named.key), "name what it runs");
    if (type == "Choice") choices(named, states);
    if (type == "Wait") wait(named);
    for (const Node* rule : items_of(one.find("Catch"))) {
      if (const Node* to = rule->find("Next")) target(*to, states, "Next");
    }
    for (std::string_view inner : {"Iterator", "ItemProcessor"}) {
      if (const Node* machine = one.find(inner)) check(*machine);
    }
    if (type == "Map" && one.find("Iterator") == nullptr && one.find("ItemProcessor") == nullptr)
      add(one, fmt::format("the map {} has nothing to do for its items", named.key), "add ItemProcessor");
    if (type == "Parallel" && one.find("Branches") == nullptr)
      add(one, fmt::format("the state {} has no Branches", named.key), "add them");
    for (const Node* branch : items_of(one.find("Branches"))) check(*branch);
  }

  void choices(const document::Member& named, const Node& states) const {
    const Node* rules = named.value.find("Choices");
    if (rules == nullptr || (rules->is_sequence() && rules->empty()))
      add(named.value, fmt::format("the state {} has no Choices", named.key), "add one");
    for (const Node* rule : items_of(rules)) {
      if (const Node* to = rule->find("Next")) {
        target(*to, states, "Next");
      } else if (is_plain(*rule)) {
        add(*rule, fmt::format("a choice of {} leads nowhere", named.key), "add Next");
      }
    }
    if (const Node* to = named.value.find("Default")) target(*to, states, "Default");
  }

  void wait(const document::Member& named) const {
    constexpr std::array<std::string_view, 4> ways = {"Seconds", "Timestamp", "SecondsPath", "TimestampPath"};
    const auto given = std::ranges::count_if(ways, [&](auto one) { return named.value.find(one) != nullptr; });
    if (given != 1)
      add(named.value,
          given == 0 ? fmt::format("the state {} does not say how long it waits", named.key)
                     : fmt::format("the state {} waits in {} ways", named.key, given),
          "give Seconds or Timestamp");
  }

  void target(const Node& name, const Node& states, std::string_view by) const {
    if (!name.is_scalar() || is_open(name) || states.find(name.text()) != nullptr) return;
    std::vector<std::string> names = keys_of(states);
    add(name, fmt::format("{} names {}, but there is no such state", by, name.text()), hint(name.text(), names));
  }

  void add(const Node& where, const std::string& message, const std::string& fix) const {
    report_.add("A050", where.mark().line > 0 && owner_mark_.line == 0 ? where.mark() : mark_of_owner(),
                owner_.path("Properties." + path_), message, fix);
  }
  document::Mark mark_of_owner() const { return owner_mark_.or_else(owner_.node->mark()); }

  const Resource& owner_;
  document::Mark owner_mark_;  // of the text that the definition is; none where it is a part of the template
  std::string path_;
  Report& report_;
};

void check_machine(const Resource& one, Report& report) {
  const Node* text = one.properties->find("DefinitionString");
  if (const Node* definition = one.properties->find("Definition"))
    Machine(one, {}, "Definition", report).check(*definition);
  if (text == nullptr && one.properties->find("Definition") == nullptr &&
      one.properties->find("DefinitionS3Location") == nullptr && one.properties->find("Fn::Transform") == nullptr)
    report.add("A050", one.node->mark(), one.path("Properties"), "the state machine has no definition",
               "add Definition or DefinitionString");
  // A name that only a running stack knows stands in the text as it would be there: JSON all the same.
  if (text == nullptr || !text->is_scalar() || is_symbolic(*text)) return;
  support::Diagnostics found;
  const std::optional<Node> machine = document::read_json(text->text(), "", found);
  if (!machine && text->text().find("${") != std::string::npos) return;  // substitutions may stand outside of texts
  if (!machine || support::has_errors(found) || !machine->is_mapping())
    return report.add("A050", text->mark(), one.path("Properties.DefinitionString"), "the definition is not JSON",
                      found.empty() ? "" : found.front().message);
  Machine(one, text->mark().or_else(one.node->mark()), "DefinitionString", report).check(*machine);
}

}  // namespace

void check_state_machines(const Resolved& resolved, Report& report) {
  for (const Resource* one : resolved.of_type("AWS::StepFunctions::StateMachine")) check_machine(*one, report);
}

}  // namespace vend::validate
