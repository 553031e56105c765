#include "diff/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vend/calendar/duration.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::diff {
namespace {

constexpr std::size_t longest_value = 160;  // bytes
constexpr std::size_t most_lines = 6;       // of a text, each way
constexpr std::size_t most_properties = 40;

std::string shortened(std::string text) {
  if (text.size() <= longest_value) return text;
  return text.substr(0, support::valid_utf8_prefix(std::string_view(text).substr(0, longest_value))) + " ...";
}

std::string value_of(const std::optional<Node>& value) {
  if (!value) return "(nothing)";
  if (value->is_string() && !value->text().empty()) return shortened(value->text());
  if (value->is_scalar() && !value->is_string() && !value->is_null()) return value->text();
  return shortened(document::write_compact_json(*value));
}

bool has_lines(const std::optional<Node>& value) {
  return value && value->is_scalar() && value->text().find('\n') != std::string::npos;
}

void add_lines(char mark, const std::vector<std::string_view>& lines, std::size_t begin, std::size_t end,
               std::vector<std::string>& details) {
  for (std::size_t i = begin; i < end; ++i) {
    if (i - begin == most_lines) {
      details.push_back(fmt::format("  {} ... {} more lines", mark, end - i));
      break;
    }
    details.push_back(fmt::format("  {} {}", mark, shortened(std::string(lines[i]))));
  }
}

// Where two texts begin and end to differ, line by line.
void compare_lines(const PropertyChange& change, std::vector<std::string>& details) {
  const std::vector<std::string_view> before = support::split_lines(change.before->text()),
                                      after = support::split_lines(change.after->text());
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  details.push_back(fmt::format("{}: differs from line {} on", change.path, head + 1));
  add_lines('-', before, head, before.size() - tail, details);
  add_lines('+', after, head, after.size() - tail, details);
}

void add_property(const PropertyChange& change, std::vector<std::string>& details) {
  std::string maybe = change.certainty == Certainty::may ? " (may)" : "";
  if (change.effect != Effect::in_place) maybe += fmt::format(" [{}]", to_string(change.effect));
  if (!change.because.empty()) {
    details.push_back(fmt::format("{}: {}{}", change.path, change.because, maybe));
  } else if (change.before && change.after && (has_lines(change.before) || has_lines(change.after)) &&
             change.before->is_scalar() && change.after->is_scalar()) {
    compare_lines(change, details);
  } else {
    details.push_back(
        fmt::format("{}: {} -> {}{}", change.path, value_of(change.before), value_of(change.after), maybe));
  }
}

struct Look {
  const char* mark;
  Tone tone;
};
constexpr std::array looks = {Look{" ", Tone::plain},  Look{"?~", Tone::changed}, Look{"~", Tone::changed},
                              Look{"?-/+", Tone::bad}, Look{"-/+", Tone::bad},    Look{"?+", Tone::good},
                              Look{"+", Tone::good},   Look{"?-", Tone::bad},     Look{"-", Tone::bad},
                              Look{"!", Tone::bad}};

std::string_view of_old_one(Cleanup cleanup) {
  constexpr std::array<std::string_view, 4> words = {"", "; the old one is deleted",
                                                     "; the old one stays, outside of the stack",
                                                     "; the old one is deleted after a snapshot"};
  return words.at(static_cast<std::size_t>(cleanup));
}

std::string_view past(Action action) {
  constexpr std::array<std::string_view, 10> words = {"unchanged", "may be updated",
                                                      "updated",   "may be replaced",
                                                      "replaced",  "may be added",
                                                      "added",     "may be removed",
                                                      "removed",   "gets another type, which CloudFormation refuses"};
  return words.at(static_cast<std::size_t>(action));
}

Item resource_item(const ResourceChange& change) {
  const Look& look = looks.at(static_cast<std::size_t>(change.action));
  Item item{look.mark,
            change.id,
            fmt::format("({}) {}{}{}", change.type, past(change.action), of_old_one(change.cleanup),
                        change.loses_data ? " with its data" : ""),
            {},
            {},
            look.tone};
  for (std::size_t i = 0; i < change.properties.size(); ++i) {
    if (i == most_properties) {
      item.details.push_back(fmt::format("... {} more properties", change.properties.size() - i));
      break;
    }
    add_property(change.properties[i], item.details);
  }
  item.details.insert(item.details.end(), change.notes.begin(), change.notes.end());
  return item;
}

Item group_item(const GroupChange& change) {
  const Tone tone = change.jobs == Jobs::lost ? Tone::bad : change.jobs == Jobs::may ? Tone::changed : Tone::good;
  Item item{"", change.id,      fmt::format("rolls: {}, jobs: {}", to_string(change.rolls), to_string(change.jobs)),
            {}, change.moments, tone};
  std::vector<std::string>& all = item.details;
  if (change.through.size() > 1) all.push_back("through " + support::join(change.through, " -> "));
  for (const std::vector<std::string>* part : {&change.reasons, &change.meanwhile, &change.losses, &change.failure})
    all.insert(all.end(), part->begin(), part->end());
  for (std::size_t i = 0; i < change.steps.size(); ++i)
    all.push_back(fmt::format("step {}: {}", i + 1, change.steps[i]));
  return item;
}

// `change`: added, removed or something else that became different.
Item item_of(const std::string& name, const std::string& change) {
  if (change == "added") return {"+", name, change, {}, {}, Tone::good};
  if (change == "removed") return {"-", name, change, {}, {}, Tone::bad};
  return {"~", name, change, {}, {}, Tone::changed};
}

Item parameter_item(const ParameterChange& change) {
  Item item = item_of(change.name, change.change);
  if (change.before || change.after)
    item.text += fmt::format(": {} -> {}", shortened(change.before.value_or("(nothing)")),
                             shortened(change.after.value_or("(nothing)")));
  if (!change.note.empty()) item.details.push_back(change.note);
  return item;
}

Item output_item(const OutputChange& change) {
  Item item = item_of(change.name, change.change);
  if (!change.because.empty()) {
    item.text += ": " + change.because;
  } else if (change.before != change.after) {
    item.text += fmt::format(": {} -> {}", shortened(change.before.value_or("(nothing)")),
                             shortened(change.after.value_or("(nothing)")));
  }
  if (!change.exported_before.empty() || !change.exported_after.empty())
    item.details.push_back(fmt::format("export: {} -> {}",
                                       change.exported_before.empty() ? "(none)" : change.exported_before,
                                       change.exported_after.empty() ? "(none)" : change.exported_after));
  return item;
}

template <class T, class F>
void add_section(std::string title, const std::vector<T>& all, F item_of, std::vector<Section>& sections) {
  if (all.empty()) return;
  Section section{std::move(title), {}};
  for (const T& one : all) section.items.push_back(item_of(one));
  sections.push_back(std::move(section));
}

Item sentence(const std::string& text) { return {"", "", text, {}}; }

}  // namespace

std::vector<Section> sections_of(const Report& report) {
  std::vector<Section> sections;
  add_section("Summary", report.summary, sentence, sections);
  auto failure = [](Tone tone) {
    return [tone](const std::string& text) { return Item{"!", "", text, {}, {}, tone}; };
  };
  add_section("Why it fails", report.fails, failure(Tone::bad), sections);
  add_section("What may make it fail", report.may_fail, failure(Tone::changed), sections);
  add_section("Jobs", report.groups, group_item, sections);
  add_section("Resources", report.resources, resource_item, sections);
  add_section("Form", report.parameters, parameter_item, sections);
  add_section("Outputs", report.outputs, output_item, sections);
  add_section(
      "Order", report.order,
      [](const Step& step) {
        return Item{step.cleanup ? "cleanup" : "update", step.id, step.what, {}};
      },
      sections);
  return sections;
}

std::vector<std::string> draw(const std::vector<Moment>& moments, int columns) {
  struct Row {
    const char* name;
    int Moment::*count;
  };
  constexpr std::array rows = {Row{"old", &Moment::old_ones}, Row{"draining", &Moment::draining},
                               Row{"booting", &Moment::booting}, Row{"new", &Moment::new_ones}};
  std::vector<std::string> lines;
  if (moments.empty() || columns < 10) return lines;
  const int last = moments.back().second;
  for (const Row& row : rows) {
    std::string line = fmt::format("{:<9}", row.name);
    bool any = false;
    for (int column = 0; column < columns; ++column) {
      const int second = static_cast<int>(static_cast<long>(last) * column / (columns - 1));
      int count = 0;
      for (const Moment& one : moments) {
        if (one.second <= second) count = one.*row.count;
      }
      any = any || count > 0;
      line += count == 0 ? '.' : count > 9 ? '+' : static_cast<char>('0' + count);
    }
    if (any) lines.push_back(std::move(line));
  }
  const std::string end = calendar::short_duration(last);
  lines.push_back(fmt::format("{:<9}0{:>{}}", "time", end, columns - 1));
  return lines;
}

}  // namespace vend::diff
