// A specialised template that can be passed inline.
#include <functional>
#include <optional>

#include "render/builder.hpp"
#include "vend/render/render.hpp"

namespace vend::render {
namespace {

void drop(Node& mapping, std::string_view key) {
  std::erase_if(mapping.members(), [&](const document::Member& one) { return one.key == key; });
}

// Drops a text of the parameters, from the last one up, until so many bytes are saved.
void drop_texts(Node& parameters, std::string_view key, std::size_t excess) {
  std::vector<document::Member>& rows = parameters.members();
  std::size_t saved = 0;
  for (auto row = rows.rbegin(); row != rows.rend() && saved < excess; ++row) {
    const Node* text = row->value.find(key);
    if (text == nullptr) continue;
    saved += text->text().size() + key.size() + 6;  // at least: "KEY":"TEXT", in JSON on one line
    drop(row->value, key);
  }
}

// Whether the template has at most so many bytes, shortened where it must be.
bool shorten_to(cfn::Template& t, std::size_t bytes, cfn::Format format) {
  const std::function<void(std::size_t)> steps[] = {
      [&](std::size_t) { t.dense = true; },
      [&](std::size_t excess) { drop_texts(t.parameters, "Description", excess); },
      [&](std::size_t excess) { drop_texts(t.parameters, "ConstraintDescription", excess); },
      [&](std::size_t) {
        if (Node* interface = t.metadata.find("AWS::CloudFormation::Interface")) drop(*interface, "ParameterLabels");
      },
      [&](std::size_t) { drop(t.metadata, "AWS::CloudFormation::Interface"); },
  };
  std::size_t size = cfn::write(t, format).size();
  for (const auto& step : steps) {
    if (size <= bytes) return true;
    step(size - bytes);
    size = cfn::write(t, format).size();
  }
  return size <= bytes;
}

// Whether it could be shortened to so many bytes: without everything that shorten_to may drop. One writing instead of
// six.
bool can_be_shortened_to(cfn::Template t, std::size_t bytes, cfn::Format format) {
  t.dense = true;
  for (document::Member& row : t.parameters.members()) {
    drop(row.value, "Description");
    drop(row.value, "ConstraintDescription");
  }
  drop(t.metadata, "AWS::CloudFormation::Interface");
  return cfn::write(t, format).size() <= bytes;
}

// Parameters that the form asks for, though the spec does not name them under `ask`; from the end of the form up.
std::vector<std::string> dispensable(const model::RunnerStack& stack, const cfn::Template& t) {
  const std::vector<Parameter> rows = parameters(stack);
  std::vector<std::string> paths;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const bool asked = t.parameters.find(row->name) != nullptr && row->value && !row->path.empty();
    if (asked && longest_above(stack->asked_paths, row->path) == 0) paths.push_back(row->path);
  }
  return paths;
}

}  // namespace

InlineTemplate render_inline(const model::RunnerStack& stack, const scripts::Library& library, std::size_t bytes,
                             cfn::Format format, const Node* spec) {
  cfn::Template whole = render(stack, library, spec);
  if (can_be_shortened_to(whole, bytes, format)) {
    shorten_to(whole, bytes, format);
    return {std::move(whole), {}};
  }

  const std::vector<std::string> paths = dispensable(stack, whole);
  std::optional<cfn::Template> best;
  // The fewest paths that are enough, by halving: more of them never make the template larger.
  std::size_t too_few = 0, enough = paths.size() + 1;
  while (enough - too_few > 1) {
    const std::size_t count = enough == paths.size() + 1 ? paths.size() : too_few + (enough - too_few) / 2;
    model::RunnerStackValues values = *stack;
    values.fixed_paths.insert(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(count));
    cfn::Template t = render(model::RunnerStack(std::move(values)), library, spec);
    if (can_be_shortened_to(t, bytes, format)) {
      best = std::move(t);
      enough = count;
    } else {
      too_few = count;
    }
  }
  if (!best) return {std::move(whole), {}};
  shorten_to(*best, bytes, format);
  return {std::move(*best), {paths.rend() - static_cast<std::ptrdiff_t>(enough), paths.rend()}};
}

}  // namespace vend::render
