// A security group of the stack's own: instances call out, nothing calls in.
#include "render/builder.hpp"

namespace vend::render {
void add_network(Builder& b) {
  Condition creates = creates_security_group(b);
  if (creates.is(false)) return;
  Condition other_vpc = b.differs("UseGivenVpc", "4ASGSpecifyVPC", "DefaultVPC");
  // Without egress rules of its own a group lets everything out.
  Node properties = mapping_of({{"GroupDescription", cfn::sub("GitLab runners of stack ${AWS::StackName}")}});
  add_unless_none(properties, "VpcId", b.choose(other_vpc, b.text("4ASGSpecifyVPC"), cfn::no_value()));
  b.add({.id = "ASGSecurityGroup",
         .type = "AWS::EC2::SecurityGroup",
         .condition = creates,
         .properties = std::move(properties)});
}

}  // namespace vend::render
