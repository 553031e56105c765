// The role of the instances and what it may do: no more than their scripts call. Jobs inherit it unless the metadata
// hop limit keeps them out, so each statement is bound to this stack's own resources where AWS allows that.
#include "render/builder.hpp"
#include "render/resources/policy.hpp"
#include "vend/aws/partition.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node group_statement(Builder& b) {
  Node actions = sequence_of({"autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat",
                              "autoscaling:SetInstanceHealth"});
  Condition protects = b.equals("ProtectBusyInstances", "4ASGProtectBusyInstances", "true");
  if (!protects.is(false)) {
    // The other action knows no resources, so that here it allows nothing.
    actions.push(b.choose(protects, "autoscaling:SetInstanceProtection", "autoscaling:DescribeAutoScalingInstances"));
  }
  auto group_arn = [](std::string_view id) {
    return sub(
        "arn:${AWS::Partition}:autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:"
        "autoScalingGroupName/${AWS::StackName}-" +
        std::string(id) + "-*");
  };
  Node groups = Node::sequence();
  for (const std::string& id : groups_of(b)) groups.push(group_arn(id));
  return mapping_of(
      {{"Sid", "OwnGroup"},
       {"Effect", "Allow"},
       {"Action", std::move(actions)},
       {"Resource", groups.items().size() == 1 ? groups.items().front() : groups},
       {"Condition", mapping_of({{"StringEquals", mapping_of({{"aws:ResourceTag/" + std::string(model::stack_tag),
                                                               ref("AWS::StackId")}})}})}});
}

// A given secret's ARNs: of a name, those of this account and region; an ARN stands as it is, whoever's it is. Both
// with and without the six characters that Secrets Manager appends.
Node given_secret_arns(Builder& b, std::string_view parameter) {
  constexpr const char* suffix = "-??????";
  const Node given = b.text(parameter);
  const auto by_name = [&](std::string_view end) {
    return sub(
        "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${Name}" + std::string(end),
        mapping_of({{"Name", given}}));
  };
  const std::optional<std::string> known = b.literal(parameter);
  const Condition is_arn = known ? Condition{known->starts_with("arn:"), {}}
                                 : b.declare(std::string(parameter.substr(1)) + "IsArn",
                                             equals(select(0, split(":", join("", {given, ":"}))), "arn"));
  Node with_suffix = join("", {given, suffix});
  with_suffix.set_mark(given.mark());
  return b.choose(is_arn, sequence_of({given, std::move(with_suffix)}), sequence_of({by_name(""), by_name(suffix)}));
}

Node own_secret_statement() {
  // A list, because moto, which knows no secrets, refuses a statement whose only resource it drops.
  return statement("ReadToken", {"secretsmanager:GetSecretValue"}, sequence_of({ref("RunnerTokenSecret")}));
}

Node given_secret_statement(Builder& b, std::string sid, std::string_view parameter) {
  return statement(std::move(sid), {"secretsmanager:GetSecretValue"}, given_secret_arns(b, parameter));
}

// With and without the slash that a parameter's name may begin with.
Node parameter_statement(Builder& b) {
  std::string arn = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter";
  Node name = mapping_of({{"Name", b.text("3GITLABRunnerTokenParameter")}});
  return statement("ReadToken", {"ssm:GetParameter"},
                   sequence_of({sub(arn + "${Name}", name), sub(arn + "/${Name}", name)}));
}

Node token_statement(Builder& b) {
  Condition own = creates_token_secret(b);
  if (own.is(true)) return own_secret_statement();
  Condition secret = uses_token_secret(b);
  Node from_secret =
      secret.is(false) ? no_value() : given_secret_statement(b, "ReadToken", "3GITLABRunnerTokenSecretId");
  Node from_parameter = secret.is(true) ? no_value() : parameter_statement(b);
  Node given = b.choose(secret, std::move(from_secret), std::move(from_parameter));
  return own.is(false) ? given : b.choose(own, own_secret_statement(), std::move(given));
}

Node key_statement(Builder& b) {
  Condition has_key = b.differs("UseTokenKmsKey", "3GITLABRunnerTokenKmsKey", "");
  if (has_key.is(false)) return no_value();
  return b.choose(has_key,
                  statement("DecryptToken", {"kms:Decrypt"}, b.text("3GITLABRunnerTokenKmsKey"),
                            via_services({"secretsmanager", "ssm"})),
                  nothing_to_allow("NoTokenKey"));
}

Node hub_statement(Builder& b) {
  constexpr const char* parameter = "3GITLABRunnerDockerHubSecret";
  Condition given = b.differs("UseHubSecret", parameter, "");
  if (given.is(false)) return no_value();
  return b.choose(given, given_secret_statement(b, "ReadHubLogin", parameter), nothing_to_allow("NoHubLogin"));
}

// Pull from this account's repositories; the public registry's login is a token that everybody may have.
void add_ecr_statements(Builder& b, std::vector<Node>& statements) {
  Condition pulls = b.equals("PullFromEcr", "3GITLABRunnerDockerEcr", "true");
  if (pulls.is(false)) return;
  Node logins = statement(
      "EcrLogin", {"ecr:GetAuthorizationToken", "ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"}, "*");
  Node pull =
      statement("EcrPull", {"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
                sub("arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*"));
  statements.push_back(b.choose(pulls, std::move(logins), nothing_to_allow("NoEcrLogin")));
  statements.push_back(b.choose(pulls, std::move(pull), nothing_to_allow("NoEcrPull")));
}

Node object_arn(Node name) {
  return sub("arn:${AWS::Partition}:s3:::${Name}", mapping_of({{"Name", std::move(name)}}));
}

// What one of vend's own scripts loads from beside itself (runner_configs/), by the systems that the stack may have.
std::vector<std::string> files_beside(const Builder& b) {
  if (b.full()) return {"linux-features.sh", "windows-features.ps1"};
  return {model::facts(*b.stack().platform).windows ? "windows-features.ps1" : "linux-features.sh"};
}

// The objects that instances fetch scripts from, each by its name; CloudFormation cannot take the folder out of an
// address that is entered, so that what lies beside is named by its bucket and its own name there.
void add_object_statements(Builder& b, std::vector<Node>& statements) {
  constexpr std::pair<const char*, const char*> sources[] = {{"3INSTConfigurationScript", "Script"},
                                                             {"3INSTStepBefore", "StepBefore"},
                                                             {"3INSTStepAfter", "StepAfter"},
                                                             {"3INSTStepDrain", "StepDrain"}};
  constexpr std::string_view scheme = "s3://";
  std::vector<Node> known;
  for (const auto& [parameter, name] : sources) {
    if (std::optional<std::string> source = b.literal(parameter)) {
      if (!source->starts_with(scheme)) continue;
      const std::string object = source->substr(scheme.size());
      known.push_back(object_arn(Node(object)));
      if (std::string_view(name) != "Script") continue;
      for (const std::string& one : files_beside(b)) {
        known.push_back(object_arn(Node(object.substr(0, object.rfind('/') + 1) + one)));
      }
      continue;
    }
    if (std::string_view(name) == "Script" && has_prebuilt_script(b).is(true)) continue;
    Node begin = select(0, split("://", join("", {b.text(parameter), "://"})));
    Condition from_s3 = b.declare(std::string(name) + "FromS3", equals(std::move(begin), "s3"));
    Node object = select(1, split("s3://", join("s3://", {b.text(parameter), b.text(parameter)})));
    std::vector<Node> objects = {object_arn(object)};
    if (std::string_view(name) == "Script") {
      for (const std::string& one : files_beside(b)) {
        objects.push_back(sub("arn:${AWS::Partition}:s3:::${Bucket}/*" + one,
                              mapping_of({{"Bucket", select(0, split("/", Node(object)))}})));
      }
    }
    statements.push_back(
        b.choose(from_s3, statement("Read" + std::string(name), {"s3:GetObject"}, sequence_of(std::move(objects))),
                 nothing_to_allow("No" + std::string(name))));
  }
  if (!known.empty()) statements.push_back(statement("ReadScripts", {"s3:GetObject"}, sequence_of(std::move(known))));
}

Node stack_statement() { return statement("OwnStack", {"cloudformation:DescribeStackResource"}, ref("AWS::StackId")); }

Node tag_statement() {
  Node keys = Node::sequence();
  for (std::string_view key : model::instance_tags) keys.push(key);
  return statement(
      "TagOwnInstances", {"ec2:CreateTags"},
      sub("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*"),
      mapping_of(
          {{"StringEquals", mapping_of({{"aws:ResourceTag/" + std::string(model::stack_tag), ref("AWS::StackId")}})},
           {"ForAllValues:StringEquals", mapping_of({{"aws:TagKeys", std::move(keys)}})}}));
}

Node log_statement(Builder& b) {
  Condition keeps = has_logs(b);
  if (keeps.is(false)) return no_value();
  Node write = statement("WriteLogs", {"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
                         get_att("RunnerLogGroup", "Arn"));
  return b.choose(keeps, std::move(write), nothing_to_allow("NoLogGroup"));
}

// What Session Manager needs (Systems Manager user guide, "Create a custom IAM role for Session Manager"); AWS's
// managed policy for it would also let jobs read every SSM parameter.
Node session_manager_statement() {
  return statement("SessionManager",
                   {"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"},
                   "*");
}

// The CloudWatch agent looks up the group that its metrics are of.
Node read_tags_statement() { return statement("ReadTags", {"ec2:DescribeTags"}, "*"); }

Node find_group_statement() { return statement("FindOwnGroup", {"autoscaling:DescribeAutoScalingInstances"}, "*"); }

Node metrics_statement() {
  return statement("Metrics", {"cloudwatch:PutMetricData"}, "*",
                   mapping_of({{"StringEquals", mapping_of({{"cloudwatch:namespace", stack_metrics()}})}}));
}

// As the service is called in the stack's partition.
Node ec2_principal(Builder& b) {
  const Condition sovereign =
      b.declare("SovereignCloud", equals(ref("AWS::Partition"), std::string(aws::sovereign_partition)));
  return b.choose(sovereign, std::string(aws::sovereign_ec2_principal), sub("ec2.${AWS::URLSuffix}"));
}

void add_role(Builder& b) {
  Condition creates = creates_role(b);
  if (creates.is(false)) return;
  Node trust = mapping_of(
      {{"Effect", "Allow"}, {"Principal", mapping_of({{"Service", ec2_principal(b)}})}, {"Action", "sts:AssumeRole"}});
  // What a drain needs goes with the role itself: instances that still drain have it until the role goes, whatever an
  // update does to the policy beside it. Where the form asks for the role, both kinds of role have it in that policy.
  Node properties = mapping_of({{"AssumeRolePolicyDocument", document_of({std::move(trust)})}});
  if (creates.is(true) || b.full()) {
    Node drain = mapping_of(
        {{"PolicyName", "drain"}, {"PolicyDocument", document_of({group_statement(b), find_group_statement()})}});
    properties.add("Policies", sequence_of({std::move(drain)}));
  }
  // Always said, as v1.5.5 did: a path that appears or goes makes a new role and a new profile, and instances that
  // drain would lose theirs.
  const Node path = b.text("9AWSRolePath");
  properties.add("Path", path);
  Condition extra = b.differs("AddManagedPolicies", "9AWSExtraManagedPolicies", "");
  if (!extra.is(false)) {
    add_unless_none(properties, "ManagedPolicyArns",
                    b.choose(extra, split(",", b.text("9AWSExtraManagedPolicies")), no_value()));
  }
  Condition bounded = b.differs("UsePermissionsBoundary", "9AWSPermissionsBoundary", "");
  if (!bounded.is(false)) {
    add_unless_none(properties, "PermissionsBoundary",
                    b.choose(bounded, b.text("9AWSPermissionsBoundary"), no_value()));
  }
  b.add({.id = "ASGRebootRole", .type = "AWS::IAM::Role", .condition = creates, .properties = std::move(properties)});
  b.add({.id = "ASGInstanceProfile",
         .type = "AWS::IAM::InstanceProfile",
         .condition = creates,
         .properties = mapping_of({{"Path", path}, {"Roles", sequence_of({ref("ASGRebootRole")})}})});
}

}  // namespace

void add_access(Builder& b) {
  add_role(b);
  std::vector<Node> statements;
  if (!creates_role(b).is(true)) {  // an own role has them itself
    statements.push_back(group_statement(b));
    statements.push_back(find_group_statement());
  }
  statements.push_back(stack_statement());
  statements.push_back(token_statement(b));
  statements.push_back(key_statement(b));
  statements.push_back(hub_statement(b));
  add_ecr_statements(b, statements);
  add_object_statements(b, statements);
  statements.push_back(tag_statement());
  statements.push_back(read_tags_statement());
  statements.push_back(metrics_statement());
  statements.push_back(log_statement(b));
  statements.push_back(session_manager_statement());
  add_cache_statements(b, statements);
  // In the role, not beside it: of managed policies a role takes ten only, and each of them lies open to other roles.
  // A role of one's own may serve several stacks and regions, so that the name tells them apart.
  Node role = b.choose(creates_role(b), ref("ASGRebootRole"), b.text("9AWSSpecifiedIAMRoleNAME"));
  b.add({.id = "RunnerPolicy",
         .type = "AWS::IAM::Policy",
         .properties = mapping_of({{"PolicyName", sub("${AWS::StackName}-${AWS::Region}")},
                                   {"PolicyDocument", document_of(std::move(statements))},
                                   {"Roles", sequence_of({std::move(role)})}})});
}

}  // namespace vend::render
