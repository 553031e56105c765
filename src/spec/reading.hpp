// Reading: where a spec's mistakes are noted while it is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::spec {

using document::Node;

class Reading {
 public:
  Reading(const Node& root, std::string file, support::Diagnostics& out)
      : root_(root), file_(std::move(file)), out_(out) {}

  const Node& root() const { return root_; }
  // The node at a path such as "gitlab.url" or "scaling.0.out"; null when there is none.
  const Node* at(std::string_view path) const;

  // What has no place came from the command line.
  void error(std::string code, document::Mark mark, std::string_view path, std::string message, std::string fix = {});
  // At the node of that path, or the closest one above that exists.
  void error_at(std::string code, std::string_view path, std::string message, std::string fix = {});
  // What is allowed, but opens something: a warning.
  void warn_at(std::string code, std::string_view path, std::string message, std::string fix = {});
  // The same for a place, unless an error stands there.
  void warn(std::string code, document::Mark mark, std::string message, std::string fix = {});
  // What a check of the model found; of an item of a list `item` is the path, such as "schedules.0".
  void problems(const model::Problems& found, std::string_view item = {});

  // Typed reads; a wrong type is reported once and gives nothing.
  std::optional<std::string> text(const Node& node, std::string_view path);
  std::optional<int> integer(const Node& node, std::string_view path);
  std::optional<double> number(const Node& node, std::string_view path);
  std::optional<bool> boolean(const Node& node, std::string_view path);
  std::optional<int> seconds(const Node& node, std::string_view path);
  std::optional<std::vector<std::string>> texts(const Node& node, std::string_view path);
  // Reports members of a mapping that are not among `known`; false when the node is no mapping.
  bool keys(const Node& node, std::string_view path, const std::vector<std::string>& known);
  // Says so when most of the file's keys, two at least, are far from any known one: it is a file of something else.
  bool is_of_another_kind(const std::vector<std::string>& known);
  void word(std::string_view value, document::Mark mark, std::string_view path, const std::vector<std::string>& words);

 private:
  void add(support::Severity severity, std::string code, document::Mark mark, std::string_view path,
           std::string message, std::string fix);
  document::Mark nearest(std::string_view path) const;
  document::Mark nearest_of(const std::string& path, const std::vector<std::string>& others) const;
  void wrong_type(const Node& node, std::string_view path, std::string_view wanted);

  const Node& root_;
  std::string file_;
  support::Diagnostics& out_;
};

// The structured fields; each reads its node into the draft's place.
struct Draft;
void read_instances(Reading& reading, Draft& draft);
void read_fallback(Reading& reading, Draft& draft);
void read_scaling(Reading& reading, Draft& draft);
void read_schedules(Reading& reading, Draft& draft);
void read_tags(Reading& reading, Draft& draft);
void read_environment(Reading& reading, Draft& draft);
void read_steps_of_own(Reading& reading, Draft& draft);
void read_fixed(Reading& reading, Draft& draft);
// Warns of what opens an instance, its role or its network to jobs.
void warn_of_openings(Reading& reading, const model::RunnerStackValues& stack);
// Warns of what is set and read by nobody, since another setting, which the form does not ask for, says so.
void warn_of_idle_settings(Reading& reading, const model::RunnerStackValues& stack);

}  // namespace vend::spec
