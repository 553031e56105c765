// Scripts in UserData: names that nothing fills in, and which scripts a checker of shells gets.
#include <catch2/catch.hpp>

#include "vend/validate/check.hpp"

using namespace vend;

namespace {

std::string template_with(const std::string& user_data) {
  return "Parameters: {Env: {Type: String, Default: dev}}\nMappings: {M: {a: {b: \"#!/bin/sh\\necho "
         "${AWS::Region}\\n\"}}}\n"
         "Resources:\n  L:\n    Type: AWS::EC2::LaunchTemplate\n    Properties:\n      LaunchTemplateData:\n        "
         "MetadataOptions: {HttpTokens: required}\n        UserData: " +
         user_data + "\n";
}

bool has(const std::string& text, std::string_view code) {
  bool found = false;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", {})) {
    UNSCOPED_INFO(support::to_text(one, text));
    found = found || one.code == code;
  }
  return found;
}

}  // namespace

TEST_CASE("names that nothing fills in are found in shell and PowerShell", "[user-data]") {
  auto [user_data, code] = GENERATE(table<std::string, std::string>({
      {"!Base64 \"#!/bin/sh\\necho ${AWS::Region}\\n\"", "U002"},
      {"!Base64 \"<powershell>\\nWrite-Host ${AWS::StackName}\\n</powershell>\\n\"", "U002"},
      {"!Base64 \"#!/bin/sh\\necho ${Env}\\n\"", "U002"},
      {"!Base64 \"#!/bin/sh\\naws s3 ls ${L.Arn}\\n\"", "U002"},
      {"{'Fn::Base64': !Join ['', [\"#!/bin/sh\\n\", 'echo ${AWS::StackId}']]}", "U002"},
      {"{'Fn::Base64': !FindInMap [M, a, b]}", "U002"},
      {"{'Fn::Base64': !Sub \"#!/bin/sh\\necho ${!AWS::Region}\\n\"}", "U002"},
      {"{'Fn::Base64': !Sub \"#!/bin/sh\\necho ${Nothing}\\n\"}", "L013"},
      {"{'Fn::Base64': !Sub \"#!/bin/sh\\necho ${HOME:-/root}\\n\"}", "L013"},
      {"{'Fn::Base64': !Sub \"<powershell>\\n${env:Path}\\n</powershell>\\n\"}", "L013"},
      {"!Sub \"#!/bin/sh\\necho ${Env}\\n\"", "U004"},
      {"\"<powershell>\\nGet-Date\\n</powershell>\\n\"", "U004"},
  }));
  INFO(user_data);
  CHECK(has(template_with(user_data), code));
}

TEST_CASE("what shells and PowerShell call ${...} themselves is no finding", "[user-data]") {
  const std::string user_data =
      GENERATE(as<std::string>{},  //
               "!Base64 \"#!/bin/sh\\necho ${HOME} ${HOME:-x} ${#} ${a[@]} ${!a}\\n\"",
               "!Base64 \"#!/bin/sh\\nEnv=prod\\necho ${Env}\\n\"",
               "!Base64 \"#!/bin/sh\\nfor Env in a b; do echo ${Env}; done\\n\"",
               "!Base64 \"<powershell>\\n$Env = 3\\n${env:Path} + ${Env}\\n</powershell>\\n\"",
               "{'Fn::Base64': !Sub \"#!/bin/sh\\necho ${Env} ${!HOME} ${AWS::Region} $Env\\n\"}",
               "{'Fn::Base64': !Sub [\"#!/bin/sh\\necho ${X}\\n\", {X: !Ref Env}]}", "!Ref Env", "IyEvYmluL3NoCg==");
  INFO(user_data);
  const std::string text = template_with(user_data);
  CHECK_FALSE(has(text, "U002"));
  CHECK_FALSE(has(text, "L013"));
  CHECK_FALSE(has(text, "U004"));
}

TEST_CASE("a broken Fn::Sub is one finding that names what it cannot fill in", "[user-data]") {
  const auto messages = [](const std::string& script) {
    std::vector<std::string> all;
    for (const support::Diagnostic& one :
         validate::check_text(template_with("{'Fn::Base64': !Sub \"#!/bin/sh\\n" + script + "\\n\"}"), "t.yml", {})) {
      if (one.code == "L013") all.push_back(one.message);
    }
    return all;
  };
  CHECK(messages("${Two%2} ${#All} ${One} ${Two%2}") ==
        std::vector<std::string>{"${Two%2}, ${#All} are not names that Fn::Sub can fill in"});
  CHECK(messages("${One} ${Other} ${One.Arn} ${One}") ==
        std::vector<std::string>{"Fn::Sub names One, Other, but there are no such parameters or resources"});
}

TEST_CASE("cfn-init fills in no names", "[user-data]") {
  const std::string init =
      "Resources:\n  L:\n    Type: AWS::EC2::LaunchTemplate\n    Metadata: {AWS::CloudFormation::Init: {config: "
      "{commands: "
      "{a: {command: COMMAND}}}}}\n    Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: required}}}\n";
  auto with = [&](const std::string& command) {
    std::string text = init;
    return text.replace(text.find("COMMAND"), 7, command);
  };
  CHECK(has(with("'echo ${AWS::StackName}'"), "U002"));
  CHECK_FALSE(has(with("!Sub 'echo ${AWS::StackName}'"), "U002"));
  CHECK_FALSE(has(with("'echo ${HOME}'"), "U002"));
}

TEST_CASE("a checker of shells gets what sh, bash, dash and ksh run", "[user-data]") {
  auto [first, expected] = GENERATE(table<std::string, bool>({
      {"#!/bin/sh", true},
      {"#!/bin/bash -xe", true},
      {"#!/bin/dash", true},
      {"#!/bin/ksh", true},
      {"#! /usr/bin/env bash", true},
      {"#!/usr/bin/env -S VAR=1 bash -e", true},
      {"#!/usr/bin/env pwsh", false},
      {"#!/usr/bin/fish", false},
      {"#!/bin/zsh", false},
      {"#!/usr/bin/python3", false},
      {"#cloud-config", false},
  }));
  INFO(first);
  bool asked = false;
  validate::Options options;
  options.shell = [&](const std::string&) {
    asked = true;
    return std::vector<validate::ShellFinding>();
  };
  validate::check_text(template_with("!Base64 \"" + first + "\\necho\\n\""), "t.yml", options);
  CHECK(asked == expected);
}
