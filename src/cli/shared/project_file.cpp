#include "cli/shared/project_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "cli/shared/command.hpp"
#include "vend/aws/names.hpp"
#include "vend/document/reader.hpp"
#include "vend/support/codes.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_project_file = 64U << 10U;  // bytes; reasons for hundreds of codes
constexpr int highest = 64;                               // folders above a file

std::optional<std::string> code_meant(std::string_view code) {
  std::vector<std::string> known;
  for (const support::Code& one : support::codes()) known.emplace_back(one.code);
  return support::closest(code, known);
}

std::string no_code(std::string_view code) {
  const std::optional<std::string> meant = code_meant(code);
  return fmt::format("there is no code {}{}", support::escape_for_terminal(code),
                     meant ? fmt::format("; did you mean {}?", *meant) : "");
}

class ProjectReader {
 public:
  ProjectReader(ProjectFile& into, support::Diagnostics& problems) : into_(into), problems_(problems) {}

  void read(const fs::path& file) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0) return;
    into_.path = file.string();
    if (!S_ISREG(status.st_mode)) return refuse({}, "it is not a regular file", "");
    const std::string text = support::read_file(file, largest_project_file);
    support::Diagnostics found;
    const std::optional<document::Node> root = document::read_document(text, into_.path, found);
    problems_.insert(problems_.end(), found.begin(), found.end());
    if (!root || support::has_errors(found)) return;
    if (root->is_null()) return;  // nothing, or remarks alone
    if (!root->is_mapping())
      return refuse(root->mark(), "a project's file is a mapping of settings",
                    "write ignore, severity, region or schemas");
    for (const document::Member& one : root->members()) setting(one, file.parent_path());
  }

 private:
  void refuse(document::Mark mark, std::string message, std::string fix) {
    problems_.push_back({support::Severity::error,
                         "X002",
                         {into_.path, mark.line, mark.column},
                         "",
                         std::move(message),
                         std::move(fix)});
  }

  void setting(const document::Member& one, const fs::path& directory) {
    if (one.key == "ignore") {
      ignore(one.value);
    } else if (one.key == "severity") {
      into_.severity = severity_called(one.value.text());
      if (!into_.severity)
        refuse(one.value.mark(), "severity is the least that counts", "write error, warning or info");
    } else if (one.key == "region") {
      into_.region = one.value.text();
      if (!aws::is_region(into_.region))
        refuse(one.value.mark(), "region is not a name of a region", "write one such as eu-central-1");
    } else if (one.key == "schemas") {
      const fs::path below(one.value.text());
      if (!one.value.is_string() || below.empty() || below.is_absolute() ||
          std::any_of(below.begin(), below.end(), [](const fs::path& part) { return part == ".."; }) ||
          !fs::is_directory(directory / below))
        return refuse(one.value.mark(), "schemas names no directory below that of this file",
                      "give a relative path without ..");
      into_.schemas = directory / below;
    } else {
      const std::optional<std::string> meant = support::closest(one.key, {"ignore", "severity", "region", "schemas"});
      refuse(one.mark, fmt::format("a project's file has no setting {}", one.key),
             meant ? fmt::format("did you mean {}?", *meant) : "it has ignore, severity, region and schemas");
    }
  }

  void ignore(const document::Node& node) {
    auto add = [&](const std::string& code, const std::string& reason, document::Mark mark) {
      if (support::find_code(code) == nullptr) return refuse(mark, no_code(code), "");
      into_.ignore[code] = reason;
    };
    if (!node.is_mapping() && !node.is_sequence())
      return refuse(node.mark(), "ignore is a mapping of codes and reasons", "write {A021: why}");
    for (const document::Member& one : node.members()) add(one.key, one.value.text(), one.mark);
    for (const document::Node& one : node.items()) add(one.text(), "", one.mark());
  }

  ProjectFile& into_;
  support::Diagnostics& problems_;
};

}  // namespace

const ProjectFile& ProjectFiles::above(const std::string& file) {
  std::error_code error;
  const fs::path from = fs::absolute(file == "-" || file.empty() ? fs::path("x") : fs::path(file), error);
  return in_or_above(from.lexically_normal().parent_path(), highest);
}

const ProjectFile& ProjectFiles::in_or_above(const fs::path& directory, int steps) {
  if (const auto known = by_directory_.find(directory); known != by_directory_.end()) return *known->second;
  const ProjectFile* found = &none_;
  std::error_code error;
  if (const fs::path file = directory / project_file_name;
      fs::symlink_status(file, error).type() != fs::file_type::not_found && !error) {
    ProjectFile& read = files_[directory];
    const std::size_t before = problems.size();
    ProjectReader(read, problems).read(file);
    if (problems.size() == before) found = &read;
  } else if (steps > 0 && directory != directory.parent_path() && !fs::exists(directory / ".git", error)) {
    found = &in_or_above(directory.parent_path(), steps - 1);
  }
  by_directory_.emplace(directory, found);
  return *found;
}

fs::path repository_of(const fs::path& directory) {
  fs::path at = directory;
  for (int steps = 0; steps < highest && at.has_relative_path(); ++steps, at = at.parent_path()) {
    std::error_code error;
    if (fs::exists(at / ".git", error)) return at;
  }
  return directory;
}

std::map<std::string, std::string> read_ignored(const std::vector<std::string>& given) {
  std::map<std::string, std::string> ignored;
  for (const std::string& one : given) {
    const std::size_t equals = one.find('=');
    const std::string code = one.substr(0, equals);
    if (support::find_code(code) == nullptr) throw UsageError("--ignore: " + no_code(code));
    ignored[code] = equals == std::string::npos ? "" : one.substr(equals + 1);
  }
  return ignored;
}

std::optional<support::Severity> severity_called(std::string_view name) {
  for (support::Severity one : {support::Severity::error, support::Severity::warning, support::Severity::info}) {
    if (support::to_string(one) == name) return one;
  }
  return std::nullopt;
}

}  // namespace vend::cli
