// Findings: each once, with the values that it happens for, silenced where a resource says so.
#include "validate/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/branches/origins.hpp"
#include "validate/checks.hpp"
#include "validate/report/silencing.hpp"
#include "vend/support/codes.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {

namespace {

using support::Concern;

// Where an item stands hangs on which of those before it a branch has.
std::string without_indexes(std::string_view path) {
  std::string rest;
  for (std::string_view one : support::split(path, '.')) {
    if (!support::is_digits(one)) rest.append(one).push_back('.');
  }
  return rest;
}

constexpr std::size_t most_trials = 60;  // of a template: each looks at all of it

// Findings of one kind at one place are one finding, whatever values lead there. Messages of these hold no values.
bool tells_apart(std::string_view code) { return code == "T001" || code == "T002" || code == "T007" || code == "A038"; }

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

// Which of a branch's values the finding needs, besides those that explain it.
std::set<std::string> Report::decisive(std::set<std::string> explained, const std::string& key) {
  std::set<std::string> rest;
  for (const auto& [name, unused_value] : branch_.changes) {
    if (!explained.contains(name)) rest.insert(name);
  }
  if (rest.empty() || !trial_) return explained;
  const auto happens_with = [&](const std::set<std::string>& names) {
    std::string id;
    for (const std::string& one : names) id += one + "\n";
    auto found = tried_.find(id);
    if (found == tried_.end()) {
      if (++trials_ > most_trials) return false;
      found = tried_.emplace(id, trial_(with_only(names))).first;
    }
    return found->second.contains(key);
  };
  if (happens_with(explained)) return explained;
  // Leaves out halves, quarters and so on of the rest, as long as the finding stays.
  std::vector<std::string> needed(rest.begin(), rest.end());
  for (std::size_t size = (needed.size() + 1) / 2; size > 0 && trials_ < most_trials;) {
    bool fewer = false;
    for (std::size_t at = 0; at < needed.size(); at += size) {
      std::vector<std::string> without(needed.begin(), needed.begin() + static_cast<std::ptrdiff_t>(at));
      without.insert(without.end(), needed.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, needed.size())),
                     needed.end());
      std::set<std::string> names = explained;
      names.insert(without.begin(), without.end());
      if (!happens_with(names)) continue;
      needed = std::move(without);
      fewer = true;
      break;
    }
    if (!fewer) size /= 2;
  }
  explained.insert(needed.begin(), needed.end());
  return explained;
}

Branch Report::with_only(const std::set<std::string>& names) const {
  Branch branch = branch_;
  std::erase_if(branch.changes, [&](const auto& one) { return !names.contains(one.first); });
  std::erase_if(branch.excluded, [&](const auto& one) { return !names.contains(one.first); });
  std::erase_if(branch.conditions, [&](const auto& one) {
    const std::set<std::string> of_condition = origins_->parameters_of({one});
    return std::any_of(of_condition.begin(), of_condition.end(), [&](const std::string& name) {
      return branch_.changes.contains(name) && !names.contains(name);
    });
  });
  return branch;
}

// For which parameter values a finding happens, unless it is about the text and holds for all of them.
void Report::tell_values(support::Diagnostic& one, const Goal& because, const std::string& key) {
  constexpr std::string_view section = "Parameters.";
  if (one.parameters.empty() && one.path.starts_with(section))
    one.parameters.push_back(one.path.substr(section.size(), one.path.find('.', section.size()) - section.size()));
  const Concern concern = support::concern_of(one.code);
  const bool about_text = concern == Concern::text || concern == Concern::parameter || concern == Concern::rule;
  if (origins_ == nullptr || result_ == nullptr || about_text) return;
  const document::Mark mark{one.location.line, one.location.column};
  std::set<std::string> at_place;
  if (concern != Concern::language && concern != Concern::script) at_place = origins_->parameters_at(mark);
  Goal goal = origins_->goal_at(mark);
  if (!met(goal, result_->conditions)) goal.clear();
  goal.insert(because.begin(), because.end());
  std::set<std::string> leading = origins_->parameters_of(goal);
  leading.insert(at_place.begin(), at_place.end());
  if (concern != Concern::language) leading = decisive(std::move(leading), key);

  std::vector<std::string> given, defaults, when;
  const auto tell = [&](const std::string& name, std::vector<std::string>& values) {
    std::string shown = origins_->shown(name, *result_, branch_);
    if (shown.empty()) return;
    values.push_back(std::move(shown));
    one.parameters.push_back(name);
  };
  for (const std::string& name : at_place) tell(name, origins_->is_default(name, branch_) ? defaults : given);
  for (const std::string& name : leading) {
    if (!at_place.contains(name)) tell(name, when);
  }
  if (when.empty() && at_place.empty()) {  // what only a running stack decides
    for (const auto& [name, value] : goal) when.push_back(fmt::format("{} is {}", name, value));
  }
  if (!defaults.empty()) given.push_back("the default " + support::join(defaults, ", "));
  if (given.size() > 1 && !defaults.empty()) {
    const std::string last = std::move(given.back());
    given.pop_back();
    one.message += fmt::format(" (with {} and {})", support::join(given, ", "), last);
  } else if (!given.empty()) {
    one.message += fmt::format(" (with {})", support::join(given, ", "));
  }
  if (!when.empty()) one.message += fmt::format(" (when {})", support::join(when, ", "));
}

void Report::weigh(Doubts& doubts, const support::Diagnostic& one, const Goal& because) const {
  if (origins_ == nullptr || defaults_count_) return;
  doubts.nobody_entered = true;
  std::set<std::string> names = origins_->parameters_at({one.location.line, one.location.column});
  const std::set<std::string> deciding = origins_->parameters_of(because);
  names.insert(deciding.begin(), deciding.end());
  bool chosen = false;  // a value on purpose, which may lead there without the defaults
  for (const std::string& name : deciding) {
    const auto changed = branch_.changes.find(name);
    chosen = chosen || (changed != branch_.changes.end() && changed->second && !changed->second->empty());
  }
  for (const std::string& name : names) {
    const auto changed = branch_.changes.find(name);
    if (changed != branch_.changes.end() && (!changed->second || changed->second->empty())) doubts.was_emptied = true;
    // A text that was compared with only a part of the value, or that stands for "any other", may never be given by
    // anybody.
    const bool made_up = changed != branch_.changes.end() && !deciding.contains(name) &&
                         t_.parameters.find(name)->find("AllowedValues") == nullptr;
    doubts.was_emptied = doubts.was_emptied || made_up;
    if (chosen || !origins_->is_default(name, branch_)) continue;
    const bool waits = is_placeholder(t_.parameters.find(name)->find("Default")->text());
    // A reference to a resource that the branch lacks is wrong whatever the defaults are; a default that waits to be
    // replaced leads nobody to the branch.
    doubts.is_default = doubts.is_default || waits || !deciding.contains(name);
    doubts.is_placeholder = doubts.is_placeholder || waits;
  }
}

void Report::accept(support::Diagnostic one, const Goal& because, Doubts doubts) {
  // The language is looked at once; what a template becomes, for many values that lead to the same finding.
  const bool with_message = support::concern_of(one.code) == Concern::language || tells_apart(one.code);
  const std::string key = fmt::format("{}:{}:{}:{}:{}", one.code, one.location.line, one.location.column,
                                      one.location.line == 0 ? one.path
                                      : loops_               ? std::string()
                                                             : without_indexes(one.path),
                                      with_message ? one.message : "");
  if (!seen_.insert(key).second) return;
  weigh(doubts, one, because);
  one.severity = lowered(one, doubts);
  if (only_errors_ && one.severity != support::Severity::error) return;
  if (!flood_.admit(one)) return;
  if (origins_ != nullptr) origins_->hide_secrets(one.message);
  tell_values(one, because, key);
  all_.push_back(std::move(one));
}

support::Diagnostic Report::made(std::string_view code, document::Mark mark, std::string path, std::string message,
                                 std::string fix) const {
  const support::Code* rule = support::find_code(code);
  return {rule != nullptr ? rule->severity : support::Severity::error,
          std::string(code),
          {t_.file, mark.line, mark.column},
          std::move(path),
          std::move(message),
          std::move(fix)};
}

void Report::add(std::string_view code, document::Mark mark, std::string path, std::string message, std::string fix,
                 std::optional<support::Severity> severity) {
  support::Diagnostic one = made(code, mark, std::move(path), std::move(message), std::move(fix));
  if (severity) one.severity = *severity;
  accept(std::move(one));
}

void Report::add_dated(std::string_view code, document::Mark mark, std::string path, std::string message,
                       std::string fix) {
  Doubts doubts;
  doubts.dated_list = true;
  accept(made(code, mark, std::move(path), std::move(message), std::move(fix)), {}, doubts);
}

void Report::add_because(const Goal& conditions, std::string_view code, document::Mark mark, std::string path,
                         std::string message, std::string fix) {
  accept(made(code, mark, std::move(path), std::move(message), std::move(fix)), conditions);
}

bool Report::rests_on_default(document::Mark mark) const {
  if (origins_ == nullptr || defaults_count_) return false;
  const std::set<std::string> names = origins_->parameters_at(mark);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return origins_->is_default(name, branch_); });
}

void Report::add_all(support::Diagnostics more) {
  for (support::Diagnostic& one : more) accept(std::move(one));
}

Verdict Report::finish() {
  Verdict verdict;
  // A function that the language refuses cannot be resolved either, and is reported only once.
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
  verdict.gaps.add(counted_);
  return verdict;
}

}  // namespace vend::validate
