// Findings: each once, with the values that it happens for, silenced where a resource says so.
#include "validate/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/branches/origins.hpp"
#include "validate/checks.hpp"
#include "vend/support/codes.hpp"

namespace vend::validate {

namespace {

using support::Concern;

// The section and the member of it that a path leads into.
std::string owner_of(const std::string& path) {
  const std::size_t dot = path.find('.');
  return dot == std::string::npos ? path : path.substr(0, path.find('.', dot + 1));
}

bool is_about_values(const support::Diagnostic& one) {
  if (one.severity == support::Severity::info) return false;
  const Concern concern = support::concern_of(one.code);
  return concern == Concern::value || concern == Concern::resolution ||
         (concern == Concern::practice && one.severity == support::Severity::error);
}

// Defaults that wait to be replaced: <your-bucket>, none, xxxx.
bool is_placeholder(std::string_view value) {
  constexpr std::array<std::string_view, 4> begins = {"none", "None", "Enter", "your"};
  constexpr std::array<std::string_view, 6> signs = {"<", "xxx", "XXX", "REPLACE", "CHANGE", "change"};
  auto has = [&](std::string_view one) { return value.find(one) != std::string_view::npos; };
  return value.empty() ||
         std::any_of(begins.begin(), begins.end(), [&](std::string_view one) { return value.starts_with(one); }) ||
         std::any_of(signs.begin(), signs.end(), has);
}

// `Metadata: {vend: {ignore: {CODE: reason}}}`, or a list of codes without reasons: of the resource that a finding is
// about, or of the template.
std::optional<Ignored> silenced_by(const cfn::Template& t, const support::Diagnostic& one) {
  auto reason_in = [&](const Node* ignore) -> std::optional<std::string> {
    if (ignore == nullptr) return std::nullopt;
    if (const Node* reason = ignore->find(one.code); reason != nullptr && !reason->text().empty())
      return reason->text();
    for (const Node* code : items_of(ignore)) {
      if (code->is_scalar() && code->text() == one.code) return std::string();
    }
    return std::nullopt;
  };
  if (const std::string owner = owner_of(one.path); owner.starts_with("Resources.")) {
    if (auto reason = reason_in(at(t.resources.find(owner.substr(10)), {"Metadata", "vend", "ignore"})))
      return Ignored{one, *reason, "the resource"};
  }
  if (auto reason = reason_in(at(&t.metadata, {"vend", "ignore"}))) return Ignored{one, *reason, "the template"};
  return std::nullopt;
}

}  // namespace

bool Flood::admit(support::Diagnostic& one) {
  constexpr std::size_t most = 500;  // as many as a template can have resources
  const std::size_t count = ++counts_[one.code];
  if (count == most + 1) {
    one.message = fmt::format("there are more findings like the {} that are listed", most);
    one.fix.clear();
  }
  return count <= most + 1;
}

// For which parameter values a finding happens, unless it is about the text and holds for all of them.
void Report::tell_values(support::Diagnostic& one) const {
  const Concern concern = support::concern_of(one.code);
  const bool about_text = concern == Concern::text || concern == Concern::parameter || concern == Concern::rule;
  if (origins_ == nullptr || result_ == nullptr || about_text) return;
  const document::Mark mark{one.location.line, one.location.column};
  if (concern != Concern::language && concern != Concern::script) {
    const std::string values = origins_->values_at(mark).text();
    if (!values.empty()) one.message += fmt::format(" (with {})", values);
  }
  const std::string when = circumstances_.empty() ? origins_->branch_at(mark, *result_) : circumstances_;
  if (!when.empty()) one.message += fmt::format(" (when {})", when);
}

// The template is right for other values than a default, or than the empty one that a branch was reached with.
std::optional<support::Severity> Report::softened(const support::Diagnostic& one) const {
  if (origins_ == nullptr || defaults_count_ || !is_about_values(one)) return std::nullopt;
  const Origins::Values values = origins_->values_at({one.location.line, one.location.column});
  std::optional<support::Severity> severity;
  if (!values.defaults.empty()) {
    const bool waits = std::any_of(values.defaults.begin(), values.defaults.end(),
                                   [](const auto& parameter) { return is_placeholder(parameter.second); });
    severity = waits ? support::Severity::info : support::Severity::warning;
  }
  // A value that was left empty only to see another branch.
  for (const Changes* all : {&values.entered, &values.defaults, &values.open}) {
    for (const auto& [name, value] : *all) {
      if (circumstances_.find(name + "=''") != std::string::npos) severity = support::Severity::info;
    }
  }
  return severity;
}

std::string Report::values_behind(const std::string& condition, bool outcome) const {
  if (origins_ == nullptr || result_ == nullptr || !circumstances_.empty()) return {};
  return fmt::format(" (with {})", origins_->decided_by({{condition, outcome}}, *result_));
}

void Report::keep(support::Diagnostic one) {
  // The language is looked at once; what a template becomes, for many values that lead to the same finding.
  const bool is_language = support::concern_of(one.code) == Concern::language;
  if (!seen_
           .insert(fmt::format("{}:{}:{}:{}:{}", one.code, one.location.line, one.location.column, one.path,
                               is_language ? one.message : ""))
           .second)
    return;
  if (const std::optional<support::Severity> softer = softened(one)) one.severity = *softer;
  if (only_errors_ && one.severity != support::Severity::error) return;
  if (!flood_.admit(one)) return;
  if (origins_ != nullptr) origins_->hide_secrets(one.message);
  tell_values(one);
  all_.push_back(std::move(one));
}

void Report::add(std::string_view code, document::Mark mark, std::string path, std::string message, std::string fix,
                 std::optional<support::Severity> severity) {
  const support::Code* rule = support::find_code(code);
  keep({severity          ? *severity
        : rule != nullptr ? rule->severity
                          : support::Severity::error,
        std::string(code),
        {t_.file, mark.line, mark.column},
        std::move(path),
        std::move(message),
        std::move(fix)});
}

bool Report::rests_on_default(document::Mark mark) const {
  return origins_ != nullptr && !defaults_count_ && !origins_->values_at(mark).defaults.empty();
}

void Report::take(support::Diagnostics more) {
  for (support::Diagnostic& one : more) {
    // Values that nobody has entered yet may be left to whoever makes the stack.
    if (origins_ != nullptr && !defaults_count_ && support::concern_of(one.code) == Concern::rule)
      one.severity = support::Severity::info;
    keep(std::move(one));
  }
}

Verdict Report::finish() {
  Verdict verdict;
  // A function that the language refuses cannot be resolved, either: once is enough.
  std::set<std::string> refused;
  for (const support::Diagnostic& one : all_) {
    if (support::concern_of(one.code) == Concern::language && one.severity == support::Severity::error)
      refused.insert(owner_of(one.path));
  }
  std::erase_if(all_, [&](const support::Diagnostic& one) {
    return support::concern_of(one.code) == Concern::resolution && refused.contains(owner_of(one.path));
  });
  support::sort(all_);
  for (support::Diagnostic& one : all_) {
    if (std::optional<Ignored> silenced = silenced_by(t_, one)) {
      verdict.ignored.push_back(std::move(*silenced));
    } else {
      verdict.findings.push_back(std::move(one));
    }
  }
  for (const auto& [gap, place] : missed_) verdict.gaps.add(gap);
  return verdict;
}

}  // namespace vend::validate
