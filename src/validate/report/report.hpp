// Findings while they are collected.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/diagnostic.hpp"
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
  // What is not looked at, once however many values lead there; `place`: a name for it.
  void miss(Gap gap, const std::string& place) { missed_.emplace(gap, place); }
  Verdict finish();

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
  std::set<std::pair<Gap, std::string>> missed_;
  Flood flood_;
  support::Diagnostics all_;
};

}  // namespace vend::validate
