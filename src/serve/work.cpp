#include "serve/work.hpp"

#include <algorithm>

#include "vend/aws/names.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/spec/reader.hpp"
#include "vend/support/text.hpp"

namespace vend::serve {
namespace {

constexpr std::size_t most_kept = 6;  // sources; two pages with something to compare with need four

std::string text_of(const document::Node& node, std::string_view key) {
  const document::Node* found = node.find(key);
  return found != nullptr && found->is_string() ? found->text() : "";
}

// Nothing but blanks and remarks: the spec of the full template.
bool says_nothing(std::string_view text) {
  const std::vector<std::string_view> lines = support::split_lines(text);
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    line = support::trim(line);
    return line.empty() || line.starts_with('#') || line == "{}";
  });
}

// Names without their directory, which is of this machine.
std::string base_name(const std::string& name) {
  const std::size_t slash = name.find_last_of("/\\");
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

void finish_spec(Source& source, const scripts::Library& library) {
  source.spec =
      says_nothing(source.text) ? product::read_spec(source.name, "{}") : product::read_spec(source.name, source.text);
  source.found = source.spec.found;
  if (!source.spec.stack) return;
  const model::RunnerStack& stack = *source.spec.stack;
  source.t = product::template_of(stack, library).t;
  source.template_text = cfn::write(*source.t, cfn::Format::yaml);
  source.template_name = product::template_name(stack);
  source.stack_name = stack->name;
}

void finish_template(Source& source) {
  source.t = cfn::read_template(source.text, source.name, source.found);
  if (support::has_errors(source.found)) source.t.reset();
  source.template_text = source.text;
  source.template_name = base_name(source.name).empty() ? "template.yml" : base_name(source.name);
}

bool holds_secret(const Source& source) {
  const auto is_plain = [](const support::Diagnostic& one) { return one.code == "S006"; };
  if (std::any_of(source.found.begin(), source.found.end(), is_plain)) return true;
  if (!source.t || source.is_spec) return false;
  return std::any_of(source.t->parameters.members().begin(), source.t->parameters.members().end(), [](const auto& one) {
    const document::Node* value = one.value.find("Default");
    return cfn::is_secret(one.value) && value != nullptr && !value->text().empty();
  });
}

}  // namespace

Work read_work(const document::Node& node) {
  Work work;
  work.name = text_of(node, "name");
  work.text = text_of(node, "text");
  if (const document::Node* values = node.find("values"); values != nullptr && values->is_mapping()) {
    for (const document::Member& one : values->members()) {
      if (one.value.is_string()) work.values[one.key] = one.value.text();
    }
  }
  if (const document::Node* entered = node.find("entered"); entered != nullptr && entered->is_sequence()) {
    for (const document::Node& one : entered->items()) work.entered.insert(one.text());
  }
  if (const std::string region = text_of(node, "region"); aws::is_region(region)) work.environment.region = region;
  // The page shows a region from the start; only another one was chosen.
  work.environment.region_assumed = work.environment.region == evaluate::Environment().region;
  if (const std::string stack = text_of(node, "stack"); aws::is_stack_name(stack)) work.environment.stack_name = stack;
  return work;
}

Sources::Sources(const support::Assets& assets) : library_(assets) {}

std::shared_ptr<const Source> Sources::get(const Work& work) {
  const auto found = std::find_if(last_.begin(), last_.end(),
                                  [&](const auto& one) { return one->text == work.text && one->name == work.name; });
  std::shared_ptr<const Source> source = found != last_.end() ? *found : read(work);
  if (found != last_.end()) last_.erase(found);
  last_.push_front(source);
  if (last_.size() > most_kept) last_.pop_back();
  return source;
}

std::shared_ptr<const Source> Sources::read(const Work& work) const {
  auto source = std::make_shared<Source>();
  source->name = work.name;
  source->text = work.text;
  source->is_spec = says_nothing(work.text) || product::is_spec(work.text);
  if (source->is_spec) {
    finish_spec(*source, library_);
  } else {
    finish_template(*source);
  }
  source->has_secret_text = holds_secret(*source);
  return source;
}

evaluate::Input input_of(const Work& work, const Source& source) {
  evaluate::Input input;
  input.environment = work.environment;
  input.parameters = work.values;
  if (!source.t) return input;
  for (const document::Member& one : source.t->parameters.members()) {
    if (!cfn::is_secret(one.value)) continue;
    input.parameters.erase(one.key);
    if (work.entered.contains(one.key)) input.previous.insert(one.key);
  }
  // Of another source's form.
  std::erase_if(input.parameters, [&](const auto& one) { return source.t->parameters.find(one.first) == nullptr; });
  return input;
}

}  // namespace vend::serve
