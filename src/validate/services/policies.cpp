// IAM's policy language (IAM user guide, "Grammar of the IAM JSON policy language").
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "validate/language/language.hpp"
#include "vend/aws/names.hpp"
#include "vend/aws/partition.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

enum class Kind { identity, resource, trust };

struct Home {
  std::string_view type;
  std::string_view property;
  Kind kind;
};
constexpr std::array homes = {
    Home{"AWS::IAM::Policy", "PolicyDocument", Kind::identity},
    Home{"AWS::IAM::ManagedPolicy", "PolicyDocument", Kind::identity},
    Home{"AWS::IAM::RolePolicy", "PolicyDocument", Kind::identity},
    Home{"AWS::IAM::UserPolicy", "PolicyDocument", Kind::identity},
    Home{"AWS::IAM::GroupPolicy", "PolicyDocument", Kind::identity},
    Home{"AWS::IAM::Role", "AssumeRolePolicyDocument", Kind::trust},
    Home{"AWS::S3::BucketPolicy", "PolicyDocument", Kind::resource},
    Home{"AWS::SQS::QueuePolicy", "PolicyDocument", Kind::resource},
    Home{"AWS::SNS::TopicPolicy", "PolicyDocument", Kind::resource},
    Home{"AWS::KMS::Key", "KeyPolicy", Kind::resource},
    Home{"AWS::ECR::Repository", "RepositoryPolicyText", Kind::resource},
};
constexpr std::array<std::string_view, 3> document_keys = {"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 9> statement_keys = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"};

bool is_action(std::string_view text) {
  if (text == "*") return true;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(std::string_view(&c, 1)) || std::string_view(":*?-").find(c) != std::string_view::npos;
  });
}

class Policy {
 public:
  Policy(const Resource& owner, std::string path, Kind kind, Report& report)
      : owner_(owner), path_(std::move(path)), kind_(kind), report_(report) {}

  void check(const Node& document) const {
    if (document.is_string() && !is_symbolic(document) && document.text().find('{') == std::string::npos)
      return add(document.mark(), "the policy is a text", "write Version and Statement below it");
    if (!document.is_mapping() || document.find("Fn::Transform") != nullptr) return;
    only(document, document_keys, "a policy");
    if (const Node* version = document.find("Version"); version != nullptr && !is_symbolic(*version) &&
                                                        version->text() != "2012-10-17" &&
                                                        version->text() != "2008-10-17")
      add(version->mark(), fmt::format("\"{}\" is not a version of the policy language", version->text()),
          "write '2012-10-17'");
    const Node* statements = document.find("Statement");
    if (statements == nullptr) return add(document.mark(), "the policy has no Statement", "add it");
    if (kind_ != Kind::resource && statements->is_sequence() && statements->empty())
      add(statements->mark().or_else(document.mark()), "the policy has no statement", "add one");
    std::set<std::string> sids;
    for (const Node* one : items_of(statements)) {
      if (!one->is_mapping()) continue;
      statement(*one);
      if (const Node* sid = one->find("Sid"); sid != nullptr && sid->is_scalar() && !is_symbolic(*sid)) {
        name(*sid, sids.insert(sid->text()).second);
      }
    }
  }

 private:
  void add(document::Mark mark, std::string message, std::string fix,
           std::optional<support::Severity> severity = std::nullopt) const {
    report_.add("T012", mark.or_else(owner_.node->mark()), owner_.path("Properties." + path_), std::move(message),
                std::move(fix), severity);
  }

  template <std::size_t N>
  void only(const Node& node, const std::array<std::string_view, N>& keys, std::string_view what) const {
    for (const document::Member& one : node.members()) {
      if (!is_one_of(one.key, keys) && !one.key.starts_with("Fn::"))
        add(one.mark, fmt::format("{} has no member {}", what, one.key), hint_of(one.key, keys));
    }
  }

  void statement(const Node& node) const {
    if (node.find("Fn::Transform") != nullptr) return;
    only(node, statement_keys, "a statement");
    const Node* effect = node.find("Effect");
    if (effect == nullptr) {
      add(node.mark(), "the statement has no Effect", "add Effect: Allow or Deny");
    } else if (!is_symbolic(*effect) && !support::equal_ignoring_case(effect->text(), "Allow") &&
               !support::equal_ignoring_case(effect->text(), "Deny")) {  // ALLOW: AWS made the role, 2026-02-10
      add(effect->mark(), fmt::format("Effect is \"{}\"", effect->text()), "write Allow or Deny");
    }
    one_of(node, "Action", "NotAction", true);
    one_of(node, "Principal", "NotPrincipal", kind_ != Kind::identity);
    one_of(node, "Resource", "NotResource", kind_ == Kind::identity);
    if (kind_ == Kind::resource) resource_is_named(node);
    if (kind_ == Kind::identity)
      refuse(node, {"Principal", "NotPrincipal"}, "the policy is that of a role, user or group, and names a principal");
    if (kind_ == Kind::trust)
      refuse(node, {"Resource", "NotResource"}, "the trust policy names a resource, which is the role itself");
    for (std::string_view key : {"Principal", "NotPrincipal"}) {
      if (const Node* principal = node.find(key)) check_principal(*principal);
    }
    if (const Node* condition = node.find("Condition")) check_condition(*condition);
    for (const Node* one : items_of(at(&node, {"Principal", "Service"}))) {
      if (one->text() == aws::sovereign_ec2_host)
        add(one->mark(),
            fmt::format("\"{}\" is not a service to IAM, also in {}", one->text(), aws::sovereign_partition),
            fmt::format("write {}", aws::sovereign_ec2_principal));
    }
    for (std::string_view key : {"Action", "NotAction"}) {
      for (const Node* one : items_of(node.find(key))) {
        if (one->is_scalar() && !is_symbolic(*one) && !is_action(one->text()))
          add(one->mark(), fmt::format("\"{}\" is not an action", one->text()), "write service:Action");
        if (kind_ == Kind::trust && one->is_scalar() && !is_symbolic(*one) && is_action(one->text()) &&
            one->text() != "*" && !support::equal_ignoring_case(one->text().substr(0, 4), "sts:"))
          add(one->mark(), fmt::format("a trust policy is about actions of STS, not {}", one->text()),
              "write sts:AssumeRole, and what the role may do into a policy of its own");
      }
    }
    for (std::string_view key : {"Action", "NotAction", "Resource", "NotResource"}) {
      const Node* list = node.find(key);
      if (kind_ != Kind::resource && list != nullptr && list->is_sequence() && list->empty())
        add(list->mark().or_else(node.mark()), fmt::format("{} is empty", key), "name one, or remove it");
    }
    for (std::string_view key : {"Resource", "NotResource"}) {
      for (const Node* one : items_of(node.find(key))) {
        const std::string& text = one->text();
        if (one->is_mapping() && !one->empty() && !one->members().front().key.starts_with("Fn::"))
          add(one->mark(), "a mapping is not an ARN", "write an ARN or *");
        if (one->is_scalar() && !is_symbolic(*one) && !text.starts_with("arn:") && !text.starts_with("*"))
          add(one->mark(), fmt::format("\"{}\" is not an ARN", text), "write an ARN or *");
        // arn:partition:service:region:account:resource; a star may stand for several of them
        if (one->is_scalar() && !is_symbolic(*one) && text.starts_with("arn:") &&
            text.find_first_of("*?") == std::string::npos && std::ranges::count(text, ':') < 5)
          add(one->mark(), fmt::format("\"{}\" is not an ARN, which has six parts", text),
              "write arn:partition:service:region:account:resource, empty parts included");
      }
    }
  }

  // S3 refuses a statement about nothing ("Missing required field Resource"); KMS takes it, and it has no effect (KMS
  // developer guide, "Key policies", Resource). Repositories name none.
  void resource_is_named(const Node& node) const {
    if (node.find("Resource") != nullptr || node.find("NotResource") != nullptr ||
        owner_.type == "AWS::ECR::Repository")
      return;
    const bool key = owner_.type == "AWS::KMS::Key";
    add(node.mark(), key ? "the statement has no Resource, and so no effect" : "the statement has no Resource",
        key ? "add Resource: '*', which is the key itself" : "add Resource",
        owner_.type == "AWS::S3::BucketPolicy" ? std::nullopt : std::optional(support::Severity::warning));
  }

  // IAM user guide, "Policy elements: Principal".
  void check_principal(const Node& principal) const {
    constexpr std::array<std::string_view, 4> kinds = {"AWS", "Service", "Federated", "CanonicalUser"};
    if (principal.is_scalar()) {
      if (!is_symbolic(principal) && principal.text() != "*")
        add(principal.mark(), fmt::format("the principal \"{}\" is a text", principal.text()),
            "write {Service: NAME.amazonaws.com}, {AWS: ARN} or *");
      return;
    }
    if (principal.is_sequence()) return add(principal.mark(), "the principal is a list", "write {AWS: [...]}");
    only(principal, kinds, "a principal");
    for (const Node* one : items_of(principal.find("Service"))) {
      if (one->is_scalar() && !is_symbolic(*one) && one->text() != "*" && one->text().find('.') == std::string::npos)
        add(one->mark(), fmt::format("\"{}\" is not a service to IAM", one->text()),
            fmt::format("write {}.amazonaws.com", one->text()));
    }
    for (const Node* one : items_of(principal.find("AWS"))) {
      if (!one->is_scalar() || is_symbolic(*one)) continue;
      const std::string& text = one->text();
      // Ids of users and roles (AIDA..., AROA...) come back from AWS for what was deleted.
      const bool id = text.starts_with("AIDA") || text.starts_with("AROA");
      if (!aws::is_account(text) && !id && text != "*" && !text.starts_with("arn:") &&
          !text.starts_with("CloudFront Origin"))
        add(one->mark(), fmt::format("\"{}\" is neither an account nor an ARN", text),
            "write the 12 digits of an account, in quotation marks, or an ARN");
    }
  }

  // IAM user guide, "Policy elements: Condition operators".
  void check_condition(const Node& condition) const {
    constexpr std::array<std::string_view, 27> operators = {"StringEquals",
                                                            "StringNotEquals",
                                                            "StringEqualsIgnoreCase",
                                                            "StringNotEqualsIgnoreCase",
                                                            "StringLike",
                                                            "StringNotLike",
                                                            "NumericEquals",
                                                            "NumericNotEquals",
                                                            "NumericLessThan",
                                                            "NumericLessThanEquals",
                                                            "NumericGreaterThan",
                                                            "NumericGreaterThanEquals",
                                                            "DateEquals",
                                                            "DateNotEquals",
                                                            "DateLessThan",
                                                            "DateLessThanEquals",
                                                            "DateGreaterThan",
                                                            "DateGreaterThanEquals",
                                                            "Bool",
                                                            "BinaryEquals",
                                                            "IpAddress",
                                                            "NotIpAddress",
                                                            "ArnEquals",
                                                            "ArnLike",
                                                            "ArnNotEquals",
                                                            "ArnNotLike",
                                                            "Null"};
    if (!condition.is_mapping()) return;
    for (const document::Member& one : condition.members()) {
      if (one.key.starts_with("Fn::") || one.key == "Ref") continue;
      std::string_view name = one.key;
      for (std::string_view set : {"ForAllValues:", "ForAnyValue:"}) {
        if (name.starts_with(set)) name.remove_prefix(set.size());
      }
      if (name.ends_with("IfExists")) name.remove_suffix(8);
      const bool known =
          std::ranges::any_of(operators, [&](auto each) { return support::equal_ignoring_case(each, name); });
      if (!known)
        add(one.mark, fmt::format("there is no condition operator {}", one.key), hint_of(name, operators));
      else if (!one.value.is_mapping() && !is_symbolic(one.value))
        add(one.value.mark(), fmt::format("{} compares nothing", one.key), "write {KEY: VALUE} below it");
    }
  }

  // IAM user guide, "Policy elements: Sid". Policies of resources take more characters, each service its own.
  void name(const Node& sid, bool is_new) const {
    if (kind_ == Kind::resource) return;
    if (!sid.text().empty() && !is_alphanumeric(sid.text()))
      add(sid.mark(), fmt::format("the Sid \"{}\" has other characters than letters and digits", sid.text()),
          "use A-Z, a-z and 0-9");
    if (!is_new && !sid.text().empty())
      add(sid.mark(), fmt::format("two statements have the Sid {}", sid.text()), "rename one of them");
  }

  // Exactly one of two members; `needed`: not none, either.
  void one_of(const Node& node, std::string_view a, std::string_view b, bool needed) const {
    const bool first = node.find(a) != nullptr, second = node.find(b) != nullptr;
    if (first && second) add(node.mark(), fmt::format("the statement has both {} and {}", a, b), "keep one of them");
    if (needed && !first && !second)
      add(node.mark(), fmt::format("the statement has no {}", a), fmt::format("add {}", a));
  }

  void refuse(const Node& node, std::initializer_list<std::string_view> keys, std::string_view why) const {
    for (std::string_view key : keys) {
      if (const Node* one = node.find(key))
        add(one->mark().or_else(node.mark()), std::string(why), fmt::format("remove {}", key));
    }
  }

  const Resource& owner_;
  std::string path_;
  Kind kind_;
  Report& report_;
};

}  // namespace

void check_policies(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    for (const Home& home : homes) {
      const Node* document = one.type == home.type ? one.properties->find(home.property) : nullptr;
      if (document != nullptr) Policy(one, std::string(home.property), home.kind, report).check(*document);
    }
    if (one.type != "AWS::IAM::Role" && one.type != "AWS::IAM::User" && one.type != "AWS::IAM::Group") continue;
    for (const Node* policy : items_of(one.properties->find("Policies"))) {
      if (const Node* document = policy->find("PolicyDocument"))
        Policy(one, "Policies", Kind::identity, report).check(*document);
    }
  }
}

}  // namespace vend::validate
