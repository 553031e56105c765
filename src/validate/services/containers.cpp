// What Fargate asks of tasks and services (ECS developer guide, "Task definition differences for Fargate").
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "validate/checks.hpp"

namespace vend::validate {
namespace {

std::optional<int> whole_number(const Node* node) {
  if (node == nullptr || !node->is_scalar()) return std::nullopt;
  int number = 0;
  const char* end = node->text().data() + node->text().size();
  const auto [at, error] = std::from_chars(node->text().data(), end, number);
  return error == std::errc() && at == end ? std::optional(number) : std::nullopt;
}

// Memory in MiB that goes with so many CPU units.
struct Size {
  int cpu, least, most, step;
};
constexpr std::array sizes = {
    Size{256, 512, 2048, 512},        Size{512, 1024, 4096, 1024},   Size{1024, 2048, 8192, 1024},
    Size{2048, 4096, 16384, 1024},    Size{4096, 8192, 30720, 1024}, Size{8192, 16384, 61440, 4096},
    Size{16384, 32768, 122880, 8192},
};
constexpr int largest_known = 16384;

void check_size(const Resource& task, const Node& cpu_node, const Node& memory_node, Report& report) {
  const std::optional<int> cpu = whole_number(&cpu_node), memory = whole_number(&memory_node);
  if (!cpu || !memory || *cpu > largest_known) return;
  const auto* size = std::find_if(sizes.begin(), sizes.end(), [&](const Size& one) { return one.cpu == *cpu; });
  if (size == sizes.end()) {
    report.add("A032", cpu_node.mark(), task.path("Properties.Cpu"),
               fmt::format("Fargate has no tasks of {} CPU units", *cpu),
               "use 256, 512, 1024, 2048, 4096, 8192 or 16384");
  } else if (const bool third = *cpu == 256 && *memory == 1536;
             third || *memory < size->least || *memory > size->most || *memory % size->step != 0) {
    report.add("A032", memory_node.mark(), task.path("Properties.Memory"),
               fmt::format("Fargate has no tasks of {} CPU units with {} MiB of memory", *cpu, *memory),
               fmt::format("use {} to {} in steps of {}", size->least, size->most, size->step));
  }
}

void check_task(const Resource& task, Report& report) {
  const Node* where = task.properties->find("RequiresCompatibilities");
  const std::vector<const Node*> all = items_of(where);
  if (std::none_of(all.begin(), all.end(), [](const Node* one) { return one->text() == "FARGATE"; })) return;
  for (std::string_view name : {"Cpu", "Memory"}) {
    if (task.properties->find(name) == nullptr)
      report.add("A032", where->mark(), task.path("Properties"),
                 fmt::format("{} is a Fargate task without {}", task.id, name), "add it");
  }
  const Node* mode = task.properties->find("NetworkMode");
  if (mode == nullptr || (!is_symbolic(*mode) && mode->text() != "awsvpc"))
    report.add("A032", mode != nullptr ? mode->mark() : where->mark(), task.path("Properties"),
               mode == nullptr ? fmt::format("{} is a Fargate task without NetworkMode", task.id)
                               : fmt::format("{} is a Fargate task with NetworkMode {}", task.id, mode->text()),
               "write NetworkMode: awsvpc");
  const Node *cpu = task.properties->find("Cpu"), *memory = task.properties->find("Memory");
  if (cpu != nullptr && memory != nullptr) check_size(task, *cpu, *memory, report);
}

// ECS API reference, RegisterTaskDefinition: "A task definition must have at least one essential container".
void check_essential(const Resource& task, Report& report) {
  const Node* containers = task.properties->find("ContainerDefinitions");
  if (containers == nullptr || !containers->is_sequence() || containers->empty()) return;
  const bool none = std::ranges::all_of(containers->items(), [](const Node& one) {
    const Node* essential = one.find("Essential");
    return essential != nullptr && !is_symbolic(*essential) && document::to_bool(*essential) == false;
  });
  if (none)
    report.add("A047", containers->mark().or_else(task.node->mark()), task.path("Properties.ContainerDefinitions"),
               "no container of the task is essential", "let one of them be Essential: true");
}

void check_service(const Resource& service, Report& report) {
  const Node* type = service.properties->find("LaunchType");
  if (type == nullptr || type->text() != "FARGATE" || service.properties->find("NetworkConfiguration") != nullptr)
    return;
  report.add("A032", type->mark(), service.path("Properties"),
             fmt::format("{} runs on Fargate without a NetworkConfiguration", service.id),
             "add it with AwsvpcConfiguration");
}

}  // namespace

void check_containers(const Resolved& resolved, Report& report) {
  for (const Resource* one : resolved.of_type("AWS::ECS::TaskDefinition")) {
    check_task(*one, report);
    check_essential(*one, report);
  }
  for (const Resource* one : resolved.of_type("AWS::ECS::Service")) check_service(*one, report);
}

}  // namespace vend::validate
