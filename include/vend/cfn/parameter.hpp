// What the declaration of a parameter says.
#pragma once

#include <string>
#include <string_view>

#include "vend/cfn/template.hpp"
#include "vend/document/node.hpp"

namespace vend::cfn {

// What stands in place of a secret's value, as CloudFormation itself shows it (API reference, Parameter).
inline constexpr const char* hidden = "****";

// Whether it hides the value: NoEcho is true, in any spelling, with or without quotes.
bool is_secret(const document::Node& parameter);
bool is_secret(const Template& t, std::string_view name);  // false for what is no parameter

// The text of a template for people to see: stars stand for the defaults of parameters with NoEcho, one for each
// character, so that columns stay.
std::string with_starred_secrets(std::string text, const Template& t);

// Whether Ref gives a list: CommaDelimitedList, List<...>, and AWS::SSM::Parameter::Value of either.
bool is_list(const document::Node& parameter);
bool is_list(const Template& t, std::string_view name);  // false for what is no parameter
// Whether the value that is entered is a list: of an SSM parameter it is a name.
bool is_list_type(std::string_view type);

// The first parameter of the template that a value of `own` seems to assign, as in "a,Size=3": what somebody gives who
// separates parameters by commas. Empty when there is none. Points into the value.
std::string_view assigned_parameter(const Template& t, std::string_view own, std::string_view value);

}  // namespace vend::cfn
