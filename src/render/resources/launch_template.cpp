// The launch template: image, disk, metadata service, role, UserData, and the script in its metadata.
#include "render/builder.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node image(Builder& b) {
  Condition latest = b.equals("UseLatestAMI", "1OSPeggedAMIID", "AlwaysUseLatest");
  Node newest = latest.is(false) ? no_value() : b.text("9AWSRetrieveLatestAWSOSAmiIdFromSSM");
  Node pinned = latest.is(true) ? no_value() : b.text("1OSPeggedAMIID");
  return b.choose(latest, std::move(newest), std::move(pinned));
}

Node disk(Builder& b) {
  Condition own_key = b.differs("UseDiskKey", "3INSTEbsKmsKey", "");
  Node key = own_key.is(false) ? no_value() : b.choose(own_key, b.text("3INSTEbsKmsKey"), no_value());
  Node ebs = mapping_of({{"VolumeType", "gp3"},
                         {"VolumeSize", b.value("3INSTEbsVolumeSize")},
                         {"Iops", b.value("3INSTEbsVolumeIops")},
                         {"Throughput", b.value("3INSTEbsVolumeThroughput")},
                         {"Encrypted", Node::boolean(true)},
                         {"KmsKeyId", std::move(key)},
                         {"DeleteOnTermination", Node::boolean(true)}});
  Node device = b.choose(linux_platform(b), "/dev/xvda", "/dev/sda1");
  return sequence_of({mapping_of({{"DeviceName", std::move(device)}, {"Ebs", std::move(ebs)}})});
}

Node security_groups(Builder& b) {
  if (b.stack().network->pickers) return b.text("4ASGSpecifySecurityGroups");
  Condition vpc_default = b.equals("UseDefaultSG", "4ASGSpecifySecurityGroups", "DefaultSG");
  if (vpc_default.is(true)) return no_value();
  Condition own = creates_security_group(b);
  Node own_group = own.is(false) ? no_value() : sequence_of({get_att("ASGSecurityGroup", "GroupId")});
  Node given = own.is(true) ? no_value() : split(",", b.text("4ASGSpecifySecurityGroups"));
  return b.choose(vpc_default, no_value(), b.choose(own, std::move(own_group), std::move(given)));
}

// Whether instances get a public address is the subnet's to say, unless the spec says it: only an interface of the
// template's own can, and then the security groups are the interface's.
void put_network(Builder& b, Node& data) {
  const Condition by_subnet = b.equals("AddressBySubnet", "4ASGPublicIp", "subnet");
  Node groups = security_groups(b);
  if (by_subnet.is(true)) {
    add_unless_none(data, "SecurityGroupIds", std::move(groups));
    return;
  }
  const Condition wants = b.equals("WantsPublicIp", "4ASGPublicIp", "true");
  Node interface = mapping_of({{"DeviceIndex", Node::integer(0)},
                               {"AssociatePublicIpAddress", b.choose(wants, Node::boolean(true), Node::boolean(false))},
                               {"Groups", groups}});
  add_unless_none(data, "SecurityGroupIds", b.choose(by_subnet, std::move(groups), no_value()));
  add_unless_none(data, "NetworkInterfaces", b.choose(by_subnet, no_value(), sequence_of({std::move(interface)})));
}

Node key_pair(Builder& b) {
  Condition wanted = b.differs("UseKeypair", "8DBGKeypairName", "");
  return wanted.is(false) ? no_value() : b.choose(wanted, b.text("8DBGKeypairName"), no_value());
}

Node profile(Builder& b) {
  Condition own = creates_role(b);
  Node made = own.is(false) ? no_value() : ref("ASGInstanceProfile");
  Node given = own.is(true) ? no_value() : b.text("9AWSSpecifiedIAMRoleNAME");
  return mapping_of({{"Name", b.choose(own, std::move(made), std::move(given))}});
}

// Instance tags come from the group; volumes get theirs here.
Node volume_tags(const Builder& b) {
  Node tags = sequence_of({mapping_of({{"Key", "GitLabRunnerStack"}, {"Value", ref("AWS::StackId")}})});
  if (!has_own_name(b)) tags.push(mapping_of({{"Key", "Name"}, {"Value", sub("${AWS::StackName}")}}));
  for (const model::Tag& one : b.stack().tags) tags.push(mapping_of({{"Key", one.key}, {"Value", Node(one.value)}}));
  return sequence_of({mapping_of({{"ResourceType", "volume"}, {"Tags", std::move(tags)}})});
}

Node metadata_options(Builder& b) {
  return mapping_of(
      {{"HttpEndpoint", "enabled"},
       {"HttpTokens", "required"},
       {"HttpPutResponseHopLimit", b.value("3INSTMetadataHopLimit")},
       // One tag with a space or slash, and a stack's own tags reach instances, would keep all from starting.
       {"InstanceMetadataTags", "disabled"}});
}

}  // namespace

void add_launch_template(Builder& b) {
  Node data =
      mapping_of({{"ImageId", image(b)},
                  {"KeyName", key_pair(b)},
                  {"IamInstanceProfile", profile(b)},
                  {"BlockDeviceMappings", disk(b)},
                  {"MetadataOptions", metadata_options(b)},
                  {"Monitoring", mapping_of({{"Enabled", Node::boolean(true)}})},  // alarms of one minute need it
                  {"TagSpecifications", volume_tags(b)}});
  put_network(b, data);
  data.add("UserData", user_data(b));
  Resource resource{.id = "ASGLaunchTemplate", .type = "AWS::EC2::LaunchTemplate"};
  if (Node init = init_metadata(b); !is_no_value(init)) {
    Node metadata = Node::mapping();
    metadata.add("AWS::CloudFormation::Init", std::move(init));
    resource.attributes.add("Metadata", std::move(metadata));
  }
  resource.properties.add("LaunchTemplateData", std::move(data));
  b.add(std::move(resource));
}

}  // namespace vend::render
