#include "diff/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

std::string count_of(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string instances_of(const GroupChange& group) {
  return group.instances.value_or(0) == 0 ? "the instances"
                                          : count_of(static_cast<std::size_t>(*group.instances), "instance");
}

std::string how(const GroupChange& group) {
  const bool one = group.instances == 1;
  if (group.instances == 0)
    return fmt::format(
        "no instance runs, by the template's sizes; what a schedule or an alarm has started {} replaced{}",
        group.rolls == Rolls::may ? "may be" : "is",
        group.only_newer.empty() ? "" : ", if there is " + group.only_newer);
  switch (group.rolls) {
    case Rolls::replacing:
      return fmt::format("{} {} replaced by a new group, which comes first", instances_of(group), one ? "is" : "are");
    case Rolls::may:
      return group.only_newer.empty() ? fmt::format("{} may be replaced", instances_of(group))
                                      : fmt::format("no instance is replaced, unless there is {}: then {} {}",
                                                    group.only_newer, instances_of(group), one ? "is" : "are");
    default:
      return fmt::format("{} {} replaced{}", instances_of(group), one ? "is" : "are",
                         group.instances.value_or(2) < 2    ? ""
                         : group.at_once.value_or(1) == 1   ? ", one at a time"
                         : group.at_once == group.instances ? ", all at once"
                                                            : fmt::format(", {} at a time", *group.at_once));
  }
}

std::string jobs_of(const GroupChange& group, int longest_job) {
  if (group.jobs != Jobs::kept)
    return group.jobs == Jobs::lost ? "jobs that run are lost" : "jobs that run may be lost";
  if (!group.drain_seconds) return group.losses.empty() ? "nothing is lost" : "no job is lost";
  const std::string limit = calendar::duration_in_words(*group.drain_seconds);
  const char* whose = group.instances == 1 && group.shrinks.empty() ? "its" : "their";
  if (*group.drain_seconds < longest_job)
    return fmt::format("{} jobs finish first, if they end within {} or {} scripts ask for more", whose, limit, whose);
  return fmt::format("{} jobs finish first (up to {}){}", whose, limit,
                     group.losses.empty() ? "; nothing is lost" : "");
}

void add_losses(const GroupChange& group, std::vector<std::string>& all) {
  if (group.losses.empty()) return;
  all.push_back(fmt::format("{}: {}{}. Its steps do it without that.", group.id, group.losses.front(),
                            group.losses.size() > 1 ? fmt::format(", and {} more", group.losses.size() - 1) : ""));
}

void add_group(const GroupChange& group, int longest_job, std::vector<std::string>& all) {
  if (group.rolls == Rolls::none && group.jobs == Jobs::kept && group.shrinks.empty()) return;
  if (group.jobs != Jobs::kept && group.aborts_jobs) {
    all.push_back(
        fmt::format("{}: {} of v1.5.5, which aborts jobs when it drains: everything that runs is "
                    "lost. Wait for a quiet hour, or first pause the runners in GitLab and let their jobs end.",
                    group.id,
                    group.instances == 1 ? "the instance that runs is"
                    : group.instances    ? fmt::format("the {} instances that run are", *group.instances)
                                         : "the instances that run are"));
    return;
  }
  std::string what = group.rolls == Rolls::none ? "" : how(group);
  if (!group.shrinks.empty()) what += (what.empty() ? "" : "; ") + group.shrinks + ", and instances end";
  all.push_back(fmt::format("{}: {}{}{}.", group.id, what, what.empty() ? "" : "; ", jobs_of(group, longest_job)));
  add_losses(group, all);
}

// What goes with the old one when CloudFormation cleans up.
void add_data(const Report& report, std::vector<std::string>& all) {
  if (!report.fails.empty()) return;
  std::vector<std::string> gone;
  for (const ResourceChange& one : report.resources) {
    if (!one.loses_data) continue;
    gone.push_back(fmt::format("{} ({}) is {}", one.id, one.type,
                               one.action == Action::replace ? "replaced by an empty one" : "deleted"));
  }
  if (gone.empty()) return;
  all.push_back(
      fmt::format("Data is lost: {}. A DeletionPolicy and UpdateReplacePolicy of Retain, set by an update "
                  "before this one, keeps it.",
                  support::join(gone, ", ")));
}

void add_time(const Report& report, std::vector<std::string>& all) {
  int longest = 0, served = 0;
  for (const GroupChange& one : report.groups) {
    if (one.moments.empty()) continue;
    longest = std::max(longest, one.moments.back().second);
    for (const Moment& moment : one.moments) {
      if (moment.booting > 0 || moment.old_ones > 0) continue;
      served = std::max(served, moment.second);
      break;
    }
  }
  if (longest == 0) return;
  all.push_back(fmt::format("About {} with boots of {}{}; assumed, see --boot and --longest-job.",
                            calendar::duration_in_words((longest + 59) / 60 * 60),
                            calendar::duration_in_words(report.boot_seconds),
                            longest > served ? fmt::format(" and jobs of {}, {} of them for the new instances",
                                                           calendar::duration_in_words(report.longest_job_seconds),
                                                           calendar::duration_in_words((served + 59) / 60 * 60))
                                             : ""));
}

struct Count {
  Action action;
  std::string_view words;
};
constexpr std::array counts = {Count{Action::add, "added"},
                               Count{Action::remove, "removed"},
                               Count{Action::replace, "replaced"},
                               Count{Action::update, "updated"},
                               Count{Action::may_add, "may be added"},
                               Count{Action::may_remove, "may be removed"},
                               Count{Action::may_replace, "may be replaced"},
                               Count{Action::may_update, "may be updated"}};

void add_counts(const Report& report, std::vector<std::string>& all) {
  std::vector<std::string> parts;
  for (const Count& one : counts) {
    const auto count = std::count_if(report.resources.begin(), report.resources.end(),
                                     [&](const ResourceChange& change) { return change.action == one.action; });
    if (count > 0) parts.push_back(fmt::format("{} {}", count, one.words));
  }
  if (!parts.empty()) all.push_back("Resources: " + support::join(parts, ", ") + ".");
}

}  // namespace

void summarize(Report& report) {
  std::vector<std::string>& all = report.summary;
  if (!report.fails.empty())
    all.push_back(fmt::format("The update fails: {}{}.", report.fails.front(),
                              report.fails.size() > 1 ? fmt::format(", and {} more", report.fails.size() - 1) : ""));
  for (const GroupChange& one : report.groups) add_group(one, report.longest_job_seconds, all);
  add_data(report, all);
  add_time(report, all);
  add_counts(report, all);
  const bool running = std::any_of(report.groups.begin(), report.groups.end(), [](const GroupChange& one) {
    return one.rolls != Rolls::none || one.jobs != Jobs::kept || !one.shrinks.empty();
  });
  if (report.empty()) {
    all.emplace_back("Nothing changes.");
  } else if (report.resources.empty()) {
    all.emplace_back("No resource changes, only the form or the outputs.");
  } else if (!running && !report.groups.empty() && report.fails.empty()) {
    all.emplace_back("No running instance is touched.");
  }
}

}  // namespace vend::diff
