// The types of resources: whether AWS has them, and what their schemas say.
#include <fmt/format.h>

#include <algorithm>

#include "validate/types/type_check.hpp"
#include "vend/aws/dated.hpp"

namespace vend::validate {
namespace {

// A slip of one or two letters, rather than a type that is newer than the list.
bool is_slip(std::string_view wrong, std::string_view right) {
  while (!wrong.empty() && !right.empty() && wrong.front() == right.front())
    wrong.remove_prefix(1), right.remove_prefix(1);
  while (!wrong.empty() && !right.empty() && wrong.back() == right.back())
    wrong.remove_suffix(1), right.remove_suffix(1);
  return wrong.size() <= 2 && right.size() <= 2;
}

// What a custom resource takes, its author decides; what CloudFormation needs of it stands in the user guide
// ("AWS::CloudFormation::CustomResource").
void check_custom(const Resource& one, Report& report) {
  constexpr std::size_t longest = 60;  // characters behind Custom::
  const Node* type = one.node->find("Type");
  if (one.type.size() > longest + std::string_view("Custom::").size())
    report.add("T011", type->mark(), one.path("Type"),
               fmt::format("the name behind Custom:: has more than {} characters", longest), "shorten it");
  if (one.properties->find("ServiceToken") == nullptr && one.properties->find("Fn::Transform") == nullptr &&
      one.node->find("Fn::Transform") == nullptr)
    report.add("T002", one.node->mark(), one.path("Properties"), "ServiceToken is required",
               "add the ARN of the function or topic that makes the resource");
}

void check_unknown_type(const Resolved& resolved, const Resource& one, Schemas& schemas, Report& report) {
  const Node* type = one.node->find("Type");
  if (one.type.empty()) return;
  if (one.type.starts_with("Custom::")) return check_custom(one, report);
  report.miss(Gap::type, one.id);
  if (one.type.ends_with("::MODULE")) return;
  auto add = [&](std::string_view code, const std::string& message, const std::string& fix) {
    report.add(code, type->mark(), one.path("Type"), message, fix);
  };
  if (one.type.starts_with("AWS::Serverless::")) {
    if (resolved.t.transform.is_null())
      add("T011", fmt::format("{} needs the transform AWS::Serverless-2016-10-31", one.type),
          "add Transform: AWS::Serverless-2016-10-31");
    return;
  }
  const bool qualified = std::count(one.type.begin(), one.type.end(), ':') >= 4;
  if (!one.type.starts_with("AWS::") || schemas.exists(one.type)) {
    if (!qualified)
      return add("T011", fmt::format("\"{}\" is not a type of resources", one.type),
                 "write its type, such as AWS::S3::Bucket");
    return add("T010", fmt::format("{} has no schema here, so its properties are not checked", one.type), "");
  }
  const std::optional<std::string> meant = schemas.meant(one.type);
  const bool slip = meant && is_slip(one.type, *meant);
  const std::string message = fmt::format("AWS had no type {} on {}", one.type, aws::lists_taken);
  const std::string fix = meant ? fmt::format("did you mean {}?", *meant) : "";
  if (slip || !qualified) return add("T011", message, fix);
  report.add_dated("T011", type->mark(), one.path("Type"), message, fix);
}

}  // namespace

void check_types(const Resolved& resolved, Schemas& schemas, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (Schema* schema = schemas.find(one.type)) {
      TypeCheck(resolved, one, *schema, schemas, report).run();
    } else {
      check_unknown_type(resolved, one, schemas, report);
    }
  }
}

}  // namespace vend::validate
