// What only a running stack knows says so itself; a text that looks like a placeholder is a text.
#include <algorithm>
#include <catch2/catch.hpp>

#include "vend/evaluate/evaluate.hpp"
#include "vend/validate/check.hpp"

using namespace vend;
using document::Node;
using Kind = document::Unknown::Kind;

namespace {

const std::string head = R"(
Parameters:
  P: {Type: String, Default: 'x'}
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  Secret: {Type: String, NoEcho: 'True', Default: s3cret}
  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /x}
Conditions:
  IsOpen: !Equals [!Ref Open, a]
  IsText: !Equals [!Ref P, '${Open}']
Resources:
  B: {Type: AWS::S3::Bucket}
  R: {Type: T, Properties: {V: )";

Node value(const std::string& expression, const std::map<std::string, std::string>& parameters = {},
           evaluate::Result* whole = nullptr) {
  support::Diagnostics problems;
  const std::optional<cfn::Template> t = cfn::read_template(head + expression + "}}\n", "t.yml", problems);
  REQUIRE(t);
  evaluate::Input input;
  input.parameters = parameters;
  input.assume_missing = true;
  input.hide_secrets = true;
  const evaluate::Result result = evaluate::evaluate(*t, input);
  if (whole != nullptr) *whole = result;
  return *result.resources.find("R")->find("Properties")->find("V");
}

std::vector<Kind> kinds(const std::string& expression) {
  std::vector<Kind> all;
  const Node found = value(expression);
  for (const document::Unknown& one : found.unknowns()) all.push_back(one.kind);
  return all;
}

using Kinds = std::vector<Kind>;

}  // namespace

TEST_CASE("each part that is not known says what it is", "[evaluate][unknown]") {
  CHECK(kinds("!Ref Open") == Kinds{Kind::parameter});
  CHECK(kinds("!Ref B") == Kinds{Kind::resource});
  CHECK(kinds("!GetAtt B.Arn") == Kinds{Kind::resource});
  CHECK(kinds("!Ref Image") == Kinds{Kind::stored});
  CHECK(kinds("!Ref Secret") == Kinds{Kind::secret});
  CHECK(kinds("!Sub 'a-${B}-${!B}-${Secret}'") == Kinds{Kind::resource, Kind::secret});
  CHECK(kinds("!Join ['-', [a, !Ref Open, '${x}']]") == Kinds{Kind::parameter});
  CHECK(kinds("!Select [1, !Split ['/', !Sub 'a/${B.Arn}/c']]") == Kinds{Kind::other});
  CHECK(kinds("!Select [0, !Split ['/', !Sub 'a/${B.Arn}/c']]").empty());
  CHECK(kinds("!Select [1, !Split [',', !Sub '${B},${B.Arn}']]") == Kinds{Kind::resource});
  CHECK(kinds("!Select [3, !Ref OpenList]") == Kinds{Kind::other});
  CHECK(kinds("!Ref P").empty());
  CHECK(kinds("'${Open}'").empty());
  CHECK(kinds("'a ${B.Arn} **** b'").empty());
}

TEST_CASE("parts keep their places", "[evaluate][unknown]") {
  const Node text = value("!Sub 'ab${B}cd${B.Arn}'");
  REQUIRE(text.unknowns().size() == 2);
  for (const document::Unknown& one : text.unknowns()) {
    CHECK(one.name == "B");
    CHECK(text.text().substr(one.offset, one.size) == (one.attribute.empty() ? "${B}" : "${B.Arn}"));
  }
}

TEST_CASE("base64 knows what it was made of", "[evaluate][unknown]") {
  const Node encoded = value("{'Fn::Base64': !Sub 'echo ${B}'}");
  CHECK(encoded.is_known());
  REQUIRE(encoded.decoded() != nullptr);
  CHECK(encoded.decoded()->text() == "echo ${B}");
  CHECK(encoded.decoded()->unknowns().size() == 1);
}

TEST_CASE("a value that looks like a placeholder is a value", "[evaluate][unknown]") {
  for (const char* given : {"${Open}", "${P}", "****", "a${B}b"}) {
    CAPTURE(given);
    evaluate::Result result;
    const Node v = value("!Ref P", {{"P", given}}, &result);
    CHECK(v.text() == given);
    CHECK(v.is_known());
    CHECK_FALSE(result.open.contains("P"));
    CHECK(result.conditions.at("IsText") == (std::string(given) == "${Open}"));
    CHECK_FALSE(result.undecided.contains("IsText"));
    CHECK(result.undecided.contains("IsOpen"));
  }
  validate::Options options;
  options.input.parameters = {{"Name", "${App}"}, {"Stars", "****"}};
  options.complete = true;
  const support::Diagnostics found = validate::check_text(
      "Parameters:\n  Name: {Type: String, AllowedPattern: '[a-z]+'}\n  Stars: {Type: String, MaxLength: 3}\n"
      "Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}\n"
      "  Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref Stars}}\n",
      "t.yml", options);
  auto has = [&](const char* code, int line) {
    return std::any_of(found.begin(), found.end(),
                       [&](const support::Diagnostic& one) { return one.code == code && one.location.line == line; });
  };
  CHECK(has("P003", 2));
  CHECK(has("P004", 3));
  CHECK(has("T005", 5));
  CHECK(has("T003", 6));
}
