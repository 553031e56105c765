#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "checks.hpp"
#include "combinations.hpp"
#include "origins.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/limits.hpp"
#include "vend/document/yaml.hpp"

namespace vend::validate {

namespace {

// The section and the member of it that a path leads into.
std::string owner_of(const std::string& path) {
  const std::size_t dot = path.find('.');
  return dot == std::string::npos ? path : path.substr(0, path.find('.', dot + 1));
}

// Bytes of templates to look at again for errors, each time with values that lead where the defaults do not.
constexpr std::size_t branch_budget = 256 * 1024;

bool is_about_values(const support::Diagnostic& one) {
  if (one.severity == support::Severity::info) return false;
  const bool refused_value = one.severity == support::Severity::error && (one.code[0] == 'A' || one.code[0] == 'J');
  return one.code[0] == 'T' || one.code == "F001" || refused_value;
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
  const char kind = one.code.empty() ? ' ' : one.code.front();
  const bool about_text =
      one.code == "A020" || one.code == "A024" || std::string_view("DCPR").find(kind) != std::string_view::npos;
  if (origins_ == nullptr || result_ == nullptr || about_text) return;
  const document::Mark mark{one.location.line, one.location.column};
  if (kind != 'L' && kind != 'U') {
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
  for (const Changes* all : {&values.entered, &values.defaults}) {
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
  const bool is_language = one.code.starts_with("L");
  if (!seen_
           .insert(fmt::format("{}:{}:{}:{}:{}", one.code, one.location.line, one.location.column, one.path,
                               is_language ? one.message : ""))
           .second)
    return;
  if (const std::optional<support::Severity> softer = softened(one)) one.severity = *softer;
  if (only_errors_ && one.severity != support::Severity::error) return;
  if (!flood_.admit(one)) return;
  tell_values(one);
  all_.push_back(std::move(one));
}

void Report::add(std::string_view code, document::Mark mark, std::string path, std::string message, std::string fix,
                 std::optional<support::Severity> severity) {
  const Rule* rule = find_rule(code);
  keep({severity          ? *severity
        : rule != nullptr ? rule->severity
                          : support::Severity::error,
        std::string(code),
        {t_.file, mark.line, mark.column},
        std::move(path),
        std::move(message),
        std::move(fix)});
}

void Report::take(support::Diagnostics more) {
  for (support::Diagnostic& one : more) {
    // Values that nobody has entered yet may be left to whoever makes the stack.
    if (origins_ != nullptr && !defaults_count_ && one.code == "R001") one.severity = support::Severity::info;
    keep(std::move(one));
  }
}

support::Diagnostics Report::finish() {
  // A function that the language refuses cannot be resolved, either: once is enough.
  std::set<std::string> refused;
  for (const support::Diagnostic& one : all_) {
    if (one.code.starts_with("L") && one.severity == support::Severity::error) refused.insert(owner_of(one.path));
  }
  std::erase_if(
      all_, [&](const support::Diagnostic& one) { return one.code == "F001" && refused.contains(owner_of(one.path)); });
  auto silenced = [&](const support::Diagnostic& one) {
    if (!one.path.starts_with("Resources.")) return false;
    std::string id = one.path.substr(10);
    id = id.substr(0, id.find('.'));
    const Node* reason = at(t_.resources.find(id), {"Metadata", "vend", "ignore", one.code});
    return reason != nullptr && !reason->text().empty();
  };
  all_.erase(std::remove_if(all_.begin(), all_.end(), silenced), all_.end());
  support::sort(all_);
  return std::move(all_);
}

std::string Resource::path(std::string_view below) const {
  return fmt::format("Resources.{}{}{}", id, below.empty() ? "" : ".", below);
}

Resolved::Resolved(const cfn::Template& from, const evaluate::Result& evaluated) : t(from), result(evaluated) {
  static const Node none = Node::mapping();
  for (const document::Member& one : result.resources.members()) {
    const Node* properties = one.value.find("Properties");
    resources.push_back({one.key, text_at(&one.value, {"Type"}), &one.value,
                         properties != nullptr && properties->is_mapping() ? properties : &none});
  }
}

std::vector<const Resource*> Resolved::of_type(std::string_view type) const {
  std::vector<const Resource*> found;
  for (const Resource& one : resources) {
    if (one.type == type) found.push_back(&one);
  }
  return found;
}

const Resource* Resolved::named(const Node* value) const {
  if (value == nullptr || !value->text().starts_with("${") || !value->text().ends_with("}")) return nullptr;
  std::string_view name = value->text();
  name = name.substr(2, name.size() - 3);
  name = name.substr(0, name.find('.'));
  auto found = std::find_if(resources.begin(), resources.end(), [&](const Resource& one) { return one.id == name; });
  return found == resources.end() ? nullptr : &*found;
}

bool is_symbolic_text(std::string_view text) {
  return text.find("${") != std::string_view::npos || text.find("{{resolve:") != std::string_view::npos;
}
bool is_symbolic(const Node& value) { return is_symbolic_text(value.text()); }

const Node* at(const Node* node, std::initializer_list<std::string_view> keys) {
  for (std::string_view key : keys) {
    if (node == nullptr) return nullptr;
    node = node->find(key);
  }
  return node;
}

std::string_view text_at(const Node* node, std::initializer_list<std::string_view> keys) {
  const Node* found = at(node, keys);
  return found != nullptr ? std::string_view(found->text()) : std::string_view();
}

std::optional<double> number_of(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->text().empty()) return std::nullopt;
  return document::to_real(Node::scalar(Node::Kind::real, node->text()));
}

std::vector<const Node*> items_of(const Node* node) {
  std::vector<const Node*> items;
  if (node == nullptr) return items;
  if (!node->is_sequence()) return {node};
  for (const Node& one : node->items()) items.push_back(&one);
  return items;
}

namespace {

// What a macro of somebody's own makes of the resources is not known.
void check_result(const cfn::Template& t, const evaluate::Result& result, const Options& options,
                  std::string_view source, Schemas& schemas, Report& report) {
  if (t.rewriting() == cfn::Rewriting::anything) return;
  const Resolved resolved(t, result);
  check_existence(resolved, report);
  check_types(resolved, schemas, report);
  check_resource_policies(resolved, report);
  check_policies(resolved, report);
  check_services(resolved, report);
  check_needs(resolved, report);
  check_identifiers(resolved, schemas, report);
  check_networks(resolved, report);
  check_containers(resolved, report);
  check_resolved_quotas(resolved, report);
  check_scaling(resolved, report);
  check_schedules(resolved, options.now, report);
  check_security(resolved, report);
  check_jobs(resolved, report);
  check_user_data(resolved, options, source, report);
}

// Twice of what CloudFormation takes: that it is too much is all that needs to be said, and is said at once.
bool is_beyond_reason(const cfn::Template& t) {
  namespace limits = cfn::limits;
  return t.resources.members().size() > 2 * limits::resources ||
         t.parameters.members().size() > 2 * limits::parameters || t.mappings.members().size() > 2 * limits::mappings ||
         t.outputs.members().size() > 2 * limits::outputs;
}

support::Diagnostics check_with(const cfn::Template& t, const Options& options, std::string_view source,
                                Schemas& schemas) {
  Report report(t);
  check_quotas(t, report);
  if (is_beyond_reason(t)) return report.finish();
  check_language(t, schemas, report);
  evaluate::Input input = options.input;
  input.assume_missing = !options.complete;
  const Origins origins(t, input);
  report.set_origins(&origins, options.complete);
  const evaluate::Result result = evaluate::evaluate(t, input);
  report.set_result(result, "");
  report.take(result.diagnostics);
  check_result(t, result, options, source, schemas, report);
  auto visit = [&](const std::string& circumstances, const evaluate::Result& other) {
    report.set_result(other, circumstances);
    report.take(other.diagnostics);
    check_result(t, other, options, source, schemas, report);
  };
  if (options.all_combinations || !result.undecided.empty())
    visit_branches(t, input, options.all_combinations ? Branches::all : Branches::undecided, 0, visit);
  if (!options.all_combinations && !options.complete && !source.empty()) {
    report.only_errors();
    visit_branches(t, input, Branches::some, branch_budget / source.size(), visit);
  }
  return report.finish();
}

}  // namespace

Checker::Checker(Options options)
    : options_(std::move(options)), schemas_(std::make_unique<Schemas>(options_.assets)) {}
Checker::~Checker() = default;

support::Diagnostics Checker::check(const cfn::Template& t, std::string_view source) {
  return check_with(t, options_, source, *schemas_);
}

support::Diagnostics check(const cfn::Template& t, const Options& options) { return Checker(options).check(t); }

support::Diagnostics check_text(std::string_view text, const std::string& file, const Options& options) {
  return Checker(options).check_text(text, file);
}

support::Diagnostics Checker::check_text(std::string_view text, const std::string& file) {
  support::Diagnostics found;
  namespace limits = cfn::limits;
  if (text.size() > limits::template_body_inline) {
    const bool too_large = text.size() > limits::template_body_s3;
    found.push_back({too_large ? support::Severity::error : support::Severity::info,
                     too_large ? "Q002" : "Q001",
                     {file, 1, 1},
                     "",
                     fmt::format("the template has {} bytes, and {} takes at most {}", text.size(),
                                 too_large ? "CloudFormation" : "a request",
                                 too_large ? limits::template_body_s3 : limits::template_body_inline),
                     too_large ? "split it" : "upload it to S3 and pass its address"});
  }
  const std::optional<cfn::Template> t = cfn::read_template(text, file, found);
  Flood flood;
  std::erase_if(found, [&](support::Diagnostic& one) { return !flood.admit(one); });
  if (t) {
    support::Diagnostics more = check(*t, text);
    found.insert(found.end(), more.begin(), more.end());
    support::sort(found);
  }
  return found;
}

}  // namespace vend::validate
