// Every row of a report, whatever is edited in a template: a case for each kind, hence the length.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "vend/diff/diff.hpp"
#include "vend/document/json_writer.hpp"

namespace vend::diff {
namespace {

using Values = std::map<std::string, std::string>;
using document::Node;

cfn::Template read(const std::string& text) {
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  REQUIRE(t.has_value());
  REQUIRE(found.empty());
  return *t;
}

Report compared(const cfn::Template& before, const cfn::Template& after, Values old_values = {}, Values new_values = {},
                std::set<std::string> previous = {}) {
  Request request;
  request.before = {&before, std::move(old_values), {}};
  request.after = {&after, std::move(new_values), std::move(previous)};
  return compare(request, support::Assets());
}

Report compared(const std::string& before, const std::string& after) { return compared(read(before), read(after)); }

const ResourceChange* change_of(const Report& report, const std::string& id) {
  const auto found = std::find_if(report.resources.begin(), report.resources.end(),
                                  [&](const ResourceChange& one) { return one.id == id; });
  return found == report.resources.end() ? nullptr : &*found;
}

bool has(const std::vector<std::string>& all, const std::string& part) {
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& one) { return one.find(part) != std::string::npos; });
}

// All attributes of resources, and lists and mappings within each other.
const std::string full = R"(Resources:
  Bucket:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Snapshot
    Metadata: {Notes: {Owner: team, Reviewed: [a, b, {By: c}]}}
    Properties:
      AccessControl: Private
      Tags: [{Key: a, Value: b}, {Key: c, Value: d}, {Key: e, Value: f}]
      LifecycleConfiguration:
        Rules:
          - {Id: one, Status: Enabled, Transitions: [{StorageClass: GLACIER, TransitionInDays: 30}, {StorageClass: DEEP_ARCHIVE, TransitionInDays: 90}]}
          - {Id: two, Status: Disabled, ExpirationInDays: 7}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    CreationPolicy: {ResourceSignal: {Count: 2, Timeout: PT15M}}
    UpdatePolicy: {AutoScalingRollingUpdate: {MaxBatchSize: 2, SuspendProcesses: [AZRebalance, AlarmNotification]}}
    Properties: {MinSize: 1, MaxSize: 4, AvailabilityZones: [us-east-1a], Cooldown: 60}
)";

void for_each_node(Node& node, const std::string& path, const std::function<void(Node&, const std::string&)>& visit) {
  visit(node, path);
  for (document::Member& one : node.members()) for_each_node(one.value, path + "." + one.key, visit);
  for (std::size_t i = 0; i < node.items().size(); ++i)
    for_each_node(node.items()[i], fmt::format("{}[{}]", path, i), visit);
}

// The attributes of each resource but its type: the tree, its logical id and its path.
void for_each_place(cfn::Template& t, const std::function<void(Node&, const std::string&, const std::string&)>& visit) {
  for (document::Member& resource : t.resources.members()) {
    for (document::Member& attribute : resource.value.members()) {
      if (attribute.key == "Type") continue;
      for_each_node(attribute.value, attribute.key,
                    [&](Node& node, const std::string& path) { visit(node, resource.key, path); });
    }
  }
}

std::string text_of(const std::optional<Node>& node) { return node ? document::write_compact_json(*node) : "nothing"; }

// The only row that an edit of one place makes.
PropertyChange only_row(const Report& report, const std::string& id) {
  REQUIRE(report.resources.size() == 1);
  CHECK(report.resources[0].id == id);
  REQUIRE(report.resources[0].properties.size() == 1);
  return report.resources[0].properties[0];
}

}  // namespace

TEST_CASE("a text that changes is one row, with its old value and the new one", "[diff]") {
  const cfn::Template before = read(full);
  cfn::Template after = before;
  int count = 0;
  for_each_place(after, [&](Node& node, const std::string& id, const std::string& path) {
    if (!node.is_scalar()) return;
    CAPTURE(id, path);
    ++count;
    const Node was = node;
    node = Node(was.text() + "x");
    const PropertyChange there = only_row(compared(before, after), id), back = only_row(compared(after, before), id);
    CHECK(there.path == path);
    CHECK(there.before->text() == was.text());
    CHECK(there.after->text() == was.text() + "x");
    CHECK(back.path == path);
    CHECK(back.before->text() == was.text() + "x");
    CHECK(back.after->text() == was.text());
    node = was;
  });
  CHECK(count > 30);
}

TEST_CASE("what comes or goes is one row, with what it was", "[diff]") {
  const cfn::Template before = read(full);
  cfn::Template after = before;
  int count = 0;
  const auto check = [&](const std::string& id, const std::string& path, const Node& gone) {
    CAPTURE(id, path);
    ++count;
    const PropertyChange there = only_row(compared(before, after), id), back = only_row(compared(after, before), id);
    CHECK(there.path == path);
    CHECK(text_of(there.before) == document::write_compact_json(gone));
    CHECK_FALSE(there.after.has_value());
    CHECK(back.path == path);
    CHECK_FALSE(back.before.has_value());
    CHECK(text_of(back.after) == document::write_compact_json(gone));
  };
  for_each_place(after, [&](Node& node, const std::string& id, const std::string& path) {
    for (std::size_t i = 0; i < node.members().size(); ++i) {
      const document::Member was = node.members()[i];
      node.members().erase(node.members().begin() + static_cast<std::ptrdiff_t>(i));
      check(id, path + "." + was.key, was.value);
      node.members().insert(node.members().begin() + static_cast<std::ptrdiff_t>(i), was);
    }
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      const Node was = node.items()[i];
      node.items().erase(node.items().begin() + static_cast<std::ptrdiff_t>(i));
      check(id, fmt::format("{}[{}]", path, i), was);
      node.items().insert(node.items().begin() + static_cast<std::ptrdiff_t>(i), was);
    }
  });
  CHECK(count > 40);
}

TEST_CASE("an attribute of a resource that comes or goes is told", "[diff]") {
  const cfn::Template before = read(full);
  for (const document::Member& resource : before.resources.members()) {
    for (const document::Member& attribute : resource.value.members()) {
      if (attribute.key == "Type" || attribute.key == "Properties") continue;
      CAPTURE(resource.key, attribute.key);
      cfn::Template after = before;
      std::vector<document::Member>& all = after.resources.find(resource.key)->members();
      all.erase(std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.key == attribute.key; }));
      for (const Report& report : {compared(before, after), compared(after, before)}) {
        const ResourceChange* one = change_of(report, resource.key);
        REQUIRE(one != nullptr);
        CHECK_FALSE(one->properties.empty());
        for (const PropertyChange& row : one->properties) CHECK(row.path.starts_with(attribute.key));
      }
    }
  }
}

TEST_CASE("what becomes of the old one is as its policies and its type have it", "[diff]") {
  const auto cleanup = [](const std::string& type, const std::string& policies, bool replaced) {
    const auto one = [&](const std::string& name) {
      return fmt::format(
          "Resources:\n  Other: {{Type: AWS::SNS::Topic}}\n{}",
          name.empty() ? "" : fmt::format("  One:\n    Type: {}\n{}    Properties: {{{}}}\n", type, policies, name));
    };
    const std::string property = type == "AWS::S3::Bucket" ? "BucketName" : "DBName";
    const Report report = compared(one(property + ": a"), replaced ? one(property + ": b") : one(""));
    const ResourceChange* change = change_of(report, "One");
    REQUIRE(change != nullptr);
    CHECK(change->action == (replaced ? Action::replace : Action::remove));
    return change->cleanup;
  };
  const std::string bucket = "AWS::S3::Bucket", database = "AWS::RDS::DBInstance";
  const std::string deletion = "    DeletionPolicy: ", replacement = "    UpdateReplacePolicy: ";
  CHECK(cleanup(bucket, "", false) == Cleanup::deleted);
  CHECK(cleanup(bucket, "", true) == Cleanup::deleted);
  CHECK(cleanup(bucket, deletion + "Retain\n", false) == Cleanup::retained);
  CHECK(cleanup(bucket, deletion + "RetainExceptOnCreate\n", false) == Cleanup::retained);
  CHECK(cleanup(bucket, deletion + "Retain\n", true) == Cleanup::deleted);
  CHECK(cleanup(bucket, replacement + "Retain\n", true) == Cleanup::retained);
  CHECK(cleanup(bucket, replacement + "Retain\n", false) == Cleanup::deleted);
  CHECK(cleanup(database, "", false) == Cleanup::snapshot);
  CHECK(cleanup(database, "", true) == Cleanup::deleted);
  CHECK(cleanup(database, deletion + "Delete\n", false) == Cleanup::deleted);
  CHECK(cleanup(database, replacement + "Snapshot\n", true) == Cleanup::snapshot);
}

TEST_CASE("the form's changes are told one by one", "[diff]") {
  const auto form = [](const std::string& parameters) {
    return "Parameters: {" + parameters + "}\nResources: {T: {Type: AWS::SNS::Topic}}\n";
  };
  const auto changes = [&](const std::string& before, const std::string& after) {
    std::vector<std::string> all;
    for (const ParameterChange& one : compared(form(before), form(after)).parameters)
      all.push_back(
          fmt::format("{} {} {} {}", one.name, one.change, one.before.value_or("-"), one.after.value_or("-")));
    return all;
  };
  using Words = std::vector<std::string>;
  const std::string size = "S: {Type: String, Default: a}";
  CHECK(changes(size, size).empty());
  CHECK(changes(size, "S: {Type: String, Default: b}") == Words{"S default a b"});
  CHECK(changes(size, "S: {Type: Number, Default: a}") == Words{"S type String Number"});
  CHECK(changes(size, size + ", U: {Type: String, Default: c}") == Words{"U added - c"});
  CHECK(changes(size + ", U: {Type: String, Default: c}", size) == Words{"U removed c -"});
  CHECK(changes(size, "S: {Type: String, Default: a, AllowedPattern: a}").size() == 1);
}

TEST_CASE("exports that are renamed, gone or have another value may hold up the update", "[diff]") {
  const auto output = [](const std::string& text) {
    return "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {" + text + "}}\n";
  };
  const std::string old = output("Value: a, Export: {Name: n}");
  const auto change = [&](const std::string& after) {
    const Report report = compared(old, after);
    REQUIRE(report.outputs.size() == 1);
    CHECK(report.may_fail.size() == 1);
    CHECK(has(report.may_fail, "another stack imports it"));
    return report.outputs[0].change;
  };
  CHECK(change(output("Value: a, Export: {Name: m}")) == "export");
  CHECK(change(output("Value: a")) == "export");
  CHECK(change(output("Value: b, Export: {Name: n}")) == "value");
  CHECK(change("Resources: {T: {Type: AWS::SNS::Topic}}\n") == "removed");
}

namespace {

// A group whose launch template gets another image, with what its instances use.
std::string runners(const std::string& image, const std::string& action, const std::string& firewall) {
  return fmt::format(
      R"(Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy: {{AutoScalingRollingUpdate: {{MaxBatchSize: 1}}}}
    Properties:
      MinSize: 2
      MaxSize: 4
      LaunchTemplate: {{LaunchTemplateId: !Ref Launch, Version: !GetAtt Launch.LatestVersionNumber}}
      LifecycleHookSpecificationList: [{{LifecycleHookName: d, LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING"}}]
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties: {{LaunchTemplateData: {{ImageId: {}, SecurityGroupIds: [{}], IamInstanceProfile: {{Arn: !GetAtt Profile.Arn}}}}}}
  Profile: {{Type: AWS::IAM::InstanceProfile, Properties: {{Roles: [!Ref Role]}}}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {{}}
      Policies: [{{PolicyName: p, PolicyDocument: {{Statement: [{{Effect: Allow, Action: "{}", Resource: "*"}}]}}}}]
{})",
      image, firewall.empty() ? "sg-0aaaaaaaaaaaaaaa1" : "!GetAtt Firewall.GroupId", action,
      firewall.empty()
          ? ""
          : "  Firewall: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: " + firewall + "}}\n");
}

}  // namespace

TEST_CASE("what an instance still needs while it drains is told when it goes", "[diff]") {
  const std::string holds = "autoscaling:CompleteLifecycleAction";
  const Report kept = compared(runners("ami-1", holds, "a"), runners("ami-2", holds, "a"));
  REQUIRE(kept.groups.size() == 1);
  CHECK(kept.groups[0].jobs == Jobs::kept);
  CHECK(kept.groups[0].losses.empty());
  CHECK(has(kept.summary, "nothing is lost"));

  const Report refused = compared(runners("ami-1", holds, "a"), runners("ami-2", "s3:GetObject", "a"));
  CHECK(refused.groups[0].jobs == Jobs::may);
  CHECK(has(refused.groups[0].losses, "no longer let an instance renew or complete its hook"));

  for (const std::string& firewall : {std::string("b"), std::string()}) {  // replaced, removed
    const Report gone = compared(runners("ami-1", holds, "a"), runners("ami-2", holds, firewall));
    CHECK(has(gone.groups[0].losses, "Firewall"));
    CHECK(has(gone.summary, "Firewall"));
    CHECK_FALSE(has(gone.summary, "nothing is lost"));
    CHECK(gone.groups[0].steps.size() == 3);
  }
}

TEST_CASE("a value that was given and another one are told as the cause", "[diff]") {
  const cfn::Template t = read("Parameters: {Image: {Type: String}, Size: {Type: String, Default: m5.large}}\n" +
                               runners("!Ref Image", "s3:*", ""));
  const Report report = compared(t, t, {{"Image", "ami-1"}}, {{"Image", "ami-2"}});
  REQUIRE(report.groups.size() == 1);
  CHECK(report.groups[0].through == std::vector<std::string>{"Image", "Launch", "Group"});
  CHECK(has(report.groups[0].reasons, "changes with Image"));
  // A value that stays, whether the update says so or says nothing.
  CHECK(compared(t, t, {{"Image", "ami-1"}}, {}, {"Image"}).empty());
  CHECK(compared(t, t, {{"Image", "ami-1"}}).empty());
}

TEST_CASE("a value of the stack that nobody can read stays what it is", "[diff]") {
  const cfn::Template t =
      read("Parameters: {Image: {Type: String, Default: ami-9}}\n" + runners("!Ref Image", "s3:*", ""));
  Request request;
  request.before = {&t, {}, {"Image"}};
  request.after = {&t, {}, {}};
  CHECK(compare(request, support::Assets()).empty());
  request.after.previous = {"Image"};
  CHECK(compare(request, support::Assets()).empty());
}

TEST_CASE("the summary counts every kind of change", "[diff]") {
  const std::string before =
      "Resources:\n  A: {Type: AWS::SNS::Topic}\n  B: {Type: AWS::SNS::Topic, Properties: {TopicName: a}}\n"
      "  C: {Type: AWS::SNS::Topic, Properties: {DisplayName: a}}\n"
      "  D: {Type: AWS::EC2::Instance, Properties: {InstanceType: m5.large}}\n";
  const std::string after =
      "Resources:\n  E: {Type: AWS::SQS::Queue}\n  B: {Type: AWS::SNS::Topic, Properties: {TopicName: b}}\n"
      "  C: {Type: AWS::SNS::Topic, Properties: {DisplayName: b}}\n"
      "  D: {Type: AWS::EC2::Instance, Properties: {InstanceType: m6i.large}}\n";
  CHECK(
      has(compared(before, after).summary, "Resources: 1 added, 1 removed, 1 replaced, 1 updated, 1 may be replaced."));
}

}  // namespace vend::diff
