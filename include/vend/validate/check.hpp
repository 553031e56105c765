// Rules over a template and over what it becomes, each with a stable code.
//
// D*, C*, P*, R* and F* come from the layers that read and evaluate; L language, T resource types, Q quotas, A Auto
// Scaling and other AWS practice, J what a template does to running jobs, U UserData are checked here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/diagnostic.hpp"
#include "vend/validate/verdict.hpp"

namespace vend::validate {

// What a checker of shell scripts says; lines count from 1.
struct ShellFinding {
  int line = 1;
  bool is_error = false;
  std::string code;  // of that checker, such as SC2086
  std::string message;
};

struct Options {
  support::Assets assets;  // where the schemas are
  std::string schemas;     // directory of newer ones, aws-ec2-instance.json and the like; empty for none
  // Parameters without a default and a value stand for any value, unless `complete`.
  evaluate::Input input = {.environment = {.stack_assumed = true}};
  bool complete = false;
  // Also checks what other parameter values lead to: every branch of every condition that can be reached.
  bool all_combinations = false;
  // Seconds since 1970 in UTC: shows when the schedules run next after it.
  std::optional<std::int64_t> now;
  // Looks at shell scripts in UserData; none: they are not looked at.
  std::function<std::vector<ShellFinding>(const std::string& script)> shell;
};

class Schemas;

// Keeps what it has read of schemas for the next template. For one thread.
class Checker {
 public:
  explicit Checker(Options options);
  ~Checker();
  // A template that was made, not read. What a finding is about stands where its node does; nodes that were made have
  // no place, or that of the setting they were made from. `bytes` of its text, when known, say how much of it other
  // parameter values are worth looking at; 0: none.
  Verdict judge(const cfn::Template& t, std::size_t bytes = 0);
  // Reads and checks; what cannot be read is a finding, too.
  Verdict judge_text(std::string_view text, const std::string& file);

 private:
  Options options_;
  std::unique_ptr<Schemas> schemas_;
};

// The findings of a template that was made, without those that it silences itself
// (`Metadata: {vend: {ignore: {CODE: reason}}}` of a resource or of the template).
support::Diagnostics check(const cfn::Template& t, const Options& options);

// What a template's size means (Q001, Q002).
support::Diagnostics check_size(std::size_t bytes, const std::string& file);

support::Diagnostics check_text(std::string_view text, const std::string& file, const Options& options);

}  // namespace vend::validate
