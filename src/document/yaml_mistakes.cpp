#include "document/yaml_mistakes.hpp"

#include <algorithm>
#include <array>

#include "document/source_text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::document {

namespace {

struct Explanation {
  std::string_view words;  // of libfyaml 0.7, or how they begin
  std::string_view message;
  std::string_view fix;
};

constexpr std::string_view check_indentation = "check the indentation";

constexpr std::array explanations = {
    Explanation{"invalid nested block mapping on the same line", "a mapping cannot begin here",
                "check the indentation, and quote a text that holds ': '"},
    Explanation{"could not find expected ':'", "a key with a colon is expected here",
                "write 'key: value', aligned with the keys above"},
    Explanation{"did not find expected key", "a key is missing or stands at the wrong indentation",
                "align it with the keys above, and end it with a colon"},
    Explanation{"did not find expected '-' indicator", "a list item is missing or stands at the wrong indentation",
                "align it with the items above, and begin it with '- '"},
    Explanation{"did not find expected node content", "a value is missing before this", "write it, or remove its dash"},
    Explanation{"invalid indentation in mapping", "a key stands at the wrong indentation",
                "align it with the keys above"},
    Explanation{"invalid value after mapping", "a key is missing or stands at the wrong indentation",
                "align it with the keys above, and end it with a colon"},
    Explanation{"invalid scalar at the end of block sequence",
                "a list item is missing or stands at the wrong indentation",
                "align it with the items above, and begin it with '- '"},
    Explanation{"block sequence on the same line as a mapping key", "a list cannot begin here",
                "begin it on the next line"},
    Explanation{"block sequence entries not allowed", "a list item cannot stand here", check_indentation},
    Explanation{"wrongly indented", "this stands at the wrong indentation", check_indentation},
    Explanation{"missing comma in flow mapping", "a comma or '}' is expected", ""},
    Explanation{"missing comma in flow sequence", "a comma or ']' is expected", ""},
    Explanation{"mismatched flow mapping end", "a comma or ']' is expected", ""},
    Explanation{"mismatched flow sequence end", "a comma or '}' is expected", ""},
    Explanation{"flow sequence with invalid extra closing bracket", "a text cannot begin with ']'",
                "put the text in quotes"},
    Explanation{"flow mapping with invalid extra closing brace", "a text cannot begin with '}'",
                "put the text in quotes"},
    Explanation{"flow sequence with invalid extra comma", "a value is missing between two commas", "remove a comma"},
    Explanation{"flow mapping with invalid extra comma", "a key is missing between two commas", "remove a comma"},
    Explanation{"flow sequence with missing comma", "a comma or ']' is expected", ""},
    Explanation{"block scalar no linebreak found", "only - or + and a digit may stand behind | or >",
                "begin the text on the next line"},
    Explanation{"block scalar with wrongly indented line after spaces only",
                "this line of blanks is indented deeper than the text below", "remove the blanks at its end"},
    Explanation{"plain scalar cannot start with '%'", "a text cannot begin with '%'", "put the text in quotes"},
    Explanation{"plain scalar cannot start with '@'", "a text cannot begin with '@'", "put the text in quotes"},
    Explanation{"plain scalar cannot start with '`'", "a text cannot begin with '`'", "put the text in quotes"},
    Explanation{"unable to resolve alias", "no anchor of this name stands above", ""},
};

// Finds the mistake's reason in the text around it.
class Explainer {
 public:
  Explainer(const YamlMistake& mistake, std::string_view text, const OpenBrackets& open, Reporter& reporter)
      : mistake_(mistake), text_(text), open_(open), reporter_(reporter), at_(offset()) {}

  [[noreturn]] void report() {
    if (const std::optional<std::size_t> tab = tab_near())
      stop("D006", *tab, "a tab cannot indent YAML", "indent with spaces");
    if (says("tab ")) stop("D006", at_, "a tab cannot indent YAML", "indent with spaces");
    if (says("closing quote")) quote_not_closed();
    if (says("escape")) bad_escape();
    if (says("trailing content after")) behind_a_quote();
    if (says("invalid multiline plain key")) two_lines();
    if (at_end() && innermost()) bracket_not_closed();
    if (says("without a closing")) bracket_not_closed();
    for (const Explanation& row : explanations) {
      if (!mistake_.words.starts_with(row.words)) continue;
      stop("D001", at_, std::string(row.message), std::string(row.fix));
    }
    stop("D001", at_, std::string(mistake_.words));
  }

 private:
  bool says(std::string_view words) const { return mistake_.words.find(words) != std::string_view::npos; }

  [[noreturn]] void stop(std::string code, std::size_t offset, std::string message, std::string fix = {}) {
    reporter_.stop(std::move(code), mark_at(text_, std::min(offset, text_.size())), std::move(message), std::move(fix));
  }

  std::size_t line_begin(int line) const {
    std::size_t begin = 0;
    for (int number = 1; number < line && begin < text_.size(); ++number)
      begin = std::min(text_.find('\n', begin), text_.size() - 1) + 1;
    return begin;
  }

  std::size_t offset() const {
    const std::size_t begin = line_begin(mistake_.line);
    std::string_view rest = text_.substr(begin);
    for (int column = 1; column < mistake_.column && !rest.empty(); ++column) support::take_character(rest);
    return text_.size() - rest.size();
  }

  bool at_end() const { return text_.find_first_not_of(" \t\n", at_) == std::string_view::npos; }

  std::optional<std::size_t> innermost() const {
    const auto last = std::find_if(open_.rbegin(), open_.rend(), [](const auto& one) { return one.has_value(); });
    return last != open_.rend() ? *last : std::nullopt;
  }

  // A tab in the white space that begins the line of the mistake or one beside it, where the mistake most likely is.
  std::optional<std::size_t> tab_near() const {
    const bool below = says("multiline plain key");
    for (int line = std::max(mistake_.line - 1, 1); line <= mistake_.line + (below ? 1 : 0); ++line) {
      const std::size_t begin = line_begin(line);
      const std::size_t word = std::min(text_.find_first_not_of(" \t", begin), text_.size());
      const std::size_t tab = text_.substr(begin, word - begin).find('\t');
      if (tab != std::string_view::npos) return begin + tab;
    }
    return std::nullopt;
  }

  [[noreturn]] void quote_not_closed() {
    const std::size_t quote = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'') ? at_ : at_ - 1;
    stop("D001", quote, "the quoted text that begins here is not closed", "add the missing quote");
  }

  // libfyaml points to the backslash. Of an unknown escape the letter is wrong, of another one what follows.
  [[noreturn]] void bad_escape() {
    if (mistake_.words.starts_with("invalid escape"))
      stop("D001", at_ + 1, "an unknown escape", "write \\\\ for a backslash, or use single quotes");
    if (says("hex")) stop("D001", at_, "an escape lacks a hexadecimal digit");
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
    stop("D001",
         at_ + (letter == 'x'   ? 4
                : letter == 'u' ? 6
                : letter == 'U' ? 10
                                : 0),
         "an escape is not a Unicode character");
  }

  // Over several lines it may be that an earlier quote is missing.
  [[noreturn]] void behind_a_quote() {
    stop("D001", at_, "text behind the end of a quoted text",
         "put the whole text in quotes, or look for a quote that is missing above");
  }

  [[noreturn]] void bracket_not_closed() {
    const std::optional<std::size_t> bracket = innermost();
    stop("D001", bracket.value_or(at_), "the bracket that opens here is not closed", "add the missing bracket");
  }

  // A text goes on over lines until a colon comes: either it lacks a colon itself, or what follows is too far in.
  [[noreturn]] void two_lines() {
    const std::size_t begin = line_begin(mistake_.line);
    const std::size_t word = text_.find_first_not_of(" -", begin);
    if (word >= at_)
      stop("D001", at_, "a key with a colon is expected here", "write 'key: value', aligned with the keys around it");
    std::size_t colon = text_.find('\n', at_);
    do {
      colon = text_.find(':', colon + 1);
    } while (colon < text_.size() - 1 && text_.find_first_of(" \n", colon + 1) != colon + 1);
    stop("D001", std::min(colon, text_.size()), "a mapping cannot begin here",
         "check the indentation, and quote a text that holds ': '");
  }

  const YamlMistake& mistake_;
  std::string_view text_;
  const OpenBrackets& open_;
  Reporter& reporter_;
  std::size_t at_;
};

}  // namespace

void report_mistake(const YamlMistake& mistake, std::string_view text, const OpenBrackets& open, Reporter& reporter) {
  Explainer(mistake, text, open, reporter).report();
}

}  // namespace vend::document
