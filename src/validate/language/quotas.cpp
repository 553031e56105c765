// Limits that AWS sets (aws/limits.hpp).
#include <fmt/format.h>

#include "validate/checks.hpp"
#include "validate/services/user_data.hpp"
#include "vend/aws/limits.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {
namespace {

namespace limits = aws::limits;

std::size_t policy_size(const Node& document) {
  std::size_t size = 0;
  bool inside = false;
  const std::string text = document::write_json(document);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) inside = !inside;
    if (inside || std::string_view(" \n\t").find(text[i]) == std::string_view::npos) ++size;
  }
  return size;
}

std::size_t dynamic_references(const Node& node) {
  std::size_t count = 0;
  for (std::size_t at = node.text().find("{{resolve:"); at != std::string::npos;
       at = node.text().find("{{resolve:", at + 1))
    ++count;
  for (const Node& one : node.items()) count += dynamic_references(one);
  for (const document::Member& one : node.members()) count += dynamic_references(one.value);
  return count;
}

void check_described(const document::Member& one, std::string_view section, std::size_t most, std::string_view unit,
                     Report& report) {
  const Node* description = one.value.find("Description");
  if (description == nullptr || !description->is_scalar()) return;
  const std::string& text = description->text();
  const std::size_t size = unit == "bytes" ? text.size() : support::utf8_length(text);
  if (size > most)
    report.add("Q005", description->mark(), fmt::format("{}.{}.Description", section, one.key),
               fmt::format("the description has {} {}, but CloudFormation takes at most {}", size, unit, most),
               "shorten it");
}

}  // namespace

void check_quotas(const cfn::Template& t, Report& report) {
  struct Count {
    const Node* section;
    const char* name;
    std::size_t most;
  };
  for (const Count& one :
       {Count{&t.parameters, "Parameters", limits::parameters}, Count{&t.mappings, "Mappings", limits::mappings},
        Count{&t.resources, "Resources", limits::resources}, Count{&t.outputs, "Outputs", limits::outputs}}) {
    if (one.section->members().size() > one.most) {
      report.add("Q003", one.section->mark(), one.name,
                 fmt::format("{} has {} entries, but CloudFormation takes at most {}", one.name,
                             one.section->members().size(), one.most),
                 "split the template");
    }
    for (const document::Member& entry : one.section->members()) {
      if (entry.key.size() > limits::name)
        report.add(
            "Q004", entry.mark, one.name,
            fmt::format("a name of {} characters; CloudFormation takes at most {}", entry.key.size(), limits::name),
            "shorten it");
    }
  }
  for (const document::Member& map : t.mappings.members()) {
    if (map.value.members().size() > limits::mapping_attributes) {
      report.add("Q003", map.mark, "Mappings." + map.key,
                 fmt::format("mapping {} has {} keys, but CloudFormation takes at most {}", map.key,
                             map.value.members().size(), limits::mapping_attributes),
                 "split the mapping");
    }
  }
  if (t.description.size() > limits::description) {
    const Node* description = t.root.find("Description");
    report.add("Q005", description != nullptr ? description->mark() : document::Mark{}, "Description",
               fmt::format("the description has {} bytes, but CloudFormation takes at most {}", t.description.size(),
                           limits::description),
               "shorten it");
  }
  for (const document::Member& one : t.parameters.members())
    check_described(one, "Parameters", limits::parameter_description, "characters", report);
  for (const document::Member& one : t.outputs.members())
    check_described(one, "Outputs", limits::description, "bytes", report);
  if (const std::size_t count = dynamic_references(t.resources); count > limits::dynamic_references) {
    report.add(
        "Q008", t.resources.mark(), "Resources",
        fmt::format("{} dynamic references, but CloudFormation takes at most {}", count, limits::dynamic_references),
        "use parameters for some");
  }
}

void check_resolved_quotas(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (const Node* data = ec2_user_data(one); data != nullptr && data->is_scalar()) {
      // Three bytes for every four of base64.
      const std::size_t size = data->text().size() / 4 * 3;
      if (size > limits::user_data + 2) {
        report.add("Q006", data->mark(), one.path("UserData"),
                   fmt::format("UserData has about {} bytes, but EC2 takes at most {}", size, limits::user_data),
                   "move the script elsewhere and let UserData fetch it");
      }
    }
    if (one.type == "AWS::IAM::ManagedPolicy") {
      const Node* document = one.properties->find("PolicyDocument");
      if (const std::size_t size = document != nullptr ? policy_size(*document) : 0; size > limits::managed_policy) {
        report.add("Q007", document->mark(), one.path("Properties.PolicyDocument"),
                   fmt::format("the policy has {} characters, but IAM takes at most {}", size, limits::managed_policy),
                   "split it into several policies");
      }
    }
    if (one.type == "AWS::IAM::Role" || one.type == "AWS::IAM::User" || one.type == "AWS::IAM::Group") {
      const Node* attached = one.properties->find("ManagedPolicyArns");
      if (const std::size_t count = items_of(attached).size(); count > limits::attached_policies)
        report.add("Q009", attached->mark().or_else(one.node->mark()), one.path("Properties.ManagedPolicyArns"),
                   fmt::format("{} managed policies, and IAM attaches at most {} until its quota is raised", count,
                               limits::attached_policies),
                   "put what they allow into fewer policies");
    }
    if (one.type == "AWS::IAM::Role") {
      std::size_t size = 0;
      for (const Node* policy : items_of(one.properties->find("Policies"))) {
        if (const Node* document = policy->find("PolicyDocument")) size += policy_size(*document);
      }
      if (size > limits::role_inline_policies)
        report.add("Q007", one.node->mark(), one.path("Properties.Policies"),
                   fmt::format("the role's inline policies have {} characters, but IAM takes at most {}", size,
                               limits::role_inline_policies),
                   "use managed policies");
    }
  }
}

}  // namespace vend::validate
