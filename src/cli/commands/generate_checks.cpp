#include "cli/commands/generate_checks.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "vend/aws/dated.hpp"
#include "vend/aws/limits.hpp"
#include "vend/document/lookup.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/schemas.hpp"

namespace vend::cli {

using support::Severity;

support::Diagnostics too_large(const std::string& file, std::size_t template_bytes, std::size_t user_data_bytes) {
  support::Diagnostics found;
  if (user_data_bytes > aws::limits::user_data)
    found.push_back(
        {Severity::error,
         "G001",
         {file, 0, 0},
         "",
         fmt::format("UserData could have {} bytes, but EC2 takes at most {}", user_data_bytes, aws::limits::user_data),
         "shorten the launcher in --data-dir"});
  if (template_bytes > aws::limits::template_body_s3)
    found.push_back({Severity::error,
                     "G002",
                     {file, 0, 0},
                     "",
                     fmt::format("the template has {} bytes, but CloudFormation takes at most {}", template_bytes,
                                 aws::limits::template_body_s3),
                     "shorten the scripts in --data-dir"});
  return found;
}

support::Diagnostics new_features_of(const std::string& file, const support::Assets& assets, const cfn::Template& t) {
  constexpr std::string_view type = "AWS::AutoScaling::AutoScalingGroup";
  support::Diagnostics found;
  std::optional<validate::Schemas> schemas;  // read where something new is used
  const auto is_known = [&](std::string_view property) {
    if (!schemas) schemas.emplace(assets);
    validate::Schema* schema = schemas->find(type);
    return schema != nullptr && document::at(schema->root(), {"properties", property}) != nullptr;
  };
  for (const document::Member& resource : t.resources.members()) {
    const document::Node* kind = resource.value.find("Type");
    if (kind == nullptr || kind->text() != type) continue;
    for (const aws::NewFeature& one : aws::new_features) {
      const document::Node* section = resource.value.find(one.section);
      if (section == nullptr || section->find(one.name) == nullptr) continue;
      if (one.section == "Properties" && is_known(one.name)) continue;
      found.push_back({Severity::warning,
                       "G004",
                       {file, 0, 0},
                       "",
                       fmt::format("{}.{} of {} is newer than the schemas here: CloudFormation has it since {}",
                                   one.section, one.name, resource.key, one.since),
                       "older checkers, such as cfn-lint up to 1.51, may refuse it"});
    }
  }
  return found;
}

support::Diagnostics no_longer_asked(const std::string& file, const std::vector<std::string>& settings) {
  if (settings.empty()) return {};
  return {{Severity::warning,
           "G003",
           {file, 0, 0},
           "",
           fmt::format("to stay within {} bytes the form no longer asks for {}", aws::limits::template_body_inline,
                       support::join(settings, ", ")),
           "the spec's values are baked in; to choose others, list in `ask` what the form shall ask for"}};
}

}  // namespace vend::cli
