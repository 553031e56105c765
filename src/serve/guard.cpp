#include "serve/guard.hpp"

#include <string>

namespace vend::serve {
namespace {

// Takes as long for a wrong key as for the right one.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different |= static_cast<unsigned char>(a[i] ^ b[i]);
  return different == 0;
}

Response refused(int status, std::string why) { return {status, "text/plain; charset=utf-8", std::move(why), {}}; }

bool is_of_this_host(const std::string& host, unsigned port) {
  const std::string at = ":" + std::to_string(port);
  return host == "127.0.0.1" + at || host == "localhost" + at;
}

}  // namespace

std::optional<std::string_view> path_below_key(std::string_view target, std::string_view key) {
  target = target.substr(0, target.find('?'));
  if (target.size() < key.size() + 2 || target.front() != '/' || target[key.size() + 1] != '/') return std::nullopt;
  if (!equal_in_constant_time(target.substr(1, key.size()), key)) return std::nullopt;
  return target.substr(key.size() + 2);
}

std::optional<Response> refusal(const Request& head, const Site& site) {
  const std::string host = head.header("host");
  if (!is_of_this_host(host, site.port))
    return refused(403, "This server answers under 127.0.0.1 and localhost only.\n");
  const std::string origin = head.header("origin");
  if (!origin.empty() && origin != "http://" + host) return refused(403, "Another site's page asked for this.\n");
  const bool opens = !site.ticket.empty() && head.target == "/open/" + site.ticket;
  const std::optional<std::string_view> path = path_below_key(head.target, site.key);
  if (!path && !opens) return refused(403, "The address lacks the key that vend serve printed when it started.\n");
  const std::string from = head.header("sec-fetch-site");
  const bool is_navigation =
      head.method == "GET" && head.header("sec-fetch-mode") == "navigate" && (opens || path->empty());
  if (!from.empty() && from != "same-origin" && from != "none" && !is_navigation)
    return refused(403, "Another site's page asked for this.\n");
  if (head.method == "POST") {
    if (!head.header("content-type").starts_with("application/json")) return refused(415, "Requests are JSON.\n");
    return std::nullopt;
  }
  if (head.method == "GET") return std::nullopt;
  Response response = refused(405, "There are GET and POST here.\n");
  response.headers["Allow"] = "GET, POST";
  return response;
}

void add_security_headers(Response& response) {
  response.headers.insert({
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
       "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vend"},
      {"Cache-Control", "no-store"},
      {"Cross-Origin-Embedder-Policy", "require-corp"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
  });
}

}  // namespace vend::serve
