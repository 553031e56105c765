// The page's handler, without sockets: who is answered, what comes back, what never does. A case for each request,
// hence the length.
#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "serve/completion.hpp"
#include "serve/zip.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/serve/handler.hpp"
#include "vend/spec/presets.hpp"
#include "vend/spec/schema.hpp"

namespace vend {
namespace {

using document::Node;
using serve::Request;
using serve::Response;

const std::string key = "0123456789abcdef0123456789abcdef";

serve::Handler handler_of(std::string name = "", std::string text = "", std::string ticket = "") {
  return {support::Assets(), {key, 8080, std::move(ticket)}, {std::move(name), std::move(text)}};
}

Request get(const std::string& path) { return {"GET", "/" + key + "/" + path, {{"host", "127.0.0.1:8080"}}, ""}; }

Request post(const std::string& path, std::string body) {
  return {"POST",
          "/" + key + "/" + path,
          {{"host", "127.0.0.1:8080"}, {"origin", "http://127.0.0.1:8080"}, {"content-type", "application/json"}},
          std::move(body)};
}

Node json_of(const Response& response) {
  support::Diagnostics found;
  document::ReadLimits limits;
  limits.bytes = std::size_t{64} << 20U;
  const std::optional<Node> node = document::read_json(response.body, "(answer)", found, limits);
  INFO(response.body.substr(0, 300));
  REQUIRE(node);
  return *node;
}

Node work(const std::string& name, const std::string& text, const std::vector<document::Member>& values = {}) {
  Node node = Node::mapping();
  node.add("name", name);
  node.add("text", text);
  node.add("values", Node::mapping(values));
  return node;
}

Response view(serve::Handler& handler, Node what, Node have = Node::sequence()) {
  return handler.answer(post(
      "view", document::write_compact_json(Node::mapping({{"work", std::move(what)}, {"have", std::move(have)}}))));
}

Response take(serve::Handler& handler, const Node& what, const std::string& file) {
  return handler.answer(post("take", document::write_compact_json(Node::mapping({{"work", what}, {"file", file}}))));
}

// The HTML of a part, of the pieces that the answer brings.
std::string part(const Node& answer, const std::string& id) {
  for (const Node& one : answer.find("parts")->items()) {
    if (one.find("id")->text() != id) continue;
    std::string html;
    for (const Node& sum : one.find("pieces")->items()) {
      const Node* piece = answer.find("html")->find(sum.text());
      if (piece != nullptr) html += piece->text();
    }
    return html;
  }
  return "(no such part)";
}

std::string preset(const std::string& name) {
  for (const spec::Preset& one : spec::presets(support::Assets())) {
    if (one.name == name) return one.text;
  }
  return "";
}

constexpr const char* small = R"(Parameters:
  Size: {Type: Number, Default: 1, MinValue: 1, MaxValue: 4}
  Color: {Type: String, Default: red, AllowedValues: [red, green]}
  Token: {Type: String, NoEcho: true, MinLength: 8, AllowedPattern: "[a-z]+"}
Conditions:
  Has: !Not [!Equals [!Ref Token, ""]]
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "${Color} ${Size}"}}
)";

}  // namespace

TEST_CASE("only who knows the key, under loopback's names, from this page is answered", "[serve]") {
  serve::Handler handler = handler_of();
  CHECK_FALSE(handler.refuse(get("")));
  CHECK_FALSE(handler.refuse(post("view", "{}")));
  struct Case {
    const char* what;
    void (*change)(Request&);
    int status;
  };
  const std::vector<Case> cases = {
      {"a name that resolves here", [](Request& r) { r.headers["host"] = "evil.example:8080"; }, 403},
      {"another port", [](Request& r) { r.headers["host"] = "127.0.0.1:8081"; }, 403},
      {"a name that begins like ours", [](Request& r) { r.headers["host"] = "127.0.0.1:8080.evil.example"; }, 403},
      {"no host", [](Request& r) { r.headers.erase("host"); }, 403},
      {"two hosts", [](Request& r) { r.headers["host"] = "127.0.0.1:8080, evil.example"; }, 403},
      {"another origin", [](Request& r) { r.headers["origin"] = "http://evil.example"; }, 403},
      {"an origin without a name", [](Request& r) { r.headers["origin"] = "null"; }, 403},
      {"our host, other scheme", [](Request& r) { r.headers["origin"] = "https://127.0.0.1:8080"; }, 403},
      {"another port's page", [](Request& r) { r.headers["origin"] = "http://127.0.0.1:9"; }, 403},
      {"another name of ours", [](Request& r) { r.headers["origin"] = "http://localhost:8080"; }, 403},
      {"another site's request", [](Request& r) { r.headers["sec-fetch-site"] = "cross-site"; }, 403},
      {"no key", [](Request& r) { r.target = "/view"; }, 403},
      {"half a key", [](Request& r) { r.target = "/" + key.substr(1) + "/view"; }, 403},
      {"a wrong key", [](Request& r) { r.target[3] = 'x'; }, 403},
      {"no slash behind it", [](Request& r) { r.target = "/" + key; }, 403},
      {"a whole address", [](Request& r) { r.target = "http://127.0.0.1:8080" + r.target; }, 403},
      {"a form's type", [](Request& r) { r.headers["content-type"] = "text/plain"; }, 415},
      {"another method", [](Request& r) { r.method = "PUT"; }, 405},
      {"a preflight", [](Request& r) { r.method = "OPTIONS"; }, 405},
  };
  for (const Case& one : cases) {
    Request request = post("view", "{}");
    one.change(request);
    const std::optional<Response> no = handler.refuse(request);
    INFO(one.what);
    REQUIRE(no);
    CHECK(no->status == one.status);
    CHECK(no->headers.count("Access-Control-Allow-Origin") == 0);
  }
  Request link = get("");
  link.headers["sec-fetch-site"] = "cross-site";
  CHECK(handler.refuse(link));
  link.headers["sec-fetch-mode"] = "navigate";  // a link that somebody was sent
  CHECK_FALSE(handler.refuse(link));
}

TEST_CASE("an address for a browser's command line works once", "[serve]") {
  serve::Handler handler = handler_of("", "", "feed");
  const Request request{"GET", "/open/feed", {{"host", "127.0.0.1:8080"}}, ""};
  REQUIRE_FALSE(handler.refuse(request));
  CHECK(handler.answer(request).headers.at("Location") == "/" + key + "/");
  CHECK(handler.refuse(request));
  CHECK(handler.answer(request).status == 403);
}

TEST_CASE("every answer has the headers that keep others out", "[serve]") {
  serve::Handler handler = handler_of();
  for (const Request& request :
       {get(""), get("page.js"), get("nothing"), post("view", "{}"), post("view", "no JSON")}) {
    const Response response = handler.answer(request);
    INFO(request.target);
    const std::string policy = response.headers.at("Content-Security-Policy");
    CHECK(policy.find("default-src 'none'") == 0);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(response.headers.at("Cache-Control") == "no-store");
    CHECK(response.headers.at("Referrer-Policy") == "no-referrer");
    CHECK(response.headers.at("X-Content-Type-Options") == "nosniff");
    CHECK(response.headers.count("Set-Cookie") == 0);
  }
}

TEST_CASE("the page has a field for each parameter, and needs nothing from elsewhere", "[serve]") {
  serve::Handler handler = handler_of();
  const Response response = handler.answer(get(""));
  REQUIRE(response.status == 200);
  for (const char* name : {"1INFOVersion", "4ASGDesiredCapacity", "3GITLABRunnerRegTokenList"}) {
    INFO(name);
    if (std::string(name) != "1INFOVersion")
      CHECK(response.body.find("name=\"" + std::string(name) + "\"") != std::string::npos);
  }
  for (const char* no : {"<script>", "style=\"", "onclick", "http://", "https://cdn"}) {
    INFO(no);
    const std::string head = response.body.substr(0, response.body.find("<main>"));
    CHECK(head.find(no) == std::string::npos);
  }
}

TEST_CASE("a changed value answers with what it changes", "[serve]") {
  serve::Handler handler = handler_of();
  const Node first = json_of(view(handler, work("a.yml", small)));
  CHECK(part(first, "resources").find("red 1") != std::string::npos);
  Node have = Node::sequence();
  for (const document::Member& one : first.find("html")->members()) have.push(one.key);
  const Node same = json_of(view(handler, work("a.yml", small), have));
  CHECK(same.find("html")->empty());
  CHECK(same.find("parts")->items().size() == first.find("parts")->items().size());
  const Node next = json_of(view(handler, work("a.yml", small, {{"Color", "green"}}), have));
  CHECK(part(next, "resources").find("green 1") != std::string::npos);
  CHECK(part(next, "form").find("changed") != std::string::npos);
  CHECK(part(next, "form").find("id=\"field-Size\"") == std::string::npos);  // the browser has that field
  CHECK(part(next, "gitlab").empty());
  // What it brings and what the browser had are the whole.
  const Node whole = json_of(view(handler, work("a.yml", small, {{"Color", "green"}})));
  for (const Node& one : next.find("parts")->items()) {
    std::string html;
    for (const Node& sum : one.find("pieces")->items()) {
      const Node* piece = next.find("html")->find(sum.text());
      if (piece == nullptr) piece = first.find("html")->find(sum.text());
      REQUIRE(piece);
      html += piece->text();
    }
    CHECK(html == part(whole, one.find("id")->text()));
  }
  const Node refused = json_of(view(handler, work("a.yml", small, {{"Size", "9"}, {"Color", "blue"}})));
  CHECK(refused.find("refused")->text() == "2");
  CHECK(part(refused, "form").find("<div class=\"field bad\" id=\"field-Size\">") != std::string::npos);
}

TEST_CASE("the page knows of the form what it checks itself, and counts what is filled in", "[serve]") {
  serve::Handler handler = handler_of();
  const Node first = json_of(view(handler, work("a.yml", small)));
  CHECK(document::write_compact_json(*first.find("form")) ==
        R"({"Size":{"default":"1"},"Color":{"default":"red"},"Token":{"secret":true,"pattern":"[a-z]+","min":"8"}})");
  const auto counts = [&](const std::vector<document::Member>& values) {
    const Node answer = json_of(view(handler, work("a.yml", small, values)));
    std::string all;
    for (const char* name : {"fields", "changed", "refused", "missing"}) all += answer.find(name)->text() + " ";
    return all;
  };
  CHECK(counts({}) == "3 0 0 1 ");
  CHECK(counts({{"Color", "green"}}) == "3 1 0 1 ");
  CHECK(counts({{"Color", "blue"}, {"Size", "9"}}) == "3 2 2 1 ");
}

TEST_CASE("errors are counted, warnings listed, notes left out", "[serve]") {
  serve::Handler handler = handler_of();
  const auto found = [&](const std::string& text) {
    return json_of(
        handler.answer(post("findings", document::write_compact_json(Node::mapping({{"work", work("a.yml", text)}})))));
  };
  const Node two = found(
      "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 1000}}\n"
      "  F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::123456789012:role/r', Handler: a.b, Code: "
      "{ZipFile: a}, Runtime: python3.99}}\n");
  CHECK(two.find("errors")->text() == "1");
  CHECK(two.find("findings")->items().size() == 2);
  const Node none = found("Resources:\n  Q: {Type: AWS::SQS::Queue}\n");
  CHECK(none.find("html")->text().find("validate finds nothing.") != std::string::npos);
}

TEST_CASE("the next commands pass a template directly up to the bytes that AWS takes, and ask for the token",
          "[serve]") {
  serve::Handler handler = handler_of();
  const auto next = [&](std::string text, std::size_t bytes) {
    if (text.size() < bytes) text += "#" + std::string(bytes - text.size() - 1, '-');
    return part(json_of(view(handler, work("a.yml", text))), "next");
  };
  CHECK_THAT(next(small, 51200), Catch::Contains("--template-body") && !Catch::Contains("S3_BUCKET"));
  CHECK_THAT(next(small, 51201), !Catch::Contains("--template-body") && Catch::Contains("S3_BUCKET"));
  CHECK_THAT(next(small, 0), Catch::Contains("put the token") && Catch::Contains("gitlab-runners"));
  CHECK_THAT(next("Resources: {Q: {Type: AWS::SQS::Queue}}\n", 0), !Catch::Contains("put the token"));
}

TEST_CASE("mistakes of a spec stand at their lines, and are gone when mended", "[serve]") {
  serve::Handler handler = handler_of();
  const auto found = [&](const Node& what) {
    return json_of(handler.answer(post("findings", document::write_compact_json(Node::mapping({{"work", what}})))));
  };
  const Node wrong = work("a.yml", "name: team\nplatform: linux-docker\nsise: 3\n"),
             right = work("a.yml", "name: team\n");
  CHECK(json_of(view(handler, wrong)).find("ok")->text() == "false");
  const Node bad = found(wrong);
  bool stands = false;
  for (const Node& one : bad.find("findings")->items()) {
    if (one.find("message")->text().find("sise") != std::string::npos) stands = one.find("line")->text() == "3";
  }
  CHECK(stands);
  CHECK(json_of(view(handler, right)).find("ok")->text() == "true");
  CHECK(found(right).find("errors")->text() == "0");
}

TEST_CASE("a secret is in no answer, whatever the request says", "[serve]") {
  serve::Handler handler = handler_of();
  const std::string secret = "verysecretvalue";
  const Node what = work("a.yml", small, {{"Token", secret}});
  CHECK(view(handler, what).body.find(secret) == std::string::npos);
  const Node answer = json_of(view(handler, what));
  for (const Node& file : answer.find("files")->items()) {
    INFO(file.text());
    CHECK(take(handler, what, file.text()).body.find(secret) == std::string::npos);
  }
  CHECK(handler.answer(post("view", secret)).body.find(secret) == std::string::npos);
  CHECK(handler.answer(post("view", "{\"work\": " + secret)).body.find(secret) == std::string::npos);
}

TEST_CASE("a secret of which only is known that it was entered is no missing one", "[serve]") {
  serve::Handler handler = handler_of();
  Node what = work("a.yml", small);
  CHECK(json_of(view(handler, what)).find("missing")->text() == "1");
  what.add("entered", Node::sequence({"Token"}));
  CHECK(json_of(view(handler, what)).find("missing")->text() == "0");
}

TEST_CASE("an address may hold no text with a secret", "[serve]") {
  serve::Handler handler = handler_of();
  CHECK(json_of(view(handler, work("a.yml", small))).find("shareable")->text() == "true");
  const std::string bad =
      std::string(small).replace(std::string(small).find("NoEcho: true"), 12, "NoEcho: true, Default: abcdefgh");
  CHECK(json_of(view(handler, work("a.yml", bad))).find("shareable")->text() == "false");
}

TEST_CASE("hostile texts stay texts", "[serve]") {
  serve::Handler handler = handler_of("<b>.yml", "# </textarea><script>alert(1)</script>\n");
  const std::string page = handler.answer(get("")).body;
  CHECK(page.find("<script>alert") == std::string::npos);
  CHECK(page.find("&lt;/textarea&gt;&lt;script&gt;") != std::string::npos);
  const std::string evil = R"(Parameters:
  A: {Type: String, Default: "\"><script>x</script>", Description: "<img src=x onerror=y>", AllowedValues: ["\"><script>x</script>", "</select><svg onload=z>"]}
  B: {Type: String, Default: "\u202Eevil"}
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups: [{Label: {default: "</legend><script>"}, Parameters: [A]}]
    ParameterLabels: {A: {default: "<script>l</script>"}}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}
Outputs:
  "O<script>": {Value: "</pre><script>p</script>", Description: "\u2066bidi"}
)";
  const Node answer = json_of(view(handler, work("</textarea><script>.yml", evil, {{"B", "</input><svg onload=q>"}})));
  for (const document::Member& one : answer.find("html")->members()) {
    const std::string& html = one.value.text();
    INFO(html);
    for (const char* bad : {"<script", "<svg onload", "<img", "\u2066"}) CHECK(html.find(bad) == std::string::npos);
  }
}

TEST_CASE("the page shows the values that preview prints", "[serve]") {
  serve::Handler handler = handler_of();
  const Node answer =
      json_of(view(handler, work("", "", {{"4ASGDesiredCapacity", "2"}, {"5ASGAutoScalingEnabled", "true"}})));
  support::Diagnostics none;
  const testing::Run printed = testing::run_vend({"preview", "--format", "json", "--show", "form", "-p",
                                                  "4ASGDesiredCapacity=2", "-p", "5ASGAutoScalingEnabled=true"});
  const std::optional<Node> json = document::read_json(printed.out, "(preview)", none);
  REQUIRE(json);
  const std::string form = part(answer, "form");
  std::size_t seen = 0;
  for (const document::Member& field : json->find("parameters")->members()) {
    const std::size_t begin = form.find("id=\"field-" + field.key + "\"");
    INFO(field.key);
    REQUIRE(begin != std::string::npos);
    const std::string here = form.substr(begin, form.find("id=\"field-", begin + 1) - begin);
    CHECK(here.find("name=\"" + field.key + "\"") != std::string::npos);
    ++seen;
    if (here.find("type=\"password\"") != std::string::npos) continue;
    const std::string selected = here.find("<select") != std::string::npos ? " selected=" : "";
    CHECK(here.find("value=\"" + field.value.text() + "\"" + selected) != std::string::npos);
  }
  CHECK(seen > 70);
  for (const char* id : {"group", "stack", "week", "scaling", "resources"}) CHECK_FALSE(part(answer, id).empty());
  CHECK(part(answer, "group").find(">2<") != std::string::npos);
}

TEST_CASE("what is taken away is what generate writes", "[serve]") {
  serve::Handler handler = handler_of();
  for (const char* name : {"linux-docker-hot-ha", "windows-shell-scheduled-spot"}) {
    const Node what = work(name, preset(name));
    const std::string file = std::string(name) + ".cf.yml";
    CHECK(take(handler, what, file).body == testing::run_vend({"generate", "--preset", name, "--stdout"}).out);
    const Response archive = take(handler, what, std::string(name) + ".zip");
    CHECK(archive.status == 200);
    CHECK(archive.body == take(handler, what, std::string(name) + ".zip").body);
    CHECK(archive.body.substr(0, 4) == "PK\x03\x04");
  }
  CHECK(take(handler, work("", ""), "../../etc/passwd").status == 404);
}

TEST_CASE("whatever the page offers to take can be taken", "[serve]") {
  serve::Handler handler = handler_of();
  const std::string name = "linux-docker-hot-ha", text = preset(name);
  for (const Node& what : {work(name, text), work("a.yml", small)}) {
    const Node answer = json_of(view(handler, what));
    REQUIRE(answer.find("files") != nullptr);
    CHECK(answer.find("files")->items().size() >= 5);
    for (const Node& file : answer.find("files")->items()) {
      INFO(file.text());
      const Response taken = take(handler, what, file.text());
      CHECK(taken.status == 200);
      CHECK_FALSE(taken.body.empty());
      if (file.text() == "spec.yml") CHECK(taken.body == text);
    }
  }
}

TEST_CASE("a comparison says what an update does", "[serve]") {
  serve::Handler handler = handler_of();
  const auto compared = [&](const Node& before, const Node& after) {
    return json_of(handler.answer(post(
                       "compare", document::write_compact_json(Node::mapping({{"before", before}, {"after", after}})))))
        .find("html")
        ->text();
  };
  CHECK(compared(work("a.yml", small), work("a.yml", small, {{"Color", "green"}})).find("green") != std::string::npos);
  CHECK(compared(work("a.yml", "Resources: ["), work("a.yml", small)).find("nothing to compare") != std::string::npos);
}

TEST_CASE("settings are completed at their level", "[serve]") {
  support::Diagnostics none;
  const Node schema = *document::read_json(spec::json_schema(), "(schema)", none);
  struct Case {
    std::string text;  // | is the cursor
    std::string first;
    std::size_t from;
  };
  const std::vector<Case> cases = {
      {"gitl|", "gitlab:", 0},
      {"name: x\ngitlab:\n  conc|", "concurrent: ", 18},
      {"gitlab:\n  url: x\n  tag|", "tags: ", 19},
      {"gitlab:\n  url: x\nsiz|", "size:", 17},
      {"spot:\n  capacity_rebalance: t|", "true", 28},
      // Behind a reference of the schema: a metric and an alarm.
      {"scaling:\n  - metric: mem|", "memory", 21},
      {"scaling:\n  - metric: cpu\n    out:\n      per|", "periods: ", 40},
      {"scaling:\n- metric: cpu\n- metric: memory\n  out:\n    per|", "periods: ", 51},
      {"scaling:\n  - metric:\n      nam|", "namespace: ", 27},
      {"scaling:\n  - metric: cpu\n    ou|", "out: ", 29},
  };
  for (const Case& one : cases) {
    const std::size_t cursor = one.text.find('|');
    std::string text = one.text;
    text.erase(cursor, 1);
    INFO(one.text);
    const serve::Completion found = serve::complete(text, cursor, schema);
    REQUIRE_FALSE(found.suggestions.empty());
    CHECK(found.suggestions.front().text == one.first);
    CHECK(found.from == one.from);
  }
  CHECK(serve::complete("nonsense:\n  a", 13, schema).suggestions.empty());
  CHECK(serve::complete("", 99, schema).suggestions.size() > 10);
}

TEST_CASE("an archive depends on its files alone", "[serve]") {
  // Of the format: CRC-32 of "123456789" is CBF43926.
  const std::string archive = serve::zip({{"a.sh", "123456789"}});
  CHECK(archive.find(std::string("\x26\x39\xf4\xcb", 4)) == 14);
  CHECK(archive == serve::zip({{"a.sh", "123456789"}}));
  // Every byte, as PKWARE's APPNOTE has it (4.3.7, 4.3.12, 4.3.16): version 2.0, names in UTF-8 (bit 11), stored,
  // midnight of 1980-01-01, no extra field, no comment, one disk, and Unix's rights of a script.
  const auto bytes = [](std::initializer_list<int> all) {
    std::string text;
    for (const int one : all) text += static_cast<char>(one);
    return text;
  };
  const std::string both =
      bytes({20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0, 0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0, 9, 0, 0, 0, 4, 0, 0, 0});
  CHECK(archive == "PK\x03\x04" + both + "a.sh123456789PK\x01\x02" + bytes({20, 3}) + both +
                       bytes({0, 0, 0, 0, 0, 0, 0, 0, 0xED, 0x81, 0, 0, 0, 0}) + "a.shPK\x05\x06" +
                       bytes({0, 0, 0, 0, 1, 0, 1, 0, 50, 0, 0, 0, 43, 0, 0, 0, 0, 0}));
}

TEST_CASE("any body is answered", "[serve]") {
  serve::Handler handler = handler_of();
  for (const char* path : {"view", "findings", "compare", "complete", "take", "preset"}) {
    for (const char* body :
         {"", "{}", "[]", "null", "{\"work\": []}", "{\"work\": {\"text\": 5, \"values\": [1]}, \"have\": 3}",
          "{\"offset\": -1}", "{\"offset\": 1e99}", "{\"before\": {}, \"after\": {\"text\": \"{\"}}"}) {
      const Response response = handler.answer(post(path, body));
      INFO(path << " " << body << " " << response.body);
      CHECK((response.status == 200 || response.status == 400 || response.status == 404));
    }
  }
}

}  // namespace vend
