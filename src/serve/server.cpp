// Boost.Beast and Boost.Asio are known to this file alone: it takes half a minute to compile, and has little reason to
// change.
#include "vend/serve/server.hpp"

#include <poll.h>
#include <sys/random.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/version.hpp>
#include <csignal>
#include <set>

#include "serve/guard.hpp"
#include "vend/serve/handler.hpp"

namespace vend::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Far more than browsers open (6 for a host), and few enough that their buffers are little.
constexpr std::size_t most_connections = 128;
constexpr unsigned largest_head = 16U << 10U;  // bytes
constexpr seconds for_a_request{10};           // until its last byte is there
constexpr seconds for_an_answer{30};
constexpr seconds between_requests{60};
constexpr seconds for_the_rest{2};  // of a body that nobody wants

class Connection;

struct Shared {
  explicit Shared(Answers functions) : answers(std::move(functions)) {}
  Answers answers;
  asio::thread_pool computing{1};
  std::set<std::shared_ptr<Connection>> connections;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {}

  void start() { wait_for_request(); }
  bool is_waiting() const { return waiting_; }
  std::chrono::steady_clock::time_point since() const { return since_; }
  void close() {
    beast::error_code ignored;
    stream_.socket().close(ignored);
    shared_.connections.erase(shared_from_this());
  }

 private:
  void wait_for_request() {
    waiting_ = true;
    since_ = std::chrono::steady_clock::now();
    parser_.emplace();
    parser_->header_limit(largest_head);
    parser_->body_limit(largest_body);
    // The first byte may be awaited longer than the others, but a new connection was made for a request.
    if (buffer_.size() == 0 && served_) {
      stream_.expires_after(between_requests);
      stream_.async_read_some(buffer_.prepare(4096), [me = shared_from_this()](beast::error_code error, std::size_t n) {
        if (error) return me->close();
        me->buffer_.commit(n);
        me->read_head();
      });
      return;
    }
    read_head();
  }

  void read_head() {
    stream_.expires_after(for_a_request);
    http::async_read_header(stream_, buffer_, *parser_,
                            [me = shared_from_this()](beast::error_code error, std::size_t) { me->on_head(error); });
  }

  void on_head(beast::error_code error) {
    if (error == http::error::header_limit)
      return refuse({431, "text/plain; charset=utf-8", "The head is too long.\n", {}});
    if (error == http::error::body_limit)
      return refuse({413, "text/plain; charset=utf-8", "The body is too long.\n", {}});
    if (error && error.category() == http::make_error_code(http::error::bad_version).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
      return refuse({400, "text/plain; charset=utf-8", "That is not an HTTP request.\n", {}});
    if (error) return close();
    request_ = {};
    const auto& head = parser_->get();
    request_.method = std::string(head.method_string());
    request_.target = std::string(head.target());
    for (const auto& field : head) {
      std::string name(field.name_string());
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const auto [row, is_new] = request_.headers.try_emplace(std::move(name), field.value());
      if (!is_new) row->second += ", " + std::string(field.value());
    }
    try {
      if (std::optional<Response> no = shared_.answers.refuse(request_)) return refuse(std::move(*no));
    } catch (const std::exception&) {
      return close();
    }
    http::async_read(stream_, buffer_, *parser_,
                     [me = shared_from_this()](beast::error_code failed, std::size_t) { me->on_body(failed); });
  }

  void on_body(beast::error_code error) {
    if (error == http::error::body_limit)
      return refuse({413, "text/plain; charset=utf-8", "The body is too long.\n", {}});
    if (error) return close();
    waiting_ = false;
    stream_.expires_never();
    request_.body = std::move(parser_->get().body());
    keep_ = parser_->keep_alive();
    asio::post(shared_.computing, [me = shared_from_this()] {
      auto response = std::make_shared<Response>(me->shared_.answers.answer(me->request_));
      asio::post(me->stream_.get_executor(), [me, response] { me->write(std::move(*response)); });
    });
  }

  void refuse(Response response) {
    add_security_headers(response);
    keep_ = false;
    write(std::move(response));
  }

  void write(Response response) {
    answer_ = {static_cast<http::status>(response.status), 11};
    for (const auto& [name, value] : response.headers) answer_.set(name, value);
    answer_.set(http::field::content_type, response.type);
    answer_.keep_alive(keep_);
    answer_.body() = std::move(response.body);
    answer_.prepare_payload();
    waiting_ = true;
    since_ = std::chrono::steady_clock::now();
    stream_.expires_after(for_an_answer);
    http::async_write(stream_, answer_, [me = shared_from_this()](beast::error_code error, std::size_t) {
      me->answer_ = {};
      me->request_ = {};
      me->served_ = true;
      if (error) return me->close();
      if (me->keep_) return me->wait_for_request();
      beast::error_code ignored;
      me->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      me->stream_.expires_after(for_the_rest);
      me->drop_the_rest();
    });
  }

  // Closed with bytes unread, a connection is reset, and the other side may lose the answer.
  void drop_the_rest() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(65'536), [me = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return me->close();
      me->drop_the_rest();
    });
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Request request_;
  http::response<http::string_body> answer_;
  bool keep_ = false, waiting_ = true, served_ = false;
  std::chrono::steady_clock::time_point since_;
};

// When all places are taken, the one that has waited longest for its other side goes: slow ones keep nobody out.
void make_room(Shared& shared) {
  if (shared.connections.size() < most_connections) return;
  std::shared_ptr<Connection> oldest;
  for (const std::shared_ptr<Connection>& one : shared.connections) {
    if (one->is_waiting() && (oldest == nullptr || one->since() < oldest->since())) oldest = one;
  }
  if (oldest != nullptr) oldest->close();
}

std::vector<pollfd> terminals() {
  std::vector<pollfd> all;
  for (const int one : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (isatty(one) != 0) all.push_back({one, 0, 0});
  }
  return all;
}

bool is_gone(std::vector<pollfd>& terminals) {
  if (terminals.empty() || poll(terminals.data(), terminals.size(), 0) <= 0) return false;
  return std::any_of(terminals.begin(), terminals.end(),
                     [](const pollfd& one) { return (one.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0; });
}

}  // namespace

std::vector<support::LibraryVersion> libraries() {
  return {{"Boost",
           std::to_string(BOOST_VERSION / 100'000) + "." + std::to_string(BOOST_VERSION / 100 % 1'000) + "." +
               std::to_string(BOOST_VERSION % 100),
           "BSL-1.0"}};
}

std::string random_key() {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
    throw ServerError("the operating system gives no random numbers, which the page's address needs");
  std::string key;
  for (const unsigned char byte : bytes) {
    key += "0123456789abcdef"[byte >> 4U];
    key += "0123456789abcdef"[byte & 15U];
  }
  return key;
}

struct Server::State {
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  // From the start: whoever reads the address may already end the program.
  asio::signal_set signals{io, SIGINT, SIGTERM};
};

Server::Server(unsigned short port) : state_(std::make_unique<State>()) {
  struct sigaction present {};
  // nohup has it ignored.
  if (sigaction(SIGHUP, nullptr, &present) == 0 && present.sa_handler != SIG_IGN) state_->signals.add(SIGHUP);
  try {
    const tcp::endpoint here(asio::ip::address_v4::loopback(), port);
    state_->acceptor.open(here.protocol());
    state_->acceptor.set_option(tcp::acceptor::reuse_address(true));
    state_->acceptor.bind(here);
    state_->acceptor.listen();
  } catch (const boost::system::system_error& error) {
    throw ServerError("cannot listen at port " + std::to_string(port) + ": " + error.code().message());
  }
}

Server::~Server() = default;

unsigned short Server::port() const { return state_->acceptor.local_endpoint().port(); }

void Server::run(Answers answers) {
  asio::io_context& io = state_->io;
  Shared shared(std::move(answers));
  state_->signals.async_wait([&](const beast::error_code&, int) { io.stop(); });
  std::vector<pollfd> watched = terminals();
  asio::steady_timer timer(io);
  std::function<void()> watch = [&] {
    timer.expires_after(milliseconds(500));
    timer.async_wait([&](const beast::error_code& error) {
      if (error || is_gone(watched)) return io.stop();
      watch();
    });
  };
  if (!watched.empty()) watch();
  asio::steady_timer pause(io);
  std::function<void()> accept = [&] {
    state_->acceptor.async_accept([&](const beast::error_code& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) {  // no file descriptors are left: some connection ends soon
        pause.expires_after(milliseconds(50));
        return pause.async_wait([&](const beast::error_code&) { accept(); });
      }
      make_room(shared);
      beast::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      auto connection = std::make_shared<Connection>(std::move(socket), shared);
      shared.connections.insert(connection);
      connection->start();
      accept();
    });
  };
  accept();
  io.run();
  shared.computing.join();
  shared.connections.clear();
}

}  // namespace vend::serve
