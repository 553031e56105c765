// Stages and artifacts of pipelines (CodePipeline user guide, "Pipeline structure reference"; API reference,
// CreatePipeline: InvalidStageDeclarationException, InvalidActionDeclarationException).
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "validate/checks.hpp"

namespace vend::validate {
namespace {

class Pipeline {
 public:
  Pipeline(const Resource& owner, Report& report) : owner_(owner), report_(report) {}

  void check(const Node& stages) {
    if (!stages.is_sequence()) return;
    bool first = true;
    for (const Node& stage : stages.items()) {
      const Node* actions = stage.find("Actions");
      if (!stage.is_mapping() || actions == nullptr || !actions->is_sequence()) return;  // not known
      stage_ = actions;
      for (const Node& one : actions->items()) action(one, first);
      for (const Node& one : actions->items()) outputs(one);
      first = false;
    }
  }

 private:
  void action(const Node& one, bool first) {
    const std::string_view category = text_at(&one, {"ActionTypeId", "Category"});
    const Node* type = at(&one, {"ActionTypeId", "Category"});
    if (type == nullptr || is_symbolic(*type)) return;
    if (first && category != "Source")
      add(*type, fmt::format("the first stage has an action of the category {}", category), "let it have sources only");
    if (!first && category == "Source")
      add(*type, "a source stands behind the first stage", "move it into the first one");
    const Node* provider = at(&one, {"ActionTypeId", "Provider"});
    const bool builds = (category == "Build" || category == "Test") && provider != nullptr &&
                        provider->text() == "CodeBuild" && text_at(&one, {"ActionTypeId", "Owner"}) == "AWS";
    if (builds && one.find("InputArtifacts") == nullptr && one.find("Fn::Transform") == nullptr)
      add(one, "an action of CodeBuild has no input", "add InputArtifacts");
    if (category == "Source" && !items_of(one.find("InputArtifacts")).empty())
      add(one, "a source has an input", "remove InputArtifacts");
    if (const Node* inputs = one.find("InputArtifacts"); inputs != nullptr && inputs->is_sequence()) {
      for (const Node& input : inputs->items()) {
        const Node* name = input.find("Name");
        if (name == nullptr || is_symbolic(*name) || open_) continue;
        if (!artifacts_.contains(name->text()) && !in_same_stage(*name))
          add(*name, fmt::format("no action before has the artifact {} as its output", name->text()),
              "name one of an earlier action");
      }
    }
  }

  // Actions of one stage may follow each other by RunOrder.
  bool in_same_stage(const Node& name) const {
    return std::ranges::any_of(stage_->items(), [&](const Node& other) {
      const std::vector<const Node*> all = items_of(other.find("OutputArtifacts"));
      return std::ranges::any_of(all, [&](const Node* one) { return text_at(one, {"Name"}) == name.text(); });
    });
  }

  void outputs(const Node& one) {
    const Node* all = one.find("OutputArtifacts");
    if (all != nullptr && !all->is_sequence()) open_ = true;
    for (const Node* output : items_of(all)) {
      const Node* name = output->find("Name");
      open_ = open_ || name == nullptr || is_symbolic(*name);
      if (name == nullptr) continue;
      if (!artifacts_.insert(name->text()).second && !is_symbolic(*name))
        add(*name, fmt::format("two actions have the artifact {} as their output", name->text()), "rename one of them");
    }
  }

  void add(const Node& where, const std::string& message, const std::string& fix) {
    report_.add("A047", where.mark().or_else(owner_.node->mark()), owner_.path("Properties.Stages"), message, fix);
  }

  const Resource& owner_;
  Report& report_;
  std::set<std::string> artifacts_;
  const Node* stage_ = nullptr;  // the actions of the stage that is looked at
  bool open_ = false;            // some artifacts are known only to a running stack
};

}  // namespace

void check_pipelines(const Resolved& resolved, Report& report) {
  for (const Resource* one : resolved.of_type("AWS::CodePipeline::Pipeline")) {
    if (const Node* stages = one->properties->find("Stages")) Pipeline(*one, report).check(*stages);
  }
}

}  // namespace vend::validate
