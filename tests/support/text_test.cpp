#include "vend/support/text.hpp"

#include <catch2/catch.hpp>

#include "vend/support/encoding.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/unicode.hpp"

using namespace vend::support;

TEST_CASE("split keeps empty parts", "[text]") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(split("a,", ',') == std::vector<std::string_view>{"a", ""});
}

TEST_CASE("split_lines takes both line ends and no line for a final one", "[text]") {
  CHECK(split_lines("").empty());
  CHECK(split_lines("a\r\nb\n") == std::vector<std::string_view>{"a", "b"});
  CHECK(split_lines("a\n\nb") == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split_lines("\n") == std::vector<std::string_view>{""});
}

TEST_CASE("join and trim", "[text]") {
  CHECK(join({}, ", ").empty());
  CHECK(join({"a", "b", "c"}, ", ") == "a, b, c");
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim(" \n").empty());
}

TEST_CASE("UTF-8 is judged by RFC 3629", "[text]") {
  const auto [text, valid_bytes] = GENERATE(table<std::string, std::size_t>({
      {"", 0},
      {"a\u00e4\u20ac\U0001F600", 10},
      {"ab\xC0\xAF", 2},        // overlong
      {"\xE0\x80\xAF", 0},      // overlong
      {"\xF0\x80\x80\xAF", 0},  // overlong
      {"x\xED\xA0\x80", 1},     // surrogate
      {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
      {"\xF5\x80\x80\x80", 0},  // no such lead
      {"a\x80", 1},             // continuation without lead
      {"a\xE2\x82", 1},         // cut off
      {"\xE2\x28\xA1", 0},      // lead followed by ASCII
  }));
  CAPTURE(text);
  CHECK(valid_utf8_prefix(text) == valid_bytes);
  CHECK(is_valid_utf8(text) == (valid_bytes == text.size()));
}

TEST_CASE("lengths and widths of UTF-8", "[text]") {
  CHECK(utf8_length("a\u00e4\u20ac\U0001F600") == 4);
  CHECK(utf8_length("a\x80\xFF") == 3);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("\u00e4\u6f22\U0001F600") == 5);  // one column, two, two
  CHECK(display_width("e\u0301") == 1);                 // combining acute
  CHECK(display_width("a\uFE0Fb\u200Dc") == 3);         // a variation selector and a joiner
  CHECK(display_width("\u3042\uFF21\uAC00\U00020000") == 8);
  CHECK(display_width("\u2013\u20AC\u0416") == 3);
}

TEST_CASE("a long text is shortened by whole characters", "[text]") {
  CHECK(shortened("abcdef", 6) == "abcdef");
  CHECK(shortened("abcdefg", 6) == "abc...");
  CHECK(shortened("a\u00e4\u00e4\u00e4", 6) == "a\u00e4...");  // three bytes would end within the second letter
  CHECK(shortened("\U0001F680\U0001F680", 6) == "...");
}

TEST_CASE("text for a terminal cannot steer it", "[text]") {
  const auto [text, shown] = GENERATE(table<std::string, std::string>({
      {"plain \u00e4\u6f22", "plain \u00e4\u6f22"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {"a\nb\tc\r", "a\\x0ab\\x09c\\x0d"},
      {std::string("nul\0", 4), "nul\\x00"},
      {"del\x7f", "del\\x7f"},
      {"bad\xff", "bad\\xff"},
      {"c1 \u009b", "c1 \\u{009b}"},
      {"\u202Eesrever", "\\u{202e}esrever"},
      {"zero\u200bwidth", "zero\\u{200b}width"},
      {"\uFEFF", "\\u{feff}"},
  }));
  CHECK(escape_for_terminal(text) == shown);
}

TEST_CASE("closest finds likely typing mistakes only", "[text]") {
  const std::vector<std::string> words = {"platform", "executor", "schedules", "scaling", "spot", "size"};
  CHECK(closest("platfrom", words) == "platform");
  CHECK(closest("Executor", words) == "executor");
  CHECK(closest("schedule", words) == "schedules");
  CHECK(closest("sise", words) == "size");
  CHECK_FALSE(closest("gitlab", words).has_value());
  CHECK_FALSE(closest("", words).has_value());
  CHECK_FALSE(closest("x", {"y"}).has_value());
  CHECK_FALSE(closest(std::string(100'000, 'a'), {std::string(100'000, 'b')}).has_value());
  CHECK(closest("ab", {"zzz", "ba"}) == "ba");  // neighbours swapped count as one mistake
}

TEST_CASE("base64 by RFC 4648", "[text]") {
  const auto [bytes, text] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                       {"f", "Zg=="},
                                                                       {"fo", "Zm8="},
                                                                       {"foo", "Zm9v"},
                                                                       {"foob", "Zm9vYg=="},
                                                                       {"fooba", "Zm9vYmE="},
                                                                       {"foobar", "Zm9vYmFy"},
                                                                       {"\xff\xfe\xfd", "//79"}}));
  CHECK(base64_encode(bytes) == text);
}

TEST_CASE("SHA-256 by the vectors of FIPS 180-4", "[text]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  // Lengths around the border of a block, where the padding needs a second one.
  CHECK(sha256_hex(std::string(55, 'a')) == "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  CHECK(sha256_hex(std::string(56, 'a')) == "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  CHECK(sha256_hex(std::string(64, 'a')) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
  // By the processor's instructions and without them: the same.
  std::string text;
  for (std::size_t length = 0; length < 300; ++length) {
    CHECK(sha256_hex(text) == sha256_hex(text, Sha256::portable));
    text += static_cast<char>(length * 7 % 256);
  }
}
TEST_CASE("words for a shell and for an address", "[text]") {
  CHECK(shell_quote("a/b-1.yml") == "a/b-1.yml");
  CHECK(shell_quote("") == "''");
  CHECK(shell_quote("it's $x") == "'it'\\''s $x'");
  for (const char* plain : {"a/b-1.yml", "", "it's $x", "\xC3\xA4"}) CHECK(shell_word(plain) == shell_quote(plain));
  CHECK(shell_word("o\x1b[2Jx") == "$'o\\x1b[2Jx'");
  CHECK(shell_word("it's\n\\\x7F\xFF") == "$'it\\x27s\\x0a\\x5c\\x7f\\xff'");
  CHECK(shell_word("a\xE2\x80\xAE"
                   "b\xC3\xA4") == "$'a\\xe2\\x80\\xaeb\xC3\xA4'");
  CHECK(percent_encode("a b+/\xC3\xA4~") == "a%20b%2B%2F%C3%A4~");
  CHECK(percent_decode("a%20b%2b+c") == "a b+ c");
  for (const char* bad : {"%", "%4", "%zz", "a%-1"}) CHECK_FALSE(percent_decode(bad).has_value());
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  CHECK(percent_decode(percent_encode(bytes)) == bytes);
}

TEST_CASE("base64 is undone, and what is none is refused", "[text]") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    CHECK(base64_decode(base64_encode(bytes)) == bytes);
    bytes += static_cast<char>(i);
  }
  for (const char* bad : {"a", "ab=", "====", "ab\n=", "a===", "ab=c", "abc-"})
    CHECK_FALSE(base64_decode(bad).has_value());
}
