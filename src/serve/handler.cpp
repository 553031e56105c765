#include "vend/serve/handler.hpp"

#include <array>
#include <new>
#include <set>

#include "serve/completion.hpp"
#include "serve/guard.hpp"
#include "serve/page.hpp"
#include "serve/take.hpp"
#include "serve/view.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/preview/html_page.hpp"
#include "vend/spec/presets.hpp"
#include "vend/spec/schema.hpp"

namespace vend::serve {

using document::Node;

struct Handler::State {
  support::Assets assets;
  Site site;
  Beginning begin;
  Sources sources{assets};
  std::optional<Node> schema = std::nullopt;  // of specs; read when it is first needed
};

namespace {

Response plain(int status, std::string text) { return {status, "text/plain; charset=utf-8", std::move(text), {}}; }
Response json(std::string text) { return {200, "application/json", std::move(text), {}}; }

struct Asset {
  const char* path;  // below the key
  const char* file;
  const char* type;
};
constexpr std::array assets_of_page = {Asset{"page.js", "templates/serve/page.js", "text/javascript; charset=utf-8"},
                                       Asset{"page.css", "templates/serve/page.css", "text/css; charset=utf-8"},
                                       Asset{"icon.svg", "templates/serve/icon.svg", "image/svg+xml"}};

std::string text_at(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found != nullptr && found->is_string() ? found->text() : "";
}

// A member that is a mapping; an empty one where there is none.
Node mapping_at(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found != nullptr && found->is_mapping() ? *found : Node::mapping();
}

}  // namespace

Handler::Handler(support::Assets assets, Site site, Beginning begin)
    : state_(std::make_unique<State>(State{std::move(assets), std::move(site), std::move(begin)})) {}
Handler::~Handler() = default;

std::optional<Response> Handler::refuse(const Request& head) const { return refusal(head, state_->site); }

namespace {

Response view(const Node& body, Handler::State& state) {
  const Work work = read_work(mapping_at(body, "work"));
  std::set<std::string> have;
  if (const Node* known = body.find("have"); known != nullptr && known->is_sequence())
    for (const Node& one : known->items()) have.insert(one.text());
  return json(as_json(view_of(work, *state.sources.get(work)), have));
}

Response findings(const Node& body, Handler::State& state) {
  const Work work = read_work(mapping_at(body, "work"));
  Findings found = findings_of(work, *state.sources.get(work), state.assets);
  found.facts.add("html", std::move(found.html));
  return json(document::write_compact_json(found.facts));
}

Response compare(const Node& body, Handler::State& state) {
  const Work before = read_work(mapping_at(body, "before")), after = read_work(mapping_at(body, "after"));
  const auto old_source = state.sources.get(before), new_source = state.sources.get(after);
  Node answer = Node::mapping();
  answer.add("html", comparison(before, *old_source, after, *new_source, state.assets));
  return json(document::write_compact_json(answer));
}

Response complete_spec(const Node& body, Handler::State& state) {
  if (!state.schema) {
    support::Diagnostics none;
    state.schema = document::read_json(spec::json_schema(), "(schema)", none);
  }
  const Node* offset = body.find("offset");
  const std::int64_t at = offset != nullptr ? document::to_integer(*offset).value_or(0) : 0;
  const Completion found = complete(text_at(body, "text"), at < 0 ? 0 : static_cast<std::size_t>(at), *state.schema);
  Node answer = Node::mapping();
  answer.add("from", Node::integer(static_cast<std::int64_t>(found.from)));
  Node& list = answer.add("suggestions", Node::sequence());
  for (const Suggestion& one : found.suggestions)
    list.push(Node::mapping({{"text", one.text}, {"detail", one.detail}}));
  return json(document::write_compact_json(answer));
}

Response take(const Node& body, Handler::State& state) {
  const Work work = read_work(mapping_at(body, "work"));
  std::optional<std::string> file = file_to_take(text_at(body, "file"), work, *state.sources.get(work));
  if (!file) return plain(404, "There is no such file.\n");
  return {200, "application/octet-stream", std::move(*file), {}};
}

Response preset(const Node& body, Handler::State& state) {
  const std::string name = text_at(body, "name");
  if (name == "full") return json(R"({"name":"","text":""})");
  for (const spec::Preset& one : spec::presets(state.assets)) {
    if (one.name == name)
      return json(document::write_compact_json(Node::mapping({{"name", "preset " + name}, {"text", one.text}})));
  }
  return plain(404, "There is no such preset.\n");
}

Response page(Handler::State& state) {
  Work work;
  work.name = state.begin.name;
  work.text = state.begin.text;
  const auto source = state.sources.get(work);
  View shown = view_of(work, *source);
  shown.parts.push_back({"findings", "Findings", findings_of(work, *source, state.assets).html});
  return {200, "text/html; charset=utf-8", page_html(state.begin, shown, spec::presets(state.assets)), {}};
}

struct Route {
  const char* path;
  Response (*answer)(const Node& body, Handler::State& state);
};
constexpr std::array routes = {Route{"view", view},       Route{"findings", findings},
                               Route{"compare", compare}, Route{"complete", complete_spec},
                               Route{"take", take},       Route{"preset", preset}};

Response routed(const Request& request, Handler::State& state) {
  if (!state.site.ticket.empty() && request.target == "/open/" + state.site.ticket) {
    state.site.ticket.clear();
    Response response{303, "text/plain; charset=utf-8", "", {}};
    response.headers["Location"] = "/" + state.site.key + "/";
    return response;
  }
  const std::optional<std::string_view> path = path_below_key(request.target, state.site.key);
  if (!path) return plain(403, "The address lacks the key.\n");
  if (request.method == "GET") {
    if (path->empty()) return page(state);
    if (*path == "report.css") return {200, "text/css; charset=utf-8", std::string(preview::html_stylesheet()), {}};
    for (const Asset& one : assets_of_page) {
      if (*path == one.path) return {200, one.type, std::string(state.assets.get(one.file)), {}};
    }
    return plain(404, "There is no such page.\n");
  }
  for (const Route& one : routes) {
    if (*path != one.path) continue;
    support::Diagnostics found;
    document::ReadLimits limits;
    limits.bytes = largest_body;
    const std::optional<Node> body = document::read_json(request.body, "(request)", found, limits);
    // What was wrong is not said: it could be a part of what was sent.
    if (!body || !found.empty() || !body->is_mapping()) return plain(400, "The request is not a JSON object.\n");
    return one.answer(*body, state);
  }
  return plain(404, "There is no such page.\n");
}

}  // namespace

Response Handler::answer(const Request& request) {
  Response response;
  try {
    response = routed(request, *state_);
  } catch (const std::bad_alloc&) {
    response = plain(503, "There is not enough memory for this input.\n");
  } catch (const std::exception&) {
    response = plain(500, "That is a mistake in vend; please report what you did.\n");
  }
  add_security_headers(response);
  return response;
}

}  // namespace vend::serve
