// Scripts in UserData: what cloud-init runs, names that nothing fills in, and what a checker of shell scripts says.
#include "validate/services/user_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "validate/language/language.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// A script where it stands in the template.
struct Script {
  std::string path;
  const Node* argument = nullptr;  // of Fn::Base64
  const Node* source = nullptr;  // the text as written, of Fn::Sub or a literal; null when it is put together otherwise
  Node text;                     // resolved, with what is not known in it
  document::Mark mark;
};

// What the text was before base64, also where the template has it in base64 already, in one line or several.
std::optional<Node> decoded(const Node& value) {
  if (const Node* text = value.decoded()) return *text;
  if (is_symbolic(value)) return std::nullopt;
  std::string one_line = value.text();
  std::erase_if(one_line, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
  return Node(support::base64_decode(one_line).value_or(""));
}

bool is_unknown_at(const Node& text, std::size_t offset) {
  return std::any_of(text.unknowns().begin(), text.unknowns().end(), [&](const document::Unknown& one) {
    return offset >= one.offset && offset < one.offset + one.size;
  });
}

std::optional<Script> script_of(const Resolved& resolved, const Resource& one) {
  const Node* value = user_data_of(one.properties);
  const Node* declared = resolved.t.resources.find(one.id);
  const Node* written = user_data_of(declared != nullptr ? declared->find("Properties") : nullptr);
  if (value == nullptr || written == nullptr || !value->is_scalar() || is_symbolic(*value)) return std::nullopt;
  const std::optional<cfn::Function> base64 = cfn::as_function(*written);
  if (!base64 || base64->name != "Fn::Base64") return std::nullopt;
  Script script{one.path("Properties.UserData"), base64->argument, nullptr, *decoded(*value), written->mark()};
  const Node* source = base64->argument;
  if (const std::optional<cfn::Function> sub = cfn::as_function(*source); sub && sub->name == "Fn::Sub")
    source = sub->argument->is_sequence() && !sub->argument->empty() ? &sub->argument->items()[0] : sub->argument;
  if (source->is_string()) script.source = source;
  return script;
}

// Cloud-init user guide, "User data formats"; EC2 user guide for Windows.
void check_begin(const Script& script, Report& report) {
  constexpr std::array<std::string_view, 9> begins = {
      "#!", "#cloud-", "#include", "#part-", "## template", "<powershell>", "<script>", "Content-Type", "MIME-"};
  const std::string& whole = script.text.text();
  if (is_unknown_at(script.text, 0) ||
      std::any_of(begins.begin(), begins.end(), [&](std::string_view one) { return whole.starts_with(one); }))
    return;
  const std::string_view text = support::trim(whole);
  // One word is data for the instance, such as a port or KEY=VALUE.
  if (text.find_first_of(" \t\n") == std::string_view::npos) return;
  if (text.starts_with("version:") || text.starts_with("[") || text.starts_with("{") || text.starts_with("<")) return;
  // Data of an appliance, such as KEY=VALUE lines, is no script that somebody forgot to begin.
  constexpr std::array<std::string_view, 18> commands = {
      "yum ",    "dnf ",  "apt-get ", "apt ", "systemctl ", "service ", "sudo ", "curl ", "wget ",
      "export ", "echo ", "mkdir ",   "aws ", "pip ",       "docker ",  "set -", "if [",  "chmod "};
  const std::vector<std::string_view> lines = support::split_lines(text);
  const bool is_script = text.starts_with("#!") || std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
                           line = support::trim(line);
                           return std::any_of(commands.begin(), commands.end(),
                                              [&](std::string_view one) { return line.starts_with(one); });
                         });
  report.add("U001", script.mark, script.path,
             text.starts_with("#!") ? "cloud-init runs no script with something before its #!"
                                    : "cloud-init does not know what this text is",
             text.starts_with("#!") ? "begin the text with #!"
                                    : "begin it with #! and the path of an interpreter, or with #cloud-config",
             is_script ? std::nullopt : std::optional(support::Severity::info));
}

// Names of the template in a text that Fn::Sub does not fill in. `${Name}` may be the script's own variable then, if
// the script gives it a value.
class UnfilledNames {
 public:
  UnfilledNames(const Script& script, const cfn::Template& t) : script_(script), t_(t) {}

  struct Found {
    std::string name;
    document::Mark mark;
  };
  std::optional<Found> find(const Node& node) const {
    if (node.is_string()) return find_in(node);
    const std::optional<cfn::Function> function = cfn::as_function(node);
    if (function && function->name == "Fn::Sub") {
      // The values of its variables are inserted as they are: a ${...} in them is not replaced.
      return function->argument->items().size() == 2 ? find(function->argument->items()[1]) : std::nullopt;
    }
    if (function && (function->name == "Ref" || function->name == "Fn::GetAtt" || function->name == "Fn::FindInMap"))
      return std::nullopt;
    for (const Node& one : node.items()) {
      if (std::optional<Found> found = find(one)) return found;
    }
    for (const document::Member& one : node.members()) {
      if (std::optional<Found> found = find(one.value)) return found;
    }
    return std::nullopt;
  }

 private:
  std::optional<Found> find_in(const Node& text) const {
    for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
      if (!part.is_reference) continue;
      const std::string name = part.text.substr(0, part.text.find('.'));
      const bool is_attribute = name.size() < part.text.size();
      if (is_pseudo_parameter(part.text) || (is_attribute && t_.resources.find(name) != nullptr) ||
          (!is_attribute && (t_.parameters.find(name) != nullptr || t_.resources.find(name) != nullptr) &&
           !is_assigned(name)))
        return Found{part.text, text.mark()};
    }
    return std::nullopt;
  }

  // NAME=value, $Name = value, `read NAME`, `for NAME in`.
  bool is_assigned(const std::string& name) const {
    const std::string& text = script_.text.text();
    auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '{')) continue;
      const std::string_view after = std::string_view(text).substr(at + name.size());
      const std::string_view before = support::trim(std::string_view(text).substr(0, at));
      if (after.starts_with("=") || support::trim(after.substr(0, 8)).starts_with("= ") || before.ends_with("read") ||
          before.ends_with("read -r") || before.ends_with("for") || before.ends_with("local") ||
          before.ends_with("declare"))
        return true;
    }
    return false;
  }

  const Script& script_;
  const cfn::Template& t_;
};

void check_names(const Script& script, const cfn::Template& t, Report& report) {
  std::optional<UnfilledNames::Found> found = UnfilledNames(script, t).find(*script.argument);
  if (!found) {
    // A ${...} that came from a mapping, from a parameter or from ${!...} is not replaced either.
    for (const cfn::SubPart& part : cfn::parse_sub(script.text.text())) {
      if (part.is_reference && is_pseudo_parameter(part.text) && !is_unknown_at(script.text, part.offset))
        found = {part.text, script.mark};
    }
  }
  if (!found) return;
  report.add("U002", found->mark, script.path,
             fmt::format("${{{}}} reaches the script as it is: no shell knows this name", found->name),
             "write Fn::Sub below Fn::Base64 around the text");
}

// cfn-init fills in no names, either: it writes files and runs commands as the Metadata has them.
void check_init(const Node& node, const Resource& resource, Report& report) {
  for (const cfn::SubPart& part : cfn::parse_sub(node.text())) {
    // A file may be a template itself.
    if (!part.is_reference || !is_pseudo_parameter(part.text) || is_unknown_at(node, part.offset) ||
        node.text().find("Resources") != std::string::npos)
      continue;
    report.add("U002", node.mark().or_else(resource.node->mark()), resource.path("Metadata.AWS::CloudFormation::Init"),
               fmt::format("${{{}}} reaches the instance as it is: cfn-init fills in no names", part.text),
               "write Fn::Sub around the text");
    return;
  }
  for (const Node& one : node.items()) check_init(one, resource, report);
  for (const document::Member& one : node.members()) check_init(one.value, resource, report);
}

// EC2 takes UserData in base64 only (API reference, RunInstances and CreateLaunchTemplate).
void check_encoding(const Resource& resource, const cfn::Template& t, Report& report) {
  const Node* value = user_data_of(resource.properties);
  const Node* declared = t.resources.find(resource.id);
  const Node* written = user_data_of(declared != nullptr ? declared->find("Properties") : nullptr);
  if (value == nullptr || written == nullptr || !value->is_scalar()) return;
  const std::optional<cfn::Function> function = cfn::as_function(*written);
  if (function && function->name != "Fn::Sub" && function->name != "Fn::Join") return;  // may be encoded already
  std::string known = value->text();
  for (auto one = value->unknowns().rbegin(); one != value->unknowns().rend(); ++one)
    known.erase(one->offset, one->size);
  const bool is_plain = std::any_of(known.begin(), known.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) == 0 &&
           std::string_view("+/=\r\n").find(c) == std::string_view::npos;
  });
  if (is_plain && value->text().find("{{resolve:") == std::string::npos)
    report.add("U004", value->mark().or_else(written->mark()), resource.path("Properties.UserData"),
               "EC2 takes UserData in base64 only, and refuses this text", "write Fn::Base64 around it");
}

// A placeholder for what only a running stack knows would be no valid shell.
std::string as_shell(const Script& script) {
  std::string text = script.text.text();
  const std::vector<document::Unknown>& unknowns = script.text.unknowns();
  for (auto one = unknowns.rbegin(); one != unknowns.rend(); ++one) text.replace(one->offset, one->size, "placeholder");
  return text;
}

// sh, bash, dash and ksh, which ShellCheck reads.
bool is_shell(std::string_view script) {
  if (!script.starts_with("#!")) return false;
  const std::vector<std::string_view> words =
      support::split(support::trim(script.substr(2, script.find_first_of("\r\n") - 2)), ' ');
  for (std::string_view word : words) {
    const std::string_view name = word.substr(word.rfind('/') + 1);
    if (name.empty() || name == "env" || name.starts_with("-") || name.find('=') != std::string_view::npos) continue;
    return name == "sh" || name == "bash" || name == "dash" || name == "ksh";
  }
  return false;
}

void check_shell(const Script& script, const Options& options, std::string_view source, Report& report) {
  if (!options.shell || !is_shell(script.text.text())) return;
  // The lines of a block below `|` are the script's lines.
  const document::Mark mark = script.source != nullptr ? script.source->mark() : script.mark;
  const std::vector<std::string_view> lines = support::split_lines(source);
  const auto index = static_cast<std::size_t>(mark.line);
  const bool block =
      script.source != nullptr && mark.line > 0 && index <= lines.size() &&
      lines[index - 1]
              .substr(std::min<std::size_t>(lines[index - 1].size(), static_cast<std::size_t>(mark.column - 1)))
              .find('|') != std::string_view::npos;
  for (const ShellFinding& one : options.shell(as_shell(script))) {
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

const Node* ec2_user_data(const Resource& resource) {
  constexpr std::array<std::string_view, 3> types = {"AWS::EC2::Instance", "AWS::EC2::LaunchTemplate",
                                                     "AWS::AutoScaling::LaunchConfiguration"};
  return is_one_of(resource.type, types) ? user_data_of(resource.properties) : nullptr;
}

std::string user_data_text(const Resource& resource) {
  const Node* value = user_data_of(resource.properties);
  const std::optional<Node> text = value != nullptr && value->is_scalar() ? decoded(*value) : std::nullopt;
  return text ? text->text() : "";
}

void check_user_data(const Resolved& resolved, const Options& options, std::string_view source, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (const Node* init = at(one.node, {"Metadata", "AWS::CloudFormation::Init"})) check_init(*init, one, report);
    if (ec2_user_data(one) != nullptr) check_encoding(one, resolved.t, report);
    const std::optional<Script> script = script_of(resolved, one);
    if (!script) continue;
    check_begin(*script, report);
    check_names(*script, resolved.t, report);
    check_shell(*script, options, source, report);
  }
}

}  // namespace vend::validate
