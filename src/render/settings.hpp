// Values that the scripts read: settings that most stacks leave as they are.
//
// What is baked in travels in a file of AWS::CloudFormation::Init beside the script, and UserData has only that file's
// checksum, which also brings new instances when a setting changes. What the form asks for is a line of UserData, since
// nothing else would.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/builder.hpp"

namespace vend::render {

enum class Encoding { plain, base64 };

struct Value {
  std::string_view name;
  Encoding encoding = Encoding::plain;
  Node expression;
};

// A line of values: NAME=VALUE, or NAME:BASE64.
std::string value_line(std::string_view name, Encoding encoding, std::string_view text);

// Those that differ from their default or may.
std::vector<Value> settings(Builder& builder, scripts::System system);

// The lines of the file; empty when there is none.
std::string settings_file(Builder& builder, scripts::System system);

// A text of the stack's own that cfn-init writes.
struct EmbeddedText {
  std::string_view linux_path;
  std::string_view windows_path;
  Node content;  // AWS::NoValue when the stack has none
};
std::vector<EmbeddedText> embedded_texts(Builder& builder);

// A step's text as it is written: ends with a line break.
std::string step_text(const model::OwnStep& step);

Condition has_ca_certificate(Builder& builder);

}  // namespace vend::render
