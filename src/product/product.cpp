#include "vend/product/product.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "vend/aws/limits.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/lookup.hpp"
#include "vend/document/reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/spec/overlay.hpp"
#include "vend/spec/reader.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::product {
namespace {

// The template's sections begin with a capital letter, a spec's settings never do.
bool is_key(std::string_view line, char first, char last) {
  if (line.starts_with('"') || line.starts_with('\'')) line.remove_prefix(1);
  return !line.empty() && line.front() >= first && line.front() <= last && line.find(':') != std::string_view::npos;
}

// A setting's limits stand once, in its parameter's row, and hold wherever its value lands: on the form, where
// CloudFormation applies them, and baked in, where nobody would. How long a setting may be that a form seldom asks for,
// such as a certificate, its part of the model has judged.
void check_rows(Spec& spec) {
  std::vector<render::Parameter> rows = render::parameters(*spec.stack);
  std::erase_if(rows, [&](const render::Parameter& row) {
    // The one threshold of the form stands for the first of all policies; each has its own check in the model.
    return !row.value || row.path.empty() || row.path.starts_with("scaling.") || row.secret ||
           row.type.starts_with("AWS::") || spec.root.find(row.path.substr(0, row.path.find('.'))) == nullptr;
  });
  if (rows.empty()) return;
  std::set<std::string> paths;  // what is said about a parameter is said about its setting
  for (render::Parameter& row : rows) {
    if (paths.insert(row.path).second) row.name = row.path;
    if (row.baked) row.constraint.max_length.reset();
  }
  cfn::Template form;
  form.parameters = render::parameters_section(rows);
  for (const support::Diagnostic& one : evaluate::evaluate(form, {}).diagnostics) {
    if (one.parameters.empty()) continue;
    const auto row = std::ranges::find(rows, one.parameters.front(), &render::Parameter::name);
    if (row == rows.end() || (row->baked && one.code == "P007")) continue;  // baked in it is no parameter's value
    const document::Mark mark = document::nearest_mark(spec.root, row->path);
    const bool said = std::any_of(spec.found.begin(), spec.found.end(), [&](const support::Diagnostic& other) {
      return other.path == row->path && other.severity == support::Severity::error;
    });
    if (said) continue;
    spec.found.push_back({support::Severity::error,
                          "S004",
                          {mark == document::Mark{} ? "--set" : spec.name, mark.line, mark.column},
                          row->path,
                          one.message,
                          row->constraint.description.empty() ? "" : "give " + row->constraint.description});
  }
}

document::Node one_or_list(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return document::Node(texts.front());
  document::Node all = document::Node::sequence();
  for (const std::string& one : texts) all.push(one);
  return all;
}

}  // namespace

bool is_spec(std::string_view text) {
  const std::string_view begin = support::trim(text);
  if (begin.starts_with('{'))
    return begin.find("\"Resources\"") == std::string_view::npos &&
           begin.find("\"TemplateBody\"") == std::string_view::npos;
  const std::vector<std::string_view> lines = support::split_lines(text);
  if (std::any_of(lines.begin(), lines.end(), [](std::string_view line) { return is_key(line, 'A', 'Z'); }))
    return false;
  return std::any_of(lines.begin(), lines.end(), [](std::string_view line) { return is_key(line, 'a', 'z'); });
}

Spec read_spec(std::string name, std::string text, const std::vector<std::string>& set) {
  Spec spec{std::move(name), std::move(text), {}, {}, std::nullopt};
  std::optional<document::Node> root = document::read_document(spec.text, spec.name, spec.found);
  if (!root || support::has_errors(spec.found)) return spec;
  for (const std::string& assignment : set) spec::set(*root, assignment, spec.found);
  spec.stack = spec::read(*root, spec.name, spec.found);
  spec.root = std::move(*root);
  if (spec.stack) check_rows(spec);
  if (support::has_errors(spec.found)) spec.stack.reset();
  return spec;
}

support::Diagnostics at_settings(support::Diagnostics findings, const Spec& spec) {
  const std::vector<render::Parameter> rows = render::parameters(*spec.stack);
  // A secret in the spec has been told where it stands; in the template it comes back as often as it is used.
  const auto of_secret = [](const support::Diagnostic& one) { return one.code == "A042"; };
  if (std::ranges::any_of(spec.found, of_secret)) std::erase_if(findings, of_secret);
  for (support::Diagnostic& one : findings) {
    one.location.file = spec.name;
    if (one.location.line > 0) continue;
    for (const std::string& name : one.parameters) {
      const auto row = std::ranges::find(rows, name, &render::Parameter::name);
      if (row == rows.end()) continue;
      const document::Mark mark = document::nearest_mark(spec.root, row->path);
      one.location = {spec.name, mark.line, mark.column};
      if (mark.line > 0) break;
    }
  }
  support::sort(findings);
  return findings;
}

render::InlineTemplate template_of(const model::RunnerStack& stack, const scripts::Library& library, cfn::Format format,
                                   const document::Node* spec) {
  if (!stack->platform) return {render::render(stack, library, spec), {}};
  return render::render_inline(stack, library, aws::limits::template_body_inline, format, spec);
}

std::vector<File> scripts_of(const cfn::Template& t, const std::string& stack_name) {
  std::vector<File> files;
  const document::Node* scripts = t.mappings.find("RunnerScripts");
  for (std::size_t i = 0; scripts != nullptr && i < scripts->members().size(); ++i) {
    const document::Member& one = scripts->members()[i];
    if (const document::Node* text = one.value.find("Text"))
      files.push_back({fmt::format("runner_configs/{}/{}", stack_name, one.key), text->text()});
  }
  return files;
}

std::string template_name(const model::RunnerStack& stack, cfn::Format format) {
  return fmt::format("{}.cf.{}", stack->name, format == cfn::Format::yaml ? "yml" : "json");
}

std::string parameters_name(const std::string& stack_name) {
  return stack_name.empty() ? "parameters.json" : stack_name + ".parameters.json";
}

parameters::ParameterFile fresh_values(const cfn::Template& t) {
  parameters::ParameterFile all;
  for (const document::Member& parameter : t.parameters.members()) {
    const document::Node* value = parameter.value.find("Default");
    all.values.push_back({parameter.key, value != nullptr ? value->text() : "", false, {}});
  }
  return all;
}

std::string to_json(const Manifest& manifest) {
  document::Node root = document::Node::mapping();
  for (const auto& [name, checksums] : manifest.checksums) root.add(name, one_or_list(checksums));
  document::Node all = document::Node::mapping();
  for (const auto& [name, values] : manifest.values) {
    document::Node& one = all.add(name, document::Node::mapping());
    for (const auto& [key, texts] : values) one.add(key, one_or_list(texts));
  }
  if (!all.empty()) root.add("(values)", std::move(all));
  return document::write_json(root);
}

bool asks_secret(const cfn::Template& t) {
  return std::ranges::any_of(t.parameters.members(), [&](const document::Member& one) {
    const document::Node* value = one.value.find("Default");
    return cfn::is_secret(t, one.key) && (value == nullptr || value->text().empty());
  });
}

std::string next_steps(const NextSteps& what) {
  const std::string template_file = support::shell_word(what.directory + what.template_file);
  const std::string parameter_file =
      support::shell_word(fmt::format("file://{}{}", what.directory, what.parameter_file));
  std::string out = fmt::format(
      "In the console: CloudFormation > Create stack > Upload a template file > {0}{1}, then fill in the form.\n"
      "With the AWS CLI, 1 or 2{2}:\n",
      support::escape_for_terminal(what.directory), what.template_file,
      what.asks_secret ? fmt::format(" (put the token into {}{} first, and do not commit it)",
                                     support::escape_for_terminal(what.directory), what.parameter_file)
                       : "");
  if (!what.fits) {
    out += fmt::format(
        "  S3_BUCKET=a-bucket-of-yours   # the template is too large to be passed directly\n"
        "  aws s3 cp {} \"s3://$S3_BUCKET/\"\n",
        template_file);
  }
  const std::string body =
      what.fits ? "--template-body " + support::shell_word("file://" + what.directory + what.template_file)
                : fmt::format("--template-url \"https://$S3_BUCKET.s3.amazonaws.com/{}\"", what.template_file);
  out += fmt::format(
      "  aws cloudformation create-stack --stack-name {0} {1} \\\n"
      "    --parameters {2} --capabilities CAPABILITY_IAM\n"
      "For a first try add --disable-rollback: what failed stays to be looked at, its log group, too.\n"
      "With version 2 one command creates and updates; version 1 reads there what `vend parameters --format deploy` "
      "writes:\n"
      "  aws cloudformation deploy --stack-name {0} --template-file {3} \\\n"
      "    --parameter-overrides {2} --capabilities CAPABILITY_IAM{4}\n",
      what.stack_name, body, parameter_file, template_file, what.fits ? "" : " \\\n    --s3-bucket \"$S3_BUCKET\"");
  return out;
}

}  // namespace vend::product
