// Properties of the comparison, and what single updates come to: one case for each kind, hence the length.
// tests/diff/cases has the documented behaviour of AWS.
#include "vend/diff/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "run_vend.hpp"

namespace vend::diff {
namespace {

using testing::run_vend;

cfn::Template read(const std::string& text) {
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  for (const support::Diagnostic& one : found) UNSCOPED_INFO(support::to_text(one, text));
  REQUIRE(t.has_value());
  REQUIRE(found.empty());
  return *t;
}

using Values = std::map<std::string, std::string>;

Report report_on(const std::string& before, const std::string& after, Values old_values = {}, Values new_values = {}) {
  const cfn::Template old_one = read(before), new_one = read(after);
  Request request;
  request.before = {&old_one, std::move(old_values), {}};
  request.after = {&new_one, std::move(new_values), {}};
  return compare(request, support::Assets());
}

std::vector<std::string> ids(const Report& report, Action action) {
  std::vector<std::string> all;
  for (const ResourceChange& one : report.resources) {
    if (one.action == action) all.push_back(one.id);
  }
  return all;
}

using Ids = std::vector<std::string>;

std::string with(const std::string& resources, const std::string& head = "") {
  return head + "Resources:\n" + resources;
}

std::string topic(const std::string& properties) {
  return "  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {" + properties + "}\n";
}

std::string group(const std::string& properties,
                  const std::string& policy = "AutoScalingRollingUpdate: {MaxBatchSize: 1}") {
  return "  Group:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    UpdatePolicy: {" + policy +
         "}\n    Properties: {AvailabilityZones: [us-east-1a], " + properties + "}\n";
}

std::string launch(const std::string& user_data, const std::string& more = "") {
  return "  Launch:\n    Type: AWS::EC2::LaunchTemplate\n    Properties: {LaunchTemplateData: {ImageId: ami-1, " +
         more + "UserData: {Fn::Base64: '" + user_data + "'}}}\n";
}

const std::string uses_launch =
    "MinSize: 4, MaxSize: 8, LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: !GetAtt "
    "Launch.LatestVersionNumber}";
const std::string hook =
    ", LifecycleHookSpecificationList: [{LifecycleHookName: d, LifecycleTransition: "
    "autoscaling:EC2_INSTANCE_TERMINATING}]";

std::string preset(const std::string& name) { return run_vend({"generate", "--preset", name, "--stdout"}).out; }

const Ids some_presets = {"linux-docker-autoscaling-mixed", "linux-arm64-docker-scheduled-spot"};

}  // namespace

TEST_CASE("a template does not differ from itself", "[diff]") {
  for (const std::string& text :
       {preset(some_presets[0]), preset(some_presets[1]), run_vend({"generate", "--stdout"}).out}) {
    for (const Values& values :
         {Values{}, Values{{"4ASGDesiredCapacity", "2"}, {"3GITLABRunnerRegTokenList", "glrt-secret"}}}) {
      const Report report = report_on(text, text, values, values);
      CHECK(report.empty());
      CHECK(report.fails.empty());
      for (const GroupChange& one : report.groups) {
        CHECK(one.rolls == Rolls::none);
        CHECK(one.jobs == Jobs::kept);
      }
      CHECK(report.summary == Ids{"Nothing changes."});
    }
  }
}

TEST_CASE("where the ways of an update differ, what is the same in all of them is certain", "[diff]") {
  const std::string open =
      "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>'}}\nConditions: {C: !Equals [!Ref P, x]}\n";
  const auto group_of = [&](const std::string& properties, const std::string& policy) {
    const auto text = [&](const std::string& data) { return with(launch(data) + group(properties, policy), open); };
    const Report report = report_on(text("a"), text("b"));
    REQUIRE(report.groups.size() == 1);
    return std::pair(report.groups[0].rolls, report.groups[0].jobs);
  };
  const std::string rolling = "AutoScalingRollingUpdate: {MaxBatchSize: 1}";
  const std::string either = "'Fn::If': [C, {AutoScalingInstanceRefresh: {Strategy: Rolling}}, {" + rolling + "}]";
  const std::string some_hook =
      ", LifecycleHookSpecificationList: !If [C, [{LifecycleHookName: d, "
      "LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING'}], !Ref AWS::NoValue]";
  CHECK(group_of(uses_launch, rolling) == std::pair(Rolls::rolling, Jobs::lost));
  CHECK(group_of(uses_launch + hook, rolling) == std::pair(Rolls::rolling, Jobs::kept));
  CHECK(group_of(uses_launch + some_hook, rolling) == std::pair(Rolls::rolling, Jobs::may));
  CHECK(group_of(uses_launch, either) == std::pair(Rolls::may, Jobs::lost));
  CHECK(group_of(uses_launch + hook, either) == std::pair(Rolls::may, Jobs::kept));
}

TEST_CASE("a group that is replaced names what rolled it anyway, and else what replaces it", "[diff]") {
  const auto through = [&](const std::string& name, const std::string& data) {
    const Report report =
        report_on(with(launch("a") + group("AutoScalingGroupName: a, " + uses_launch + hook)),
                  with(launch(data) + group("AutoScalingGroupName: " + name + ", " + uses_launch + hook)));
    REQUIRE(report.groups.size() == 1);
    CHECK(report.groups[0].rolls == (name == "a" ? Rolls::rolling : Rolls::replacing));
    std::string all;
    for (const auto& one : report.groups[0].through) all += one + "; ";
    return all;
  };
  CHECK(through("a", "b") == "Launch; Group; ");
  CHECK(through("b", "b") == "Launch; Group; ");
  CHECK(through("b", "a") == "Group; ");
}

TEST_CASE("the way back adds what the way there removes", "[diff]") {
  const std::string a = preset(some_presets[0]), b = preset(some_presets[1]);
  const Report there = report_on(a, b), back = report_on(b, a);
  auto sorted = [](Ids all) {
    std::sort(all.begin(), all.end());
    return all;
  };
  CHECK_FALSE(there.resources.empty());
  CHECK(sorted(ids(there, Action::add)) == sorted(ids(back, Action::remove)));
  CHECK(sorted(ids(there, Action::remove)) == sorted(ids(back, Action::add)));
  for (const ResourceChange& one : there.resources)
    CHECK(std::any_of(back.resources.begin(), back.resources.end(),
                      [&](const ResourceChange& other) { return other.id == one.id; }));
}

namespace {

// Every scalar of a tree, changed one at a time.
void for_each_change(document::Node& node, const std::function<void()>& check) {
  if (node.is_scalar()) {
    const document::Node was = node;
    node = document::Node(was.text() + "x");
    check();
    node = was;
    return;
  }
  if (node.is_mapping()) {
    for (document::Member& one : node.members()) for_each_change(one.value, check);
  } else {
    for (document::Node& one : node.items()) for_each_change(one, check);
  }
}

}  // namespace

TEST_CASE("whatever changes in the properties of a resource is in a row", "[diff]") {
  const std::string text =
      with(launch("a") + group(uses_launch + hook) + topic("TopicName: n, Tags: [{Key: a, Value: b}]"));
  const cfn::Template before = read(text);
  cfn::Template after = before;
  int changes = 0;
  for (document::Member& resource : after.resources.members()) {
    for_each_change(*resource.value.find("Properties"), [&] {
      ++changes;
      Request request;
      request.before.t = &before;
      request.after.t = &after;
      const Report report = compare(request, support::Assets());
      CHECK(std::any_of(report.resources.begin(), report.resources.end(),
                        [&](const ResourceChange& one) { return one.id == resource.key && !one.properties.empty(); }));
    });
  }
  CHECK(changes > 12);
}

TEST_CASE("each property says what its new value requires", "[diff]") {
  const auto effect = [](const std::string& type, const std::string& before, const std::string& after) {
    const auto one = [&](const std::string& properties) {
      return with("  One:\n    Type: " + type + "\n    Properties: {" + properties + "}\n");
    };
    const Report report = report_on(one(before), one(after));
    REQUIRE(report.resources.size() == 1);
    REQUIRE(report.resources[0].properties.size() == 1);
    return report.resources[0].properties[0].effect;
  };
  CHECK(effect("AWS::SNS::Topic", "DisplayName: a", "DisplayName: b") == Effect::in_place);
  CHECK(effect("AWS::SNS::Topic", "TopicName: a", "TopicName: b") == Effect::replaces);
  CHECK(effect("AWS::EC2::EIP", "PublicIpv4Pool: a", "PublicIpv4Pool: a, Domain: vpc") == Effect::replaces);
  CHECK(effect("AWS::EC2::Instance", "InstanceType: m5.large", "InstanceType: m5.xlarge") == Effect::may_replace);
  CHECK(effect("AWS::RDS::DBInstance", "DBInstanceClass: a", "DBInstanceClass: b") == Effect::interrupts);
  CHECK(effect("AWS::EC2::Instance", "CpuOptions: {CoreCount: 1}", "CpuOptions: {CoreCount: 2}") == Effect::replaces);
  CHECK(effect("AWS::EC2::Instance", "ImageId: a", "ImageId: a, CpuOptions: {CoreCount: 2}") == Effect::replaces);
  CHECK(effect("AWS::Route53::HostedZone", "HostedZoneConfig: {Comment: a}", "HostedZoneConfig: {Comment: b}") ==
        Effect::in_place);
  CHECK(effect("AWS::RDS::DBInstance", "Port: '1'", "Port: '2'") == Effect::replaces);
  CHECK(effect("AWS::DynamoDB::Table", "KeySchema: [{AttributeName: a}]", "KeySchema: [{AttributeName: b}]") ==
        Effect::replaces);
  CHECK(effect("AWS::Glue::Database", "DatabaseInput: {Name: a}", "DatabaseInput: {Name: b}") == Effect::replaces);
  CHECK(effect("AWS::Glue::Database", "DatabaseInput: {Description: a}", "DatabaseInput: {Description: b}") ==
        Effect::in_place);
  CHECK(effect("AWS::Serverless::Function", "FunctionName: a", "FunctionName: b") == Effect::replaces);
  CHECK(effect("AWS::Serverless::Function", "MemorySize: 1", "MemorySize: 2") == Effect::in_place);
  CHECK(effect("AWS::ECS::Service", "LaunchType: EC2", "LaunchType: FARGATE") == Effect::may_replace);
  CHECK(effect("AWS::AutoScaling::AutoScalingGroup", "VPCZoneIdentifier: [a]", "VPCZoneIdentifier: [b]") ==
        Effect::interrupts);
  CHECK(effect("AWS::AutoScaling::AutoScalingGroup", "PlacementGroup: a", "PlacementGroup: b") == Effect::in_place);
  const std::string balancer = "AWS::ElasticLoadBalancing::LoadBalancer", check = "HealthCheck: {Target: 'TCP:80'}";
  CHECK(effect(balancer, check, "HealthCheck: {Target: 'TCP:81'}") == Effect::in_place);
  CHECK(effect(balancer, "Scheme: internal", "Scheme: internal, " + check) == Effect::replaces);
}

TEST_CASE("what ends and what only an image decides is said in the summary", "[diff]") {
  const auto sizes = [](const std::string& text) { return with(group(text + hook)); };
  const std::string four = sizes("MinSize: 1, MaxSize: 6, DesiredCapacity: 4");
  const Report smaller = report_on(four, sizes("MinSize: 1, MaxSize: 6, DesiredCapacity: 2"));
  REQUIRE(smaller.groups.size() == 1);
  CHECK(smaller.groups[0].rolls == Rolls::none);
  CHECK(smaller.groups[0].jobs == Jobs::kept);
  CHECK(smaller.summary.front().starts_with("Group: DesiredCapacity falls from 4 to 2, and instances end; their jobs"));
  CHECK(std::find(smaller.summary.begin(), smaller.summary.end(), "No running instance is touched.") ==
        smaller.summary.end());
  CHECK(report_on(four, sizes("MinSize: 1, MaxSize: 3, DesiredCapacity: 3")).groups[0].shrinks ==
        "DesiredCapacity falls from 4 to 3");
  CHECK(report_on(sizes("MinSize: 1, MaxSize: 6"), sizes("MinSize: 1, MaxSize: 3")).groups[0].shrinks ==
        "MaxSize falls from 6 to 3");
  CHECK(report_on(four, sizes("MinSize: 1, MaxSize: 5, DesiredCapacity: 4")).groups[0].shrinks.empty());
  CHECK(report_on(four, sizes("MinSize: 1, MaxSize: 8, DesiredCapacity: 5")).groups[0].shrinks.empty());

  const auto with_image = [](const std::string& type, const std::string& name) {
    return with(
        "  Launch:\n    Type: AWS::EC2::LaunchTemplate\n    Properties: {LaunchTemplateData: {ImageId: "
        "!Ref Image}}\n" +
            group("MinSize: 2, MaxSize: 4, MixedInstancesPolicy: {LaunchTemplate: {Overrides: [{InstanceType: " + type +
                  "}], LaunchTemplateSpecification: {LaunchTemplateId: !Ref Launch, Version: !GetAtt "
                  "Launch.LatestVersionNumber}}}" +
                  hook) +
            topic("DisplayName: " + name),
        "Parameters:\n  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /images/latest}\n");
  };
  const Report image = report_on(with_image("m5.large", "a"), with_image("m5.large", "b"));
  CHECK(image.groups[0].only_newer == "a newer image");
  CHECK(image.summary.front().starts_with("Group: no instance is replaced, unless there is a newer image: then 2"));
  const Report types = report_on(with_image("m5.large", "a"), with_image("m6i.large", "a"));
  CHECK(types.groups[0].rolls == Rolls::may);
  CHECK(types.groups[0].only_newer.empty());
  CHECK(types.summary.front().starts_with("Group: 2 instances may be replaced;"));
  CHECK(std::any_of(types.groups[0].reasons.begin(), types.groups[0].reasons.end(),
                    [](const std::string& one) { return one.find("Overrides") != std::string::npos; }));
}

TEST_CASE("what loses its data is said in the summary", "[diff]") {
  const auto one = [](const std::string& type, const std::string& properties, const std::string& more = "") {
    return with("  One:\n    Type: " + type + "\n    Properties: {" + properties + "}\n" + more);
  };
  const auto says = [](const std::string& before, const std::string& after) {
    const Report report = report_on(before, after);
    const bool first = !report.summary.empty() && report.summary.front().starts_with("Data is lost: One");
    CHECK(first == std::any_of(report.resources.begin(), report.resources.end(),
                               [](const ResourceChange& change) { return change.loses_data; }));
    return first;
  };
  const std::string table = "AWS::DynamoDB::Table", gone = with(topic("TopicName: n"));
  CHECK(says(one(table, "TableName: a"), one(table, "TableName: b")));
  CHECK(says(one(table, "TableName: a"), gone));
  CHECK_FALSE(says(one(table, "TableName: a"), one(table, "TableName: a, DeletionProtectionEnabled: true")));
  CHECK_FALSE(says(one(table, "TableName: a", "    DeletionPolicy: Retain\n"), gone));
  CHECK(says(one(table, "TableName: a", "    DeletionPolicy: Retain\n"),
             one(table, "TableName: b", "    DeletionPolicy: Retain\n")));
  CHECK_FALSE(says(one("AWS::S3::Bucket", "BucketName: a"), one("AWS::S3::Bucket", "BucketName: b")));
  const std::string database = "AWS::RDS::DBInstance";
  CHECK(says(one(database, "DBName: a"), one(database, "DBName: b")));
  CHECK_FALSE(says(one(database, "DBName: a"), gone));  // a snapshot is the default
  CHECK_FALSE(
      says(one(database, "DBClusterIdentifier: c, DBName: a"), one(database, "DBClusterIdentifier: c, DBName: b")));
}

TEST_CASE("sizes that Auto Scaling refuses fail the update", "[diff]") {
  const std::string good = with(group("MinSize: 1, MaxSize: 4, DesiredCapacity: 2"));
  CHECK(report_on(good, good).fails.empty());
  CHECK(report_on(good, with(group("MinSize: 5, MaxSize: 4"))).fails.size() == 1);
  CHECK(report_on(good, with(group("MinSize: 1, MaxSize: 4, DesiredCapacity: 5"))).fails.size() == 1);
  CHECK(report_on(good, with(group("MinSize: 2, MaxSize: 4, DesiredCapacity: 1"))).fails.size() == 1);
  CHECK(report_on(with(topic("TopicName: n")), with(topic("TopicName: n") + group("MinSize: 5, MaxSize: 4")))
            .fails.size() == 1);
}

TEST_CASE("what is replaced cannot keep a name of its user's choice", "[diff]") {
  auto security_group = [](const std::string& properties) {
    return with("  Sg:\n    Type: AWS::EC2::SecurityGroup\n    Properties: {" + properties + "}\n");
  };
  const std::string a = "GroupDescription: a", b = "GroupDescription: b";
  CHECK(report_on(security_group(a), security_group(b)).fails.empty());
  CHECK(report_on(security_group(a + ", GroupName: n"), security_group(b + ", GroupName: n")).fails.size() == 1);
  CHECK(report_on(security_group(a + ", GroupName: n"), security_group(b + ", GroupName: m")).fails.empty());
  // A name that counts inside of another resource, which is another one, too.
  const auto service = [](const std::string& cluster) {
    return with("  C: {Type: AWS::ECS::Cluster, Properties: {ClusterName: " + cluster +
                "}}\n  S: {Type: AWS::ECS::Service, Properties: {ServiceName: s, Cluster: !Ref C}}\n");
  };
  const Report moved = report_on(service("a"), service("b"));
  CHECK(moved.fails.empty());
  CHECK(moved.may_fail.size() == 1);
}

TEST_CASE("what AWS takes no update of fails", "[diff]") {
  const auto one = [](const std::string& type, const std::string& properties) {
    return with("  One:\n    Type: " + type + "\n    Properties: {" + properties + "}\n");
  };
  const std::string volume = "AWS::EC2::Volume";
  CHECK(report_on(one(volume, "AvailabilityZone: us-east-1a"), one(volume, "AvailabilityZone: us-east-1b"))
            .fails.size() == 1);
  CHECK(report_on(one(volume, "Size: 1"), one(volume, "Size: 1, Encrypted: true")).fails.size() == 1);
  CHECK(report_on(one(volume, "Size: 1"), one(volume, "Size: 2")).fails.empty());
  for (const std::string type : {"Custom::Any", "AWS::CloudFormation::CustomResource"}) {
    CHECK(report_on(one(type, "ServiceToken: a"), one(type, "ServiceToken: b")).fails.size() == 1);
    CHECK(report_on(one(type, "ServiceToken: a"), one(type, "ServiceToken: a, Value: b")).fails.empty());
  }
}

TEST_CASE("a value that nobody gave does not make an update fail for sure", "[diff]") {
  auto parameter = [](const std::string& allowed, const std::string& value = "a") {
    return with(topic("TopicName: !Ref P"),
                "Parameters:\n  P: {Type: String, Default: " + value + ", AllowedValues: [" + allowed + "]}\n");
  };
  const Report fails = report_on(parameter("a, b"), parameter("b, c", "b"), {{"P", "a"}});
  CHECK(fails.fails.size() == 1);
  const Report may = report_on(parameter("a, b"), parameter("b, c", "b"));
  CHECK(may.fails.empty());
  CHECK(may.may_fail.size() == 1);
  const Report always = report_on(parameter("b"), parameter("b"));  // the default was never in use
  CHECK(always.fails.empty());
  CHECK(always.may_fail.empty());
}

TEST_CASE("a condition on a value that is not known makes a resource possible, not sure", "[diff]") {
  const std::string head = "Parameters:\n  P: {Type: String}\nConditions:\n  IsOn: !Equals [!Ref P, 'yes']\n";
  auto conditional = [&](const std::string& name) {
    return with(topic("TopicName: n") +
                    "  Other:\n    Type: AWS::SNS::Topic\n    Condition: IsOn\n    Properties: {DisplayName: " + name +
                    "}\n",
                head);
  };
  const std::string without = with(topic("TopicName: n"), head);
  CHECK(ids(report_on(without, conditional("a")), Action::may_add) == Ids{"Other"});
  CHECK(ids(report_on(conditional("a"), without), Action::may_remove) == Ids{"Other"});
  CHECK(ids(report_on(conditional("a"), conditional("b")), Action::may_update) == Ids{"Other"});
  CHECK(ids(report_on(without, conditional("a"), {{"P", "yes"}}), Action::add) == Ids{"Other"});
  CHECK(report_on(without, conditional("a"), {{"P", "no"}}).resources.empty());
}

TEST_CASE("a value that the stack keeps and nobody shows may be the same", "[diff]") {
  const cfn::Template t =
      read(with(topic("TopicName: !Ref P, DisplayName: !Sub 'a ${P} b'"), "Parameters:\n  P: {Type: String}\n"));
  Request request;
  request.before = {&t, {}, {"P"}};
  request.after = {&t, {{"P", "x"}}, {}};
  const Report may = compare(request, support::Assets());
  CHECK(ids(may, Action::may_replace) == Ids{"Topic"});
  const cfn::Template other =
      read(with(topic("TopicName: !Ref P, DisplayName: !Sub 'c ${P} b'"), "Parameters:\n  P: {Type: String}\n"));
  request.after.t = &other;
  const Report sure = compare(request, support::Assets());
  CHECK(ids(sure, Action::may_replace) == Ids{"Topic"});
  REQUIRE(sure.resources.size() == 1);
  const std::vector<PropertyChange>& properties = sure.resources[0].properties;
  CHECK(std::any_of(properties.begin(), properties.end(), [](const PropertyChange& one) {
    return one.path == "Properties.DisplayName" && one.certainty == Certainty::sure;
  }));
}

TEST_CASE("a hook that moves into the group under its old name is told", "[diff]") {
  const std::string own =
      "  Hook:\n    Type: AWS::AutoScaling::LifecycleHook\n    Properties: {AutoScalingGroupName: !Ref Group, "
      "LifecycleHookName: d, "
      "LifecycleTransition: autoscaling:EC2_INSTANCE_TERMINATING}\n";
  const Report report =
      report_on(with(launch("a") + group(uses_launch) + own), with(launch("a") + group(uses_launch + hook)));
  REQUIRE(report.groups.size() == 1);
  const Ids& reasons = report.groups[0].reasons;
  CHECK(std::any_of(reasons.begin(), reasons.end(),
                    [](const std::string& one) { return one.find("another name") != std::string::npos; }));
  // Deleting the old one ends its drains; another hook, of another name, may hold the instances meanwhile.
  const auto jobs = [&](const std::string& hooks) {
    const Report rolled =
        report_on(with(launch("a") + group(uses_launch) + own), with(launch("b") + group(uses_launch + hooks)));
    REQUIRE(rolled.groups.size() == 1);
    return rolled.groups[0].jobs;
  };
  CHECK(jobs("") == Jobs::lost);
  CHECK(jobs(hook) == Jobs::lost);
  std::string renamed = hook;
  CHECK(jobs(renamed.replace(renamed.find("Name: d"), 7, "Name: e")) == Jobs::may);
}

TEST_CASE("an update that is refused for a type still lists what it would do", "[diff]") {
  const Report report = report_on(with(topic("TopicName: n")),
                                  with("  Topic:\n    Type: AWS::SQS::Queue\n  Other:\n    Type: AWS::SQS::Queue\n"));
  CHECK(ids(report, Action::refused) == Ids{"Topic"});
  CHECK(ids(report, Action::add) == Ids{"Other"});
  CHECK(report.fails.size() == 1);
}

TEST_CASE("a rolling update over time", "[diff]") {
  auto moments = [](const std::string& policy, const std::string& hooks = hook) {
    const Report report = report_on(with(launch("a") + group(uses_launch + hooks, policy)),
                                    with(launch("b") + group(uses_launch + hooks, policy)));
    REQUIRE(report.groups.size() == 1);
    return report.groups[0].moments;
  };
  // Two at a time of four; boots of three minutes, jobs of twenty.
  CHECK(moments("AutoScalingRollingUpdate: {MaxBatchSize: 2, MinInstancesInService: 1}") ==
        std::vector<Moment>{
            {0, 2, 2, 2, 0}, {180, 0, 4, 2, 2}, {360, 0, 4, 0, 4}, {1200, 0, 2, 0, 4}, {1380, 0, 0, 0, 4}});
  // As many in service as there are: new ones come first.
  CHECK(moments("AutoScalingRollingUpdate: {MaxBatchSize: 4, MinInstancesInService: 4}").front() ==
        Moment{0, 4, 0, 4, 0});
  // Without a hook nothing drains.
  const std::vector<Moment> lost = moments("AutoScalingRollingUpdate: {MaxBatchSize: 2}", "");
  CHECK(std::all_of(lost.begin(), lost.end(), [](const Moment& one) { return one.draining == 0; }));
}

TEST_CASE("what an old instance needs and the update takes away is told, with steps", "[diff]") {
  const std::string role =
      "  Role:\n    Type: AWS::IAM::Role\n    Properties: {AssumeRolePolicyDocument: {}, Policies: [{PolicyName: p, "
      "PolicyDocument: {Statement: "
      "[{Effect: Allow, Action: ['autoscaling:CompleteLifecycleAction'], Resource: '*'}]}}]}\n";
  const std::string profile = "  Profile:\n    Type: AWS::IAM::InstanceProfile\n    Properties: {Roles: [!Ref Role]}\n";
  const std::string uses = "IamInstanceProfile: {Arn: !GetAtt Profile.Arn}, ";
  const std::string before = with(role + profile + launch("a", uses) + group(uses_launch + hook));
  const Report gone = report_on(before, with(launch("b") + group(uses_launch + hook)));
  REQUIRE(gone.groups.size() == 1);
  CHECK(gone.groups[0].losses.size() >= 2);
  CHECK(gone.groups[0].jobs == Jobs::may);
  CHECK(gone.groups[0].steps.size() == 3);
  const Report stays = report_on(before, with(role + profile + launch("b", uses) + group(uses_launch + hook)));
  CHECK(stays.groups[0].losses.empty());
  CHECK(stays.groups[0].jobs == Jobs::kept);
  CHECK(stays.groups[0].steps.empty());
}

TEST_CASE("CloudFormation's order: what is named comes first, cleanup goes the other way round", "[diff]") {
  auto position = [](const Report& report, const std::string& id, bool cleanup) {
    const auto found = std::find_if(report.order.begin(), report.order.end(),
                                    [&](const Step& one) { return one.id == id && one.cleanup == cleanup; });
    REQUIRE(found != report.order.end());
    return found - report.order.begin();
  };
  const std::string group_and_launch = with(group(uses_launch) + launch("a") + topic("TopicName: n"));
  const Report made = report_on(with(topic("TopicName: n")), group_and_launch);
  CHECK(position(made, "Launch", false) < position(made, "Group", false));
  const Report gone = report_on(group_and_launch, with(topic("TopicName: n")));
  CHECK(position(gone, "Group", true) < position(gone, "Launch", true));
}

TEST_CASE("one resource under another logical id, one parameter under another name", "[diff]") {
  const Report resource = report_on(with(topic("TopicName: n")),
                                    with("  Other:\n    Type: AWS::SNS::Topic\n    Properties: {TopicName: n}\n"));
  REQUIRE(resource.resources.size() == 2);
  CHECK(resource.resources[0].renamed_from == "Topic");
  auto parameter = [](const std::string& name) {
    return with(topic("TopicName: !Ref " + name),
                "Parameters:\n  " + name + ": {Type: String, Default: a, Description: How it is called}\n");
  };
  const Report form = report_on(parameter("Name"), parameter("TopicsName"));
  REQUIRE(form.parameters.size() == 2);
  CHECK(form.parameters[0].renamed_from == "Name");
}

TEST_CASE("what get-template prints is read, as a tree and as text", "[diff][cfn]") {
  const cfn::Template tree =
      read(R"({"TemplateBody": {"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}, "StagesAvailable": ["Original"]})");
  CHECK(tree.resources.find("A") != nullptr);
  const cfn::Template text = read(R"({"TemplateBody": "Resources:\n  A:\n    Type: AWS::SNS::Topic\n"})");
  CHECK(text.resources.find("A") != nullptr);
  const cfn::Template alone = read(R"("Resources:\n  A:\n    Type: AWS::SNS::Topic\n")");
  CHECK(alone.resources.find("A") != nullptr);
}

}  // namespace vend::diff
