#include "cli/shared/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {
namespace {

// What an option's value is called: the same word in all commands, by which completion knows what to offer.
struct ValueName {
  std::string_view option;
  std::string_view name;
};
constexpr std::array value_names = {
    ValueName{"--preset", "PRESET"}, ValueName{"--output", "DIR"},         ValueName{"--data-dir", "DIR"},
    ValueName{"--baseline", "FILE"}, ValueName{"--template-url", "URL"},   ValueName{"--stack-name", "NAME"},
    ValueName{"--show", "PARTS"},    ValueName{"--diagnostics", "FORMAT"}, ValueName{"--fail-on", "EFFECT"},
    ValueName{"--resource", "NAME"}, ValueName{"--boot", "DURATION"},      ValueName{"--longest-job", "DURATION"},
};

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

// CLI11 prints "TEXT:{yaml, json}": the type, then what each validator says.
std::vector<std::string> words_of(const std::string& type) {
  std::vector<std::string> words;
  const std::size_t open = type.find('{');
  const std::size_t close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return words;
  for (std::string_view word : support::split(std::string_view(type).substr(open + 1, close - open - 1), ','))
    words.emplace_back(support::trim(word));
  return words;
}

std::string value_name(const std::vector<std::string>& names, const std::string& type) {
  const std::string given = type.substr(0, type.find(':'));
  if (!given.empty() && given != "TEXT" && given != "INT" && given != "UINT" && given != "FLOAT") return given;
  for (const std::string& name : names) {
    const auto* const row = std::ranges::find(value_names, name, &ValueName::option);
    if (row != value_names.end()) return std::string(row->name);
  }
  return names.empty() ? "VALUE" : upper(std::string_view(names.back()).substr(names.back().find_first_not_of('-')));
}

Argument argument_of(const CLI::Option& option) {
  Argument one;
  for (const std::string& name : option.get_snames()) one.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) one.names.push_back("--" + name);
  const bool flag = option.get_items_expected_max() == 0;
  if (!flag) {
    one.words = words_of(option.get_type_name());
    one.value = one.names.empty() ? option.get_name() : value_name(one.names, option.get_type_name());
  }
  one.text = option.get_description();
  one.required = option.get_required();
  one.several = one.names.empty() && option.get_items_expected_max() > 1;
  return one;
}

std::string head(const Argument& one) {
  std::string text = support::join(one.names, ", ");
  if (text.empty()) return one.value + (one.several ? "..." : "");
  return one.value.empty() ? text : text + " " + one.value;
}

std::string rows(const std::vector<Argument>& arguments, std::size_t width) {
  constexpr std::size_t widest_head = 24;
  const bool beside = width >= 64;
  std::string out;
  for (const Argument& one : arguments) {
    const std::string left = "  " + head(one);
    const std::size_t column = beside ? widest_head + 2 : 6;
    const std::string text = wrapped(one.text, width, column);
    if (beside && left.size() < column) {
      out += left + text.substr(left.size());
    } else {
      out += left + "\n" + text;
    }
  }
  return out;
}

// A line of text for roff, in which nothing is taken for a request or an escape.
std::string roff(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += "\n";
    } else {
      out += c;
    }
  }
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

void add_manual(std::string& out, const std::vector<Argument>& arguments) {
  for (const Argument& one : arguments) {
    std::string names;
    for (const std::string& name : one.names) names += (names.empty() ? "\\fB" : ", \\fB") + roff(name) + "\\fR";
    if (!one.value.empty()) names += (names.empty() ? "\\fI" : " \\fI") + roff(one.value) + "\\fR";
    out += ".TP\n" + names + "\n" + roff(one.text) + "\n";
  }
}

}  // namespace

Page page_of(const CLI::App& app, const std::vector<Example>& examples, const std::vector<std::string_view>& frequent) {
  Page page{app.get_name(), app.get_description(), examples, {}, {}, app.get_footer()};
  for (const CLI::Option* option : app.get_options()) {
    Argument one = argument_of(*option);
    (one.names.empty() ? page.positionals : page.options).push_back(std::move(one));
  }
  const auto rank = [&](const Argument& one) {
    if (one.names.back() == "--help") return frequent.size() + 1;
    const auto at = std::ranges::find_if(frequent, [&](std::string_view name) {
      return std::ranges::any_of(one.names, [&](const std::string& any) { return any == "--" + std::string(name); });
    });
    return static_cast<std::size_t>(at - frequent.begin());
  };
  std::ranges::stable_sort(page.options, {}, rank);
  return page;
}

std::string usage(const Page& page) {
  std::string line = "vend " + page.name;
  if (!page.options.empty()) line += " [OPTIONS]";
  for (const Argument& one : page.positionals) {
    const std::string name = one.value + (one.several ? "..." : "");
    line += one.required ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::string line(indent, ' ');
  bool empty = true;
  for (std::string_view word : support::split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t wide = support::display_width(word);
    if (!empty && support::display_width(line) + 1 + wide > width) {
      out += line + "\n";
      line.assign(indent, ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  return out + line + "\n";
}

std::string as_help(const Page& page, int columns) {
  constexpr int narrowest = 40;
  constexpr int widest = 100;  // longer lines are hard to read
  const auto width = static_cast<std::size_t>(std::clamp(columns, narrowest, widest));
  std::string out = wrapped(page.summary + ".", width, 0) + "\n" + wrapped("Usage: " + usage(page), width, 0);
  if (!page.examples.empty()) out += "\nExamples:\n";
  for (const Example& one : page.examples) out += fmt::format("  {}\n{}", one.line, wrapped(one.says, width, 6));
  if (!page.positionals.empty()) out += "\nArguments:\n" + rows(page.positionals, width);
  out += "\nOptions:\n" + rows(page.options, width);
  if (!page.footer.empty()) out += "\n";
  for (std::string_view line : support::split_lines(page.footer))
    out += line.starts_with(' ') ? std::string(line) + "\n" : wrapped(line, width, 0);  // a command stays in one piece
  return out;
}

std::string as_manual(const Page& page, std::string_view version) {
  std::string out = fmt::format(".TH VEND\\-{} 1 \"\" \"vend {}\" \"vend\"\n.SH NAME\nvend\\-{} \\- {}\n",
                                upper(page.name), version, roff(page.name), roff(page.summary));
  out += ".SH SYNOPSIS\n\\fB" + roff(usage(page)) + "\\fR\n";
  if (!page.examples.empty()) out += ".SH EXAMPLES\n";
  for (const Example& one : page.examples) out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(one.line), roff(one.says));
  if (!page.positionals.empty()) {
    out += ".SH ARGUMENTS\n";
    add_manual(out, page.positionals);
  }
  out += ".SH OPTIONS\n";
  add_manual(out, page.options);
  return out +
         ".SH EXIT STATUS\n0: clean; 1: the input has findings; 2: wrong usage or unreadable input; 70: a bug.\n"
         ".SH SEE ALSO\n\\fBvend\\fR(1)\n";
}

}  // namespace vend::cli
