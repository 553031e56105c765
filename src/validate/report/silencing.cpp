#include "validate/report/silencing.hpp"

#include <fmt/format.h>

#include "validate/language/language.hpp"
#include "vend/support/codes.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// `Metadata: {vend: {ignore: {CODE: reason}}}`, or a list of codes without reasons.
std::optional<std::string> reason_in(const Node* ignore, std::string_view code) {
  if (ignore == nullptr) return std::nullopt;
  if (const Node* reason = ignore->find(code); reason != nullptr && !reason->text().empty()) return reason->text();
  for (const Node* one : items_of(ignore)) {
    if (one->is_scalar() && one->text() == code) return std::string();
  }
  return std::nullopt;
}

void check_code(const std::string& code, document::Mark mark, const std::string& path, Report& report) {
  if (support::find_code(code) != nullptr) return;
  std::vector<std::string> known;
  for (const support::Code& one : support::codes()) known.emplace_back(one.code);
  report.add("L039", mark, path, fmt::format("there is no code {} to ignore", code), hint(code, known));
}

void check_settings(const Node* metadata, const std::string& path, Report& report) {
  const Node* settings = metadata != nullptr ? metadata->find("vend") : nullptr;
  if (settings == nullptr) return;
  const std::string here = path + ".vend";
  if (!settings->is_mapping())
    return report.add("L039", settings->mark(), here, "vend is not a mapping here, and ignores nothing",
                      "write vend: {ignore: {CODE: reason}}");
  for (const document::Member& one : settings->members()) {
    if (one.key != "ignore") {
      report.add("L039", one.mark, here, fmt::format("vend has no {} here, only ignore", one.key),
                 "write vend: {ignore: {CODE: reason}}");
      continue;
    }
    for (const document::Member& code : one.value.members()) {
      check_code(code.key, code.mark, here, report);
      if (code.value.is_scalar() && code.value.text().empty())
        report.add("L039", code.mark, here, fmt::format("{} is not ignored: its reason is empty", code.key),
                   "say why, or write a list of codes");
    }
    for (const Node* code : items_of(&one.value)) {
      if (code->is_scalar() && !code->is_null()) check_code(code->text(), code->mark(), here, report);
    }
  }
}

}  // namespace

std::string owner_of(const std::string& path) {
  const std::size_t dot = path.find('.');
  return dot == std::string::npos ? path : path.substr(0, path.find('.', dot + 1));
}

std::optional<Ignored> silenced_by(const cfn::Template& t, const support::Diagnostic& one) {
  if (const std::string owner = owner_of(one.path); owner.starts_with("Resources.")) {
    const Node* metadata = at(t.resources.find(owner.substr(10)), {"Metadata"});
    if (auto reason = reason_in(at(metadata, {"vend", "ignore"}), one.code))
      return Ignored{one, *reason, "the resource"};
  }
  if (auto reason = reason_in(at(&t.metadata, {"vend", "ignore"}), one.code))
    return Ignored{one, *reason, "the template"};
  return std::nullopt;
}

void check_silencing(const cfn::Template& t, Report& report) {
  check_settings(&t.metadata, "Metadata", report);
  for (const document::Member& one : t.resources.members())
    check_settings(one.value.find("Metadata"), "Resources." + one.key + ".Metadata", report);
}

}  // namespace vend::validate
