// Parameter files: the values of a stack's parameters, in the forms that the tools around CloudFormation use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::parameters {

struct ParameterValue {
  std::string name;
  std::string value;
  bool previous = false;  // UsePreviousValue: whatever the stack has already; `value` is empty
  document::Mark mark;    // of the value in its file
};

struct ParameterFile {
  std::vector<ParameterValue> values;                     // in the file's order, each name once
  std::vector<std::pair<std::string, std::string>> tags;  // of the stack, where the form has them
  std::string stack_id;                                   // its ARN, likewise
};

// Reads any form in use; its looks tell which one it is:
//   [{ParameterKey, ParameterValue or UsePreviousValue}]         create-stack --parameters; deploy of AWS CLI 2
//   ["KEY=VALUE"]                                                deploy --parameter-overrides of both
//   {ParameterOverrides: {KEY: VALUE}, or a text of KEY=VALUE words or JSON}   deploy actions, sam
//   {Parameters: {KEY: VALUE}, Tags: {KEY: VALUE}}               CodePipeline
//   {template-file-path, parameters: {...}, tags: {...}}         CloudFormation's Git sync
//   {Stacks: [{Parameters: [...], Tags: [...]}]}                 what `aws cloudformation describe-stacks` prints
//   {KEY: VALUE}                                                 a mapping of its own
//   KEY='VALUE' lines, also param_KEY='VALUE' and with export    a shell's assignments
//   ParameterKey=KEY,ParameterValue=VALUE words                  the AWS CLI's shorthand
//   https://...#/stacks/create/review?...&param_KEY=VALUE        a quick-create link
// The first six in JSON or YAML. A list as a value becomes a text with commas, a value without text the empty text;
// **** of describe-stacks, which hides secrets, becomes `previous`. No message quotes a value: it may be a secret.
//
// Codes, beside those of document::read_document: P010 none of these forms, P011 a value that is no text, P012 a
// parameter given twice, P013 what only a shell could read, P014 a link that cannot be read. Nothing when there was an
// error.
std::optional<ParameterFile> read_parameter_file(std::string_view text, const std::string& file,
                                                 support::Diagnostics& out);

// For `aws cloudformation create-stack --parameters file://` and its relatives, and for deploy of AWS CLI 2.
std::string create_stack_parameters(const ParameterFile& file);
// For `aws cloudformation deploy --parameter-overrides file://` of AWS CLI 1 and 2. The form has no place for
// `previous`, which deploy assumes of every parameter that is not listed.
std::string deploy_parameters(const ParameterFile& file);
// One assignment a line, param_KEY='VALUE': a name of ours may begin with a digit, which a shell's may not.
std::string shell_parameters(const ParameterFile& file);
// The deployment file of CloudFormation's Git sync; `template_file` counts from the root of the repository.
std::string git_sync_parameters(const ParameterFile& file, const std::string& template_file);

struct QuickCreate {
  std::string template_url;
  std::string stack_name;  // empty: the form asks for it
  std::string region;      // empty: the one that the console shows; tells the console of its partition otherwise
};
// Whether CloudFormation may read a template there: https:// and a host of S3, of any partition.
bool is_s3_address(std::string_view address);
std::string quick_create_link(const QuickCreate& link, const ParameterFile& file);

}  // namespace vend::parameters
