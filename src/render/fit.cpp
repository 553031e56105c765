// A specialised template that can be passed inline.
#include <algorithm>
#include <functional>
#include <optional>

#include "render/builder.hpp"
#include "vend/render/render.hpp"

namespace vend::render {
namespace {

constexpr std::string_view form_groups = "AWS::CloudFormation::Interface";

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
        if (Node* groups = t.metadata.find(form_groups)) drop(*groups, "ParameterLabels");
      },
      [&](std::size_t) { drop(t.metadata, form_groups); },
  };
  std::size_t size = cfn::write(t, format).size();
  for (const auto& step : steps) {
    if (size <= bytes) return true;
    step(size - bytes);
    size = cfn::write(t, format).size();
  }
  return size <= bytes;
}

void drop_all_texts(cfn::Template& t) {
  t.dense = true;
  for (document::Member& row : t.parameters.members()) {
    drop(row.value, "Description");
    drop(row.value, "ConstraintDescription");
  }
}

// The bytes without everything that shorten_to may drop: it succeeds if they are few enough. One writing instead of
// six.
std::size_t shortest_size(cfn::Template t, cfn::Format format) {
  drop_all_texts(t);
  drop(t.metadata, form_groups);
  return cfn::write(t, format).size();
}

// shorten_to of a template that only just fits when everything is dropped: mostly nothing less will do, and that is
// seen at once.
void shorten_tight(cfn::Template& t, std::size_t bytes, cfn::Format format) {
  cfn::Template grouped = t;
  drop_all_texts(grouped);
  if (Node* groups = grouped.metadata.find(form_groups)) drop(*groups, "ParameterLabels");
  if (cfn::write(grouped, format).size() <= bytes) {
    shorten_to(t, bytes, format);
    return;
  }
  t = std::move(grouped);
  drop(t.metadata, form_groups);
}

// Looks for the fewest of several steps that make a size small enough; more steps never make it larger. What each step
// saves is guessed, and the guesses are corrected by what was seen: the next number to try is the one that would do.
class Search {
 public:
  // `savings`: about how many bytes each step saves. `excess`: how many are to be saved.
  Search(const std::vector<std::size_t>& savings, std::size_t excess) : enough_(savings.size() + 1), excess_(excess) {
    guessed_.reserve(savings.size() + 1);
    for (const std::size_t one : savings) guessed_.push_back(guessed_.back() + static_cast<double>(one));
  }

  bool goes_on() const { return enough_ - too_few_ > 1; }
  std::size_t next() const {
    const std::size_t first = too_few_ + 1, last = enough_ - 1;
    if (tries_ >= most_guesses) return first + (last - first) / 2;
    const auto begin = guessed_.begin();
    const auto found = std::lower_bound(begin, guessed_.end(), static_cast<double>(excess_) / correction_);
    return std::clamp(static_cast<std::size_t>(found - begin), first, last);
  }
  // What `count` steps have saved; true if it is enough.
  bool take(std::size_t count, std::size_t saved) {
    ++tries_;
    if (saved > 0) correction_ = static_cast<double>(saved) / guessed_[count];
    const bool fits = saved >= excess_;
    (fits ? enough_ : too_few_) = count;
    return fits;
  }
  std::size_t enough() const { return enough_; }

 private:
  static constexpr int most_guesses = 5;  // then half of what is left, each time

  std::vector<double> guessed_ = {0};  // by so many steps
  double correction_ = 1;              // what was saved for each byte of the guess
  std::size_t too_few_ = 0, enough_;
  std::size_t excess_;
  int tries_ = 0;
};

// A parameter that the form asks for, though the spec does not name it under `ask`.
struct Dispensable {
  std::string path;
  std::size_t bytes;  // of its texts that shorten_to leaves
};

std::size_t bytes_of(const Node& node) {
  constexpr std::size_t around = 4;  // blanks, colon, end of the line
  if (node.is_scalar()) return node.text().size();
  std::size_t bytes = 0;
  for (const Node& one : node.items()) bytes += bytes_of(one) + around;
  for (const document::Member& one : node.members()) {
    if (one.key != "Description" && one.key != "ConstraintDescription")
      bytes += one.key.size() + bytes_of(one.value) + around;
  }
  return bytes;
}

// From the end of the form up.
std::vector<Dispensable> dispensable(const model::RunnerStack& stack, const cfn::Template& t) {
  const std::vector<Parameter> rows = parameters(stack);
  std::vector<Dispensable> found;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const Node* asked = row->value && !row->path.empty() ? t.parameters.find(row->name) : nullptr;
    if (asked != nullptr && model::longest_above(stack->asked_paths, row->path) == 0)
      found.push_back({row->path, row->name.size() + bytes_of(*asked)});
  }
  return found;
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
  const std::vector<Dispensable> rows = dispensable(stack, whole);
  std::vector<std::size_t> savings;
  savings.reserve(rows.size());
  for (const Dispensable& row : rows) savings.push_back(row.bytes);
  std::optional<cfn::Template> best;
  Search search(savings, shortest - bytes);
  while (search.goes_on()) {
    const std::size_t count = search.next();
    model::RunnerStackValues values = *stack;
    for (std::size_t i = 0; i < count; ++i) values.fixed_paths.insert(rows[i].path);
    cfn::Template t = render(model::RunnerStack(std::move(values)), library, spec);
    const std::size_t size = shortest_size(t, format);
    if (search.take(count, shortest - std::min(shortest, size))) best = std::move(t);
  }
  if (!best) return {std::move(whole), {}};
  shorten_tight(*best, bytes, format);
  std::vector<std::string> dropped;
  for (std::size_t i = search.enough(); i-- > 0;) dropped.push_back(rows[i].path);
  return {std::move(*best), std::move(dropped)};
}

}  // namespace vend::render
