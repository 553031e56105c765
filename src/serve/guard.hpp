// Who may ask.
#pragma once

#include <optional>
#include <string_view>

#include "vend/serve/handler.hpp"

namespace vend::serve {

// Nothing for a request that may be answered. A page elsewhere can make a browser send requests here, also under a name
// of its own that it lets resolve to 127.0.0.1; it knows neither the key nor can it hide Host and Origin.
std::optional<Response> refusal(const Request& head, const Site& site);

// What stands behind the key: "" is the page itself. Nothing for an address without the key.
std::optional<std::string_view> path_below_key(std::string_view target, std::string_view key);

// On every answer.
void add_security_headers(Response& response);

}  // namespace vend::serve
