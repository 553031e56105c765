// What the report says of templates, ours and others': cases for each of its parts, hence the length.
#include "vend/preview/preview.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/preview/html.hpp"
#include "vend/preview/print.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::preview {
namespace {

using testing::run_vend;

cfn::Template read(const std::string& text) {
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  REQUIRE(t.has_value());
  REQUIRE(found.empty());
  return *t;
}

Report report_on(const std::string& text, std::map<std::string, std::string> parameters = {}) {
  Request request;
  request.input.parameters = std::move(parameters);
  return preview(read(text), request);
}

// A group with these properties and these other resources (indented by two).
std::string group(const std::string& properties, const std::string& others = "") {
  return "Resources:\n  Group:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    Properties: {" + properties + "}\n" +
         others;
}

std::string summary(const std::string& text, std::map<std::string, std::string> parameters = {}) {
  const Report report = report_on(text, std::move(parameters));
  REQUIRE(report.groups.size() == 1);
  return support::join(report.groups.front().sentences, "; ");
}

std::string action(const char* id, const char* cron, const char* sizes, const char* zone = "Europe/Berlin") {
  return fmt::format(
      "  {}:\n    Type: AWS::AutoScaling::ScheduledAction\n    Properties: {{AutoScalingGroupName: !Ref Group, "
      "Recurrence: '{}', TimeZone: {}, {}}}\n",
      id, cron, zone, sizes);
}

const std::string plain = "MinSize: '1', MaxSize: '20', DesiredCapacity: '2'";
const std::string workdays = action("Stop", "0 19 * * MON-FRI", "MinSize: 0, DesiredCapacity: 0") +
                             action("Start", "0 7 * * MON-FRI", "MinSize: 1, DesiredCapacity: 2");

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("sizes in words", "[preview]") {
  CHECK(summary(group(plain)) ==
        "2 instances now, 1 to 20; all on demand of a type that is not told here; does not follow the load");
  CHECK(contains(summary(group("MinSize: '1', MaxSize: '1'")), "1 instance now, always 1"));
  CHECK(contains(summary(group("MinSize: '0', MaxSize: '4'")), "no instance now, 0 to 4"));
  CHECK(contains(
      summary("Parameters:\n  D: {Type: Number}\n" + group("MinSize: '1', MaxSize: '4', DesiredCapacity: !Ref D")),
      "a size that its parameters leave open, 1 to 4"));
}

TEST_CASE("the mix of spot and on demand in words", "[preview]") {
  const auto mixed = [](const char* distribution) {
    return summary(group(
        "MinSize: '1', MaxSize: '20', DesiredCapacity: '7', MixedInstancesPolicy: {InstancesDistribution: {" +
        std::string(distribution) +
        "}, LaunchTemplate: {LaunchTemplateSpecification: {LaunchTemplateId: lt-1, Version: '1'}, Overrides: "
        "[{InstanceType: m5.large}, {InstanceType: m6i.large}, {InstanceType: c5.large}, {InstanceType: m5.large}]}}"));
  };
  CHECK(contains(mixed("OnDemandBaseCapacity: 0, OnDemandPercentageAboveBaseCapacity: 0"),
                 "; all spot from three types;"));
  CHECK(contains(mixed("OnDemandPercentageAboveBaseCapacity: 100"), "; all on demand from three types;"));
  CHECK(contains(mixed(""), "; all on demand from three types;"));  // the API's default
  // 1 + 20 % of 6, rounded up in favour of on demand
  CHECK(contains(mixed("OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 20"),
                 "the first 1 on demand, 20 % of the rest on demand and 80 % spot (now 3 and 4), from three types"));
}

TEST_CASE("scaling steps in words and as values", "[preview]") {
  const auto scaled = [](const char* comparison, const char* threshold, const char* metric) {
    return group(plain, fmt::format("  Up:\n    Type: AWS::AutoScaling::ScalingPolicy\n    Properties: {{"
                                    "AutoScalingGroupName: !Ref Group, PolicyType: StepScaling, AdjustmentType: "
                                    "ChangeInCapacity, StepAdjustments: [{{MetricIntervalLowerBound: 15, "
                                    "ScalingAdjustment: 2}}, {{MetricIntervalLowerBound: 0, MetricIntervalUpperBound: "
                                    "15, ScalingAdjustment: 1}}]}}\n  High:\n    Type: AWS::CloudWatch::Alarm\n    "
                                    "Properties: {{{}, ComparisonOperator: {}, Threshold: {}, Period: 60, "
                                    "EvaluationPeriods: 2, AlarmActions: [!Ref Up]}}\n",
                                    metric, comparison, threshold));
  };
  const char* cpu = "Namespace: AWS/EC2, MetricName: CPUUtilization";
  CHECK(contains(summary(scaled("GreaterThanThreshold", "70", cpu)),
                 "scales out by 1 above 70 % CPU for 2 minutes, by 2 from 85 %"));
  CHECK(contains(summary(scaled("GreaterThanOrEqualToThreshold", "70", cpu)), "scales out by 1 from 70 % CPU"));
  CHECK(contains(summary(scaled("GreaterThanThreshold", "90", cpu)), "by 2 from 105 % (which no percentage reaches)"));
  CHECK(contains(summary(scaled("GreaterThanThreshold", "5", "Namespace: Jobs, MetricName: Waiting")),
                 "by 1 above 5 Jobs/Waiting for 2 minutes, by 2 from 20"));
  const Report report = report_on(scaled("GreaterThanThreshold", "70", cpu));
  const StepScaling& steps = report.groups.front().steps.front();
  REQUIRE(steps.steps.size() == 2);
  CHECK((steps.steps[0].from == 70 && steps.steps[0].to == 85 && steps.steps[1].from == 85 && !steps.steps[1].to));
  CHECK(steps.seconds == 120);
}

TEST_CASE("a week of workdays is on for 60 of 168 hours", "[preview]") {
  CHECK(contains(
      summary(group(plain, workdays)),
      "; on from 07:00 to 19:00 on workdays, off at weekends (Europe/Berlin): on for 60 of 168 hours, 64 % less"));
  const Report report = report_on(group(plain, workdays));
  const Schedule& schedule = *report.groups.front().schedule;
  CHECK(schedule.hours_on == 60);
  CHECK(schedule.instance_hours == 120);
  CHECK(schedule.percent_less() == 64);
  REQUIRE(schedule.week.size() == 7);
  CHECK(schedule.week[0] == std::vector<Span>{{0, 420, 0}, {420, 1140, 2}, {1140, 1440, 0}});
  CHECK(schedule.week[6] == std::vector<Span>{{0, 1440, 0}});
  CHECK(schedule.zone_words ==
        "Europe/Berlin is UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of October; the schedule "
        "follows its clocks");
}

TEST_CASE("other schedules in words", "[preview]") {
  CHECK(contains(summary(group(plain, action("Stop", "0 19 * * *", "MinSize: 0, DesiredCapacity: 0"))),
                 "goes to 0 at its first scheduled stop, and nothing starts it again"));
  CHECK(
      contains(summary(group(plain, action("Day", "0 8 * * 1-5", "DesiredCapacity: 6") +
                                        action("Night", "0 20 * * 1-5", "DesiredCapacity: 1"))),
               "1 instance from 00:00 to 08:00, 6 instances from 08:00 to 20:00 and 1 instance from 20:00 to 24:00 on "
               "workdays, 1 instance all day at weekends (Europe/Berlin): on for 168 of 168 hours"));
  // The wanted size stays between the bounds, whatever the action says.
  CHECK(report_on(group(plain, action("Day", "0 8 * * *", "MinSize: 3") +
                                   action("Night", "0 20 * * *", "MinSize: 0, DesiredCapacity: 0")))
            .groups.front()
            .schedule->instance_hours == 36 * 7);
  // On the first of a month for a day: weeks differ.
  const Report monthly =
      report_on(group(plain, action("Start", "0 0 1 * *", "DesiredCapacity: 1", "Etc/UTC") +
                                 action("Stop", "0 0 2 * *", "MinSize: 0, DesiredCapacity: 0", "Etc/UTC")));
  const Schedule& schedule = *monthly.groups.front().schedule;
  CHECK(schedule.week.empty());
  CHECK(schedule.hours_on == Approx(12.0 / 365 * 168));
  CHECK(contains(summary(group(plain, action("Odd", "0 19 * *", "DesiredCapacity: 0"))),
                 "has scheduled actions that are not counted here"));
}

TEST_CASE("runs of a schedule after a date, in local time", "[preview]") {
  Request request;
  request.after = calendar::midnight({2027, 3, 27});
  const Report report = preview(read(group(plain, action("Start", "30 6 * * *", "DesiredCapacity: 1"))), request);
  CHECK(report.groups.front().schedule->actions.front().next_runs ==
        std::vector<std::string>{"2027-03-27 06:30 UTC+1", "2027-03-28 06:30 UTC+2", "2027-03-29 06:30 UTC+2"});
}

TEST_CASE("conditions say what decides them", "[preview]") {
  const std::string text =
      "Parameters:\n  A: {Type: String, Default: x}\n  B: {Type: String, Default: ''}\n  S: {Type: String, Default: "
      "secret, NoEcho: true}\nConditions:\n  IsX: !Equals [!Ref A, x]\n  HasB: !Not [!Equals [!Ref B, '']]\n  Either: "
      "!Or [!Condition HasB, !Condition IsX]\n  Both: !And [!Condition IsX, !Condition HasB]\n  Secret: !Equals [!Ref "
      "S, "
      "secret]\nResources:\n  T: {Type: AWS::SNS::Topic}\n";
  const Report report = report_on(text);
  auto because = [&](const std::string& name) {
    for (const Condition& one : report.conditions) {
      if (one.name == name) return fmt::format("{}: {}", one.value, support::join(one.because, ", "));
    }
    return std::string("not there");
  };
  CHECK(because("IsX") == "true: A is \"x\"");
  CHECK(because("HasB") == "false: B is empty");
  CHECK(because("Either") == "true: A is \"x\"");
  CHECK(because("Both") == "false: B is empty");
  CHECK(because("Secret") == "true: S is given");
}

TEST_CASE("a secret is never in a report", "[preview]") {
  const std::string text =
      "Parameters:\n  Token: {Type: String, NoEcho: true, MinLength: 30}\n  Other: {Type: String, NoEcho: true, "
      "Default: "
      "default-secret}\nConditions:\n  Given: !Not [!Equals [!Ref Token, '']]\nResources:\n  Secret:\n    Type: "
      "AWS::SecretsManager::Secret\n    Properties: {SecretString: !Sub 'a-${Token}-${Other}'}\n  Machine:\n    Type: "
      "AWS::EC2::Instance\n    Properties: {UserData: !Base64 {Ref: Token}, KeyName: !Select [1, !Split ['-', !Ref "
      "Token]]}\nOutputs:\n  Token: {Value: !Ref Token}\n";
  const Report report = report_on(text, {{"Token", "hush-hush-hush"}});
  for (const std::string& shown : {as_table(report, {}), as_json(report, {}), as_yaml(report, {}),
                                   as_table(report, {{"userdata"}, "", 80, false})}) {
    CHECK_FALSE(contains(shown, "hush"));
    CHECK_FALSE(contains(shown, "default-secret"));
    CHECK_FALSE(contains(shown, support::base64_encode("hush-hush-hush")));
    CHECK(contains(shown, "****"));
  }
  CHECK(report.conditions.front().value);
  CHECK(report.diagnostics.size() == 1);  // too short, and the message does not quote it
  const Report numbers = report_on(
      "Parameters:\n  N: {Type: Number, NoEcho: true, MaxValue: 5}\nResources:\n  T: {Type: "
      "AWS::SNS::Topic}\n",
      {{"N", "4711"}});
  CHECK_FALSE(contains(as_table(numbers, {}), "4711"));
}

TEST_CASE("every refused value is named at once, and what is not refused is still shown", "[preview]") {
  const std::string text =
      "Parameters:\n  A: {Type: String, AllowedValues: [x, y], Default: x}\n  B: {Type: Number, MinValue: 1, MaxValue: "
      "3, "
      "Default: 1}\n  C: {Type: String}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}\n";
  Request request;
  request.complete = true;
  request.input.parameters = {{"A", "z"}, {"B", "9"}, {"Bee", "1"}};
  const Report report = preview(read(text), request);
  std::vector<std::string> codes;
  for (const support::Diagnostic& one : report.diagnostics) codes.push_back(one.code);
  std::sort(codes.begin(), codes.end());
  CHECK(codes == std::vector<std::string>{"P001", "P002", "P005", "P006"});
  const std::string table = as_table(report, {});
  CHECK(contains(table, "one of x, y"));
  CHECK(contains(table, "1 to 3"));
  CHECK(contains(table, "TopicName: z"));
}

TEST_CASE("hostile texts are shown, not obeyed", "[preview]") {
  const std::string escape = "\x1b]0;owned\x07",
                    reversed =
                        "\xE2\x80\xAE"
                        "evil",
                    wide(3000, 'x');
  const std::string text = "Description: \"\\e[2J" + reversed + "\"\nParameters:\n  A: {Type: String, Default: \"" +
                           wide +
                           "\", Description: \"\\e[31mred\"}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: "
                           "{TopicName: !Ref A, DisplayName: \"\\e]8;;http://x\\e\\\\link\\u009b\"}}\nOutputs:\n  O: "
                           "{Value: !Ref A, Description: \"a\\tb\\u2066c\"}\n";
  Report report = report_on(text, {{"A", escape + reversed + "\xff"}});
  for (const int width : {40, 80, 160}) {
    for (const bool color : {false, true}) {
      const std::string table = as_table(report, {{}, "", width, color});
      for (const std::string& part : {std::string("\x1b]"), std::string("\x1b[2J"), std::string("\x07"), reversed,
                                      std::string("\xff"), std::string("\xC2\x9B"), std::string("\t")})
        CHECK_FALSE(contains(table, part));
      CHECK(contains(table, "\\x1b"));
    }
  }
  for (const std::string& data : {as_json(report, {}), as_yaml(report, {})}) {
    INFO(data);
    CHECK_FALSE(contains(data, "\x1b"));
    CHECK_FALSE(contains(data, reversed));
    CHECK_FALSE(contains(data, "\xC2\x9B"));
    CHECK(support::is_valid_utf8(data));
  }
}

TEST_CASE("no line is wider than the page", "[preview]") {
  for (const char* preset : {"linux-docker-autoscaling-mixed", "windows-shell-scheduled-spot"}) {
    for (const char* name : {"form,conditions,outputs,tags,schedule,scaling", "resources"}) {
      const testing::Run run = run_vend({"preview", "--preset", preset, "--show", name, "--date", "2027-01-01"});
      INFO(run.err);
      REQUIRE(run.code == 0);
      std::size_t widest = 0;
      for (const std::string_view line : support::split_lines(run.out))
        widest = std::max(widest, support::display_width(line));
      CHECK(widest <= 80);
      CHECK(widest > 60);
    }
  }
}

TEST_CASE("preview refuses what it does not know with a suggestion", "[preview]") {
  const testing::Run show = run_vend({"preview", "--show", "resourcs"});
  CHECK(show.code == 2);
  CHECK(contains(show.err, "did you mean resources?"));
  const testing::Run resource = run_vend({"preview", "--resource", "InstanceAGS"});
  CHECK(resource.code == 2);
  CHECK(contains(resource.err, "did you mean InstanceASG?"));
  CHECK(run_vend({"preview", "--date", "tomorrow"}).code == 2);
  CHECK(run_vend({"preview", "no-such-file.yml"}).code == 2);
  const testing::Run parameter = run_vend({"preview", "-p", "4ASGMinSiz=1", "-p", "4ASGDesiredCapacity=x"});
  CHECK(parameter.code == 1);
  CHECK(contains(parameter.err, "did you mean 4ASGMinSize?"));
  CHECK(contains(parameter.err, "4ASGDesiredCapacity is \"x\", which is not a number"));
  CHECK(contains(parameter.err, "3GITLABRunnerRegTokenList has no default and no value"));
  CHECK(run_vend({"preview", "--show", "form"}).code == 0);
}

TEST_CASE("UserData alone comes byte for byte", "[preview]") {
  const testing::Run alone = run_vend({"preview", "--preset", "linux-docker-hot-ha", "--show", "userdata"});
  CHECK(alone.code == 0);
  CHECK(alone.out.starts_with("#!/bin/bash\n"));
  CHECK_FALSE(contains(alone.out, "USERDATA"));
  const testing::Run json =
      run_vend({"preview", "--preset", "linux-docker-hot-ha", "--show", "userdata", "--format", "json"});
  std::string quoted = document::write_json(document::Node(alone.out));
  quoted.pop_back();
  CHECK(contains(json.out, quoted));
}

TEST_CASE("drawings name their units", "[preview]") {
  const std::string policies =
      "  Out: {Type: 'AWS::AutoScaling::ScalingPolicy', Properties: {AutoScalingGroupName: !Ref Group, PolicyType: "
      "StepScaling, AdjustmentType: PercentChangeInCapacity, StepAdjustments: [{MetricIntervalLowerBound: 0, "
      "MetricIntervalUpperBound: 15, ScalingAdjustment: 50}, {MetricIntervalLowerBound: 15, ScalingAdjustment: "
      "100}]}}\n"
      "  High: {Type: 'AWS::CloudWatch::Alarm', Properties: {Namespace: AWS/EC2, MetricName: CPUUtilization, "
      "Statistic: "
      "Average, Period: 60, EvaluationPeriods: 2, Threshold: 70, ComparisonOperator: GreaterThanOrEqualToThreshold, "
      "Dimensions: [{Name: AutoScalingGroupName, Value: !Ref Group}], AlarmActions: [!Ref Out]}}\n";
  const std::string drawn = as_table(report_on(group(plain, policies)), {});
  INFO(drawn);
  for (const char* part :
       {"at 70 % or above", "70 to 85 %", "85 % and above", "+50 %", "+100 %", "by 50 % from 70 %"}) {
    INFO(part);
    CHECK(contains(drawn, part));
  }
  std::string page;
  for (const HtmlPart& one : html_parts(report_on(group(plain, policies)))) page += one.html;
  for (const char* part : {"70 %</td>", "85 %</td>", "50 % from 70 % to 85 %", "100 % from 85 %"}) {
    INFO(part);
    CHECK(contains(page, part));
  }
}

TEST_CASE("a share of on-demand instances is rounded up, and all are all", "[preview]") {
  Group some;
  some.mixed = true;
  some.on_demand_base = 1;
  some.on_demand_percentage = 25;
  CHECK(some.on_demand_of(1) == 1);
  CHECK(some.on_demand_of(2) == 2);
  CHECK(some.on_demand_of(5) == 2);
  CHECK(some.on_demand_of(6) == 3);
  some.on_demand_base = 0;
  some.on_demand_percentage = 100;
  CHECK(some.on_demand_of(100) == 100);
  some.on_demand_percentage = 0;
  CHECK(some.on_demand_of(100) == 0);
}

TEST_CASE("characters that a terminal could act on are spelled as JSON spells them", "[preview]") {
  // U+E0001, a tag that nobody sees, is a pair of units.
  const Report report =
      report_on("Description: \"a\\U000E0001b\\u202Ec\"\nResources: {B: {Type: 'AWS::S3::Bucket'}}\n");
  const std::string json = as_json(report, {});
  INFO(json);
  CHECK(contains(json, "a\\udb40\\udc01b\\u202ec"));
  support::Diagnostics found;
  const std::optional<Node> back = document::read_json(json, "report.json", found);
  REQUIRE(back);
  CHECK(back->find("description")->text() == "a\U000E0001b\u202Ec");
}

TEST_CASE("GitLab's side of each kind of runner", "[preview]") {
  struct Case {
    std::vector<std::string> arguments;
    std::string tags;
  };
  const std::vector<Case> cases = {
      {{"--preset", "linux-docker-autoscaling-spot", "--set", "gitlab.tags=[a, b c]"},
       "computetype-spot,glexecutor-docker,linux,amazon-linux-2023,amd64,a,b c"},
      {{"--preset", "linux-arm64-docker-scheduled-ondemand", "-p", "4ASGScheduledStartupCron=0 7 * * *", "-p",
        "3GITLABRunnerRegTokenList=glrt-x"},
       "computetype-ondemand,glexecutor-docker,linux,amazon-linux-2023,arm64,UsesAWSASGScheduledAvailability"},
      {{"--preset", "windows-shell-autoscaling-ondemand"},
       "computetype-ondemand,glexecutor-shell,windows,windows-2022,amd64"},
      {{"--preset", "windows-docker-autoscaling-ondemand"},
       "computetype-ondemand,glexecutor-docker-windows,windows,windows-2022,amd64"},
      {{"-p", "3INSTConfigurationScript=https://example.com/linux/amazon-linux-2-docker-ours.sh", "-p",
        "3GITLABRunnerRegTokenList=glrt-x"},
       "computetype-ondemand,glexecutor-docker,linux,amazon-linux-2,amd64"},
      {{"-p", "3INSTConfigurationScript=amazon-linux-2023-shell.sh", "-p", "3GITLABRunnerRegTokenList=glrt-x"},
       "computetype-ondemand,glexecutor-shell,linux,amazon-linux-2023,amd64"},
      {{"-p", "3INSTConfigurationScript=amazon-linux-2-shell.sh", "-p", "3GITLABRunnerRegTokenList=glrt-x"},
       "computetype-ondemand,glexecutor-shell,linux,amazon-linux-2,amd64"},
  };
  for (const Case& one : cases) {
    std::vector<std::string> arguments = {"preview", "--show", "gitlab", "--format", "json"};
    arguments.insert(arguments.end(), one.arguments.begin(), one.arguments.end());
    const testing::Run run = run_vend(arguments);
    INFO(run.err << run.out);
    REQUIRE(run.code == 0);
    CHECK(contains(run.out, "tag_list=" + one.tags));
    CHECK(contains(run.out, "INSTANCE_ID-ACCOUNT-N"));
  }
}

}  // namespace vend::preview
