#include "vend/scripts/library.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

namespace vend::scripts {
namespace {

constexpr std::string_view directory = "runner_configs/";
constexpr std::string_view mark = "# @";
constexpr std::string_view values_mark = "@@VALUES@@\n";

// Fragments are commented where they are written; what is emitted keeps their first comment, remarks behind `##`, which
// a stranger needs, and what tools read. Every byte of a script is one of the template's 51,200.
bool is_remark(std::string_view line) {
  std::string_view text = support::trim(line);
  return text.starts_with("# ") && !text.starts_with("# shellcheck ") && !text.starts_with("# ----");
}

Feature feature_from(std::string_view name, const std::string& place) {
  std::vector<std::string> names;
  for (const auto& [feature, known] : feature_names) {
    if (known == name) return feature;
    names.emplace_back(known);
  }
  throw ScriptError(
      fmt::format("{}: there is no feature \"{}\"; there are {}", place, name, support::join(names, ", ")));
}

}  // namespace

// Reads a script with all that it includes into lines that know which features they need.
class Composer {
 public:
  explicit Composer(const support::Assets& assets) : assets_(assets) {}

  std::vector<Library::Line> read(const std::string& path) {
    append_file(path, Features());
    return std::move(lines_);
  }

 private:
  void append_file(const std::string& path, Features needs) {
    if (std::find(open_.begin(), open_.end(), path) != open_.end()) {
      throw ScriptError(fmt::format("{}: includes itself", path));
    }
    open_.push_back(path);
    std::vector<std::pair<int, Features>> blocks;  // line of `@if` and what was needed before it
    int line_number = 0;
    bool heading = true;
    for (std::string_view line : support::split_lines(assets_.get(path))) {
      const std::string place = fmt::format("{}:{}", path, ++line_number);
      const std::string_view text = support::trim(line);
      if (text.starts_with(mark)) {
        needs = obey(text.substr(mark.size()), place, line_number, blocks, needs);
        continue;
      }
      bool remark = is_remark(line);
      heading = heading && (remark || line.empty() || line.starts_with("# ----"));
      if (remark && !heading && open_.size() > 1) continue;
      lines_.push_back({std::string(line), needs});
    }
    if (!blocks.empty()) throw ScriptError(fmt::format("{}:{}: this @if has no @end", path, blocks.back().first));
    open_.pop_back();
  }

  // What the lines behind this mark need.
  Features obey(std::string_view order, const std::string& place, int line_number,
                std::vector<std::pair<int, Features>>& blocks, Features needs) {
    const std::size_t blank = std::min(order.find(' '), order.size());
    const std::string_view verb = order.substr(0, blank);
    const std::string_view object = support::trim(order.substr(blank));
    if (verb == "include") {
      std::string included = std::string(directory).append(object);
      if (!assets_.contains(included)) throw ScriptError(fmt::format("{}: there is no {}", place, included));
      append_file(included, needs);
      return needs;
    }
    if (verb == "if") {
      blocks.emplace_back(line_number, needs);
      return needs.with(feature_from(object, place));
    }
    if (verb != "end" || !object.empty()) {
      throw ScriptError(
          fmt::format("{}: there is no mark {}{}; write @include FILE, @if FEATURE or @end", place, mark, order));
    }
    if (blocks.empty()) throw ScriptError(fmt::format("{}: this @end has no @if", place));
    const Features before = blocks.back().second;
    blocks.pop_back();
    return before;
  }

  const support::Assets& assets_;
  std::vector<std::string> open_;
  std::vector<Library::Line> lines_;
};

namespace {

Launcher read_launcher(const support::Assets& assets, std::string_view path) {
  std::string_view text = assets.get(path);
  std::size_t at = text.find(values_mark);
  if (at == std::string_view::npos || (at > 0 && text[at - 1] != '\n')) {
    throw ScriptError(fmt::format("{}: has no line @@VALUES@@", path));
  }
  return {std::string(text.substr(0, at)), std::string(text.substr(at + values_mark.size()))};
}

}  // namespace

Library::Library(const support::Assets& assets)
    : linux_(read_launcher(assets, "templates/userdata/linux.sh")),
      windows_(read_launcher(assets, "templates/userdata/windows.ps1")) {
  for (const std::string& path : assets.list(directory)) {
    std::string name = path.substr(directory.size());
    bool script = name.ends_with(".sh") || name.ends_with(".ps1");
    if (!script || name.find('/') != std::string::npos) continue;
    lines_.push_back(Composer(assets).read(path));
    scripts_.push_back({std::move(name), {}, {}});
    scripts_.back() = compose(scripts_.back(), Features::all());
  }
}

const Script* Library::find(std::string_view name) const {
  auto found =
      std::find_if(scripts_.begin(), scripts_.end(), [&](const Script& script) { return script.name == name; });
  return found == scripts_.end() ? nullptr : &*found;
}

Script Library::compose(const Script& script, Features features) const {
  std::string text;
  for (const Line& line : lines_.at(static_cast<std::size_t>(&script - scripts_.data()))) {
    if (features.has_all_of(line.needs)) text.append(line.text).push_back('\n');
  }
  std::string sha256 = support::sha256_hex(text);
  return {script.name, std::move(text), std::move(sha256)};
}

}  // namespace vend::scripts
