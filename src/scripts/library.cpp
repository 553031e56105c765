#include "vend/scripts/library.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/support/text.hpp"

namespace vend::scripts {
namespace {

constexpr std::string_view directory = "runner_configs/";
constexpr std::string_view include_mark = "# @include ";
constexpr std::string_view values_mark = "@@VALUES@@\n";

// Fragments are commented where they are written; what is emitted keeps their first comment, remarks behind `##`, which
// a stranger needs, and what tools read. Every byte of a script is one of the template's 51,200.
bool is_remark(std::string_view line) {
  std::string_view text = support::trim(line);
  return text.starts_with("# ") && !text.starts_with("# shellcheck ") && !text.starts_with("# ----");
}

void append_file(const support::Assets& assets, const std::string& path, std::vector<std::string>& open,
                 std::string& out) {
  if (std::find(open.begin(), open.end(), path) != open.end()) {
    throw ScriptError(fmt::format("{}: includes itself", path));
  }
  open.push_back(path);
  int line_number = 0;
  bool heading = true;
  for (std::string_view line : support::split_lines(assets.get(path))) {
    ++line_number;
    if (!line.starts_with(include_mark)) {
      bool remark = is_remark(line);
      heading = heading && (remark || line.empty() || line.starts_with("# ----"));
      if (remark && !heading && open.size() > 1) continue;
      out.append(line).push_back('\n');
      continue;
    }
    std::string included = std::string(directory).append(support::trim(line.substr(include_mark.size())));
    if (!assets.contains(included)) {
      throw ScriptError(fmt::format("{}:{}: there is no {}", path, line_number, included));
    }
    append_file(assets, included, open, out);
  }
  open.pop_back();
}

Launcher read_launcher(const support::Assets& assets, std::string_view path) {
  std::string_view text = assets.get(path);
  std::size_t at = text.find(values_mark);
  if (at == std::string_view::npos || (at > 0 && text[at - 1] != '\n')) {
    throw ScriptError(fmt::format("{}: has no line @@VALUES@@", path));
  }
  return {std::string(text.substr(0, at)), std::string(text.substr(at + values_mark.size()))};
}

}  // namespace

std::string compose(const support::Assets& assets, std::string_view path) {
  std::string text;
  std::vector<std::string> open;
  append_file(assets, std::string(path), open, text);
  return text;
}

Library::Library(const support::Assets& assets)
    : linux_(read_launcher(assets, "templates/userdata/linux.sh")),
      windows_(read_launcher(assets, "templates/userdata/windows.ps1")) {
  for (const std::string& path : assets.list(directory)) {
    std::string name = path.substr(directory.size());
    bool script = name.ends_with(".sh") || name.ends_with(".ps1");
    if (!script || name.find('/') != std::string::npos) continue;
    std::string text = compose(assets, path);
    std::string sha256 = support::sha256_hex(text);
    scripts_.push_back({std::move(name), std::move(text), std::move(sha256)});
  }
}

const Script* Library::find(std::string_view name) const {
  auto found =
      std::find_if(scripts_.begin(), scripts_.end(), [&](const Script& script) { return script.name == name; });
  return found == scripts_.end() ? nullptr : &*found;
}

}  // namespace vend::scripts
