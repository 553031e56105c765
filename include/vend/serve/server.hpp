// Sockets around a handler: loopback only, with limits on time, size and number of connections.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "vend/serve/message.hpp"
#include "vend/support/library_version.hpp"

namespace vend::serve {

// What the operating system refuses: the port is taken. what() says so.
class ServerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The library that speaks HTTP.
std::vector<support::LibraryVersion> libraries();

// 128 bits of the operating system's random source, hexadecimal. Throws ServerError.
std::string random_key();

struct Answers {
  std::function<std::optional<Response>(const Request&)> refuse;  // before the body is read
  std::function<Response(const Request&)> answer;                 // in a thread of its own, one at a time
};

class Server {
 public:
  // Listens at 127.0.0.1; port 0 takes a free one. Throws ServerError.
  explicit Server(unsigned short port);
  ~Server();
  unsigned short port() const;
  // Until SIGINT, SIGTERM or SIGHUP (where that is not ignored), or until a terminal that the program was started at
  // goes away.
  void run(Answers answers);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vend::serve
