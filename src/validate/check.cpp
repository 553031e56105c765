#include <fmt/format.h>

#include <algorithm>

#include "checks.hpp"
#include "combinations.hpp"
#include "origins.hpp"
#include "vend/cfn/limits.hpp"
#include "vend/document/yaml.hpp"

namespace vend::validate {

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

// Bytes of templates to look at again for errors, each time with values that lead where the defaults do not.
constexpr std::size_t branch_budget = 256 * 1024;

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
  check_security_groups(resolved, report);
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
