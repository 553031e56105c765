// The groups of checks and what they share.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/diagnostic.hpp"
#include "vend/validate/validate.hpp"

namespace vend::validate {

using document::Node;

class Origins;

// Keeps a flood of findings readable: of each code only the first ones, then a single one that says that there are
// more.
class Flood {
 public:
  // Whether the finding is to be kept; may replace its words.
  bool admit(support::Diagnostic& one);

 private:
  std::map<std::string, std::size_t, std::less<>> counts_;
};

// Collects findings; a finding that other parameter values led to before is not repeated.
class Report {
 public:
  explicit Report(const cfn::Template& t) : t_(t) {}

  // With the severity of the rule, or with another one.
  void add(std::string_view code, document::Mark mark, std::string path, std::string message, std::string fix = "",
           std::optional<support::Severity> severity = std::nullopt);
  void take(support::Diagnostics more);
  // Where values come from, which must live as long as the report; none while only the language is looked at.
  // `defaults_count`: a value that nobody entered counts like one that was.
  void set_origins(const Origins* origins, bool defaults_count) {
    origins_ = origins;
    defaults_count_ = defaults_count;
  }
  // What the findings that follow are about, and for which values they happen; empty for the given ones.
  void set_result(const evaluate::Result& result, std::string circumstances) {
    result_ = &result;
    circumstances_ = std::move(circumstances);
  }
  // " (with Kind=a)": the values that decided a condition; empty where the circumstances tell it.
  std::string values_behind(const std::string& condition, bool outcome) const;
  // Whether the value written there is only a parameter's default.
  bool rests_on_default(document::Mark mark) const;
  // From here on nothing but errors is taken.
  void only_errors() { only_errors_ = true; }
  support::Diagnostics finish();

 private:
  void keep(support::Diagnostic one);
  void tell_values(support::Diagnostic& one) const;
  std::optional<support::Severity> softened(const support::Diagnostic& one) const;

  const cfn::Template& t_;
  const Origins* origins_ = nullptr;
  bool defaults_count_ = false;
  const evaluate::Result* result_ = nullptr;
  bool only_errors_ = false;
  std::string circumstances_;
  std::set<std::string> seen_;
  Flood flood_;
  support::Diagnostics all_;
};

// A resource of the resolved template.
struct Resource {
  std::string id;
  std::string_view type;
  const Node* node = nullptr;
  const Node* properties = nullptr;  // never null

  std::string path(std::string_view below = "") const;
};

// What a template becomes for certain values.
struct Resolved {
  const cfn::Template& t;
  const evaluate::Result& result;
  std::vector<Resource> resources;

  Resolved(const cfn::Template& from, const evaluate::Result& evaluated);
  std::vector<const Resource*> of_type(std::string_view type) const;
  // The resource that a value names by Ref or GetAtt; null for anything else.
  const Resource* named(const Node* value) const;
};

// Whether a value, or a part of it, is known only to a running stack.
bool is_symbolic(const Node& value);
bool is_symbolic_text(std::string_view text);

// Walks down mappings: at(node, {"A", "B"}) is node.A.B; null when something is missing.
const Node* at(const Node* node, std::initializer_list<std::string_view> keys);
std::string_view text_at(const Node* node, std::initializer_list<std::string_view> keys);
// A number, or a text that is one; nothing for other nodes, and for none.
std::optional<double> number_of(const Node* node);
// Items of a sequence; a single value stands for a list of one.
std::vector<const Node*> items_of(const Node* node);

// All resources that a resource waits for: by Ref, GetAtt, Sub and DependsOn.
std::set<std::string> dependencies(const cfn::Template& t, const std::string& id);

// A property of `among` without which the others make no sense: T002 where it is missing, at the value that asks for
// it.
void need(const Resource& owner, const Node& among, std::string_view name, const Node& because, Report& report);

void check_language(const cfn::Template& t, Schemas& schemas, Report& report);
void check_quotas(const cfn::Template& t, Report& report);
void check_existence(const Resolved& resolved, Report& report);
void check_resource_policies(const Resolved& resolved, Report& report);
void check_policies(const Resolved& resolved, Report& report);
void check_services(const Resolved& resolved, Report& report);
void check_needs(const Resolved& resolved, Report& report);
void check_identifiers(const Resolved& resolved, Schemas& schemas, Report& report);
void check_networks(const Resolved& resolved, Report& report);
void check_security_groups(const Resolved& resolved, Report& report);
void check_containers(const Resolved& resolved, Report& report);
void check_types(const Resolved& resolved, Schemas& schemas, Report& report);
void check_resolved_quotas(const Resolved& resolved, Report& report);
void check_schedules(const Resolved& resolved, std::optional<std::int64_t> now, Report& report);
void check_scaling(const Resolved& resolved, Report& report);
void check_security(const Resolved& resolved, Report& report);
// `source`: the template's text, empty when there is none.
void check_user_data(const Resolved& resolved, const Options& options, std::string_view source, Report& report);
void check_jobs(const Resolved& resolved, Report& report);

}  // namespace vend::validate
