#include "validate/types/value_formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vend::validate {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";
constexpr std::string_view digits = "0123456789";

bool all_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

// Formats of the schemas: of ids, their prefix; of ARNs, their service and how the resource begins.
struct Format {
  std::string_view name;
  std::string_view type;               // whose Ref gives it
  std::string_view prefix;             // of an id, before 8 or 17 digits
  std::string_view service, resource;  // of an ARN
};
constexpr std::array formats = {
    Format{"AWS::EC2::VPC.Id", "AWS::EC2::VPC", "vpc-", "", ""},
    Format{"AWS::EC2::Subnet.Id", "AWS::EC2::Subnet", "subnet-", "", ""},
    Format{"AWS::EC2::SecurityGroup.Id", "AWS::EC2::SecurityGroup", "sg-", "", ""},
    Format{"AWS::EC2::Image.Id", "AWS::ImageBuilder::Image", "ami-", "", ""},
    Format{"AWS::IAM::Role.Arn", "AWS::IAM::Role", "", "iam", "role/"},
    Format{"AWS::SNS::Topic.Arn", "AWS::SNS::Topic", "", "sns", ""},
    Format{"AWS::SQS::Queue.Arn", "AWS::SQS::Queue", "", "sqs", ""},
    Format{"AWS::Lambda::Function.Arn", "AWS::Lambda::Function", "", "lambda", "function:"},
    Format{"AWS::ACM::Certificate.Arn", "AWS::CertificateManager::Certificate", "", "acm", "certificate/"},
    Format{"AWS::KMS::Key.Arn", "AWS::KMS::Key", "", "kms", ""},
};

const Format* format_of(std::string_view name) {
  const auto* found = std::find_if(formats.begin(), formats.end(), [&](const Format& one) { return one.name == name; });
  return found == formats.end() ? nullptr : found;
}

// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
bool is_arn(std::string_view text, std::string_view service, std::string_view resource) {
  std::array<std::string_view, 5> parts;
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const bool account = parts[4].empty() || parts[4] == "aws" || (parts[4].size() == 12 && all_of(parts[4], digits));
  return parts[0] == "arn" && parts[1].starts_with("aws") && parts[2] == service && account && !text.empty() &&
         text.starts_with(resource);
}

// ADDRESS/PREFIX of IP version 4.
bool is_ipv4_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view bits = text.substr(slash + 1);
  if (!all_of(bits, digits) || bits.size() > 2 || std::stoi(std::string(bits)) > 32) return false;
  std::string_view address = text.substr(0, slash);
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = std::min(address.find('.'), address.size());
    const std::string_view number = address.substr(0, dot);
    if (!all_of(number, digits) || number.size() > 3 || std::stoi(std::string(number)) > 255) return false;
    if ((part < 3) != (dot < address.size())) return false;
    address.remove_prefix(std::min(address.size(), dot + 1));
  }
  return true;
}

// What a value is nothing but: a resource, an attribute of one, or a parameter; null for any other.
const document::Unknown* only_reference(const Node& value) {
  using Kind = document::Unknown::Kind;
  const document::Unknown* what = value.only_unknown();
  return what != nullptr && (what->kind == Kind::resource || what->kind == Kind::parameter) ? what : nullptr;
}

std::string_view type_of(const Node& section, std::string_view name) {
  const Node* found = section.find(name);
  return found != nullptr ? text_at(found, {"Type"}) : std::string_view();
}

}  // namespace

bool has_format(std::string_view text, std::string_view format) {
  if (format == "ipv4-network") return is_ipv4_network(text);
  if (format == "AWS::EC2::SecurityGroup.Name") return !text.starts_with("arn:");
  const Format* known = format_of(format);
  if (known == nullptr) return true;
  if (known->service == "acm" && is_arn(text, "iam", "server-certificate/")) return true;  // listeners take both
  if (known->prefix.empty()) return is_arn(text, known->service, known->resource);
  // EC2 looks the image up (EC2 user guide, "Use a Systems Manager parameter instead of an AMI ID").
  if (known->prefix == "ami-" && text.starts_with("resolve:ssm:")) return true;
  if (!text.starts_with(known->prefix)) return false;
  text.remove_prefix(known->prefix.size());
  if (text.size() != 8 && text.size() != 17) return false;
  // Images of the samples in AWS's documentation have other letters, too.
  return all_of(text, known->prefix == "ami-" ? "0123456789abcdefghijklmnopqrstuvwxyz" : hexadecimal);
}

std::optional<std::string> wrong_reference(const Resolved& resolved, const Node& value, std::string_view format) {
  const Format* wanted = format_of(format);
  const document::Unknown* reference = only_reference(value);
  if (wanted == nullptr || reference == nullptr) return std::nullopt;
  const std::string_view type = type_of(resolved.t.resources, reference->name);
  if (!type.empty()) {
    if (!type.starts_with("AWS::") || type.starts_with("AWS::CloudFormation::") || type.ends_with("::MODULE"))
      return std::nullopt;
    const bool id = !wanted->prefix.empty();
    if (id && reference->attribute.empty() && type != wanted->type)
      return fmt::format("{} is an {}, and an {} is wanted here", reference->name, type, wanted->type);
    if (!id && type == wanted->type && reference->attribute.empty() &&
        (wanted->name == "AWS::IAM::Role.Arn" || wanted->name == "AWS::Lambda::Function.Arn" ||
         wanted->name == "AWS::SQS::Queue.Arn"))
      return fmt::format("Ref of {} gives no ARN, and an ARN is wanted here", reference->name);
    if (wanted->name == "AWS::IAM::Role.Arn" && type != wanted->type && !type.starts_with("AWS::IAM::"))
      return fmt::format("{} is an {}, and the ARN of an {} is wanted here", reference->name, type, wanted->type);
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 3> ids = {"AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup"};
  const std::string_view parameter = type_of(resolved.t.parameters, reference->name);
  const bool known_kind = std::any_of(ids.begin(), ids.end(), [&](std::string_view one) {
    return parameter == fmt::format("{}::Id", one) && std::find(ids.begin(), ids.end(), wanted->type) != ids.end();
  });
  if (known_kind && parameter != fmt::format("{}::Id", wanted->type))
    return fmt::format("{} is an {}, and an {} is wanted here", reference->name, parameter, wanted->type);
  return std::nullopt;
}

bool is_single_text(const Resolved& resolved, const Node& value) {
  if (value.text().find("{{resolve:") != std::string::npos) return false;
  if (!value.is_known() && value.only_unknown() == nullptr) return true;  // put together of several
  const document::Unknown* reference = only_reference(value);
  if (reference == nullptr) return false;
  if (reference->kind == document::Unknown::Kind::parameter && reference->attribute == "Fn::Join") return true;
  if (!reference->attribute.empty()) return false;
  if (const std::string_view type = type_of(resolved.t.resources, reference->name); !type.empty())
    return type.starts_with("AWS::") && !type.ends_with("::MODULE");
  const std::string_view type = type_of(resolved.t.parameters, reference->name);
  return type == "String" || (type.starts_with("AWS::EC2::"));
}

}  // namespace vend::validate
