// The longest text an expression can become.
#include <algorithm>
#include <array>
#include <optional>

#include "vend/aws/limits.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::evaluate {
namespace {

// Upper bounds of what is known only at run time, in bytes.
constexpr std::size_t longest_secret_arn =
    256;  // the prefix and a name that CloudFormation makes of stack and logical id
constexpr std::size_t longest_region = 32;
constexpr std::size_t longest_number = 20;

// What Fn::GetAtt gives at most, where AWS says so (naming rules in each service's API reference). ARNs begin with at
// most 60 bytes: arn:aws-us-gov:SERVICE:REGION:ACCOUNT:
constexpr std::size_t arn_begin = 60;
struct Attribute {
  std::string_view type;
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array attributes = {
    Attribute{"AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupARN", arn_begin + 64 + 255},
    Attribute{"AWS::EC2::LaunchTemplate", "LatestVersionNumber", longest_number},
    Attribute{"AWS::EC2::LaunchTemplate", "DefaultVersionNumber", longest_number},
    Attribute{"AWS::EC2::LaunchTemplate", "LaunchTemplateId", 20},
    Attribute{"AWS::EC2::SecurityGroup", "GroupId", 20},
    Attribute{"AWS::EC2::VPC", "VpcId", 21},
    Attribute{"AWS::EC2::VPC", "CidrBlock", 18},
    Attribute{"AWS::ECR::Repository", "RepositoryUri", 256 + 64},
    Attribute{"AWS::IAM::InstanceProfile", "Arn", arn_begin + 512 + 128},
    Attribute{"AWS::IAM::Role", "Arn", arn_begin + 512 + 64},
    Attribute{"AWS::IAM::Role", "RoleId", 128},
    Attribute{"AWS::KMS::Key", "Arn", arn_begin + 40},
    Attribute{"AWS::Lambda::Function", "Arn", arn_begin + 9 + 64},
    Attribute{"AWS::Logs::LogGroup", "Arn", arn_begin + 12 + 512},
    Attribute{"AWS::S3::Bucket", "Arn", arn_begin + aws::limits::bucket_name},
    Attribute{"AWS::S3::Bucket", "DomainName", aws::limits::bucket_name + 32},
    Attribute{"AWS::S3::Bucket", "RegionalDomainName", aws::limits::bucket_name + 64},
    Attribute{"AWS::SNS::Topic", "TopicArn", arn_begin + 256},
    Attribute{"AWS::SNS::Topic", "TopicName", 256},
    Attribute{"AWS::SQS::Queue", "Arn", arn_begin + 80},
    Attribute{"AWS::SQS::Queue", "QueueName", 80},
    Attribute{"AWS::SQS::Queue", "QueueUrl", 128 + 80},
};

std::optional<std::size_t> count(const Node* node) {
  if (node == nullptr) return std::nullopt;
  std::optional<std::int64_t> value = document::to_integer(Node::scalar(Node::Kind::integer, node->text()));
  if (!value || *value < 0) return std::nullopt;
  return static_cast<std::size_t>(*value);
}

// Whether a value that matches the pattern as a whole has no character beyond ASCII: true only for patterns without a
// dot outside of classes, negated classes, negated escapes and letters of their own beyond ASCII.
bool is_ascii_only(const Node* pattern) {
  if (pattern == nullptr) return false;
  std::string_view text = pattern->text();
  bool in_class = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (static_cast<unsigned char>(c) >= 0x80) return false;
    if (c == '\\') {
      if (std::string_view("SDWPpux").find(next) != std::string_view::npos) return false;
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      if (next == '^') return false;
      in_class = true;
    } else if (c == '.') {
      return false;
    }
  }
  return text.starts_with('^') && text.ends_with('$');
}

std::size_t longest_parameter(const Node& parameter) {
  if (const Node* allowed = parameter.find("AllowedValues")) {
    std::size_t most = 0;
    for (const Node& one : allowed->items()) most = std::max(most, one.text().size());
    return most;
  }
  const Node* type = parameter.find("Type");
  if (type != nullptr && type->text() == "Number") {
    const Node* highest = parameter.find("MaxValue");
    return highest != nullptr ? std::max<std::size_t>(highest->text().size(), longest_number) : longest_number;
  }
  std::optional<std::size_t> characters = count(parameter.find("MaxLength"));
  if (!characters) return aws::limits::parameter_value;
  const Node* pattern = parameter.find("AllowedPattern");
  return *characters * (is_ascii_only(pattern) ? 1 : 4);
}

class Longest {
 public:
  explicit Longest(const cfn::Template& t) : t_(t) {}

  std::size_t of(const Node& node) const {
    if (node.is_scalar()) return node.text().size();
    std::optional<cfn::Function> function = cfn::as_function(node);
    if (!function) {
      std::size_t most = 0;
      for (const Node& one : node.items()) most = std::max(most, of(one));
      for (const document::Member& one : node.members()) most = std::max(most, of(one.value));
      return most;
    }
    return call(function->name, *function->argument);
  }

 private:
  std::size_t call(std::string_view name, const Node& argument) const {
    if (name == "Ref") return reference(argument.text());
    if (name == "Fn::If" && argument.items().size() == 3)
      return std::max(of(argument.items()[1]), of(argument.items()[2]));
    if (name == "Fn::Sub") return substitute(argument);
    if (name == "Fn::Base64") return (of(argument) + 2) / 3 * 4;
    if (name == "Fn::Join") return join(argument);
    if (name == "Fn::FindInMap") return in_map(argument);
    if (name == "Fn::Select" && argument.items().size() == 2) {
      if (const std::optional<std::size_t> part = part_of_stack_id(argument)) return *part;
    }
    if ((name == "Fn::Split" || name == "Fn::Select") && argument.items().size() == 2) return of(argument.items()[1]);
    if (name == "Fn::GetAtt") return of_attribute(argument);
    return aws::limits::parameter_value;
  }

  // arn:...:stack/NAME/UUID
  static std::optional<std::size_t> part_of_stack_id(const Node& select) {
    constexpr std::size_t uuid = 36;
    const std::optional<cfn::Function> parts = cfn::as_function(select.items()[1]);
    if (!parts || parts->name != "Fn::Split" || parts->argument->items().size() != 2) return std::nullopt;
    const std::optional<cfn::Function> id = cfn::as_function(parts->argument->items()[1]);
    if (!id || id->name != "Ref" || id->argument->text() != "AWS::StackId") return std::nullopt;
    if (parts->argument->items()[0].text() != "/") return std::nullopt;
    if (select.items()[0].text() == "1") return aws::limits::stack_name;
    return select.items()[0].text() == "2" ? std::optional(uuid) : std::nullopt;
  }

  std::size_t of_attribute(const Node& argument) const {
    if (argument.is_sequence() && argument.items().size() == 2)
      return of_attribute(argument.items()[0].text(), argument.items()[1].text());
    const std::size_t dot = std::min(argument.text().find('.'), argument.text().size());
    return of_attribute(std::string_view(argument.text()).substr(0, dot),
                        std::string_view(argument.text()).substr(std::min(argument.text().size(), dot + 1)));
  }

  std::size_t of_attribute(std::string_view id, std::string_view name) const {
    const Node* resource = t_.resources.find(id);
    const Node* type = resource != nullptr ? resource->find("Type") : nullptr;
    const auto* found = std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& one) {
      return type != nullptr && one.type == type->text() && one.name == name;
    });
    return found != attributes.end() ? found->bytes : aws::limits::arn;
  }

  std::size_t reference(std::string_view name) const {
    if (name == "AWS::NoValue") return 0;
    if (name == "AWS::StackName") return aws::limits::stack_name;
    if (name == "AWS::Region" || name == "AWS::Partition" || name == "AWS::URLSuffix" || name == "AWS::AccountId")
      return longest_region;
    if (name.starts_with("AWS::")) return aws::limits::arn;
    if (const Node* parameter = t_.parameters.find(name)) return longest_parameter(*parameter);
    const Node* resource = t_.resources.find(name);
    const Node* type = resource != nullptr ? resource->find("Type") : nullptr;
    if (type == nullptr) return aws::limits::parameter_value;
    if (type->text() == "AWS::S3::Bucket") return aws::limits::bucket_name;
    if (type->text() == "AWS::SecretsManager::Secret") return longest_secret_arn;
    return named_resource(name, *resource, type->text());
  }

  // A log group is called what the template calls it, or STACK-LOGICAL_ID-RANDOM.
  std::size_t named_resource(std::string_view id, const Node& resource, std::string_view type) const {
    if (type != "AWS::Logs::LogGroup") return aws::limits::physical_id;
    const Node* properties = resource.find("Properties");
    const Node* name = properties != nullptr ? properties->find("LogGroupName") : nullptr;
    if (name != nullptr) return of(*name);
    return std::min(aws::limits::physical_id,
                    aws::limits::stack_name + id.size() + aws::limits::random_part + std::string_view("--").size());
  }

  std::size_t substitute(const Node& argument) const {
    bool pair = argument.is_sequence() && argument.items().size() == 2;
    const Node& text = pair ? argument.items()[0] : argument;
    std::size_t total = 0;
    for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
      const Node* variable = pair && part.is_reference ? argument.items()[1].find(part.text) : nullptr;
      if (!part.is_reference) {
        total += part.text.size();
      } else if (variable != nullptr) {
        total += of(*variable);
      } else {
        const std::size_t dot = part.text.find('.');
        total += dot != std::string::npos ? of_attribute(std::string_view(part.text).substr(0, dot),
                                                         std::string_view(part.text).substr(dot + 1))
                                          : reference(part.text);
      }
    }
    return total;
  }

  std::size_t join(const Node& argument) const {
    if (argument.items().size() != 2) return aws::limits::parameter_value;
    const Node& parts = argument.items()[1];
    if (!parts.is_sequence()) return of(parts);
    std::size_t total = 0;
    for (const Node& one : parts.items()) total += of(one) + argument.items()[0].text().size();
    return total;
  }

  std::size_t in_map(const Node& argument) const {
    const Node* map = argument.items().size() == 3 ? t_.mappings.find(argument.items()[0].text()) : nullptr;
    if (map == nullptr) return aws::limits::parameter_value;
    const std::string& second = argument.items()[2].text();
    const Node& top = argument.items()[1];
    std::size_t most = 0;
    for (const document::Member& one : map->members()) {
      if (top.is_string() && one.key != top.text()) continue;
      if (const Node* found = one.value.find(second)) most = std::max(most, of(*found));
    }
    return most;
  }

  const cfn::Template& t_;
};

std::size_t user_data(const cfn::Template& t, const Node& node) {
  std::optional<cfn::Function> function = cfn::as_function(node);
  if (function && function->name == "Fn::Base64") return longest(t, *function->argument);
  if (function && function->name == "Fn::If" && function->argument->items().size() == 3) {
    return std::max(user_data(t, function->argument->items()[1]), user_data(t, function->argument->items()[2]));
  }
  return longest(t, node);
}

}  // namespace

std::size_t longest_user_data(const cfn::Template& t) {
  std::size_t most = 0;
  for (const document::Member& resource : t.resources.members()) {
    const Node* properties = resource.value.find("Properties");
    if (properties == nullptr) continue;
    const Node* data = properties->find("LaunchTemplateData");
    const Node* text = (data != nullptr ? data : properties)->find("UserData");
    if (text != nullptr) most = std::max(most, user_data(t, *text));
  }
  return most;
}

std::size_t longest(const cfn::Template& t, const Node& expression) { return Longest(t).of(expression); }

}  // namespace vend::evaluate
