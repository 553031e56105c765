// A request and its answer, as far as the page needs HTTP.
#pragma once

#include <map>
#include <string>

namespace vend::serve {

struct Request {
  std::string method;  // "GET"
  std::string target;  // "/KEY/view"
  // Names in lower case; one that came several times has its values joined by ", ", so that no single value is taken
  // for all of them.
  std::map<std::string, std::string> headers;
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

struct Response {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  std::map<std::string, std::string> headers;
};

}  // namespace vend::serve
