// The page: what it is made of, that it asks nobody, and that what comes from an input stays text. Cases for each of
// its parts, hence the length.
#include "vend/preview/html.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "file_text.hpp"
#include "run_vend.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/preview/preview.hpp"
#include "vend/preview/print.hpp"
#include "vend/spec/presets.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

using testing::run_vend;

const std::vector<std::string> full = {"preview",
                                       "--format",
                                       "html",
                                       "-p",
                                       "3GITLABRunnerRegTokenList=glrt-abcdef",
                                       "-p",
                                       "5ASGAutoScalingEnabled=true",
                                       "-p",
                                       "4ASGScheduledShutdownCron=0 19 * * MON-FRI",
                                       "-p",
                                       "4ASGScheduledStartupCron=0 7 * * MON-FRI",
                                       "-p",
                                       "4ASGScheduleTimeZone=Europe/Berlin"};

Report report_on(const std::string& text, std::map<std::string, std::string> parameters = {}) {
  support::Diagnostics found;
  const std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  REQUIRE(t.has_value());
  Request request;
  request.input.parameters = std::move(parameters);
  return preview(*t, request);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// The texts between `begin` and the next quote.
std::set<std::string> values(const std::string& text, const std::string& begin) {
  std::set<std::string> all;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t from = at + begin.size();
    all.insert(text.substr(from, text.find('"', from) - from));
  }
  return all;
}

// As a strict reader of XML sees it: every element is closed, in order, and every & begins a reference.
void check_tags(const std::string& page) {
  std::vector<std::string> open;
  static const std::regex reference("^&(amp|lt|gt|quot|#39);");
  const std::size_t style = page.find("<style>"), after = page.find("</style>");
  for (std::size_t at = page.find("<html"); at < page.size(); ++at) {
    if (at == style) {
      at = after + 7;
    } else if (page[at] == '&') {
      REQUIRE(std::regex_search(page.substr(at, 8), reference));
    } else if (page[at] == '<') {
      const std::size_t end = page.find('>', at);
      REQUIRE(end != std::string::npos);
      const std::string tag = page.substr(at + 1, end - at - 1);
      REQUIRE(tag.find('<') == std::string::npos);
      if (tag.front() == '/') {
        REQUIRE_FALSE(open.empty());
        REQUIRE(open.back() == tag.substr(1));
        open.pop_back();
      } else if (tag.back() != '/') {
        open.push_back(tag.substr(0, tag.find(' ')));
      }
      at = end;
    }
  }
  CHECK(open.empty());
}

}  // namespace

TEST_CASE("markup escapes what comes from an input, and only that", "[html]") {
  Html html;
  html.open("p", {{"title", "a\"b'<&\x01\xE2\x80\xAE"}}).text("<script>&\n\t").lines("x\n\ty\x7F").close();
  CHECK(html.str() == "<p title=\"a&quot;b&#39;&lt;&amp;\\x01\\u{202e}\">&lt;script&gt;&amp;\\x0a\\x09x\n\ty\\x7f</p>");
  CHECK_THROWS_AS(html.close(), std::logic_error);
  Html open;
  open.open("p");
  CHECK_THROWS_AS(html.add(open), std::logic_error);
  CHECK(anchor("field", "5ASG a\"<") == "field-5ASG_20a_22_3c");
}

TEST_CASE("the page of the full template: one file, of at most 400 KB, the same twice", "[html]") {
  const auto result = run_vend(full);
  REQUIRE(result.err.empty());
  CHECK(result.out.size() <= 400'000);
  CHECK(result.out == run_vend(full).out);
}

TEST_CASE("the picture of the stack is as large as its boxes and arrows", "[html]") {
  const std::string text =
      "Resources:\n  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref C]}}\n"
      "  A: {Type: AWS::SNS::Topic}\n  B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}\n  C: {Type: "
      "AWS::SNS::Topic}\n";
  const Report report = report_on(text);
  std::string picture;
  for (const HtmlPart& part : html_parts(report)) {
    if (part.id == "stack") picture = part.html;
  }
  std::smatch size;
  REQUIRE(std::regex_search(picture, size, std::regex("viewBox=\"0 0 (\\d+) (\\d+)\"")));
  const int width = std::stoi(size[1]), height = std::stoi(size[2]);
  int right = 0, bottom = 0, boxes = 0;
  static const std::regex box("<rect x=\"(\\d+)\" y=\"(\\d+)\" width=\"(\\d+)\" height=\"(\\d+)\"");
  for (auto at = std::sregex_iterator(picture.begin(), picture.end(), box); at != std::sregex_iterator(); ++at) {
    right = std::max(right, std::stoi((*at)[1]) + std::stoi((*at)[3]));
    bottom = std::max(bottom, std::stoi((*at)[2]) + std::stoi((*at)[4]));
    ++boxes;
  }
  CHECK(boxes == 4);
  // Right of the last column an arrow between two of its boxes bends by 24, and 8 are left around all.
  CHECK(width == right + 24 + 8);
  CHECK(height == bottom + 16);
  CHECK(count(picture, fmt::format("C{} ", right + 24)) == 1);
  CHECK(picture.find("4 resources are created, 0 are switched off") != std::string::npos);
}

TEST_CASE("pages ask nobody, run nothing, and every link leads somewhere", "[html]") {
  std::vector<std::vector<std::string>> runs = {full};
  for (const spec::Preset& one : spec::presets(support::Assets()))
    runs.push_back({"preview", "--preset", one.name, "--format", "html"});
  runs.push_back({"preview", "-p", "4ASGMinSize=x", "-p", "Nothing=1", "--format", "html"});
  runs.push_back({"diff", "linux-docker-hot-ha", "linux-docker-warm-ha", "--format", "html"});
  for (const std::vector<std::string>& arguments : runs) {
    const std::string page = run_vend(arguments).out;
    INFO(arguments[2]);
    check_tags(page);
    for (const char* asks : {"<script", "<link", "<iframe", "<object", "<embed", "<form",
                             " src=", " style=", " action=", "url(", "@import", "javascript:"})
      CHECK(count(page, asks) == 0);
    CHECK(count(page, "href=\"") == count(page, "href=\"#"));
    const std::set<std::string> ids = values(page, " id=\"");
    CHECK(ids.size() == count(page, " id=\""));  // none twice
    for (const std::string& link : values(page, "href=\"#")) {
      INFO(link);
      CHECK(ids.contains(link));
    }
  }
}

TEST_CASE("each part is there, in its order, whatever the template", "[html]") {
  const std::vector<std::string> expected = {"group",  "form",      "stack",   "week", "scaling", "life",
                                             "rights", "resources", "scripts", "tags", "gitlab"};
  for (const char* text : {"Resources: {}\n", "Resources:\n  A: {Type: AWS::SNS::Topic}\n"}) {
    std::vector<std::string> ids;
    for (const HtmlPart& one : html_parts(report_on(text))) {
      ids.push_back(one.id);
      CHECK_FALSE(one.html.empty());
    }
    CHECK(ids == expected);
  }
}

TEST_CASE("hostile texts stay text wherever they stand", "[html]") {
  const std::vector<std::string> hostile = {"<script>alert(1)</script>",
                                            "\"><svg onload=alert(1)>",
                                            "</textarea></style><img src=x onerror=alert(1)>",
                                            "' onmouseover='alert(1)",
                                            "\xE2\x80\xAE"
                                            "txt.exe",
                                            std::string("a\0b", 3),
                                            "]]><!--",
                                            "javascript:alert(1)",
                                            "&lt;script&gt;",
                                            "\xEF\xBF\xBE\xEF\xBF\xBF"};
  for (const std::string& text : hostile) {
    Report report =
        report_on("Parameters:\n  P: {Type: String, Default: x}\nResources:\n  A: {Type: AWS::SNS::Topic}\n");
    const HtmlView live{FormStyle::inputs};
    report.file = report.description = report.environment.stack_name = text;
    Field& field = report.form.front().fields.front();
    field.name = field.label = field.description = field.value = field.constraint = text;
    field.default_value = text;
    field.problems = field.allowed = field.decides = field.reaches = {text};
    report.form.push_back(report.form.front());
    report.form.back().fields.front().allowed.clear();
    report.conditions.push_back({text, false, {text}});
    report.resources.add(text + "2", Node::mapping({{"Type", text}, {"Properties", Node::mapping({{text, text}})}}));
    report.outputs.add(text, Node::mapping({{"Value", text}, {"Description", text}}));
    report.user_data.push_back({text, text + "\n" + text});
    report.scripts.push_back({text, text, text + "\n" + text});
    report.tags.push_back({text, text, text, text});
    report.stack.boxes.push_back({text, text, false, false, text, text, {text}, {text}});
    report.rights.push_back({text, text, text, true, {text}, {text}, {text}, text});
    Group group;
    group.id = text;
    group.sentences = {text};
    group.instance_types = {text};
    StepScaling scaling;
    scaling.policy = scaling.alarm = scaling.metric = scaling.adjustment = text;
    scaling.steps = {{std::nullopt, std::nullopt, 1, true}};
    group.steps = {scaling};
    group.targets = {{text, text + "3", 5, false, true}};
    Schedule schedule;
    schedule.actions.push_back({text, text, text, 1, 1, 1, text, text, text, {text}});
    schedule.zone_words = text;
    schedule.week.resize(7, {{0, 1440, 1}});
    schedule.clock_changes = {{6, 120, 60, text}};
    group.schedule = schedule;
    group.life.boot = {{text, 60, text, true, true, true}};
    group.life.sentences = {text};
    report.groups.push_back(group);
    report.gitlab = GitLab{text, text, text, {text}, {text}, text, text};
    report.findings =
        support::Diagnostics{{support::Severity::error, text, {text, 1, 1}, "Parameters." + text, text, text}};
    std::string all = as_html(report, {});
    for (const HtmlPart& one : html_parts(report, live)) all += one.html;
    INFO(text);
    for (const char* element : {"<script", "<svg onload", "<img", "<!--", "</textarea"})
      CHECK(count(all, element) == 0);
    if (text.starts_with("&lt;")) CHECK(count(all, "&amp;lt;script&amp;gt;") > 20);
    CHECK(all.find('\0') == std::string::npos);
    CHECK(count(all, "\xE2\x80\xAE") == 0);
    CHECK(count(all, "\xEF\xBF\xBE") == 0);
    check_tags(as_html(report, {}));
  }
}

TEST_CASE("a live form names its controls by parameter, and holds no secret", "[html]") {
  const Report report = report_on(
      "Parameters:\n  Secret: {Type: String, NoEcho: true}\n  Choice: {Type: String, AllowedValues: [a, b], Default: "
      "b}\n"
      "  Free: {Type: Number, Default: 3, MaxValue: 2}\nConditions:\n  C: !Equals [!Ref Choice, a]\n"
      "Resources:\n  A: {Type: AWS::SNS::Topic, Condition: C, Properties: {DisplayName: !Ref Free}}\n",
      {{"Secret", "hunter2"}});
  const std::string live = html_parts(report, {FormStyle::inputs})[1].html;
  const std::string still = html_parts(report)[1].html;
  CHECK(count(live, "name=\"Secret\" type=\"password\" value=\"\"") == 1);
  CHECK(count(live, "<select id=\"input-Choice\" name=\"Choice\"") == 1);
  CHECK(count(live, "<option value=\"b\" selected=\"selected\">b</option>") == 1);
  CHECK(count(live, "name=\"Free\" type=\"number\" value=\"3\"") == 1);
  CHECK(count(live, "id=\"refused-Free\"") == 1);
  CHECK(count(live, "<b>refused: </b>") == 1);
  CHECK(count(still, "<input") + count(still, "<select") == 0);
  CHECK(count(live + still, "hunter2") == 0);
  CHECK(count(still, "href=\"#condition-C\"") == 1);
  CHECK(count(still, "eaches <a href=\"#resource-A\"") == 2);  // Choice decides it, Free stands in it
}

TEST_CASE("what is switched off says which value would switch it on", "[html]") {
  const Report report = report_on(
      "Parameters:\n  Kind: {Type: String, AllowedValues: [none, some], Default: none}\n  Name: {Type: String, "
      "Default: ''}\n"
      "Conditions:\n  C: !Equals [!Ref Kind, some]\n  D: !Not [!Equals [!Ref Name, '']]\n  E: !And [{Condition: C}, "
      "{Condition: D}]\nResources:\n  A: {Type: AWS::SNS::Topic, Condition: C}\n  B: {Type: AWS::SNS::Topic, "
      "Condition: "
      "D}\n  Both: {Type: AWS::SNS::Topic, Condition: E, Properties: {DisplayName: !Ref A}}\n  On: {Type: "
      "AWS::SNS::Topic}\n");
  REQUIRE(report.stack.boxes.size() == 4);
  CHECK(report.stack.boxes[0].switched_on_by == "Kind is \"some\"");
  CHECK(report.stack.boxes[1].switched_on_by == "Name is given");
  CHECK(report.stack.boxes[2].switched_on_by == "Kind is \"some\" and Name is given");
  CHECK(report.stack.boxes[2].uses == std::vector<std::string>{"A"});
  CHECK(report.stack.boxes[3].exists);
}

TEST_CASE("rights in words", "[html]") {
  const Report report = report_on(
      "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: "
      "{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}}\n      Policies:\n        - "
      "PolicyName: p\n          PolicyDocument:\n            Statement:\n              - {Sid: Own, Effect: Allow, "
      "Action: "
      "['autoscaling:CompleteLifecycleAction', 'autoscaling:SetInstanceHealth', 's3:GetObject'], Resource: '*', "
      "Condition: "
      "{StringEquals: {'aws:ResourceTag/A': b}}}\n              - {Effect: Deny, NotAction: 'iam:*', Resource: x}\n");
  REQUIRE(report.rights.size() == 3);
  CHECK(report.rights[0].sentence == "ec2.amazonaws.com may assume role (STS)");
  CHECK(
      report.rights[1].sentence ==
      "Role may complete lifecycle action and set instance health (EC2 Auto Scaling); get object (S3), on everything, "
      "only if aws:ResourceTag/A StringEquals b");
  CHECK(report.rights[2].sentence == "Role must not do everything but do everything (IAM), on x");
}

TEST_CASE("who ends an instance first", "[html]") {
  const Report report = report_on(
      "Resources:\n  Group:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    CreationPolicy: {ResourceSignal: "
      "{Timeout: "
      "PT45M}}\n    UpdatePolicy: {AutoScalingRollingUpdate: {WaitOnResourceSignals: true, PauseTime: PT10M}}\n    "
      "Properties:\n      MinSize: '0'\n      MaxSize: '1'\n      LifecycleHookSpecificationList:\n        - "
      "{LifecycleHookName: up, LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', HeartbeatTimeout: 900}\n     "
      "   - "
      "{LifecycleHookName: down, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: "
      "1200}\n");
  const Life& life = report.groups.front().life;
  REQUIRE(life.boot.size() == 3);
  CHECK(life.boot[2].first);
  CHECK(life.boot[2].seconds == 600);
  REQUIRE(life.drain.size() == 2);
  CHECK(life.drain[0].first);  // nothing may renew the hook
  CHECK(life.sentences.size() == 2);
  CHECK(report.stack.boxes.size() == 3);  // hooks are boxes
}

TEST_CASE("the values of a page are those of the table and of JSON", "[html]") {
  const auto in = [](const char* format) {
    std::vector<std::string> arguments = full;
    arguments[2] = format;
    return run_vend(arguments).out;
  };
  const std::string page = in("html");
  // The table breaks lines: only the words and their order count.
  const auto words_of = [](const std::string& text) {
    std::string words;
    for (const char c : text) {
      if (c != ' ' && c != '\n') words += c;
    }
    return words;
  };
  const std::string table = words_of(in("table"));
  support::Diagnostics found;
  const std::optional<Node> json = document::read_json(in("json"), "report.json", found);
  REQUIRE(json.has_value());
  const auto marked = [](const Node& value) {
    Html html;
    return html.text(value.text()).str();
  };
  std::size_t compared = 0;
  for (const Node& group : json->find("form")->items()) {
    for (const Node& field : group.find("parameters")->items()) {
      const std::string& name = field.find("name")->text();
      const std::string id = "id=\"" + anchor("field", name) + "\"";
      const std::size_t at = page.find(id);
      INFO(name);
      REQUIRE(at != std::string::npos);
      const std::string part = page.substr(at, page.find("class=\"refusals\"", at) - at);
      const Node* value = field.find("value");
      if (value != nullptr && !value->text().empty()) CHECK(part.find("<code>" + marked(*value)) != std::string::npos);
      if (const Node* help = field.find("description")) CHECK(part.find(marked(*help)) != std::string::npos);
      CHECK((part.find(">changed<") != std::string::npos) == (field.find("changed")->text() == "true"));
      ++compared;
    }
  }
  CHECK(compared > 60);
  for (const document::Member& group : json->find("groups")->members()) {
    for (const std::string_view sentence : support::split(group.value.find("summary")->text(), ';')) {
      const std::string words(support::trim(sentence));
      CHECK(page.find(marked(Node(words))) != std::string::npos);
      CHECK(table.find(words_of(words)) != std::string::npos);
    }
    CHECK_FALSE(group.value.find("needs")->empty());
    for (const Node& need : group.value.find("needs")->items()) {
      CHECK(page.find(marked(need)) != std::string::npos);
      CHECK(table.find(words_of(need.text())) != std::string::npos);
    }
  }
  std::size_t waits = 0;
  for (const document::Member& group : json->find("life")->members()) {
    for (const char* part : {"boot", "drain"}) {
      for (const Node& one : group.value.find(part)->items()) {
        ++waits;
        for (const char* what : {"who", "then"}) {
          CHECK(page.find(marked(*one.find(what))) != std::string::npos);
          CHECK(table.find(words_of(one.find(what)->text())) != std::string::npos);
        }
      }
    }
    for (const Node& one : group.value.find("summary")->items())
      CHECK(table.find(words_of(one.text())) != std::string::npos);
  }
  CHECK(waits > 5);
  for (const Node& tag : json->find("tags")->items()) CHECK(page.find(marked(*tag.find("value"))) != std::string::npos);
  for (const Node& one : json->find("scripts")->items()) {
    CHECK(page.find(one.find("sha256")->text()) != std::string::npos);
    CHECK(table.find(one.find("sha256")->text()) != std::string::npos);
  }
  CHECK(json->find("rights")->items().size() > 5);
  for (const Node& one : json->find("rights")->items()) {
    CHECK(page.find(marked(*one.find("summary"))) != std::string::npos);
    CHECK(table.find(words_of(one.find("summary")->text())) != std::string::npos);
  }
  for (const document::Member& one : json->find("stack")->members())
    CHECK(page.find("id=\"" + anchor("box", one.key) + "\"") != std::string::npos);
  for (const document::Member& day : json->find("schedule")->members().front().value.find("week")->members()) {
    for (const Node& span : day.value.items())
      CHECK(page.find("<td>" + day.key + "</td><td>" + span.find("from")->text() + "</td><td>" +
                      span.find("to")->text() + "</td><td class=\"number\">" + span.find("instances")->text()) !=
            std::string::npos);
  }
}

TEST_CASE("preview writes into a file, but not over what it reads", "[html]") {
  const testing::TemporaryDirectory directory;
  const std::string file = (directory.path() / "t.yml").string(), page = (directory.path() / "report.html").string();
  testing::write_text(file, "Resources:\n  A: {Type: AWS::SNS::Topic}\n");
  const auto wrote = run_vend({"preview", file, "--format", "html", "-o", page});
  CHECK(wrote.code == 0);
  CHECK(testing::file_text(page) == run_vend({"preview", file, "--format", "html"}).out);
  CHECK(run_vend({"preview", file, "--format", "html", "-o", file}).code == 2);
  CHECK(testing::file_text(file) == "Resources:\n  A: {Type: AWS::SNS::Topic}\n");
}

}  // namespace vend::preview
