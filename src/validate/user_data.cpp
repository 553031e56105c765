// Scripts in UserData: what cloud-init runs, names that nothing fills in, and what a checker of shell scripts says.
#include "user_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "language.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// A script where it stands in the template.
struct Script {
  std::string path;
  const Node* source = nullptr;  // the text as written, of Fn::Sub or a literal; null when it is put together otherwise
  bool substituted = false;      // by Fn::Sub
  std::string text;              // resolved
  document::Mark mark;
};

std::string decoded(std::string_view base64) {
  std::string bytes;
  unsigned int value = 0;
  int bits = 0;
  for (char c : base64) {
    const unsigned int six = c >= 'A' && c <= 'Z'   ? static_cast<unsigned int>(c - 'A')
                             : c >= 'a' && c <= 'z' ? static_cast<unsigned int>(c - 'a') + 26
                             : c >= '0' && c <= '9' ? static_cast<unsigned int>(c - '0') + 52
                             : c == '+'             ? 62
                             : c == '/'             ? 63
                                                    : 64;
    if (six == 64) break;
    value = (value << 6U) | six;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((value >> static_cast<unsigned int>(bits)) & 0xFFU);
    }
  }
  return bytes;
}

std::optional<Script> script_of(const Resolved& resolved, const Resource& one) {
  const Node* value = user_data_of(one.properties);
  const Node* declared = resolved.t.resources.find(one.id);
  const Node* written = user_data_of(declared != nullptr ? declared->find("Properties") : nullptr);
  if (value == nullptr || written == nullptr || !value->is_scalar() || is_symbolic(*value)) return std::nullopt;
  const std::optional<cfn::Function> base64 = cfn::as_function(*written);
  if (!base64 || base64->name != "Fn::Base64") return std::nullopt;
  Script script{one.path("Properties.UserData"), nullptr, false, decoded(value->text()), written->mark()};
  const Node* source = base64->argument;
  if (const std::optional<cfn::Function> sub = cfn::as_function(*source); sub && sub->name == "Fn::Sub") {
    script.substituted = true;
    source = sub->argument->is_sequence() && !sub->argument->empty() ? &sub->argument->items()[0] : sub->argument;
  }
  if (source->is_string()) script.source = source;
  return script;
}

// Cloud-init user guide, "User data formats"; EC2 user guide for Windows.
void check_begin(const Script& script, Report& report) {
  constexpr std::array<std::string_view, 10> begins = {
      "#!", "#cloud-", "#include", "#part-", "## template", "<powershell>", "<script>", "Content-Type", "MIME-", "${"};
  if (std::any_of(begins.begin(), begins.end(), [&](std::string_view one) { return script.text.starts_with(one); }))
    return;
  const std::string_view text = support::trim(script.text);
  if (text.empty() || text.starts_with("version:") || text.starts_with("[") || text.starts_with("{") ||
      text.starts_with("<"))
    return;
  report.add("U001", script.mark, script.path,
             text.starts_with("#!") ? "cloud-init runs no script with something before its #!"
                                    : "cloud-init does not know what this text is",
             text.starts_with("#!") ? "begin the text with #!"
                                    : "begin it with #! and the path of an interpreter, or with #cloud-config");
}

// Names of the template that stand in a text without Fn::Sub.
void check_names(const Script& script, const cfn::Template& t, Report& report) {
  if (script.substituted || script.source == nullptr) return;
  for (const cfn::SubPart& part : cfn::parse_sub(script.source->text())) {
    const std::string name = part.text.substr(0, part.text.find('.'));
    if (!part.is_reference ||
        (!is_pseudo_parameter(part.text) && t.parameters.find(name) == nullptr && t.resources.find(name) == nullptr))
      continue;
    report.add("U002", script.source->mark(), script.path,
               fmt::format("${{{}}} is no name that the shell knows", part.text), "write Fn::Sub below Fn::Base64");
    return;
  }
}

// What only a running stack knows would be no shell.
std::string as_shell(const Script& script, const cfn::Template& t) {
  std::string text;
  for (const cfn::SubPart& part : cfn::parse_sub(script.text)) {
    const bool ours =
        part.is_reference && (part.text.find_first_of(".:?") != std::string::npos ||
                              t.resources.find(part.text) != nullptr || t.parameters.find(part.text) != nullptr);
    const bool shell = !ours || part.text.find(":-") != std::string::npos || part.text.find(":?") != std::string::npos;
    if (!part.is_reference) {
      text += part.text;
    } else {
      text += shell ? "${" + part.text + "}" : std::string("placeholder");
    }
  }
  return text;
}

void check_shell(const Script& script, const Resolved& resolved, const Options& options, std::string_view source,
                 Report& report) {
  if (!options.shell || !script.text.starts_with("#!") ||
      script.text.substr(0, script.text.find('\n')).find("sh") == std::string::npos)
    return;
  // The lines of a block below `|` are the script's lines.
  const document::Mark mark = script.source != nullptr ? script.source->mark() : script.mark;
  const std::vector<std::string_view> lines = support::split_lines(source);
  const auto index = static_cast<std::size_t>(mark.line);
  const bool block =
      script.source != nullptr && mark.line > 0 && index <= lines.size() &&
      lines[index - 1]
              .substr(std::min<std::size_t>(lines[index - 1].size(), static_cast<std::size_t>(mark.column - 1)))
              .find('|') != std::string_view::npos;
  for (const ShellFinding& one : options.shell(as_shell(script, resolved.t))) {
    const document::Mark place = block ? document::Mark{mark.line + one.line, 1} : mark;
    report.add("U003", place, script.path,
               fmt::format("{} (line {} of the script, {})", one.message, one.line, one.code), "",
               one.is_error ? std::nullopt : std::optional(support::Severity::info));
  }
}

}  // namespace

const Node* user_data_of(const Node* properties) {
  const Node* data = at(properties, {"LaunchTemplateData", "UserData"});
  return data != nullptr || properties == nullptr ? data : properties->find("UserData");
}

std::string user_data_text(const Resource& resource) {
  const Node* value = user_data_of(resource.properties);
  return value == nullptr || !value->is_scalar() || is_symbolic(*value) ? "" : decoded(value->text());
}

void check_user_data(const Resolved& resolved, const Options& options, std::string_view source, Report& report) {
  for (const Resource& one : resolved.resources) {
    const std::optional<Script> script = script_of(resolved, one);
    if (!script) continue;
    check_begin(*script, report);
    check_names(*script, resolved.t, report);
    check_shell(*script, resolved, options, source, report);
  }
}

}  // namespace vend::validate
