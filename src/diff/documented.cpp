// What AWS's pages say that a new value requires ("Update requires") and the registry's schema does not, or says for
// one part of the cases only: templates/schemas/updates.tsv (its README says where it comes from), and what one word
// cannot say.
#include <algorithm>
#include <array>

#include "diff/resources.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

struct Place {
  std::string_view type, path;
};
// Replaced only where one side lacks it: another value is taken in place.
constexpr std::array coming = {
    Place{"AWS::ElasticLoadBalancing::LoadBalancer", "Properties.AvailabilityZones"},
    Place{"AWS::ElasticLoadBalancing::LoadBalancer", "Properties.HealthCheck"},
    Place{"AWS::ElasticLoadBalancing::LoadBalancer", "Properties.Subnets"},
};

struct Refused {
  std::string_view type, path;
  std::string_view usual;  // what the service takes where the template says nothing; empty: no such value
};
// "Update requires: Updates are not supported" on the page of the type, or words to that effect; of keys "the update
// request fails, regardless of the value of the UpdateReplacePolicy attribute".
constexpr std::array refused = {
    Refused{"AWS::EC2::Volume", "Properties.AvailabilityZone", ""},
    Refused{"AWS::EC2::Volume", "Properties.Encrypted", ""},
    Refused{"AWS::EC2::Volume", "Properties.KmsKeyId", ""},
    Refused{"AWS::EC2::Volume", "Properties.SnapshotId", ""},
    Refused{"AWS::CloudFormation::CustomResource", "Properties.ServiceToken", ""},
    Refused{"AWS::Organizations::Account", "Properties.Email", ""},
    Refused{"AWS::DAX::Cluster", "Properties.IAMRoleARN", ""},
    Refused{"AWS::KMS::Key", "Properties.KeySpec", "SYMMETRIC_DEFAULT"},
    Refused{"AWS::KMS::Key", "Properties.KeyUsage", "ENCRYPT_DECRYPT"},
    Refused{"AWS::KMS::Key", "Properties.Origin", "AWS_KMS"},
    Refused{"AWS::KMS::Key", "Properties.MultiRegion", "false"},
    Refused{"AWS::KMS::ReplicaKey", "Properties.PrimaryKeyArn", ""},
};

bool refuses(const Refused& row, std::string_view type, const Change& change) {
  const auto text = [&](const Node* value) {
    return value != nullptr && value->is_scalar() ? std::string_view(value->text()) : row.usual;
  };
  return row.type == type && row.path == change.path &&
         (row.usual.empty() || text(change.before) != text(change.after));
}

Effect effect_named(std::string_view word) {
  return word == "replaces" ? Effect::replaces : word == "may" ? Effect::may_replace : Effect::interrupts;
}

// How many properties and items a path goes down.
auto depth(std::string_view path) {
  return std::ranges::count_if(path, [](char c) { return c == '.' || c == '['; });
}

}  // namespace

std::string property_path(std::string_view pointer) {
  std::string path = "Properties";
  for (std::string_view part : support::split(pointer, '/')) path += part == "*" ? "[*]" : "." + std::string(part);
  return path;
}

std::vector<Documented> documented_updates(std::string_view row) {
  std::vector<Documented> all;
  for (std::string_view one : support::split(row, ' ')) {
    const std::size_t equals = one.find('=');
    if (equals != std::string_view::npos)
      all.push_back({property_path(one.substr(0, equals)), effect_named(one.substr(equals + 1))});
  }
  return all;
}

std::string refused_change(const Resource& one) {
  if (one.before == nullptr || one.after == nullptr) return "";
  const std::string_view type =
      one.type.starts_with("Custom::") ? std::string_view("AWS::CloudFormation::CustomResource") : one.type;
  for (const Change& change : one.changes) {
    if (change.certainty != Certainty::sure || !change.because.empty()) continue;
    if (std::ranges::any_of(refused, [&](const Refused& row) { return refuses(row, type, change); }))
      return change.path.substr(std::string_view("Properties.").size());
  }
  return "";
}

Effect documented_effect(const std::vector<Documented>& rows, std::string_view type, const Change& change) {
  const bool one_sided = change.before == nullptr || change.after == nullptr;
  if (one_sided &&
      std::ranges::any_of(coming, [&](const Place& one) { return one.type == type && one.path == change.path; }))
    return Effect::replaces;
  // The longest path that the change lies in; for a change of a whole mapping the strongest of those in it.
  const Documented* around = nullptr;
  Effect within = Effect::in_place;
  for (const Documented& one : rows) {
    if (!lies_in(change.path, one.path)) continue;
    if (depth(one.path) > depth(change.path)) {
      within = std::max(within, one.effect);
    } else if (around == nullptr || one.path.size() > around->path.size()) {
      around = &one;
    }
  }
  return std::max(within, around != nullptr ? around->effect : Effect::in_place);
}

}  // namespace vend::diff
