// Tokens in texts: what must not be echoed, whatever a user typed where, and what should not stand there.
#pragma once

#include <string>
#include <string_view>

namespace vend::support {

// Whether a text that is to name a secret is a runner token itself: it begins like one, or holds one behind an
// instance's own prefix. GitLab: glrt- (created runners), glrtr- (registered ones), GR1348941 (registration tokens).
bool is_runner_token(std::string_view text);

// The same as a part of a regular expression that must not match; for names of at most ASCII characters.
inline constexpr std::string_view no_runner_token =
    "(?!glrt-|glrtr-|GR1348941|[-A-Za-z0-9/_+=.@:]*glrt-[-A-Za-z0-9_]{20})";

// What a text holds in plain words that is a secret, such as "an access token of GitLab"; "" for none. Placeholders,
// such as glrt-xxxxxxxxxxxxxxxxxxxx, are of one letter and none.
std::string_view secret_in(std::string_view text);

// The text with every token's secret part left out: "glrt-***".
std::string without_tokens(std::string_view text);
// The same with a star for each character, so that columns stay.
std::string with_starred_tokens(std::string_view text);

}  // namespace vend::support
