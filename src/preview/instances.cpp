// What instances get: UserData, files that cfn-init writes, tags.
#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/support/encoding.hpp"

namespace vend::preview {
namespace {

void add_tags(const document::Member& resource, const std::string& on, const Node& list, std::vector<Tag>& all) {
  for (const Node& one : list.items()) {
    if (one.find("Key") == nullptr) continue;
    const Node* propagate = one.find("PropagateAtLaunch");
    const std::string carrier = propagate == nullptr ? on
                                : document::to_bool(*propagate).value_or(propagate->text() == "true")
                                    ? "group and instances"
                                    : "group";
    all.push_back({resource.key, carrier, text_at(one, {"Key"}), text_at(one, {"Value"})});
  }
  for (const document::Member& one : list.members()) all.push_back({resource.key, on, one.key, one.value.text()});
}

// Files of AWS::CloudFormation::Init: of one config or of several under names.
void add_files(const std::string& resource, const Node& config, std::vector<Script>& all) {
  const Node* files = config.find("files");
  if (files == nullptr) return;
  for (const document::Member& file : files->members()) {
    std::string text = text_at(file.value, {"content"});
    if (text.empty()) text = text_at(file.value, {"source"});
    if (text_at(file.value, {"encoding"}) == "base64") text = support::base64_decode(text).value_or(text);
    all.push_back({resource, file.key, std::move(text)});
  }
}

}  // namespace

std::vector<UserData> user_data(const Node& resources) {
  std::vector<UserData> all;
  for (const document::Member& one : resources.members()) {
    const Node* data = at(one.value, {"Properties", "LaunchTemplateData", "UserData"});
    if (data == nullptr) data = at(one.value, {"Properties", "UserData"});
    if (data == nullptr || !data->is_scalar()) continue;
    all.push_back({one.key, support::base64_decode(data->text()).value_or(data->text())});
  }
  return all;
}

std::vector<Script> scripts(const Node& resources) {
  std::vector<Script> all;
  for (const document::Member& one : resources.members()) {
    const Node* init = at(one.value, {"Metadata", "AWS::CloudFormation::Init"});
    if (init == nullptr) continue;
    for (const document::Member& config : init->members()) add_files(one.key, config.value, all);
  }
  return all;
}

std::vector<Tag> tags(const Node& resources) {
  std::vector<Tag> all;
  for (const document::Member& one : resources.members()) {
    if (const Node* own = at(one.value, {"Properties", "Tags"})) add_tags(one, "resource", *own, all);
    for (const Node* specifications : {at(one.value, {"Properties", "LaunchTemplateData", "TagSpecifications"}),
                                       at(one.value, {"Properties", "TagSpecifications"})}) {
      if (specifications == nullptr) continue;
      for (const Node& specification : specifications->items()) {
        if (const Node* list = specification.find("Tags"))
          add_tags(one, text_at(specification, {"ResourceType"}), *list, all);
      }
    }
  }
  return all;
}

}  // namespace vend::preview
