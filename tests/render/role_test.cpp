// The role's permissions against the calls that instances make (tests/faults/calls.toml, which the fault matrix holds
// against the scripts): a call without a permission fails, and a permission without a call. In three partitions, with a
// table of the actions' resources, hence the length.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <regex>
#include <set>

#include "file_text.hpp"
#include "render/render_of.hpp"
#include "vend/aws/partition.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/document/reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"
#include "vend/support/text.hpp"

namespace vend {
namespace {

using document::Node;
using testing::render_of;

// Who else calls with the role, and why: programs that the scripts start, not the scripts.
const std::map<std::string, std::string> others = {
    {"ec2:DescribeTags", "the CloudWatch agent looks up the group that its metrics are of"},
    {"logs:CreateLogStream", "the CloudWatch agent"},
    {"logs:DescribeLogStreams", "the CloudWatch agent"},
    {"logs:PutLogEvents", "the CloudWatch agent"},
    {"s3:GetBucketLocation", "GitLab Runner's cache"},
    {"s3:ListBucket", "GitLab Runner's cache: an object that is not there is 404 instead of 403"},
    {"s3:GetObjectVersion", "GitLab Runner's cache, of a bucket with versions"},
    {"s3:PutObject", "GitLab Runner's cache"},
    {"s3:DeleteObject", "GitLab Runner's cache"},
    {"kms:Decrypt", "Secrets Manager, SSM and S3 with a customer's key, for who reads there"},
    {"kms:GenerateDataKey", "S3 with a customer's key, for who writes there"},
    {"ssm:UpdateInstanceInformation", "the SSM agent"},
    {"ssmmessages:CreateControlChannel", "the SSM agent"},
    {"ssmmessages:CreateDataChannel", "the SSM agent"},
    {"ssmmessages:OpenControlChannel", "the SSM agent"},
    {"ssmmessages:OpenDataChannel", "the SSM agent"},
    {"ecr:BatchCheckLayerAvailability", "Docker, with the login for ECR"},
    {"ecr-public:GetAuthorizationToken", "the login for public.ecr.aws"},
    {"sts:GetServiceBearerToken", "the login for public.ecr.aws"},
};

// What a stack's statements name, once with everything on that a spec can turn on.
constexpr const char* everything = R"(name: team-a
platform: amazon-linux-2023
executor: docker
protect_busy: true
gitlab: {token: {TOKEN}}
docker: {ecr: true, hub_secret: hub/login}
script: {before: {source: "s3://scripts/before.sh"}}
cache: {bucket: BUCKET, kms_key: "arn:aws:kms:us-east-1:123456789012:key/cache-1"}
)";

std::string spec_with(const std::string& token, const std::string& bucket) {
  std::string text = everything;
  text.replace(text.find("{TOKEN}"), 7, token);
  return text.replace(text.find("BUCKET"), 6, bucket);
}

const std::vector<std::string> specs = {
    spec_with("{secret: gitlab/token, kms_key: \"arn:aws:kms:us-east-1:123456789012:key/token-1\"}", "own"),
    spec_with("{ssm_parameter: /gitlab/token, kms_key: \"arn:aws:kms:us-east-1:123456789012:key/token-1\"}",
              "given-bucket"),
    spec_with("{secret: gitlab/token}", "none"),
    "name: team-a\nplatform: windows-2022\nexecutor: shell\nrole: {name: a-role-of-mine}\n",
    "{}",
};

std::vector<std::string> texts(const Node* node) {
  std::vector<std::string> all;
  if (node == nullptr) return all;
  if (node->is_scalar()) return {node->text()};
  for (const Node& one : node->items()) all.push_back(one.text());
  return all;
}

struct Statement {
  std::string sid;
  std::vector<std::string> actions, resources;
  Node condition;
};

std::vector<Statement> statements_of(const cfn::Template& t, const std::string& region,
                                     std::map<std::string, std::string> form = {}) {
  evaluate::Input input;
  input.parameters = std::move(form);
  if (!input.parameters.contains("3GITLABRunnerRegTokenList") &&
      t.parameters.find("3GITLABRunnerRegTokenList") != nullptr)
    input.parameters["3GITLABRunnerRegTokenList"] = "glrt-12345678901234567890";
  input.environment.region = region;
  input.environment.stack_name = "team-a";
  const evaluate::Result result = evaluate::evaluate(t, input);
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(result.diagnostics.empty());
  std::vector<Statement> all;
  const auto take = [&](const Node& document) {
    for (const Node& one : document.find("Statement")->items()) {
      REQUIRE(one.find("Effect")->text() == "Allow");
      const Node* condition = one.find("Condition");
      all.push_back({one.find("Sid")->text(), texts(one.find("Action")), texts(one.find("Resource")),
                     condition != nullptr ? *condition : Node::mapping()});
    }
  };
  for (const document::Member& resource : result.resources.members()) {
    const std::string type = resource.value.find("Type")->text();
    const Node& properties = *resource.value.find("Properties");
    if (type == "AWS::IAM::Policy") take(*properties.find("PolicyDocument"));
    if (type != "AWS::IAM::Role") continue;
    const Node* policies = properties.find("Policies");
    for (std::size_t i = 0; policies != nullptr && i < policies->items().size(); ++i)
      take(*policies->items()[i].find("PolicyDocument"));
  }
  return all;
}

bool covers(const std::string& pattern, const std::string& text) {
  std::string expression;
  for (char c : pattern) {
    if (c == '*') {
      expression += ".*";
    } else if (c == '?') {
      expression += '.';
    } else {
      if (std::string("\\^$.|+()[]{}").find(c) != std::string::npos) expression += '\\';
      expression += c;
    }
  }
  return std::regex_match(text, std::regex(expression));
}

bool allows(const std::vector<Statement>& all, const std::string& action, const std::string& resource) {
  return std::any_of(all.begin(), all.end(), [&](const Statement& one) {
    return std::find(one.actions.begin(), one.actions.end(), action) != one.actions.end() &&
           std::any_of(one.resources.begin(), one.resources.end(),
                       [&](const std::string& pattern) { return covers(pattern, resource); });
  });
}

// The actions of the list of calls.
std::set<std::string> called_actions() {
  const std::string text = testing::file_text(VEND_SOURCE_DIR "/tests/faults/calls.toml");
  std::set<std::string> all;
  const std::regex line("\niam = \\[([^\\]]*)\\]"), action("\"([^\"]+)\"");
  for (std::sregex_iterator one(text.begin(), text.end(), line), end; one != end; ++one) {
    const std::string list = (*one)[1];
    for (std::sregex_iterator name(list.begin(), list.end(), action); name != end; ++name) all.insert((*name)[1]);
  }
  REQUIRE(all.size() > 10);
  return all;
}

// Needs no permission: it stands where a statement has nothing to allow.
constexpr const char* nothing = "sts:GetCallerIdentity";

// Where a setting is off, the place of its action has this one, on resources of another kind.
bool knows_no_resources(const std::string& action) { return action == "autoscaling:DescribeAutoScalingInstances"; }

}  // namespace

namespace {

struct Need {
  std::string action, resource;
};

// What a stack with a setting may do and on what, each of which a call or another program makes (below).
std::vector<Need> needs_of(const std::string& setting, const std::string& region) {
  const std::string partition = aws::partition(region);
  std::vector<Need> all;
  const auto add = [&](const std::string& actions, const std::vector<std::string>& resources) {
    for (std::string_view action : support::split(actions, ' '))
      for (const std::string& resource : resources) all.push_back({std::string(action), resource});
  };
  const auto arn = [&](const std::string& service, const std::string& rest) {
    return fmt::format("arn:{}:{}:{}:123456789012:{}", partition, service, region, rest);
  };
  const auto group = [&](const std::string& id) {
    return arn("autoscaling", "autoScalingGroup:1234:autoScalingGroupName/team-a-" + id + "-ABC");
  };
  const auto secret = [&](const std::string& name) {
    return std::vector{arn("secretsmanager", "secret:" + name), arn("secretsmanager", "secret:" + name + "-AbCdEf")};
  };
  const auto bucket = [&](const std::string& name) { return fmt::format("arn:{}:s3:::{}", partition, name); };
  const std::string drain =
      "autoscaling:CompleteLifecycleAction autoscaling:RecordLifecycleActionHeartbeat autoscaling:SetInstanceHealth";
  const std::string cache = "s3:GetObject s3:GetObjectVersion s3:PutObject s3:DeleteObject";
  if (setting == "always") {
    add(drain, {group("InstanceASG")});
    add("autoscaling:DescribeAutoScalingInstances ec2:DescribeTags cloudwatch:PutMetricData "
        "ssm:UpdateInstanceInformation ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel "
        "ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel",
        {"*"});
    add("ec2:CreateTags", {arn("ec2", "instance/i-0123456789abcdef0")});
    add("cloudformation:DescribeStackResource",
        {arn("cloudformation", "stack/team-a/00000000-0000-0000-0000-000000000000")});
  }
  if (setting == "fallback") add(drain, {group("FallbackASG")});
  if (setting == "protect") add("autoscaling:SetInstanceProtection", {group("InstanceASG")});
  if (setting == "protect fallback") add("autoscaling:SetInstanceProtection", {group("FallbackASG")});
  // Fn::GetAtt gives the ARN of the stack's own log group with :* behind it, for its streams.
  if (setting == "logs")
    add("logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", {"${RunnerLogGroup.Arn}"});
  if (setting == "own token") add("secretsmanager:GetSecretValue", {"${RunnerTokenSecret}"});
  if (setting == "secret") add("secretsmanager:GetSecretValue", secret("gitlab/token"));
  // A parameter's name begins with a slash or not.
  if (setting == "parameter") add("ssm:GetParameter", {arn("ssm", "parameter/token"), arn("ssm", "parametertoken")});
  if (setting == "token key") add("kms:Decrypt", {"arn:aws:kms:us-east-1:123456789012:key/token-1"});
  if (setting == "hub") add("secretsmanager:GetSecretValue", secret("hub/login"));
  if (setting == "ecr") {
    add("ecr:GetAuthorizationToken ecr-public:GetAuthorizationToken sts:GetServiceBearerToken", {"*"});
    add("ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer", {arn("ecr", "repository/x")});
  }
  if (setting == "own bucket") {
    add(cache, {"${ASGBucket.Arn}/project/1/key"});
    add("s3:GetBucketLocation s3:ListBucket", {"${ASGBucket.Arn}"});
  }
  if (setting == "given bucket") {
    add(cache, {bucket("given-bucket/project/1/key"), bucket("given-bucket/runner/abc/project/1/key")});
    add("s3:GetBucketLocation s3:ListBucket", {bucket("given-bucket")});
  }
  if (setting == "cache key")
    add("kms:Decrypt kms:GenerateDataKey", {"arn:aws:kms:us-east-1:123456789012:key/cache-1"});
  if (setting == "step") add("s3:GetObject", {bucket("scripts/before.sh")});
  if (setting == "script") add("s3:GetObject", {bucket("scripts/a/own.sh"), bucket("scripts/a/linux-features.sh")});
  if (setting == "windows script")
    add("s3:GetObject", {bucket("scripts/a/own.sh"), bucket("scripts/a/windows-features.ps1")});
  return all;
}

struct Case {
  std::string spec;
  std::map<std::string, std::string> form;
  std::vector<std::string> settings;
};

const std::vector<Case>& cases() {
  const std::map<std::string, std::string> everything_on_the_form = {
      {"4ASGProtectBusyInstances", "true"},
      {"3GITLABRunnerTokenKmsKey", "arn:aws:kms:us-east-1:123456789012:key/token-1"},
      {"3GITLABRunnerDockerEcr", "true"},
      {"3GITLABRunnerDockerHubSecret", "hub/login"},
      {"3GITLABRunnerS3CacheKmsKey", "arn:aws:kms:us-east-1:123456789012:key/cache-1"},
      {"3INSTConfigurationScript", "s3://scripts/a/own.sh"},
      {"3INSTConfigurationScriptSHA256", std::string(64, 'a')},
      {"3INSTStepBefore", "s3://scripts/before.sh"}};
  const auto with = [&](std::map<std::string, std::string> more) {
    more.insert(everything_on_the_form.begin(), everything_on_the_form.end());
    return more;
  };
  const std::string spot = "spot: {on_demand_percentage: 0, fallback: {max: 2}}\n";
  const std::string linux = "name: team-a\nplatform: amazon-linux-2023\n", fixed = "fixed: true\n";
  const std::string windows = "name: team-a\nplatform: windows-2022\nexecutor: shell\n";
  const std::string asked = "name: team-a\nask: [docker, gitlab.token, cache, script, protect_busy, role]\n";
  static const std::vector<Case> all = {
      {specs[0], {}, {"logs", "protect", "secret", "token key", "hub", "ecr", "own bucket", "cache key", "step"}},
      {spec_with("{ssm_parameter: token, kms_key: \"arn:aws:kms:us-east-1:123456789012:key/token-1\"}", "given-bucket"),
       {},
       {"logs", "protect", "parameter", "token key", "hub", "ecr", "given bucket", "cache key", "step"}},
      {specs[3], {}, {"logs", "own token", "own bucket"}},
      {"{}", {}, {"logs", "own token", "own bucket"}},
      {linux + fixed, {}, {"logs", "own token", "own bucket"}},
      {windows + fixed, {}, {"logs", "own token", "own bucket"}},
      {linux + fixed + "logs: {enabled: false}\ncache: {bucket: none}\n", {}, {"own token"}},
      {"name: team-a\n", {{"7LOGToCloudWatch", "false"}, {"3GITLABRunnerS3CacheBucket", "none"}}, {"own token"}},
      {linux + spot, {}, {"logs", "own token", "own bucket", "fallback"}},
      {linux + spot + fixed + "protect_busy: true\nrole: {name: mine}\n",
       {},
       {"logs", "own token", "own bucket", "fallback", "protect", "protect fallback"}},
      {windows + spot + "protect_busy: true\n",
       {},
       {"logs", "own token", "own bucket", "fallback", "protect", "protect fallback"}},
      {linux + "script: {source: \"s3://scripts/a/own.sh\"}\n", {}, {"logs", "own token", "own bucket", "script"}},
      {windows + "script: {source: \"s3://scripts/a/own.sh\"}\n",
       {},
       {"logs", "own token", "own bucket", "windows script"}},
      {asked,
       with({{"3GITLABRunnerTokenSecretId", "gitlab/token"}, {"3GITLABRunnerRegTokenList", ""}}),
       {"logs", "secret", "protect", "token key", "hub", "ecr", "own bucket", "cache key", "step", "script",
        "windows script"}},
      {asked,
       with({{"3GITLABRunnerTokenParameter", "token"},
             {"3GITLABRunnerRegTokenList", ""},
             {"3GITLABRunnerS3CacheBucket", "given-bucket"},
             {"9AWSSpecifiedIAMRoleNAME", "mine"}}),
       {"logs", "parameter", "protect", "token key", "hub", "ecr", "given bucket", "cache key", "step", "script",
        "windows script"}},
  };
  return all;
}

}  // namespace

TEST_CASE("a stack's role may do what its settings need, and nothing else, spec by spec", "[role]") {
  std::set<std::string> needed;
  for (const char* region : {"us-east-1", "cn-north-1", "us-gov-west-1"}) {
    for (const Case& one : cases()) {
      INFO(region << "\n" << one.spec << support::join(one.settings, ", "));
      std::vector<Need> needs = needs_of("always", region);
      for (const std::string& setting : one.settings) {
        const std::vector<Need> more = needs_of(setting, region);
        REQUIRE_FALSE(more.empty());
        needs.insert(needs.end(), more.begin(), more.end());
      }
      for (const Need& need : needs) needed.insert(need.action);
      const std::vector<Statement> all = statements_of(render_of(one.spec), region, one.form);
      for (const Need& need : needs) {
        INFO(need.action << " on " << need.resource << " is needed");
        CHECK(allows(all, need.action, need.resource));
      }
      for (const Statement& statement : all) {
        for (const std::string& action : statement.actions) {
          CHECK(action.find('*') == std::string::npos);
          for (const std::string& resource : statement.resources) {
            INFO(statement.sid << " allows " << action << " on " << resource << ", which nothing needs");
            CHECK((action == nothing ||
                   std::ranges::any_of(
                       needs,
                       [&](const Need& need) { return need.action == action && covers(resource, need.resource); }) ||
                   knows_no_resources(action)));
          }
        }
      }
    }
  }
  // Each need is a call of the scripts' or of another program's, and each call is a need.
  const std::set<std::string> calls = called_actions();
  for (const std::string& action : needed) {
    INFO(action << " is allowed, and nothing calls it");
    CHECK((calls.count(action) == 1) != (others.count(action) == 1));
  }
  for (const std::string& action : calls) {
    INFO(action << " is called");
    CHECK(needed.count(action) == 1);
  }
  for (const auto& [action, who] : others) {
    INFO(action << ": " << who);
    CHECK(needed.count(action) == 1);
  }
}

// The role's conditions name a tag: what has it not, the role may not touch.
TEST_CASE("each group and its instances have the tag that the role is bound to", "[role]") {
  for (const Case& one : cases()) {
    INFO(one.spec);
    const cfn::Template t = render_of(one.spec);
    for (const Statement& statement : statements_of(t, "us-east-1", one.form)) {
      if (statement.sid != "OwnGroup" && statement.sid != "TagOwnInstances") continue;
      const Node* equals = statement.condition.find("StringEquals");
      REQUIRE(equals != nullptr);
      CHECK(equals->members().front().key == "aws:ResourceTag/" + std::string(model::stack_tag));
    }
    std::size_t groups = 0;
    for (const document::Member& resource : t.resources.members()) {
      if (resource.value.find("Type")->text() != "AWS::AutoScaling::AutoScalingGroup") continue;
      ++groups;
      INFO(resource.key);
      const Node& tags = *resource.value.find("Properties")->find("Tags");
      CHECK(std::any_of(tags.items().begin(), tags.items().end(), [](const Node& tag) {
        return tag.find("Key") != nullptr && tag.find("Key")->text() == model::stack_tag &&
               *tag.find("Value") == cfn::ref("AWS::StackId") && tag.find("PropagateAtLaunch")->text() == "true";
      }));
    }
    CHECK(groups == (one.spec.find("fallback") != std::string::npos ? 2 : 1));
  }
}

TEST_CASE("permissions reach what the calls are about, in the stack's own partition, and nothing else", "[role]") {
  for (const char* name : {"us-east-1", "cn-north-1", "us-gov-west-1"}) {
    const std::string region = name;
    const std::string partition = aws::partition(region);
    const std::string here = fmt::format("arn:{}:SERVICE:{}:123456789012:", partition, region);
    const auto arn = [&](const std::string& service, const std::string& rest) {
      return std::string(here).replace(here.find("SERVICE"), 7, service) + rest;
    };
    for (std::size_t i = 0; i < specs.size(); ++i) {
      INFO(region << " spec " << i);
      const std::vector<Statement> all = statements_of(render_of(specs[i]), region);
      const std::string group =
          arn("autoscaling", "autoScalingGroup:12345678-1234:autoScalingGroupName/team-a-InstanceASG-ABC");
      const std::string other =
          arn("autoscaling", "autoScalingGroup:12345678-1234:autoScalingGroupName/team-b-InstanceASG-ABC");
      for (const char* action : {"CompleteLifecycleAction", "RecordLifecycleActionHeartbeat", "SetInstanceHealth"}) {
        CHECK(allows(all, std::string("autoscaling:") + action, group));
        CHECK_FALSE(allows(all, std::string("autoscaling:") + action, other));
      }
      CHECK(allows(all, "autoscaling:SetInstanceProtection", group) == (i < 3));
      CHECK(allows(all, "autoscaling:DescribeAutoScalingInstances", "*"));
      CHECK(allows(all, "ec2:CreateTags", arn("ec2", "instance/i-0123456789abcdef0")));
      CHECK_FALSE(allows(all, "ec2:CreateTags", arn("ec2", "volume/vol-1")));
      CHECK(allows(all, "cloudformation:DescribeStackResource",
                   arn("cloudformation", "stack/team-a/00000000-0000-0000-0000-000000000000")));
      // Fn::GetAtt gives the ARN of the stack's own log group with :* behind it, for its streams.
      CHECK(allows(all, "logs:PutLogEvents", "${RunnerLogGroup.Arn}"));
      CHECK_FALSE(allows(all, "logs:PutLogEvents", arn("logs", "log-group:/gitlab-runners/team-a:log-stream:i-1")));
      if (i == 0 || i == 2) {
        CHECK(allows(all, "secretsmanager:GetSecretValue", arn("secretsmanager", "secret:gitlab/token-AbCdEf")));
        CHECK_FALSE(allows(all, "secretsmanager:GetSecretValue", arn("secretsmanager", "secret:gitlab/token2-AbCdEf")));
        CHECK(allows(all, "secretsmanager:GetSecretValue", arn("secretsmanager", "secret:hub/login-AbCdEf")));
        CHECK_FALSE(allows(all, "ssm:GetParameter", arn("ssm", "parameter/gitlab/token")));
      }
      if (i == 1) {
        CHECK(allows(all, "ssm:GetParameter", arn("ssm", "parameter/gitlab/token")));
        CHECK_FALSE(allows(all, "ssm:GetParameter", arn("ssm", "parameter/gitlab/other")));
        const std::string bucket = fmt::format("arn:{}:s3:::given-bucket", partition);
        CHECK(allows(all, "s3:PutObject", bucket + "/project/1/key"));
        CHECK(allows(all, "s3:GetObject", bucket + "/runner/abc/project/1/key"));
        CHECK_FALSE(allows(all, "s3:GetObject", bucket + "/payroll.csv"));
        CHECK_FALSE(allows(all, "s3:DeleteObject", bucket + "/payroll.csv"));
      }
      if (i == 2) CHECK_FALSE(allows(all, "s3:PutObject", "anything"));
      if (i < 3) {
        CHECK(allows(all, "s3:GetObject", fmt::format("arn:{}:s3:::scripts/before.sh", partition)));
        CHECK_FALSE(allows(all, "s3:GetObject", fmt::format("arn:{}:s3:::scripts/other.sh", partition)));
        CHECK(allows(all, "ecr:BatchGetImage", arn("ecr", "repository/x")));
      }
      for (const Statement& one : all) {
        INFO(one.sid);
        for (const std::string& resource : one.resources) {
          const bool of_partition = resource == "*" || resource.starts_with("arn:" + partition + ":") ||
                                    resource.starts_with("${") || resource.find("kms") != std::string::npos;
          INFO(resource);
          CHECK(of_partition);
        }
        // Whoever may decrypt may do so for the service that reads, not by himself.
        if (one.actions.front().starts_with("kms:")) CHECK(one.condition.find("StringLike") != nullptr);
        if (one.actions.front() == "cloudwatch:PutMetricData") CHECK(one.condition.find("StringEquals") != nullptr);
        if (one.actions.front() == "ec2:CreateTags") CHECK(one.condition.members().size() == 2);
      }
    }
  }
}

TEST_CASE("a secret of another account and region is the one that the role may read", "[role]") {
  const std::string secret = "arn:aws:secretsmanager:eu-west-1:999999999999:secret:t-AbCdEf";
  const std::string asked = GENERATE("", "ask: [gitlab.token, docker.hub_secret]\n");
  const std::vector<Statement> all = statements_of(
      render_of(fmt::format("name: team-a\nplatform: amazon-linux-2023\ngitlab: {{token: {{secret: \"{0}\", "
                            "kms_key: \"arn:aws:kms:eu-west-1:999999999999:key/a\"}}}}\ndocker: {{hub_secret: "
                            "hub}}\n{1}",
                            secret, asked)),
      "us-east-1");
  CHECK(allows(all, "secretsmanager:GetSecretValue", secret));
  CHECK_FALSE(
      allows(all, "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:t-AbCdEf"));
  CHECK(
      allows(all, "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf"));
  const auto decrypts = std::ranges::find(all, "DecryptToken", &Statement::sid);
  REQUIRE(decrypts != all.end());
  CHECK(texts(decrypts->condition.find("StringLike")->find("kms:ViaService")).front() == "secretsmanager.*");
}

TEST_CASE("a drain keeps its permissions on the role itself", "[role]") {
  const cfn::Template t = render_of("platform: amazon-linux-2023\nprotect_busy: true\nfixed: true\n");
  const Node& policies = *t.resources.find("ASGRebootRole")->find("Properties")->find("Policies");
  std::set<std::string> actions;
  for (const Node& one : policies.items().front().find("PolicyDocument")->find("Statement")->items()) {
    for (const std::string& action : texts(one.find("Action"))) actions.insert(action);
  }
  CHECK(actions.count("autoscaling:CompleteLifecycleAction") == 1);
  CHECK(actions.count("autoscaling:RecordLifecycleActionHeartbeat") == 1);
  // What the group needs goes after it, when the stack is deleted.
  CHECK(texts(t.resources.find("InstanceASG")->find("DependsOn")) == std::vector<std::string>{"RunnerPolicy"});
  for (const document::Member& one : t.resources.members())
    CHECK(one.value.find("Type")->text() != "AWS::IAM::ManagedPolicy");
}

namespace {

constexpr const char* begin_mark = "<!-- the role, from the template; tests/render/role_test.cpp writes it -->\n";
constexpr const char* end_mark = "<!-- end of the role -->\n";

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "`" : ", `") + one + "`";
  return text;
}

// A row for each statement of the specs above, in their order.
std::string role_table() {
  std::string table = "| Statement | Allows | On | Only |\n|---|---|---|---|\n";
  std::set<std::string> known;
  for (const std::string& spec : specs) {
    for (const Statement& one : statements_of(render_of(spec), "us-east-1")) {
      if (one.actions.front() == nothing || !known.insert(one.sid).second) continue;
      std::vector<std::string> conditions;
      for (const document::Member& test : one.condition.members()) {
        for (const document::Member& key : test.value.members())
          conditions.push_back(key.key + ": " + support::join(texts(&key.value), ", "));
      }
      table += fmt::format("| {} | {} | {} | {} |\n", one.sid, joined(one.actions), joined(one.resources),
                           joined(conditions));
    }
  }
  return table;
}

}  // namespace

TEST_CASE("docs/security.md has the role as the template makes it", "[role][golden]") {
  const std::string path = VEND_SOURCE_DIR "/docs/security.md";
  std::string page = testing::file_text(path);
  const std::size_t begin = page.find(begin_mark), end = page.find(end_mark);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::size_t from = begin + std::string(begin_mark).size();
  const std::string table = role_table();
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    testing::write_text(path, page.replace(from, end - from, table));
    return;
  }
  CHECK(page.substr(from, end - from) == table);
}

}  // namespace vend
