// References to resources: tables of what each type gives and of what places take, hence the length.
#include "validate/types/references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

enum class Nature { unknown, name, id, arn, url, address, network };

constexpr std::string_view words(Nature kind) {
  switch (kind) {
    case Nature::name:
      return "a name";
    case Nature::id:
      return "an id";
    case Nature::arn:
      return "an ARN";
    case Nature::url:
      return "a URL";
    case Nature::address:
      return "an address";
    case Nature::network:
      return "a network";
    case Nature::unknown:
      break;
  }
  return "something else";
}

// What Ref gives ("Return values" of each type in the template reference), with one value as AWS makes them; names
// have no sample, since stacks and authors choose them. Types that take one for the other, such as keys of KMS, are
// left out.
struct Gives {
  std::string_view type;
  Nature kind;
  std::string_view sample = "";
};
constexpr std::array of_ref = {
    Gives{"AWS::S3::Bucket", Nature::name},
    Gives{"AWS::IAM::Role", Nature::name},
    Gives{"AWS::IAM::User", Nature::name},
    Gives{"AWS::IAM::Group", Nature::name},
    Gives{"AWS::IAM::InstanceProfile", Nature::name},
    Gives{"AWS::Lambda::Function", Nature::name},
    Gives{"AWS::DynamoDB::Table", Nature::name},
    Gives{"AWS::Logs::LogGroup", Nature::name},
    Gives{"AWS::Kinesis::Stream", Nature::name},
    Gives{"AWS::KinesisFirehose::DeliveryStream", Nature::name},
    Gives{"AWS::ECS::Cluster", Nature::name},
    Gives{"AWS::ECR::Repository", Nature::name},
    Gives{"AWS::CloudWatch::Alarm", Nature::name},
    Gives{"AWS::RDS::DBInstance", Nature::name},
    Gives{"AWS::RDS::DBCluster", Nature::name},
    Gives{"AWS::RDS::DBSubnetGroup", Nature::name},
    Gives{"AWS::AutoScaling::AutoScalingGroup", Nature::name},
    Gives{"AWS::AutoScaling::LaunchConfiguration", Nature::name},
    Gives{"AWS::CodeBuild::Project", Nature::name},
    Gives{"AWS::CodePipeline::Pipeline", Nature::name},
    Gives{"AWS::EKS::Cluster", Nature::name},
    Gives{"AWS::CloudTrail::Trail", Nature::name},
    Gives{"AWS::ElasticLoadBalancing::LoadBalancer", Nature::name},
    Gives{"AWS::EC2::VPC", Nature::id, "vpc-0123456789abcdef0"},
    Gives{"AWS::EC2::Subnet", Nature::id, "subnet-0123456789abcdef0"},
    Gives{"AWS::EC2::SecurityGroup", Nature::id, "sg-0123456789abcdef0"},
    Gives{"AWS::EC2::Instance", Nature::id, "i-0123456789abcdef0"},
    Gives{"AWS::EC2::Volume", Nature::id, "vol-0123456789abcdef0"},
    Gives{"AWS::EC2::RouteTable", Nature::id, "rtb-0123456789abcdef0"},
    Gives{"AWS::EC2::InternetGateway", Nature::id, "igw-0123456789abcdef0"},
    Gives{"AWS::EC2::NatGateway", Nature::id, "nat-0123456789abcdef0"},
    Gives{"AWS::EC2::NetworkInterface", Nature::id, "eni-0123456789abcdef0"},
    Gives{"AWS::EC2::LaunchTemplate", Nature::id, "lt-0123456789abcdef0"},
    Gives{"AWS::EC2::VPCEndpoint", Nature::id, "vpce-0123456789abcdef0"},
    Gives{"AWS::EFS::FileSystem", Nature::id, "fs-0123456789abcdef0"},
    Gives{"AWS::EFS::AccessPoint", Nature::id, "fsap-0123456789abcdef0"},
    Gives{"AWS::ApiGateway::RestApi", Nature::id, "a1b2c3d4e5"},
    Gives{"AWS::CloudFront::Distribution", Nature::id, "E27LVI50CSW06W"},
    Gives{"AWS::Cognito::UserPool", Nature::id, "us-east-1_aBcD12345"},
    Gives{"AWS::EC2::EIP", Nature::address, "203.0.113.7"},
    Gives{"AWS::SQS::Queue", Nature::url, "https://sqs.us-east-1.amazonaws.com/123456789012/name"},
    Gives{"AWS::SNS::Topic", Nature::arn, "arn:aws:sns:us-east-1:123456789012:name"},
    Gives{"AWS::StepFunctions::StateMachine", Nature::arn, "arn:aws:states:us-east-1:123456789012:stateMachine:name"},
    Gives{"AWS::IAM::ManagedPolicy", Nature::arn, "arn:aws:iam::123456789012:policy/name"},
    Gives{"AWS::ElasticLoadBalancingV2::LoadBalancer", Nature::arn,
          "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/name/0123456789abcdef"},
    Gives{"AWS::ElasticLoadBalancingV2::TargetGroup", Nature::arn,
          "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/name/0123456789abcdef"},
    Gives{"AWS::SecretsManager::Secret", Nature::arn,
          "arn:aws:secretsmanager:us-east-1:123456789012:secret:name-AbCdEf"},
    Gives{"AWS::CertificateManager::Certificate", Nature::arn,
          "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"},
};
// What the attribute Arn gives.
constexpr std::array of_arn = {
    Gives{"AWS::S3::Bucket", Nature::arn, "arn:aws:s3:::name"},
    Gives{"AWS::IAM::Role", Nature::arn, "arn:aws:iam::123456789012:role/name"},
    Gives{"AWS::IAM::User", Nature::arn, "arn:aws:iam::123456789012:user/name"},
    Gives{"AWS::IAM::Group", Nature::arn, "arn:aws:iam::123456789012:group/name"},
    Gives{"AWS::IAM::InstanceProfile", Nature::arn, "arn:aws:iam::123456789012:instance-profile/name"},
    Gives{"AWS::Lambda::Function", Nature::arn, "arn:aws:lambda:us-east-1:123456789012:function:name"},
    Gives{"AWS::DynamoDB::Table", Nature::arn, "arn:aws:dynamodb:us-east-1:123456789012:table/name"},
    Gives{"AWS::SQS::Queue", Nature::arn, "arn:aws:sqs:us-east-1:123456789012:name"},
    Gives{"AWS::Kinesis::Stream", Nature::arn, "arn:aws:kinesis:us-east-1:123456789012:stream/name"},
    Gives{"AWS::Logs::LogGroup", Nature::arn, "arn:aws:logs:us-east-1:123456789012:log-group:name:*"},
    Gives{"AWS::ECS::Cluster", Nature::arn, "arn:aws:ecs:us-east-1:123456789012:cluster/name"},
    Gives{"AWS::ECR::Repository", Nature::arn, "arn:aws:ecr:us-east-1:123456789012:repository/name"},
};

struct Given {
  Nature kind = Nature::unknown;
  std::string_view sample;
};

Given sampled(const auto& table, std::string_view type, Nature otherwise) {
  const auto* found = std::find_if(table.begin(), table.end(), [&](const Gives& one) { return one.type == type; });
  return found == table.end() ? Given{otherwise, ""} : Given{found->kind, found->sample};
}

Given given_by(std::string_view type, std::string_view attribute) {
  if (attribute.empty()) return sampled(of_ref, type, Nature::unknown);
  if (attribute == "Arn") return sampled(of_arn, type, Nature::arn);
  const std::string_view last = attribute.substr(attribute.rfind('.') + 1);
  if (last.ends_with("Arn") || last.ends_with("ARN")) return {Nature::arn, ""};
  if (last.ends_with("CidrBlock")) return {Nature::network, ""};
  if (last.ends_with("Url") || last.ends_with("URL")) return {Nature::url, ""};
  if (last.ends_with("Name")) return {Nature::name, ""};
  if (last.ends_with("KmsKeyId")) return {};  // keys go by several names
  // What is called Id alone is an ARN of some.
  return last.ends_with("Id") && last != "Id" ? Given{Nature::id, ""} : Given{};
}

// Places whose schema says less than the service: "Properties" of the types in the template reference.
struct Takes {
  std::string_view type, path;  // without the numbers of entries
  Nature kind;
};
constexpr std::array places = {
    Takes{"AWS::IAM::InstanceProfile", "Roles", Nature::name},
    Takes{"AWS::IAM::Policy", "Roles", Nature::name},
    Takes{"AWS::IAM::Policy", "Users", Nature::name},
    Takes{"AWS::IAM::Policy", "Groups", Nature::name},
    Takes{"AWS::IAM::ManagedPolicy", "Roles", Nature::name},
    Takes{"AWS::IAM::ManagedPolicy", "Users", Nature::name},
    Takes{"AWS::IAM::ManagedPolicy", "Groups", Nature::name},
    Takes{"AWS::IAM::RolePolicy", "RoleName", Nature::name},
    Takes{"AWS::IAM::User", "Groups", Nature::name},
    Takes{"AWS::IAM::UserToGroupAddition", "Users", Nature::name},
    Takes{"AWS::EC2::Instance", "IamInstanceProfile", Nature::name},
    Takes{"AWS::EC2::LaunchTemplate", "LaunchTemplateData.IamInstanceProfile.Name", Nature::name},
    Takes{"AWS::S3::BucketPolicy", "Bucket", Nature::name},
    Takes{"AWS::S3::Bucket", "LoggingConfiguration.DestinationBucketName", Nature::name},
    Takes{"AWS::Lambda::Function", "Code.S3Bucket", Nature::name},
    Takes{"AWS::CloudTrail::Trail", "S3BucketName", Nature::name},
    Takes{"AWS::Config::DeliveryChannel", "S3BucketName", Nature::name},
    Takes{"AWS::CodePipeline::Pipeline", "ArtifactStore.Location", Nature::name},
    Takes{"AWS::Logs::MetricFilter", "LogGroupName", Nature::name},
    Takes{"AWS::Logs::SubscriptionFilter", "LogGroupName", Nature::name},
    Takes{"AWS::RDS::DBInstance", "DBSubnetGroupName", Nature::name},
    Takes{"AWS::SQS::QueuePolicy", "Queues", Nature::url},
    Takes{"AWS::EC2::NatGateway", "AllocationId", Nature::id},
    Takes{"AWS::EC2::EIPAssociation", "AllocationId", Nature::id},
    Takes{"AWS::ElasticLoadBalancingV2::LoadBalancer", "SubnetMappings.AllocationId", Nature::id},
    Takes{"AWS::CloudWatch::Alarm", "AlarmActions", Nature::arn},
    Takes{"AWS::CloudWatch::Alarm", "OKActions", Nature::arn},
    Takes{"AWS::CloudWatch::Alarm", "InsufficientDataActions", Nature::arn},
    Takes{"AWS::S3::Bucket", "NotificationConfiguration.LambdaConfigurations.Function", Nature::arn},
    Takes{"AWS::S3::Bucket", "NotificationConfiguration.QueueConfigurations.Queue", Nature::arn},
    Takes{"AWS::S3::Bucket", "NotificationConfiguration.TopicConfigurations.Topic", Nature::arn},
    Takes{"AWS::S3::Bucket", "ReplicationConfiguration.Rules.Destination.Bucket", Nature::arn},
    Takes{"AWS::IAM::Role", "PermissionsBoundary", Nature::arn},
    Takes{"AWS::IAM::User", "PermissionsBoundary", Nature::arn},
    Takes{"AWS::Lambda::Function", "Layers", Nature::arn},
    Takes{"AWS::EC2::FlowLog", "LogDestination", Nature::arn},
};

// "Properties.Roles.0" -> "Roles"
std::string without_numbers(std::string_view path) {
  std::vector<std::string> parts;
  for (std::string_view one : support::split(path, '.')) {
    if (one != "Properties" && one.find_first_not_of("0123456789") != std::string_view::npos) parts.emplace_back(one);
  }
  return support::join(parts, ".");
}

// Subscriptions of these protocols go to an ARN (SNS API reference, Subscribe).
bool is_endpoint_by_arn(const Resource& owner, std::string_view path) {
  constexpr std::array<std::string_view, 3> protocols = {"sqs", "lambda", "firehose"};
  const auto named = [&](std::string_view protocol) {
    return std::find(protocols.begin(), protocols.end(), protocol) != protocols.end();
  };
  return owner.type == "AWS::SNS::Subscription" && path == "Endpoint" && named(text_at(owner.properties, {"Protocol"}));
}

Nature taken_at(const Resource& owner, const std::string& path) {
  for (const Takes& one : places) {
    if (one.type == owner.type && one.path == path) return one.kind;
  }
  if (is_endpoint_by_arn(owner, path)) return Nature::arn;
  constexpr std::array<std::string_view, 4> ends = {"Arn", "ARN", "Arns", "ARNs"};
  const bool by_name = std::any_of(ends.begin(), ends.end(),
                                   [&](std::string_view one) { return std::string_view(path).ends_with(one); });
  return by_name ? Nature::arn : Nature::unknown;
}

// Whether all that a pattern takes begins with "arn": "^(arn:...|fs-[0-9a-f]+)$" takes an id as well. Its alternatives
// are those outside of groups, or in the one that is around all.
bool begins_as_arn(std::string_view pattern) {
  if (pattern.starts_with('^')) pattern.remove_prefix(1);
  const bool grouped = pattern.starts_with('(');
  int depth = 0;
  bool begins = true, in_class = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (begins && c != '(' && !pattern.substr(at).starts_with("?:")) {
      if (!pattern.substr(at).starts_with("arn")) return false;
      begins = false;
    }
    if (c == '\\') {
      ++at;
    } else if (c == '[' || c == ']') {
      in_class = c == '[';
    } else if (!in_class && (c == '(' || c == ')')) {
      depth += c == '(' ? 1 : -1;
    } else if (!in_class && c == '|' && depth <= (grouped ? 1 : 0)) {
      begins = true;
    }
    if (begins && c == '?') ++at;  // of "?:"
  }
  return true;
}

// Whether a pattern wants an ARN: it speaks of one, and takes no name of any usual make.
bool wants_arn(Schemas& schemas, const std::string& pattern) {
  constexpr std::array<std::string_view, 7> names = {"name",          "Stack-Name-1A2B3C4D5E6F",
                                                     "a.name_1",      "/aws/name",
                                                     "0123456789",    "12345678-1234-1234-1234-123456789012",
                                                     "E27LVI50CSW06W"};
  return pattern.find("arn") != std::string::npos && begins_as_arn(pattern) &&
         std::none_of(names.begin(), names.end(),
                      [&](std::string_view one) { return schemas.matches(pattern, std::string(one)); });
}

// Ids and numbers do for names as well.
bool is_taken(Nature wanted, Nature given) {
  return wanted == Nature::name ? given != Nature::arn && given != Nature::url : given == wanted;
}

// What a format of the schemas names: AWS::EC2::VPC.Id, AWS::IAM::Role.Arn.
std::optional<Nature> nature_of(std::string_view format) {
  if (format.ends_with(".Id")) return Nature::id;
  if (format.ends_with(".Arn")) return Nature::arn;
  if (format.ends_with(".Name")) return Nature::name;
  return std::nullopt;
}

// What a pattern says of a reference; nothing where it may be right.
std::optional<Nature> refused_by(Schemas& schemas, const std::string& pattern, const Given& given) {
  const bool sampled_fits = !given.sample.empty() && schemas.matches(pattern, std::string(given.sample));
  if (sampled_fits) return std::nullopt;
  const bool arn = wants_arn(schemas, pattern);
  if (given.kind != Nature::arn) {
    if (arn) return Nature::arn;
    return given.kind == Nature::id && !given.sample.empty() ? std::optional(Nature::unknown) : std::nullopt;
  }
  if (given.sample.empty() && schemas.may_begin(pattern, "arn:aws:")) return std::nullopt;
  return arn ? Nature::unknown : Nature::name;
}

WrongKind told(const document::Unknown& reference, std::string_view type, const Given& given, Nature wanted,
               Schemas& schemas) {
  const std::string what = reference.attribute.empty() ? "Ref of " + reference.name
                                                       : fmt::format("{}.{}", reference.name, reference.attribute);
  const std::string article(type.starts_with("AWS::") ? "an" : "a");
  if (wanted == Nature::unknown)
    return {
        fmt::format("{} gives {} of {} {}, and something else is wanted here", what, words(given.kind), article, type),
        "name what is wanted"};
  WrongKind wrong{fmt::format("{} gives {}, and {} is wanted here", what, words(given.kind), words(wanted)),
                  "name what is wanted"};
  const std::optional<std::vector<std::string>> attributes = schemas.attributes(type);
  auto has = [&](std::string_view name) {
    return attributes && std::find(attributes->begin(), attributes->end(), name) != attributes->end();
  };
  if (wanted == Nature::arn && has("Arn")) wrong.fix = fmt::format("write !GetAtt {}.Arn", reference.name);
  if (wanted == Nature::id && has("AllocationId"))
    wrong.fix = fmt::format("write !GetAtt {}.AllocationId", reference.name);
  if (wanted != Nature::arn && wanted == sampled(of_ref, type, Nature::unknown).kind)
    wrong.fix = fmt::format("write !Ref {}", reference.name);
  return wrong;
}

}  // namespace

bool is_one_text(const Resolved& resolved, const Node& value) {
  const document::Unknown* reference = value.only_unknown();
  if (reference == nullptr || reference->kind != document::Unknown::Kind::resource) return false;
  const std::string_view type = text_at(resolved.t.resources.find(reference->name), {"Type"});
  return given_by(type, reference->attribute).kind != Nature::unknown && type.starts_with("AWS::") &&
         !type.starts_with("AWS::CloudFormation::") && !type.starts_with("AWS::ServiceCatalog::") &&
         !type.ends_with("::MODULE");
}

std::optional<WrongKind> wrong_kind(const Resolved& resolved, const Node& value, const Resource& owner,
                                    std::string_view path, const Node& schema, Schemas& schemas) {
  const document::Unknown* reference = value.only_unknown();
  if (reference == nullptr || reference->kind != document::Unknown::Kind::resource) return std::nullopt;
  const Node* referred = resolved.t.resources.find(reference->name);
  const std::string_view type = referred != nullptr ? text_at(referred, {"Type"}) : std::string_view();
  // Outside of a VPC a group goes by its name.
  const bool by_name = type == "AWS::EC2::SecurityGroup" && at(referred, {"Properties", "VpcId"}) == nullptr;
  const bool author_decides = !type.starts_with("AWS::") || type.starts_with("AWS::CloudFormation::") ||
                              type.starts_with("AWS::ServiceCatalog::") || type.ends_with("::MODULE");
  if (author_decides || type.starts_with("AWS::KMS::") || by_name) return std::nullopt;
  const Given given = given_by(type, reference->attribute);
  if (given.kind == Nature::unknown) return std::nullopt;
  const std::string place = without_numbers(path);
  // A stream of a table has an ARN of its own (Lambda API reference, CreateEventSourceMapping).
  if (owner.type == "AWS::Lambda::EventSourceMapping" && place == "EventSourceArn" && type == "AWS::DynamoDB::Table" &&
      reference->attribute == "Arn")
    return WrongKind{fmt::format("{}.Arn is the table, and its stream is wanted here", reference->name),
                     fmt::format("write !GetAtt {}.StreamArn", reference->name)};
  if (const std::optional<Nature> wanted = nature_of(text_at(&schema, {"format"}));
      wanted && !is_taken(*wanted, given.kind))
    return told(*reference, type, given, *wanted, schemas);
  if (const Node* pattern = schema.find("pattern")) {
    if (const std::optional<Nature> wanted = refused_by(schemas, pattern->text(), given))
      return told(*reference, type, given, *wanted, schemas);
  }
  const Nature wanted = taken_at(owner, place);
  // A pattern that takes names as well knows better than the property's name.
  const bool known_place = std::any_of(places.begin(), places.end(),
                                       [&](const Takes& one) { return one.type == owner.type && one.path == place; });
  if (wanted == Nature::unknown || is_taken(wanted, given.kind) ||
      (!known_place && schema.find("pattern") != nullptr && !is_endpoint_by_arn(owner, place)))
    return std::nullopt;
  return told(*reference, type, given, wanted, schemas);
}

}  // namespace vend::validate
