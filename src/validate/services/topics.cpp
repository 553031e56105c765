// Topics of SNS (API reference, CreateTopic): the name of a FIFO topic ends in .fifo, and only such a topic removes
// duplicates.
#include <fmt/format.h>

#include "validate/checks.hpp"

namespace vend::validate {

void check_topics(const Resolved& resolved, Report& report) {
  for (const Resource* one : resolved.of_type("AWS::SNS::Topic")) {
    const Node *flag = one->properties->find("FifoTopic"), *name = one->properties->find("TopicName");
    if (flag != nullptr && is_symbolic(*flag)) continue;
    const bool fifo = flag != nullptr && flag->text() == "true";
    if (name != nullptr && name->is_scalar() && !is_symbolic(*name) && name->text().ends_with(".fifo") != fifo)
      report.add(
          "A034", name->mark(), one->path("Properties.TopicName"),
          fifo ? fmt::format("{} is a FIFO topic, and its name \"{}\" does not end in .fifo", one->id, name->text())
               : fmt::format("{} is not a FIFO topic, and its name \"{}\" ends in .fifo", one->id, name->text()),
          fifo ? "append .fifo" : "add FifoTopic: true, or rename it");
    for (std::string_view only : {"ContentBasedDeduplication", "FifoThroughputScope"}) {
      const Node* set = one->properties->find(only);
      if (set != nullptr && !fifo && set->text() != "false" && !is_symbolic(*set))
        report.add("A034", set->mark(), one->path("Properties"),
                   fmt::format("{} is not a FIFO topic, and has {}", one->id, only),
                   "add FifoTopic: true, or remove it");
    }
  }
}

}  // namespace vend::validate
