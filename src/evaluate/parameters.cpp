#include "evaluate/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vend/aws/limits.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/support/pattern.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::evaluate {
namespace {

using cfn::Node;

// Ids that EC2 gives: a prefix and 8 or 17 hexadecimal digits (CloudFormation user guide, AWS-specific parameter
// types).
struct Id {
  std::string_view type;
  std::string_view prefix;
};
constexpr std::array ids = {Id{"AWS::EC2::VPC::Id", "vpc-"},          Id{"AWS::EC2::Subnet::Id", "subnet-"},
                            Id{"AWS::EC2::SecurityGroup::Id", "sg-"}, Id{"AWS::EC2::Image::Id", "ami-"},
                            Id{"AWS::EC2::Instance::Id", "i-"},       Id{"AWS::EC2::Volume::Id", "vol-"}};

bool is_id(std::string_view value, std::string_view prefix) {
  if (!value.starts_with(prefix)) return false;
  value.remove_prefix(prefix.size());
  return (value.size() == 8 || value.size() == 17) &&
         value.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Check {
 public:
  Check(support::Location place, const document::Member& parameter, std::string value, support::Diagnostics& out)
      : place_(std::move(place)), name_(parameter.key), node_(parameter.value), whole_(std::move(value)), out_(out) {
    const Node* type = node_.find("Type");
    if (type != nullptr) type_ = type->text();
    is_list_ = cfn::is_list_type(type_);
    if (type_.starts_with("List<") && type_.ends_with(">")) type_ = type_.substr(5, type_.size() - 6);
  }

  // `entered`: somebody gave the value for this run, so it is no stand-in.
  void run(bool entered) {
    entered_ = entered;
    if (whole_.size() > aws::limits::parameter_value) {
      refuse("P007", fmt::format("has {} bytes, but CloudFormation takes at most {}", whole_.size(),
                                 aws::limits::parameter_value));
      return;
    }
    if (!is_list_) return check_value(whole_);
    if (whole_.empty()) return;
    for (std::string_view item : support::split(whole_, ',')) check_value(std::string(support::trim(item)));
  }

 private:
  // The constraints of a list hold for each of its items.
  void check_value(std::string value) {
    value_ = std::move(value);
    check_number();
    check_allowed();
    check_length();
    check_pattern();
    if (entered_) check_id();
  }

  bool is_number() const { return type_ == "Number"; }

  void check_id() {
    const auto* id = std::find_if(ids.begin(), ids.end(), [&](const Id& one) { return one.type == type_; });
    if (id == ids.end() || value_.empty() || is_id(value_, id->prefix)) return;
    refuse("P003",
           fmt::format("is {}, which is not an {}: {} and 8 or 17 hexadecimal digits", shown(), type_, id->prefix));
  }

  void refuse(std::string code, std::string message) {
    const Node* description = node_.find("ConstraintDescription");
    std::string fix = description != nullptr ? "give " + description->text() : "";
    out_.push_back(
        {support::Severity::error,
         std::move(code),
         place_,
         entered_ || node_.find("Default") == nullptr ? "Parameters." + name_ : "Parameters." + name_ + ".Default",
         fmt::format("{} {}", name_, message),
         std::move(fix),
         {name_}});
  }

  bool is_secret() const { return cfn::is_secret(node_); }

  std::string shown() const {
    return is_secret() ? "(not shown)" : fmt::format("\"{}\"", support::escape_for_terminal(value_));
  }

  void check_number() {
    if (!is_number()) return;
    std::optional<double> number = document::to_real(Node::scalar(Node::Kind::real, value_));
    if (!number) {
      refuse("P005", fmt::format("is {}, which is not a number", shown()));
      return;
    }
    for (auto [key, sign] : {std::pair{"MinValue", 1}, std::pair{"MaxValue", -1}}) {
      const Node* bound = node_.find(key);
      std::optional<double> limit =
          bound != nullptr ? document::to_real(Node::scalar(Node::Kind::real, bound->text())) : std::nullopt;
      if (limit && (*number - *limit) * sign < 0) {
        refuse("P005", fmt::format("is {}, {} {} ({})", is_secret() ? "(not shown)" : value_,
                                   sign > 0 ? "below" : "above", bound->text(), key));
      }
    }
  }

  void check_allowed() {
    const Node* allowed = node_.find("AllowedValues");
    if (allowed == nullptr || !allowed->is_sequence()) return;
    std::vector<std::string> values;
    for (const Node& one : allowed->items()) values.push_back(one.text());
    auto listed = [&](const std::string& value) {
      return std::find(values.begin(), values.end(), value) != values.end();
    };
    if (listed(value_) || listed(whole_)) return;
    refuse("P002", fmt::format("is {}, none of {}", shown(), support::join(values, ", ")));
  }

  void check_length() {
    if (is_list_) return;
    std::size_t length = support::utf8_length(value_);
    for (auto [key, shortest] : {std::pair{"MinLength", true}, std::pair{"MaxLength", false}}) {
      const Node* bound = node_.find(key);
      std::optional<std::int64_t> limit =
          bound != nullptr ? document::to_integer(Node::scalar(Node::Kind::integer, bound->text())) : std::nullopt;
      if (!limit) continue;
      auto characters = static_cast<std::int64_t>(length);
      if (shortest ? characters < *limit : characters > *limit) {
        refuse("P004",
               fmt::format("has {} characters, {} than {} ({})", length, shortest ? "fewer" : "more", *limit, key));
      }
    }
  }

  void check_pattern() {
    const Node* pattern = node_.find("AllowedPattern");
    if (pattern == nullptr) return;
    const std::optional<support::Pattern> read = support::Pattern::read(pattern->text());
    if (!read || read->matches(value_).value_or(true)) return;  // what cannot be decided is CloudFormation's to judge
    refuse("P003", fmt::format("is {}, which does not match {}", shown(), pattern->text()));
  }

  support::Location place_;
  const std::string& name_;
  const Node& node_;
  std::string whole_;
  std::string value_;      // the whole, or the item of a list under way
  std::string_view type_;  // of the value or item
  bool is_list_ = false;
  bool entered_ = false;
  support::Diagnostics& out_;
};

support::Location place_of(const std::string& name, const Input& input, support::Location otherwise) {
  if (const auto given = input.places.find(name); given != input.places.end()) return given->second;
  return otherwise;
}

// All names that were given a value or UsePreviousValue.
std::set<std::string> names_of(const Input& input) {
  std::set<std::string> names = input.previous;
  for (const auto& [name, value] : input.parameters) names.insert(name);
  return names;
}

}  // namespace

namespace {

void set_open(const std::string& name, Result& result) {
  result.parameters.emplace(name, fmt::format("${{{}}}", name));
  result.open.insert(name);
}

// "Did you mean" is worked out only for as many names as somebody may read: the parameter file of another template may
// have thousands of unknown ones.
void report_unknown_names(const cfn::Template& t, const Input& input, support::Diagnostics& out) {
  constexpr std::size_t most_told = 501;
  std::size_t told = 0;
  std::vector<std::string> names;
  for (const document::Member& parameter : t.parameters.members()) names.push_back(parameter.key);
  for (const std::string& name : names_of(input)) {
    if (t.parameters.find(name) != nullptr) continue;
    if (++told > most_told) return;
    std::optional<std::string> meant = support::closest(name, names);
    std::string fix;
    if (meant) fix = fmt::format("did you mean {}?", *meant);
    out.push_back({support::Severity::error, "P006", place_of(name, input, {t.file, 0, 0}), "Parameters." + name,
                   fmt::format("the template has no parameter {}", support::escape_for_terminal(name)),
                   std::move(fix)});
  }
}

}  // namespace

void set_parameters(const cfn::Template& t, const Input& input, Result& result) {
  const std::map<std::string, std::string>& given = input.parameters;
  support::Diagnostics& out = result.diagnostics;
  for (const document::Member& parameter : t.parameters.members()) {
    auto found = given.find(parameter.key);
    const bool entered = found != given.end();
    const Node* fallback = parameter.value.find("Default");
    if (fallback != nullptr && !fallback->is_scalar()) fallback = nullptr;
    const bool kept = !entered && (input.previous.contains(parameter.key) || input.open.contains(parameter.key));
    if (kept || (!entered && fallback == nullptr)) {
      if (kept || input.assume_missing) {
        set_open(parameter.key, result);
        continue;
      }
      out.push_back({support::Severity::error,
                     "P001",
                     {t.file, parameter.mark.line, parameter.mark.column},
                     "Parameters." + parameter.key,
                     parameter.key + " has no default and no value",
                     "give it a value"});
      continue;
    }
    std::string value = entered ? found->second : fallback->text();
    const document::Mark mark = entered ? parameter.value.mark() : fallback->mark();
    Check(place_of(parameter.key, input, {t.file, mark.line, mark.column}), parameter, value, out).run(entered);
    result.parameters.emplace(parameter.key, std::move(value));
  }
  report_unknown_names(t, input, out);
}

bool is_allowed(const document::Member& parameter, const std::string& value) {
  support::Diagnostics found;
  Check({}, parameter, value, found).run(false);
  return found.empty();
}

void set_unchecked_parameters(const cfn::Template& t, const Input& input, Result& result) {
  for (const document::Member& parameter : t.parameters.members()) {
    auto found = input.parameters.find(parameter.key);
    const Node* fallback = parameter.value.find("Default");
    const bool kept = input.previous.contains(parameter.key) || input.open.contains(parameter.key);
    if (found != input.parameters.end()) {
      result.parameters.emplace(parameter.key, found->second);
    } else if (fallback != nullptr && !kept) {
      result.parameters.emplace(parameter.key, fallback->text());
    } else {
      set_open(parameter.key, result);
    }
  }
}

}  // namespace vend::evaluate
