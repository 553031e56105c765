// The page, without a network: a request becomes an answer. What somebody works on lives in the browser and comes with
// every request, so that a server can be ended and started again, and two pages never meet.
//
// A request is answered only at an address with the key, under a host name that is loopback's, and when no other site
// asked for it. Secrets never come here: the page checks and keeps them, and says only which ones are filled in.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "vend/serve/message.hpp"
#include "vend/support/asset.hpp"

namespace vend::serve {

// What a body may hold at most, bytes: two templates of 1 MB (aws/limits.hpp), written as JSON.
inline constexpr std::size_t largest_body = std::size_t{8} << 20U;

struct Site {
  std::string key;     // of the address; made by random_key()
  unsigned port = 0;   // that the server listens at
  std::string ticket;  // an address that leads to the page once, for a browser's command line; empty: none
};

// What the page begins with.
struct Beginning {
  std::string name;  // "team-a.yml", "preset linux-docker-hot-ha"; empty: the full template
  std::string text;  // spec or template
};

class Handler {
 public:
  Handler(support::Assets assets, Site site, Beginning begin);
  ~Handler();

  // Why a request is refused before its body is read; nothing when it is not. May be called while answer() runs.
  std::optional<Response> refuse(const Request& head) const;
  // For requests that were not refused, one at a time. Does not throw.
  Response answer(const Request& request);

  struct State;  // for the handler's own functions

 private:
  std::unique_ptr<State> state_;
};

}  // namespace vend::serve
