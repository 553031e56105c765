// Any request to the page: it is refused or answered, with the headers that keep others out, and never says a secret.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "vend/serve/handler.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using vend::serve::Request;
  using vend::serve::Response;
  static vend::serve::Handler handler(vend::support::Assets(), {"0123456789abcdef0123456789abcdef", 80, ""}, {});
  static const std::string key = "/0123456789abcdef0123456789abcdef/";
  // The first line is the way to the body below it; without a key before it, the head is the input, too.
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string line = text.substr(0, text.find('\n')),
                    body = text.size() > line.size() ? text.substr(line.size() + 1) : "";
  const Request foreign{"POST", line, {{"host", line}, {"origin", line}}, body};
  if (!handler.refuse(foreign)) std::abort();
  for (const char* method : {"GET", "POST"}) {
    Request request{method, key + line, {{"host", "127.0.0.1:80"}, {"content-type", "application/json"}}, body};
    if (handler.refuse(request)) continue;
    const Response response = handler.answer(request);
    if (response.headers.count("Content-Security-Policy") == 0 || response.status == 500) std::abort();
  }
  return 0;
}
