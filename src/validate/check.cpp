#include "vend/validate/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "validate/branches/combinations.hpp"
#include "validate/branches/origins.hpp"
#include "validate/checks.hpp"
#include "validate/report/numbered.hpp"
#include "vend/aws/limits.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/evaluate/loops.hpp"

namespace vend::validate {

namespace {

// Bytes of templates to look at again for errors, each time with values that lead where the defaults do not.
constexpr std::size_t branch_budget = 256 * 1024;

// What a macro of somebody's own makes of the resources is not known.
void check_result(const cfn::Template& t, const evaluate::Input& input, const evaluate::Result& result,
                  const Options& options, std::string_view source, Schemas& schemas, Report& report) {
  if (t.rewriting() == cfn::Rewriting::anything) {
    for (const document::Member& one : t.resources.members()) report.miss(Gap::macro, one.key);
    return;
  }
  const Resolved resolved(t, result);
  check_existence(resolved, report);
  check_types(resolved, schemas, report);
  check_resource_policies(resolved, report);
  check_policies(resolved, report);
  check_services(resolved, report);
  check_needs(resolved, report);
  check_records(resolved, report);
  check_relations(resolved, schemas, report);
  check_tags(resolved, report);
  check_state_machines(resolved, report);
  check_pipelines(resolved, report);
  check_auto_scaling(resolved, options.now, report);
  check_launch_templates(resolved, report);
  check_s3_actions(resolved, report);
  check_load_balancers(resolved, report);
  check_topics(resolved, report);
  check_arns(resolved, input, report);
  check_fixed_names(resolved, report);
  check_identifiers(resolved, schemas, report);
  check_networks(resolved, report);
  check_security_groups(resolved, report);
  check_containers(resolved, report);
  check_resolved_quotas(resolved, report);
  check_scaling(resolved, report);
  check_opposed_alarms(resolved, report);
  check_schedules(resolved, options.now, report);
  check_security(resolved, options.now, report);
  check_jobs(resolved, report);
  check_user_data(resolved, options, source, report);
  check_registrations(resolved, report);
}

// Twice as much as CloudFormation accepts: of a larger template it is enough to say that it is too large, at once.
bool is_beyond_reason(const cfn::Template& t) {
  namespace limits = aws::limits;
  return t.resources.members().size() > 2 * limits::resources ||
         t.parameters.members().size() > 2 * limits::parameters || t.mappings.members().size() > 2 * limits::mappings ||
         t.outputs.members().size() > 2 * limits::outputs;
}

// `source`: the text that it was read from, for places in scripts; empty for a template that was made.
Verdict check_with(const cfn::Template& written, const Options& options, std::string_view source, std::size_t bytes,
                   Schemas& schemas) {
  evaluate::Input input = options.input;
  input.assume_missing = !options.complete;
  evaluate::Loops loops;
  const std::optional<cfn::Template> expanded = evaluate::expand_loops(written, input, loops);
  const cfn::Template& t = expanded ? *expanded : written;
  Report report(t, expanded.has_value());
  check_quotas(t, report);
  if (is_beyond_reason(t)) return report.finish();
  report.add_all(loops.diagnostics);
  report.miss(Gap::loop, loops.left);
  check_language(t, written, schemas, report);
  check_places(t, report);
  check_silencing(t, report);
  check_plain_secrets(t, report);
  check_dynamic_references(t, report);
  check_held_parameters(t, options.input, report);
  const Origins origins(t, input);
  report.set_origins(&origins, options.complete);
  const evaluate::Result result = evaluate::evaluate(t, input);
  report.set_result(result);
  report.add_all(result.diagnostics);
  check_result(t, input, result, options, source, schemas, report);
  auto visit = [&](const Branch& branch, const evaluate::Result& other) {
    report.set_result(other, branch);
    report.add_all(other.diagnostics);
    check_result(t, input_of(input, branch), other, options, source, schemas, report);
  };
  report.set_trial([&](const Branch& branch) {
    const evaluate::Input values = input_of(input, branch);
    const evaluate::Result other = evaluate::evaluate(t, values);
    if (is_refused(other, result)) return Report::Findings();
    Report tried(t, expanded.has_value());
    tried.add_all(other.diagnostics);
    check_result(t, values, other, options, source, schemas, tried);
    return tried.keys();
  });
  if (options.all_combinations || !result.undecided.empty()) {
    const Branches which = options.all_combinations ? Branches::all : Branches::undecided;
    report.miss(Gap::branch, visit_branches(t, input, result, which, 0, visit));
  }
  if (!options.all_combinations && !options.complete && bytes > 0) {
    report.only_errors();
    report.miss(Gap::branch, visit_branches(t, input, result, Branches::some, branch_budget / bytes, visit));
  }
  return report.finish();
}

}  // namespace

Checker::Checker(Options options)
    : options_(std::move(options)), schemas_(std::make_unique<Schemas>(options_.assets, options_.schemas)) {}
Checker::~Checker() = default;

Verdict Checker::judge(const cfn::Template& t, std::size_t bytes) {
  const Numbered numbered(t);
  Verdict verdict = check_with(numbered.t(), options_, {}, bytes, *schemas_);
  for (support::Diagnostic& one : verdict.findings) numbered.restore_place(one.location);
  for (Ignored& one : verdict.ignored) numbered.restore_place(one.finding.location);
  return verdict;
}

support::Diagnostics check(const cfn::Template& t, const Options& options) {
  return Checker(options).judge(t).findings;
}

support::Diagnostics check_text(std::string_view text, const std::string& file, const Options& options) {
  return Checker(options).judge_text(text, file).findings;
}

support::Diagnostics check_size(std::size_t bytes, const std::string& file) {
  namespace limits = aws::limits;
  if (bytes <= limits::template_body_inline) return {};
  const bool too_large = bytes > limits::template_body_s3;
  return {{too_large ? support::Severity::error : support::Severity::info,
           too_large ? "Q002" : "Q001",
           {file, 1, 1},
           "",
           fmt::format("the template has {} bytes, and {} takes at most {}", bytes,
                       too_large ? "CloudFormation" : "a request",
                       too_large ? limits::template_body_s3 : limits::template_body_inline),
           too_large ? "split it" : "upload it to S3 and pass its address"}};
}

Verdict Checker::judge_text(std::string_view text, const std::string& file) {
  Verdict verdict;
  verdict.findings = check_size(text.size(), file);
  support::Diagnostics& found = verdict.findings;
  const std::optional<cfn::Template> t = cfn::read_template(text, file, found);
  Flood flood;
  std::erase_if(found, [&](support::Diagnostic& one) { return !flood.admit(one); });
  if (t) {
    Verdict more = check_with(*t, options_, text, text.size(), *schemas_);
    more.findings.insert(more.findings.begin(), found.begin(), found.end());
    support::sort(more.findings);
    more.is_template = t->root.find("Resources") != nullptr || t->root.find("AWSTemplateFormatVersion") != nullptr;
    if (!more.findings.empty()) more.source = cfn::with_starred_secrets(std::string(text), *t);
    return more;
  }
  verdict.is_template =
      std::none_of(found.begin(), found.end(), [](const support::Diagnostic& one) { return one.code == "C002"; });
  verdict.source = text;
  return verdict;
}

}  // namespace vend::validate
