#include "vend/scripts/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

namespace vend::scripts {
namespace {

constexpr std::string_view directory = "runner_configs/";
constexpr std::string_view mark = "# @";
constexpr std::string_view values_mark = "@@VALUES@@\n";
constexpr std::string_view features_mark = "@@FEATURES@@";

// Fragments are commented where they are written; what is emitted keeps headings, remarks behind `##`, which
// a stranger needs, and what tools read. Every byte of a script is one of the template's 51,200.
bool is_remark(std::string_view line) {
  const std::string_view text = support::trim(line);
  return text.starts_with("# ") && !text.starts_with("# shellcheck ") && !text.starts_with("# ----");
}

// `name() {` or `function name` at the beginning of a line.
bool defines_function(std::string_view line) {
  if (line.starts_with("function ")) return true;
  const std::size_t end = line.find("() ");
  return end != std::string_view::npos && end > 0 && line.find_first_of(" \t\"'$") > end;
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

// Reads a script with all that it includes into passages that know which features they need.
class Composer {
 public:
  explicit Composer(const support::Assets& assets) : assets_(assets) {}

  Library::Whole read(const std::string& path) {
    append_file(path, {});
    return std::move(whole_);
  }

 private:
  struct Block {
    Features needs;
    std::string file;
  };
  struct Place {
    const std::string& path;
    int line;
    std::string text() const { return fmt::format("{}:{}", path, line); }
  };

  void append_file(const std::string& path, Block here) {
    if (std::find(open_.begin(), open_.end(), path) != open_.end()) {
      throw ScriptError(fmt::format("{}: includes itself", path));
    }
    open_.push_back(path);
    std::vector<std::pair<int, Block>> blocks;  // line of the mark that began it and what was needed before it
    int line_number = 0;
    for (std::string_view line : support::split_lines(assets_.get(path))) {
      ++line_number;
      const std::string_view text = support::trim(line);
      if (text.starts_with(mark)) {
        here = obey(text.substr(mark.size()), {path, line_number}, blocks, here);
        continue;
      }
      if (is_remark(text) && open_.size() > 1) continue;
      append_line(line, here);
    }
    if (!blocks.empty()) throw ScriptError(fmt::format("{}:{}: this @if has no @end", path, blocks.back().first));
    open_.pop_back();
  }

  void append_line(std::string_view line, const Block& here) {
    std::vector<Library::Passage>& all = whole_.passages;
    if (all.empty() || !(all.back().needs == here.needs) || all.back().file != here.file)
      all.push_back({0, here.needs, here.file});
    whole_.text.append(line).push_back('\n');
    all.back().size += line.size() + 1;
  }

  // What the lines behind this mark need.
  Block obey(std::string_view order, const Place& place, std::vector<std::pair<int, Block>>& blocks,
             const Block& here) {
    const std::size_t blank = std::min(order.find(' '), order.size());
    const std::string_view verb = order.substr(0, blank);
    const std::string_view object = support::trim(order.substr(blank));
    if (verb == "include" || verb == "features") {
      const std::string named = std::string(directory).append(object);
      if (!assets_.contains(named)) throw ScriptError(fmt::format("{}: there is no {}", place.text(), named));
      if (verb == "include") {
        append_file(named, here);
        return here;
      }
      blocks.emplace_back(place.line, here);
      return {here.needs, std::string(object)};
    }
    if (verb == "if") {
      blocks.emplace_back(place.line, here);
      return {here.needs.with(feature_from(object, place.text())), here.file};
    }
    if (verb != "end" || !object.empty()) {
      throw ScriptError(
          fmt::format("{}: there is no mark {}{}; write @include FILE, @if FEATURE, @features FILE or @end",
                      place.text(), mark, order));
    }
    if (blocks.empty()) throw ScriptError(fmt::format("{}: this @end has no @if", place.text()));
    Block before = std::move(blocks.back().second);
    blocks.pop_back();
    return before;
  }

  const support::Assets& assets_;
  std::vector<std::string> open_;
  Library::Whole whole_;
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

void append_with_checksum(std::string& out, std::string_view text, std::string_view sha256) {
  for (std::size_t at = text.find(features_mark); at != std::string_view::npos; at = text.find(features_mark)) {
    out.append(text.substr(0, at)).append(sha256);
    text.remove_prefix(at + features_mark.size());
  }
  out.append(text);
}

}  // namespace

// What was composed lately; for other features it is composed anew, so that a server does not grow with its requests.
struct Library::Composed {
  static constexpr std::size_t most = 64;

  std::mutex mutex;
  std::map<std::pair<std::string, Features>, Script> scripts;
};

Library::Library(const support::Assets& assets)
    : linux_(read_launcher(assets, "templates/userdata/linux.sh")),
      windows_(read_launcher(assets, "templates/userdata/windows.ps1")),
      composed_(std::make_shared<Composed>()) {
  for (const std::string& path : assets.list(directory)) {
    std::string name = path.substr(directory.size());
    bool script = name.ends_with(".sh") || name.ends_with(".ps1");
    if (!script || name.find('/') != std::string::npos) continue;
    wholes_.push_back(Composer(assets).read(path));
    scripts_.push_back({std::move(name), {}, {}, {}});
  }
  for (Script& script : scripts_) script = compose(script, Features::all());
}

const Script* Library::find(std::string_view name) const {
  auto found =
      std::find_if(scripts_.begin(), scripts_.end(), [&](const Script& script) { return script.name == name; });
  return found == scripts_.end() ? nullptr : &*found;
}

Script Library::compose(const Script& script, Features features) const {
  const std::pair key(script.name, features);
  {
    const std::lock_guard lock(composed_->mutex);
    if (const auto found = composed_->scripts.find(key); found != composed_->scripts.end()) return found->second;
  }
  Script made = compose_anew(script, features);
  const std::lock_guard lock(composed_->mutex);
  if (composed_->scripts.size() < Composed::most) composed_->scripts.emplace(key, made);
  return made;
}

Script Library::compose_anew(const Script& script, Features features) const {
  Script out{script.name, {}, {}, {}};
  std::optional<Script> loaded;
  bool has_functions = false;  // what it loads
  const Whole& whole = wholes_.at(static_cast<std::size_t>(&script - scripts_.data()));
  std::size_t begin = 0;
  for (const Passage& passage : whole.passages) {
    const std::string_view text = std::string_view(whole.text).substr(begin, passage.size);
    begin += passage.size;
    if (!features.has_all_of(passage.needs)) continue;
    if (passage.file.empty()) {
      out.text.append(text);
      continue;
    }
    if (!loaded || loaded->name != passage.file) {
      const Script* file = find(passage.file);
      if (file == nullptr)
        throw ScriptError(fmt::format("{}: {} is not a script of its own", script.name, passage.file));
      loaded = compose(*file, features);
      const std::vector<std::string_view> lines = support::split_lines(loaded->text);
      has_functions = std::any_of(lines.begin(), lines.end(), defines_function);
    }
    if (!has_functions) continue;
    out.loads = passage.file;
    append_with_checksum(out.text, text, loaded->sha256);
  }
  out.sha256 = support::sha256_hex(out.text);
  return out;
}

}  // namespace vend::scripts
