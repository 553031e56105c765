#include "render/resources/policy.hpp"

namespace vend::render {

Node statement(std::string sid, std::vector<Node> actions, Node resource, Node conditions) {
  return mapping_of({{"Sid", std::move(sid)},
                     {"Effect", "Allow"},
                     {"Action", sequence_of(std::move(actions))},
                     {"Resource", std::move(resource)},
                     {"Condition", std::move(conditions)}});
}

Node nothing_to_allow(std::string sid) { return statement(std::move(sid), {"sts:GetCallerIdentity"}, "*"); }

Node via_services(const std::vector<std::string_view>& services) {
  Node names = Node::sequence();
  // A secret may be in another region.
  for (std::string_view service : services)
    names.push(service == "secretsmanager" ? Node("secretsmanager.*")
                                           : cfn::sub(std::string(service) + ".${AWS::Region}.*"));
  return mapping_of({{"StringLike", mapping_of({{"kms:ViaService", std::move(names)}})}});
}

Node document_of(std::vector<Node> statements) {
  return mapping_of({{"Version", "2012-10-17"}, {"Statement", sequence_of(std::move(statements))}});
}

}  // namespace vend::render
