// The forms of dynamic references (CFN user guide, "Get values stored in other services using dynamic references").
#include <fmt/format.h>

#include "validate/language/language.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

constexpr std::string_view begin = "{{resolve:";

// What is wrong with the part between the braces, without "resolve:"; empty when nothing is.
std::string problem_of(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const std::string_view service = reference.substr(0, colon);
  const std::string_view rest = colon == std::string_view::npos ? "" : reference.substr(colon + 1);
  if (service != "ssm" && service != "ssm-secure" && service != "secretsmanager") return {};
  if (rest.empty()) return fmt::format("a reference to {} names nothing", service);
  if (service != "secretsmanager") {
    const std::vector<std::string_view> parts = support::split(rest, ':');
    // arn:PARTITION:ssm:REGION:ACCOUNT:parameter/NAME[:VERSION]
    const std::size_t name = rest.starts_with("arn:") ? 5 : 0;
    if (parts.size() <= name || parts.size() > name + 2) return "the name of a parameter and its version are wanted";
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/";  // API reference, GetParameter
    if (parts[name].find_first_not_of(allowed) != std::string_view::npos)
      return fmt::format("\"{}\" is not a name of a parameter", parts[name]);
    if (parts.size() == name + 2 && !support::is_digits(parts[name + 1]))
      return fmt::format("\"{}\" is not a version, which is a number", parts[name + 1]);
    return {};
  }
  const std::vector<std::string_view> parts = support::split(rest, ':');
  const std::size_t behind = rest.starts_with("arn:") ? 7 : 1;  // parts of the secret's id
  if (parts.size() > behind && !parts[behind].empty() && parts[behind] != "SecretString")
    return fmt::format("\"{}\" stands where SecretString belongs", parts[behind]);
  if (parts.size() > behind + 4) return "it has more than a secret, SecretString, a key, a stage and a version";
  return {};
}

// Texts as they were written: what functions put together is looked at where it is known as a whole.
void check_texts(const Node& node, const std::string& path, bool in_sub, Report& report) {
  for (const Node& one : node.items()) check_texts(one, path, in_sub, report);
  for (const document::Member& one : node.members())
    check_texts(one.value, one.key.starts_with("Fn::") ? path : path + "." + one.key,
                in_sub || one.key.starts_with("Fn::"), report);
  if (!node.is_scalar() || in_sub) return;
  const std::string_view text = node.text();
  for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at + 1)) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string_view::npos) break;
    const std::string_view inner = text.substr(at + begin.size(), end - at - begin.size());
    if (const std::string problem = problem_of(inner); !problem.empty())
      report.add("A049", node.mark(), path, fmt::format("{{{{resolve:{}}}}}: {}", inner, problem),
                 "write {{resolve:ssm:NAME:VERSION}} or {{resolve:secretsmanager:SECRET:SecretString:KEY}}");
  }
}

}  // namespace

void check_dynamic_references(const cfn::Template& t, Report& report) {
  for (const document::Member& one : t.resources.members()) {
    if (const Node* properties = one.value.find("Properties"))
      check_texts(*properties, "Resources." + one.key + ".Properties", false, report);
  }
  for (const document::Member& one : t.parameters.members()) {
    if (const Node* fallback = one.value.find("Default"))
      check_texts(*fallback, "Parameters." + one.key + ".Default", false, report);
  }
}

}  // namespace vend::validate
