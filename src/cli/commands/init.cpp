// `vend init`: a spec from the answers to the questions that matter, asked on a terminal or given as options.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <istream>
#include <map>
#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "vend/document/reader.hpp"
#include "vend/spec/reader.hpp"
#include "vend/spec/schema.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/file.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

using Answers = std::map<std::string_view, std::string>;

struct Question {
  std::string_view name;  // of the option, too
  std::string_view asks;
  std::string_view explains;
  std::string_view otherwise;
  std::string_view value;
  std::string (*mistake)(const std::string&);  // what is wrong with an answer; empty: nothing
};

std::string not_one_of(const std::string& given, const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), given) != words.end()) return {};
  const std::optional<std::string> meant = support::closest(given, words);
  return fmt::format("\"{}\" is not one of {}{}", support::escape_for_terminal(given), support::join(words, ", "),
                     meant ? fmt::format("; did you mean {}?", *meant) : "");
}

// The words that the setting of that name accepts.
std::string not_a_word_of(std::string_view setting, const std::string& given) {
  for (const spec::Setting& one : spec::settings()) {
    if (one.path == setting) return not_one_of(given, one.words);
  }
  return {};
}

struct Size {
  int least = 0;
  int most = 0;
};

std::optional<Size> read_size(std::string_view text) {
  const std::size_t dash = text.find('-');
  Size size;
  const auto number = [](std::string_view digits, int& into) {
    return support::is_digits(digits) &&
           std::from_chars(digits.data(), digits.data() + digits.size(), into).ec == std::errc();
  };
  if (!number(text.substr(0, dash), size.least)) return std::nullopt;
  size.most = size.least;
  if (dash != std::string_view::npos && !number(text.substr(dash + 1), size.most)) return std::nullopt;
  if (size.least < 1 || size.least > size.most) return std::nullopt;
  return size;
}

struct Hours {
  std::string start, stop, days, zone;
};

std::optional<Hours> read_hours(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word : support::split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  if (words.empty() || words.size() > 3) return std::nullopt;
  const std::size_t dash = words[0].find('-');
  if (dash == std::string::npos) return std::nullopt;
  Hours hours{words[0].substr(0, dash), words[0].substr(dash + 1), words.size() > 1 ? words[1] : "MON-FRI",
              words.size() > 2 ? words[2] : "UTC"};
  const auto is_hour = [](const std::string& hour) {
    return support::is_digits(hour) && hour.size() <= 2 && std::stoi(hour) < 24;
  };
  if (!is_hour(hours.start) || !is_hour(hours.stop)) return std::nullopt;
  return hours;
}

std::string token_mistake(const std::string& given) {
  if (given == "form" || (given.starts_with("secret:") && given.size() > 7) ||
      (given.starts_with("ssm:") && given.size() > 4))
    return {};
  if (given.starts_with("glrt-"))
    return "a token does not belong into a spec; store it in Secrets Manager, and answer secret:NAME";
  return fmt::format("\"{}\" is not form, secret:NAME or ssm:NAME", support::escape_for_terminal(given));
}

std::string url_mistake(const std::string& given) {
  const bool right =
      (given.starts_with("https://") || given.starts_with("http://")) && given.find(' ') == std::string::npos;
  return right ? ""
               : fmt::format("\"{}\" is not an address that begins with https://", support::escape_for_terminal(given));
}

constexpr std::array questions = {
    Question{"platform", "Operating system of the instances",
             "amazon-linux-2023, or a Windows Server with containers or a shell.", "amazon-linux-2023", "PLATFORM",
             [](const std::string& given) { return not_a_word_of("platform", given); }},
    Question{"executor", "How jobs run", "docker: each job in a container of its own. shell: on the instance itself.",
             "docker", "EXECUTOR", [](const std::string& given) { return not_a_word_of("executor", given); }},
    Question{"url", "Address of GitLab", "Instances must reach it.", "https://gitlab.com/", "URL", url_mistake},
    Question{
        "token", "Where the runner token is",
        "form: the console form asks for it. secret:NAME: in Secrets Manager. ssm:NAME: an SSM SecureString. The token "
        "itself stays out of the spec.",
        "form", "PLACE", token_mistake},
    Question{"size", "Number of instances", "A number, or a range such as 1-10, which scales by the job slots in use.",
             "2", "N",
             [](const std::string& given) {
               return read_size(given) ? std::string()
                                       : fmt::format("\"{}\" is not a number of instances from 1 on, such as 2 or 1-10",
                                                     support::escape_for_terminal(given));
             }},
    Question{"spot", "Spot instances", "Cheaper, but AWS takes them back with two minutes' notice: yes or no.", "no",
             "YES",
             [](const std::string& given) {
               return not_one_of(given, {"yes", "no"});
             }},
    Question{"hours", "When the group runs", "always, or hours, days and a time zone: 7-19 MON-FRI Europe/Berlin.",
             "always", "HOURS",
             [](const std::string& given) {
               return given == "always" || read_hours(given)
                          ? std::string()
                          : fmt::format("\"{}\" is not always, and not like 7-19 MON-FRI Europe/Berlin",
                                        support::escape_for_terminal(given));
             }},
};

struct InitOptions {
  std::string file;
  std::string name;
  Answers given;
  bool spot = false;
  bool force = false;
};

// Asks until the answer fits; the end of the input takes the defaults.
std::string ask(const Question& question, Streams& streams) {
  for (;;) {
    streams.err << question.asks << " [" << question.otherwise << "]\n  " << question.explains << "\n> " << std::flush;
    std::string line;
    if (!std::getline(streams.in, line)) return std::string(question.otherwise);
    std::string answer(support::trim(line));
    if (answer.empty()) return std::string(question.otherwise);
    const std::string mistake = question.mistake(answer);
    if (mistake.empty()) return answer;
    streams.err << "  " << mistake << "\n";
  }
}

Answers answers_of(Context& context, const InitOptions& options) {
  Answers answers;
  std::string mistakes;
  for (const Question& question : questions) {
    const auto given = options.given.find(question.name);
    std::string answer = given == options.given.end() ? "" : given->second;
    if (question.name == "spot" && options.spot) answer = "yes";
    if (answer.empty()) {
      answer = context.streams.interactive ? ask(question, context.streams) : std::string(question.otherwise);
    } else if (const std::string mistake = question.mistake(answer); !mistake.empty()) {
      mistakes += fmt::format("{}--{}: {}", mistakes.empty() ? "" : "\n  ", question.name, mistake);
    }
    answers[question.name] = answer;
  }
  if (!mistakes.empty()) throw UsageError(mistakes);
  return answers;
}

std::string schedules(const Hours& hours, const Size& size) {
  return fmt::format(
      "\n# The group comes at {0}:00 and goes at {1}:00; running jobs end first.\nschedules:\n"
      "  - {{at: \"0 {0} * * {2}\", timezone: {3}, min: {4}, desired: {5}, max: {6}}}\n"
      "  - {{at: \"0 {1} * * {2}\", timezone: {3}, min: 0, desired: 0, max: {6}}}\n",
      hours.start, hours.stop, hours.days, hours.zone, size.least, size.least, size.most);
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string spec_of(const std::string& name, const Answers& answers) {
  const auto& get = [&](std::string_view key) -> const std::string& { return answers.at(key); };
  const Size size = *read_size(get("size"));
  const bool windows = get("platform").starts_with("windows");
  std::string text = fmt::format(
      "# Runner group {0}. `vend help SETTING` explains each line, `vend reference spec` lists all settings.\n"
      "# yaml-language-server: $schema=vend.schema.json\n"
      "name: {0}\nplatform: {1}\nexecutor: {2}\n\ngitlab:\n  url: {3}\n",
      name, get("platform"), get("executor"), quoted(get("url")));
  const std::string& token = get("token");
  if (token == "form") {
    text += "  # The console form asks for the token, and the stack keeps it in Secrets Manager.\n";
  } else {
    const std::size_t colon = token.find(':');
    text += fmt::format("  token: {{{}: {}}}\n", token.starts_with("ssm:") ? "ssm_parameter" : "secret",
                        quoted(token.substr(colon + 1)));
  }
  text += fmt::format(
      "  # Jobs that an instance runs at the same time.\n  concurrent: 4\n\nsize: {{min: {}, desired: {}, max: {}}}\n# "
      "In "
      "order of preference",
      size.least, size.least, size.most);
  text += get("spot") == "yes" ? "; spot wants several.\ninstances: [m6a.large, m6i.large, m5a.large, m5.large]\n"
                                 "spot: {on_demand_base: 0, on_demand_percentage: 0}\n"
                               : ".\ninstances: [m6a.large, m5.large]\n";
  if (size.most == 1)
    text +=
        "# With one instance only, an update waits for its jobs before the new one comes.\n"
        "update: {min_in_service: 0, max_batch_size: 1}\n";
  if (windows) text += "# Windows boots slowly.\nwarmup: 10m\n";
  if (size.least < size.most) {
    text +=
        "\n# One instance more when 70 % of the job slots (gitlab.concurrent) are in use for a minute, one less when "
        "at most "
        "30 %\n# are for ten minutes.\nscaling:\n"
        "  - metric: slots\n    out: {at: 70, for: 60s, steps: {0: +1, 15: +2}}\n"
        "    in: {at: 30, for: 10m, steps: {0: -1}}\n";
  }
  if (get("hours") != "always") text += schedules(*read_hours(get("hours")), size);
  if (windows) text += "\n# Windows needs a larger disk.\ndisk: {size: 50}\n";
  return text + "\n# What the console form asks for; all else is as above.\nask: [gitlab.url, network, size]\n";
}

ExitCode run_init(Context& context, const InitOptions& options) {
  const std::string file = options.file.empty() ? "runners.yml" : options.file;
  std::error_code error;
  if (file != "-" && !options.force && std::filesystem::exists(file, error))
    throw UsageError(fmt::format("{} exists; choose another name, or overwrite it with --force",
                                 support::escape_for_terminal(file)));
  const Answers answers = answers_of(context, options);
  const std::string stem = std::filesystem::path(file).stem().string();
  const std::string name = !options.name.empty() ? options.name : file == "-" ? "runners" : stem;
  const std::string text = spec_of(name, answers);
  support::Diagnostics found;
  if (const std::optional<document::Node> root = document::read_document(text, file, found))
    spec::read(*root, file, found);
  report(context, found, text);
  if (support::has_errors(found)) return ExitCode::findings;
  if (file == "-") {
    context.streams.out << text;
    return ExitCode::clean;
  }
  support::write_file(file, text);
  const std::string word = support::shell_word(file);
  context.streams.out << fmt::format(
      "{} written. What comes next:\n  vend preview {} --show form\n  vend generate {} -o out\n  vend validate out "
      "--all-combinations\n",
      support::escape_for_terminal(file), word, word);
  return ExitCode::clean;
}

}  // namespace

Action init_command(CLI::App& app) {
  auto options = std::make_shared<InitOptions>();
  app.add_option("FILE", options->file, "Spec to write (default: runners.yml); - prints it")->type_name("FILE");
  for (const Question& question : questions) {
    if (question.name == "spot") {
      app.add_flag("--spot", options->spot, "Spot instances only");
      continue;
    }
    app.add_option("--" + std::string(question.name), options->given[question.name],
                   fmt::format("{}: {} Default: {}", question.asks, question.explains, question.otherwise))
        ->type_name(std::string(question.value));
  }
  app.add_option("--name", options->name, "Name of the group and of its stack (default: the file's)");
  app.add_flag("--force", options->force, "Overwrite a file that exists");
  return [options](Context& context) { return run_init(context, *options); };
}

}  // namespace vend::cli
