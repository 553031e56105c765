// What depends on what, and circles among it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "validate/language/language.hpp"
#include "vend/cfn/references.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

void collect(const cfn::Template& t, const Node& node, std::set<std::string>& into) {
  cfn::visit_references(node, [&](const cfn::Reference& one) {
    if (one.kind != cfn::Reference::Kind::condition && t.resources.find(one.name) != nullptr) into.insert(one.name);
  });
}

}  // namespace

// Each circle is reported once, at its first member.
void find_circles(const Edges& edges, const Node& section, std::string_view name, std::string_view what,
                  Report& report) {
  std::set<std::string> done;
  std::vector<std::string> trail;
  std::function<void(const std::string&)> visit = [&](const std::string& id) {
    auto open = std::find(trail.begin(), trail.end(), id);
    if (open != trail.end()) {
      std::vector<std::string> circle(open, trail.end());
      circle.push_back(id);
      document::Mark mark;
      for (const document::Member& one : section.members()) {
        if (one.key == id) mark = one.mark;
      }
      report.add("L022", mark, fmt::format("{}.{}", name, id),
                 fmt::format("{} depend on each other in a circle: {}", what, support::join(circle, " -> ")),
                 "take one of the references out");
      return;
    }
    if (!done.insert(id).second) return;
    trail.push_back(id);
    if (auto found = edges.find(id); found != edges.end()) {
      for (const std::string& next : found->second) visit(next);
    }
    trail.pop_back();
  };
  for (const auto& [id, unused_targets] : edges) visit(id);
}

std::set<std::string> dependencies(const cfn::Template& t, const std::string& id) {
  std::set<std::string> all;
  std::vector<std::string> open = {id};
  while (!open.empty()) {
    const std::string one = std::move(open.back());
    open.pop_back();
    const Node* resource = t.resources.find(one);
    if (resource == nullptr) continue;
    std::set<std::string> direct;
    if (const Node* properties = resource->find("Properties")) collect(t, *properties, direct);
    for (const Node* wanted : items_of(resource->find("DependsOn"))) direct.insert(wanted->text());
    for (const std::string& next : direct) {
      if (all.insert(next).second) open.push_back(next);
    }
  }
  return all;
}

}  // namespace vend::validate
