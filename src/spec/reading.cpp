#include "spec/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {
namespace {

std::string_view kind_name(const Node& node) {
  switch (node.kind()) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::boolean:
      return "a boolean";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::real:
      return "a number";
    case Node::Kind::string:
      return "a text";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      break;
  }
  return "a mapping";
}

const Node* child(const Node& node, std::string_view key) {
  if (!node.is_sequence()) return node.find(key);
  std::size_t index = 0;
  auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  bool whole = error == std::errc() && end == key.data() + key.size();
  return whole && index < node.items().size() ? &node.items()[index] : nullptr;
}

}  // namespace

const Node* Reading::at(std::string_view path) const {
  const Node* node = &root_;
  for (std::string_view key : support::split(path, '.')) {
    node = child(*node, key);
    if (node == nullptr) return nullptr;
  }
  return node;
}

void Reading::add(support::Severity severity, std::string code, document::Mark mark, std::string_view path,
                  std::string message, std::string fix) {
  out_.push_back({severity,
                  std::move(code),
                  {mark == document::Mark{} ? "--set" : file_, mark.line, mark.column},
                  std::string(path),
                  std::move(message),
                  std::move(fix)});
}

void Reading::error(std::string code, document::Mark mark, std::string_view path, std::string message,
                    std::string fix) {
  add(support::Severity::error, std::move(code), mark, path, std::move(message), std::move(fix));
}

document::Mark Reading::nearest(std::string_view path) const {
  const Node* node = at(path);
  while (node == nullptr && path.find('.') != std::string_view::npos) {
    path = path.substr(0, path.rfind('.'));
    node = at(path);
  }
  return node != nullptr ? node->mark() : root_.mark();
}

document::Mark Reading::nearest_of(const std::string& path, const std::vector<std::string>& others) const {
  if (at(path) != nullptr) return nearest(path);
  const auto written = std::find_if(others.begin(), others.end(), [&](const auto& one) { return at(one) != nullptr; });
  return nearest(written != others.end() ? *written : path);
}

void Reading::error_at(std::string code, std::string_view path, std::string message, std::string fix) {
  error(std::move(code), nearest(path), path, std::move(message), std::move(fix));
}

void Reading::warn_at(std::string code, std::string_view path, std::string message, std::string fix) {
  add(support::Severity::warning, std::move(code), nearest(path), path, std::move(message), std::move(fix));
}

void Reading::warn(std::string code, document::Mark mark, std::string message, std::string fix) {
  const bool said = std::ranges::any_of(out_, [&](const support::Diagnostic& one) {
    return one.severity == support::Severity::error && one.location.line == mark.line &&
           one.location.column == mark.column;
  });
  if (!said) add(support::Severity::warning, std::move(code), mark, "", std::move(message), std::move(fix));
}

void Reading::problems(const model::Problems& found, std::string_view item) {
  for (const model::Problem& problem : found) {
    std::string path = item.empty() ? problem.setting : fmt::format("{}.{}", item, problem.setting);
    error("S004", nearest_of(path, problem.others), path, fmt::format("{} {}", path, problem.message), problem.fix);
  }
}

void Reading::wrong_type(const Node& node, std::string_view path, std::string_view wanted) {
  std::string fix;
  if (wanted == "a list") {
    const bool commas = node.is_scalar() && node.text().find(',') != std::string::npos;
    fix =
        fmt::format("write it like {}: [{}]", path.substr(path.rfind('.') + 1), commas ? node.text() : "first, second");
  }
  // As it was written; a text that stands where a section belongs could be a secret.
  const bool shown = node.kind() == Node::Kind::string && wanted == "a whole number";
  const std::string is = shown ? fmt::format("\"{}\"", node.text()) : std::string(kind_name(node));
  error("S002", node.mark(), path, fmt::format("{} is {}, but takes {}", path, is, wanted), std::move(fix));
}

std::optional<std::string> Reading::text(const Node& node, std::string_view path) {
  if (node.is_null() || !node.is_scalar()) {
    wrong_type(node, path, "a text");
    return std::nullopt;
  }
  return node.text();
}

std::optional<int> Reading::integer(const Node& node, std::string_view path) {
  std::optional<std::int64_t> value = document::to_integer(node);
  bool fits = value && *value >= std::numeric_limits<int>::min() && *value <= std::numeric_limits<int>::max();
  if (!fits && node.kind() == Node::Kind::integer) {
    error("S002", node.mark(), path, fmt::format("{} is {}, which is larger than any that fits", path, node.text()),
          fmt::format("use a whole number of at most {}", std::numeric_limits<int>::max()));
    return std::nullopt;
  }
  if (!fits) {
    wrong_type(node, path, "a whole number");
    return std::nullopt;
  }
  return static_cast<int>(*value);
}

std::optional<double> Reading::number(const Node& node, std::string_view path) {
  std::optional<double> value = document::to_real(node);
  if (!value) wrong_type(node, path, "a number");
  return value;
}

std::optional<bool> Reading::boolean(const Node& node, std::string_view path) {
  std::optional<bool> value = document::to_bool(node);
  if (!value) wrong_type(node, path, "true or false");
  return value;
}

std::optional<int> Reading::seconds(const Node& node, std::string_view path) {
  const std::optional<int> value = node.is_scalar() ? calendar::read_short_duration(node.text()) : std::nullopt;
  if (!value)
    error("S005", node.mark(), path,
          fmt::format("{} is {}, which is not a duration", path,
                      node.is_scalar() ? node.text() : std::string(kind_name(node))),
          "write it like 90, 90s, 5m, 2h or 1d");
  return value;
}

std::optional<std::vector<std::string>> Reading::texts(const Node& node, std::string_view path) {
  if (!node.is_sequence()) {
    wrong_type(node, path, "a list");
    return std::nullopt;
  }
  std::vector<std::string> all;
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    if (std::optional<std::string> one = text(node.items()[i], fmt::format("{}.{}", path, i))) all.push_back(*one);
  }
  return all;
}

bool Reading::keys(const Node& node, std::string_view path, const std::vector<std::string>& known) {
  if (!node.is_mapping()) {
    wrong_type(node, path, "a mapping");
    return false;
  }
  for (const document::Member& member : node.members()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    std::string full = path.empty() ? member.key : fmt::format("{}.{}", path, member.key);
    std::optional<std::string> meant = support::closest(member.key, known);
    error("S001", member.mark, full, fmt::format("there is no {}", full),
          meant ? fmt::format("did you mean {}?", *meant) : fmt::format("known here: {}", support::join(known, ", ")));
  }
  return true;
}

bool Reading::is_of_another_kind(const std::vector<std::string>& known) {
  constexpr std::size_t named = 3;
  std::vector<std::string> strange;
  for (const document::Member& member : root_.members()) {
    const bool is_known = std::find(known.begin(), known.end(), member.key) != known.end();
    if (!is_known && !support::closest(member.key, known)) strange.push_back(member.key);
  }
  if (strange.size() < 2 || 2 * strange.size() <= root_.members().size()) return false;
  const bool serverless = root_.find("service") != nullptr && root_.find("provider") != nullptr;
  const std::string more = strange.size() > named ? fmt::format(" and {} more", strange.size() - named) : "";
  strange.resize(std::min(strange.size(), named));
  error("S002", root_.members().front().mark, "",
        fmt::format("this is neither a template, which has Resources, nor a spec, which has no {}{}",
                    support::join(strange, ", "), more),
        serverless ? "let `serverless package` write the template, and name that"
                   : "begin a spec with platform: amazon-linux-2023");
  return true;
}

void Reading::word(std::string_view value, document::Mark mark, std::string_view path,
                   const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), value) != words.end()) return;
  std::optional<std::string> meant = support::closest(value, words);
  std::string all = fmt::format("use one of {}", support::join(words, ", "));
  error("S003", mark, path, fmt::format("{} cannot be \"{}\"", path, value),
        meant ? fmt::format("did you mean {}? ({})", *meant, all) : all);
}

}  // namespace vend::spec
