#include "vend/support/pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace vend::support {
namespace {

constexpr std::uint32_t most_steps = 100'000;      // a value of 4 KB needs far fewer, unless the search explodes
constexpr std::uint32_t most_memory_kib = 20'000;  // of backtracking

// What java.util.regex and ECMAScript write, and how PCRE2 writes it.
struct Spelling {
  std::string_view theirs;
  std::string_view ours;
};
constexpr std::array spellings = {
    Spelling{"\\p{Lower}", "[:lower:]"}, Spelling{"\\p{Upper}", "[:upper:]"},     Spelling{"\\p{Alpha}", "[:alpha:]"},
    Spelling{"\\p{Digit}", "[:digit:]"}, Spelling{"\\p{Alnum}", "[:alnum:]"},     Spelling{"\\p{Punct}", "[:punct:]"},
    Spelling{"\\p{Graph}", "[:graph:]"}, Spelling{"\\p{Print}", "[:print:]"},     Spelling{"\\p{Blank}", "[:blank:]"},
    Spelling{"\\p{Cntrl}", "[:cntrl:]"}, Spelling{"\\p{XDigit}", "[:xdigit:]"},   Spelling{"\\p{Space}", "[:space:]"},
    Spelling{"\\p{ASCII}", "[:ascii:]"}, Spelling{"\\p{IsAlphabetic}", "\\p{L}"}, Spelling{"\\p{IsDigit}", "\\p{Nd}"},
    Spelling{"\\p{IsLetter}", "\\p{L}"}, Spelling{"\\p{IsLatin}", "\\p{Latin}"},
};

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::string in_pcre2(std::string_view pattern) {
  std::string out;
  bool in_class = false;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::string_view rest = pattern.substr(at);
    if (rest.front() == '\\' && rest.size() > 1) {
      std::size_t used = 2;
      std::string text(rest.substr(0, 2));
      if (rest[1] == 'u' && rest.size() >= 6 && is_hex(rest.substr(2, 4))) {
        text = "\\x{" + std::string(rest.substr(2, 4)) + "}";
        used = 6;
      }
      for (const Spelling& row : spellings) {
        if (!rest.starts_with(row.theirs)) continue;
        used = row.theirs.size();
        const bool needs_class = row.ours.front() == '[' && !in_class;
        text = needs_class ? "[" + std::string(row.ours) + "]" : std::string(row.ours);
        break;
      }
      out += text;
      at += used;
      continue;
    }
    if (rest.front() == '[') in_class = true;
    if (rest.front() == ']') in_class = false;
    out += rest.front();
    ++at;
  }
  return out;
}

// Whether a circumflex begins each of a pattern's alternatives, of which there is one.
bool is_from_begin(std::string_view pattern) {
  int depth = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == '|' && depth == 0) {
      return false;
    }
  }
  return pattern.starts_with('^') && pattern.substr(1, 1).find_first_of("?*{") == std::string_view::npos;
}

}  // namespace

struct Pattern::Code {
  explicit Code(pcre2_code* compiled) : code(compiled), context(pcre2_match_context_create(nullptr)) {
    pcre2_set_match_limit(context, most_steps);
    pcre2_set_heap_limit(context, most_memory_kib);
  }
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
  ~Code() {
    pcre2_match_context_free(context);
    pcre2_code_free(code);
  }

  pcre2_code* code;
  pcre2_match_context* context;
};

// A template is evaluated many times, with the same patterns: what was read is kept, up to a bound.
std::optional<Pattern> Pattern::read(std::string_view text) {
  constexpr std::size_t most_kept = 1'000;
  static std::mutex mutex;
  static std::map<std::string, std::optional<Pattern>, std::less<>> kept;
  {
    const std::lock_guard lock(mutex);
    if (auto found = kept.find(text); found != kept.end()) return found->second;
  }
  std::optional<Pattern> pattern = compile(text);
  const std::lock_guard lock(mutex);
  if (kept.size() < most_kept) kept.emplace(text, pattern);
  return pattern;
}

std::optional<Pattern> Pattern::compile(std::string_view text) {
  // Intersections of classes are Java's alone; PCRE2 would take them for something else.
  if (text.find("&&[") != std::string_view::npos) return std::nullopt;
  const std::string pattern = in_pcre2(text);
  int error = 0;
  std::size_t where = 0;
  pcre2_code* compiled =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF, &error, &where, nullptr);
  if (compiled == nullptr) return std::nullopt;
  return Pattern(std::make_shared<const Code>(compiled), is_from_begin(pattern));
}

std::optional<bool> Pattern::search(std::string_view text, unsigned flags) const {
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);  // one a search: threads share patterns
  const int found =
      pcre2_match(code_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, flags, data, code_->context);
  pcre2_match_data_free(data);
  if (found >= 0 || found == PCRE2_ERROR_PARTIAL) return true;
  if (found == PCRE2_ERROR_NOMATCH) return false;
  return std::nullopt;
}

std::optional<bool> Pattern::matches(std::string_view text) const {
  return search(text, PCRE2_ANCHORED | PCRE2_ENDANCHORED);
}

std::optional<bool> Pattern::may_begin(std::string_view text) const {
  return from_begin_ ? search(text, PCRE2_ANCHORED | PCRE2_PARTIAL_HARD) : std::nullopt;
}

std::optional<bool> Pattern::is_found_in(std::string_view text) const { return search(text, 0); }

}  // namespace vend::support
