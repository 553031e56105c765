// Findings while they are collected.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "validate/branches/combinations.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/diagnostic.hpp"
#include "vend/validate/severity.hpp"
#include "vend/validate/verdict.hpp"

namespace vend::validate {

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
  // `loops`: rounds of a loop stand at one place and are one finding.
  explicit Report(const cfn::Template& t, bool loops = false) : t_(t), loops_(loops) {}

  // With the severity of the rule, or with another one.
  void add(std::string_view code, document::Mark mark, std::string path, std::string message, std::string fix = "",
           std::optional<support::Severity> severity = std::nullopt);
  // The same for what only a list refuses that was right on its day.
  void add_dated(std::string_view code, document::Mark mark, std::string path, std::string message,
                 std::string fix = "");
  // The same for what happens where these conditions are so, beside those around the place.
  void add_because(const Goal& conditions, std::string_view code, document::Mark mark, std::string path,
                   std::string message, std::string fix = "");
  void add_all(support::Diagnostics more);
  // Where values come from, which must live as long as the report; none while only the language is looked at.
  // `defaults_count`: a value that nobody entered counts like one that was.
  void set_origins(const Origins* origins, bool defaults_count) {
    origins_ = origins;
    defaults_count_ = defaults_count;
  }
  // What the findings that follow are about, and the values that differ from the given ones.
  void set_result(const evaluate::Result& result, Branch branch = {}) {
    result_ = &result;
    branch_ = std::move(branch);
  }
  // Tells what is found for fewer of a branch's values, to find out which of them lead to a finding.
  using Findings = std::set<std::string>;  // as `key` has them
  void set_trial(std::function<Findings(const Branch&)> trial) { trial_ = std::move(trial); }
  // Whether the value written there is only a parameter's default.
  bool rests_on_default(document::Mark mark) const;
  // Whether what is found is found for the values that were given, and the defaults beside them.
  bool for_given_values() const { return branch_.changes.empty(); }
  // From here on nothing but errors is taken.
  void only_errors() { only_errors_ = true; }
  const Findings& keys() const { return seen_; }
  // What is not looked at, once however many values lead there; `place`: a name for it.
  void miss(Gap gap, const std::string& place) { missed_.emplace(gap, place); }
  void miss(Gap gap, std::size_t count) { counted_.add(gap, count); }
  Verdict finish();

 private:
  support::Diagnostic made(std::string_view code, document::Mark mark, std::string path, std::string message,
                           std::string fix) const;
  void accept(support::Diagnostic one, const Goal& because = {}, Doubts doubts = {});
  void tell_values(support::Diagnostic& one, const Goal& because, const std::string& key);
  std::set<std::string> decisive(std::set<std::string> explained, const std::string& key);
  Branch with_only(const std::set<std::string>& names) const;
  void weigh(Doubts& doubts, const support::Diagnostic& one, const Goal& because) const;

  const cfn::Template& t_;
  bool loops_ = false;
  const Origins* origins_ = nullptr;
  bool defaults_count_ = false;
  const evaluate::Result* result_ = nullptr;
  bool only_errors_ = false;
  Branch branch_;
  std::function<Findings(const Branch&)> trial_;
  std::map<std::string, Findings> tried_;  // by the names of the values
  std::size_t trials_ = 0;
  Findings seen_;
  std::set<std::pair<Gap, std::string>> missed_;
  Gaps counted_;
  Flood flood_;
  support::Diagnostics all_;
};

}  // namespace vend::validate
