// One expression, resolved in a template that has a bit of everything.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "vend/document/json_writer.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::testing {

inline const std::string everything = R"(
Parameters:
  P: {Type: String, Default: pv}
  Empty: {Type: String, Default: ''}
  L: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Zones: {Type: 'List<AWS::EC2::AvailabilityZone::Name>', Default: 'us-east-1a,us-east-1b'}
  N: {Type: Number, Default: 1}
  S: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /x/y}
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  Secret: {Type: String, NoEcho: true, Default: hush}
Mappings: {M: {top: {k: mv, l: [x, y], n: 7}, us-east-1: {k: here}}}
Conditions:
  Yes: !Equals [!Ref P, pv]
  No: !Not [!Condition Yes]
  Unknown: !Equals [!Ref Open, x]
Resources:
  B: {Type: 'AWS::S3::Bucket'}
  Gone: {Type: 'AWS::S3::Bucket', Condition: 'No'}
  R:
    Type: T
    Properties:
      V: )";

inline evaluate::Result resolve(const std::string& expression, evaluate::Input input = {}) {
  input.assume_missing = true;
  support::Diagnostics out;
  const std::optional<cfn::Template> t = cfn::read_template(everything + expression + "\n", "t.yml", out);
  REQUIRE(t);
  REQUIRE(out.empty());
  return evaluate::evaluate(*t, input);
}

// The value as text: lists and mappings as JSON on one line, (absent) for what is left out, (error) where something
// cannot be resolved.
inline std::string value_of(const std::string& expression, evaluate::Input input = {}) {
  const evaluate::Result result = resolve(expression, std::move(input));
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  if (!result.diagnostics.empty()) return "(error) " + result.diagnostics.front().message;
  const document::Node* v = result.resources.find("R")->find("Properties")->find("V");
  if (v == nullptr) return "(absent)";
  return v->is_scalar() ? v->text() : document::write_compact_json(*v);
}

}  // namespace vend::testing
