// `vend serve`: the page, until it is interrupted.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <memory>
#include <ostream>

#include "cli/shared/command.hpp"
#include "cli/shared/find_preset.hpp"
#include "cli/shared/input.hpp"
#include "vend/serve/handler.hpp"
#include "vend/serve/server.hpp"
#include "vend/support/unicode.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared

namespace vend::cli {
namespace {

struct ServeOptions {
  std::string file, preset;
  unsigned short port = 0;
  bool open = false;
};

serve::Beginning beginning_of(Context& context, const ServeOptions& options) {
  if (!options.file.empty() && !options.preset.empty()) throw UsageError("a file and --preset cannot be combined");
  if (!options.preset.empty()) return {"preset " + options.preset, find_preset(context.assets, options.preset).text};
  if (options.file.empty()) return {};
  std::string text = read_input(options.file, context.streams.in);
  if (!support::is_valid_utf8(text))
    throw UsageError(fmt::format("{} is not UTF-8", support::escape_for_terminal(options.file)));
  return {options.file == "-" ? "stdin" : options.file, std::move(text)};
}

// The desktop's browser. Its command line can be read by others on the machine, and so it holds an address that works
// once instead of the key.
bool open_browser(const std::string& address) {
  std::string opener = "xdg-open", copy = address;
  char* arguments[] = {opener.data(), copy.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int one : {STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, one, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0;
}

ExitCode run_serve(Context& context, const ServeOptions& options) {
  serve::Beginning begin = beginning_of(context, options);
  try {
    serve::Server server(options.port);
    const std::string here = fmt::format("http://127.0.0.1:{}/", server.port());
    serve::Site site{serve::random_key(), server.port(), options.open ? serve::random_key() : ""};
    const std::string ticket = site.ticket;
    context.streams.out << here << site.key << "/\n";
    if (!context.streams.out.flush()) throw UsageError("the address cannot be written");
    serve::Handler handler(context.assets, std::move(site), std::move(begin));
    if (options.open && !open_browser(here + "open/" + ticket))
      context.messages.mention("xdg-open is not here; open the address yourself");
    server.run({[&](const serve::Request& head) { return handler.refuse(head); },
                [&](const serve::Request& request) { return handler.answer(request); }});
  } catch (const serve::ServerError& error) {
    throw UsageError(fmt::format("{}; another --port, or 0 for a free one", error.what()));
  }
  return ExitCode::clean;
}

}  // namespace

Action serve_command(CLI::App& app) {
  auto options = std::make_shared<ServeOptions>();
  app.add_option("FILE", options->file,
                 "Spec or template to begin with, or - for standard input; none: the full template");
  app.add_option("--preset", options->preset, "Begin with a preset (see `vend presets`)");
  app.add_option("--port", options->port, "Port on 127.0.0.1 (default: 0, a free one)")->check(number_of_port());
  app.add_flag("--open", options->open, "Open the page in the desktop's browser");
  return [options](Context& context) { return run_serve(context, *options); };
}

}  // namespace vend::cli
