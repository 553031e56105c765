// A specialised template that can be passed inline.
#include <algorithm>
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

// The bytes without everything that shorten_to may drop: it succeeds if they are few enough. One writing instead of
// six.
std::size_t shortest_size(cfn::Template t, cfn::Format format) {
  t.dense = true;
  for (document::Member& row : t.parameters.members()) {
    drop(row.value, "Description");
    drop(row.value, "ConstraintDescription");
  }
  drop(t.metadata, "AWS::CloudFormation::Interface");
  return cfn::write(t, format).size();
}

// Looks for the fewest of so many steps that make a size small enough; more steps never make it larger. The next number
// to try is where it would be if all steps saved the same, then beside what was tried, then half way.
class Search {
 public:
  Search(std::size_t steps, std::size_t size_of_none, std::size_t wanted)
      : enough_(steps + 1), size_of_none_(size_of_none), wanted_(wanted) {}

  bool goes_on() const { return enough_ - too_few_ > 1; }
  std::size_t next() {
    const std::size_t all = enough_ - 1;
    ++tries_;
    if (tries_ == 1) return all;
    const std::size_t between = enough_ - too_few_;
    std::size_t step = between / 2;
    if (tries_ == 2)
      step = between * (size_of_none_ - wanted_) / std::max<std::size_t>(1, size_of_none_ - size_of_all_);
    if (tries_ == 3) step = fitted_ ? between - 1 : 1;
    return too_few_ + std::clamp<std::size_t>(step, 1, between - 1);
  }
  // What `count` steps make; true if it is small enough.
  bool take(std::size_t count, std::size_t size) {
    if (tries_ == 1) size_of_all_ = size;
    fitted_ = size <= wanted_;
    (fitted_ ? enough_ : too_few_) = count;
    return fitted_;
  }
  std::size_t enough() const { return enough_; }

 private:
  std::size_t too_few_ = 0, enough_;
  std::size_t size_of_none_, size_of_all_ = 0, wanted_;
  int tries_ = 0;
  bool fitted_ = false;
};

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
  const std::size_t shortest = shortest_size(whole, format);
  if (shortest <= bytes) {
    shorten_to(whole, bytes, format);
    return {std::move(whole), {}};
  }
  const std::vector<std::string> paths = dispensable(stack, whole);
  std::optional<cfn::Template> best;
  Search search(paths.size(), shortest, bytes);
  while (search.goes_on()) {
    const std::size_t count = search.next();
    model::RunnerStackValues values = *stack;
    values.fixed_paths.insert(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(count));
    cfn::Template t = render(model::RunnerStack(std::move(values)), library, spec);
    if (search.take(count, shortest_size(t, format))) {
      best = std::move(t);
    } else if (count == paths.size()) {
      break;  // not even with all of them
    }
  }
  if (!best) return {std::move(whole), {}};
  shorten_to(*best, bytes, format);
  return {std::move(*best), {paths.rend() - static_cast<std::ptrdiff_t>(search.enough()), paths.rend()}};
}

}  // namespace vend::render
