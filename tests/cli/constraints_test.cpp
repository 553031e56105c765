// One constraint, one home: what the form refuses, a spec is refused for, whether the setting is baked in or asked for,
// and what a spec is refused for, the form or `validate` refuses. Random values for all settings that have a field.
// A table of what each setting takes, hence the length.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include "cli/shared/load_spec.hpp"
#include "run_vend.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/render/render.hpp"
#include "vend/validate/check.hpp"

namespace vend {
namespace {

using document::Node;

struct Loaded {
  support::Diagnostics found;
  std::optional<model::RunnerStack> stack;
};

// As every command reads a spec.
Loaded load(const std::string& text) {
  std::istringstream in(text);
  std::ostringstream out, err;
  cli::Streams streams{in, out, err};
  cli::Messages messages(err, false);
  const cli::Common common{};
  cli::Context context{streams, messages, common, support::Assets()};
  cli::SpecOptions options;
  options.file = "-";
  options.text = text;
  cli::LoadedSpec spec = cli::read_spec(context, options);
  return {std::move(spec.found), std::move(spec.stack)};
}

bool is_refused(const Loaded& loaded) { return support::has_errors(loaded.found); }

// The spec {path: value} in JSON, with `more` beside it.
std::string spec_with(const std::string& path, const Node& value, const std::string& more = {}) {
  Node root = Node::mapping();
  Node* place = &root;
  std::string rest = path;
  for (std::size_t dot = rest.find('.'); dot != std::string::npos; dot = rest.find('.')) {
    place = &place->add(rest.substr(0, dot), Node::mapping());
    rest.erase(0, dot + 1);
  }
  place->add(rest, value);
  if (more == "fixed") root.add("fixed", Node::boolean(true));
  if (more == "ask") {
    Node asked = Node::sequence();
    asked.push(path);
    root.add("ask", std::move(asked));
  }
  return document::write_json(root);
}

const render::Parameter* row_of(const std::vector<render::Parameter>& rows, const std::string& path) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.path == path; });
  return found != rows.end() ? &*found : nullptr;
}

// Whether the form takes the value for the row as the stack's rows declare it.
bool form_takes(const render::Parameter& row, const std::string& value) {
  cfn::Template form;
  form.parameters = render::parameters_section({row});
  return evaluate::evaluate(form, {{{row.name, value}}, {}}).diagnostics.empty();
}

// What a value of one field may look like: near the limits, and as people mistype.
class Values {
 public:
  explicit Values(unsigned seed) : random_(seed) {}

  std::string number(const render::Constraint& limits) {
    const long low = limits.min.value_or(0), high = limits.max.value_or(100);
    const long values[] = {low - 1, low, low + 1, high - 1, high, high + 1, 0, -1, pick(low, high), 999'999, 2'000'000};
    return std::to_string(values[static_cast<std::size_t>(pick(0, static_cast<long>(std::size(values)) - 1))]);
  }

  std::string text(const std::string& valid) {
    static const std::vector<std::string> pieces = {"",
                                                    "a",
                                                    " ",
                                                    "/",
                                                    "\\",
                                                    ":",
                                                    ",",
                                                    ".",
                                                    "{{resolve:ssm:/a}}",
                                                    "https://",
                                                    "http://",
                                                    "s3://",
                                                    "@",
                                                    "%",
                                                    "=",
                                                    "{",
                                                    "}",
                                                    "|",
                                                    "'",
                                                    "\"",
                                                    "<",
                                                    "`",
                                                    "$",
                                                    "é",
                                                    "\t",
                                                    "\n",
                                                    "0",
                                                    "9",
                                                    "glrt-0123456789abcdefghij",
                                                    "arn:aws:kms:",
                                                    "[",
                                                    "]",
                                                    "#",
                                                    "~"};
    switch (pick(0, 5)) {
      case 0:
        return valid + piece(pieces);
      case 1:
        return piece(pieces) + valid;
      case 2:
        return piece(pieces) + piece(pieces) + piece(pieces);
      case 3:
        return valid + std::string(static_cast<std::size_t>(pick(0, 300)), 'x');
      case 4: {
        std::string changed = valid;
        if (!changed.empty()) changed[static_cast<std::size_t>(pick(0, static_cast<long>(changed.size()) - 1))] = '_';
        return changed;
      }
      default:
        return valid;
    }
  }

 private:
  long pick(long low, long high) { return std::uniform_int_distribution<long>(low, std::max(low, high))(random_); }
  std::string piece(const std::vector<std::string>& all) {
    return all[static_cast<std::size_t>(pick(0, static_cast<long>(all.size()) - 1))];
  }

  std::mt19937 random_;
};

// Fields whose value is the parameter's text, with one that is right.
const std::map<std::string, std::string> texts = {
    {"gitlab.url", "https://gitlab.example.com/"},
    {"gitlab.version", "v17.5.0"},
    {"gitlab.token.secret", "gitlab/token"},
    {"gitlab.token.ssm_parameter", "/gitlab/token"},
    {"gitlab.token.kms_key", "arn:aws:kms:eu-west-1:123456789012:key/abcd-1234"},
    {"docker.image", "ruby:3.3"},
    {"docker.registry_mirror", "https://mirror.example.com"},
    {"disk.kms_key", "arn:aws:kms:eu-west-1:123456789012:key/abcd-1234"},
    {"logs.kms_key", "arn:aws:kms:eu-west-1:123456789012:key/abcd-1234"},
    {"cache.kms_key", "arn:aws:kms:eu-west-1:123456789012:key/abcd-1234"},
    {"image", "ami-0123456789abcdef0"},
    {"network.public_ip", "false"},
    {"role.path", "/runners/"},
    {"role.permissions_boundary", "arn:aws:iam::123456789012:policy/boundary"},
    {"proxy.http", "http://proxy.example.com:3128"},
    {"proxy.no_proxy", ".example.com,10.0.0.0/8"},
    {"patch.last_managed_update", "2027-01-01"},
    {"key_pair", "my key"},
    {"notifications.topic", "arn:aws:sns:eu-west-1:123456789012:topic"},
    {"script.source", "/opt/runner.sh"},
};

// Fields of whole numbers that no other setting bounds within the form's limits.
const std::vector<std::string> numbers = {
    "gitlab.concurrent",     "gitlab.request_concurrency", "gitlab.output_limit",      "cache.expiration_days",
    "update.max_batch_size", "metadata_hop_limit",         "spot.on_demand_percentage"};

// Said of both: the message of a spec names the setting and its line.
void check_agreement(const std::string& path, const std::string& value, const Node& node) {
  const std::vector<render::Parameter> rows = render::parameters(model::RunnerStack(model::RunnerStackValues()));
  const render::Parameter* row = row_of(rows, path);
  REQUIRE(row != nullptr);
  const bool form = form_takes(*row, value);
  for (const char* more : {"", "fixed", "ask"}) {
    const std::string spec = spec_with(path, node, more);
    INFO(spec);
    const Loaded loaded = load(spec);
    for (const support::Diagnostic& one : loaded.found) UNSCOPED_INFO(support::to_text(one));
    INFO("the form " << (form ? "takes" : "refuses") << " it: " << row->constraint.pattern);
    CHECK(is_refused(loaded) == !form);
    for (const support::Diagnostic& one : loaded.found) CHECK(one.location.line > 0);
  }
}

}  // namespace

TEST_CASE("spec and form agree on any text", "[constraints]") {
  Values values(16);
  for (const auto& [path, valid] : texts) {
    check_agreement(path, valid, Node(valid));
    for (int i = 0; i < 40; ++i) {
      const std::string value = values.text(valid);
      // Nothing, and what a spec has no word for, is a setting left out.
      if (value.empty()) continue;
      // An address needs its checksum, a setting of its own: what a form has of both, the launcher holds together.
      if (path == "script.source" && value.starts_with("http")) continue;
      check_agreement(path, value, Node(value));
    }
  }
}

TEST_CASE("a limit holds for --set, too, and says so", "[constraints]") {
  for (const auto& [assignment, what] : {std::pair{"docker.image=my image", "docker.image is \"my image\""},
                                         std::pair{"gitlab.concurrent=0", "gitlab.concurrent is 0"},
                                         std::pair{"role.path=runners", "role.path is \"runners\""}}) {
    INFO(assignment);
    const testing::Run run = testing::run_vend({"generate", "--set", assignment, "--stdout"});
    CHECK(run.code == 1);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Catch::Matchers::Contains("--set: error: ") && Catch::Matchers::Contains(what));
  }
}

TEST_CASE("spec and form agree on any number", "[constraints]") {
  Values values(17);
  const std::vector<render::Parameter> rows = render::parameters(model::RunnerStack(model::RunnerStackValues()));
  for (const std::string& path : numbers) {
    const render::Parameter* row = row_of(rows, path);
    REQUIRE(row != nullptr);
    for (int i = 0; i < 25; ++i) {
      const std::string value = values.number(row->constraint);
      check_agreement(path, value, Node::integer(std::stol(value)));
    }
  }
}

namespace {

// A relation between settings: broken by these, whole with those.
struct Relation {
  const char* spec;
  std::map<std::string, std::string> form;
  const char* whole_spec;
  std::map<std::string, std::string> whole_form;
};

const Relation relations[] = {
    {"disk: {size: 8, iops: 16000}",
     {{"3INSTEbsVolumeSize", "8"}, {"3INSTEbsVolumeIops", "16000"}},
     "disk: {size: 40, iops: 16000}",
     {{"3INSTEbsVolumeSize", "40"}, {"3INSTEbsVolumeIops", "16000"}}},
    {"disk: {iops: 3000, throughput: 1000}",
     {{"3INSTEbsVolumeThroughput", "1000"}},
     "disk: {iops: 4000, throughput: 1000}",
     {{"3INSTEbsVolumeIops", "4000"}, {"3INSTEbsVolumeThroughput", "1000"}}},
    {"size: {min: 3, desired: 3, max: 2}",
     {{"4ASGMinSize", "3"}, {"4ASGDesiredCapacity", "3"}},
     "size: {min: 3, desired: 3, max: 4}",
     {{"4ASGMinSize", "3"}, {"4ASGDesiredCapacity", "3"}, {"5ASGAutoScalingMaxSize", "4"}}},
    {"size: {min: 0, desired: 5, max: 4}",
     {{"4ASGDesiredCapacity", "5"}, {"5ASGAutoScalingMaxSize", "4"}},
     "size: {min: 0, desired: 4, max: 4}",
     {{"4ASGDesiredCapacity", "4"}, {"5ASGAutoScalingMaxSize", "4"}}},
    {"update: {min_in_service: 2}",
     {{"4ASGUpdateMinInstancesInService", "2"}},
     "update: {min_in_service: 1}",
     {{"4ASGUpdateMinInstancesInService", "1"}}},
    {"max_instance_lifetime: 3600",
     {{"4ASGMaxInstanceLifetimeSeconds", "3600"}},
     "max_instance_lifetime: 86400",
     {{"4ASGMaxInstanceLifetimeSeconds", "86400"}}},
};

}  // namespace

TEST_CASE("relations between settings hold in a spec and for what a form is given", "[constraints]") {
  static const scripts::Library library{support::Assets()};
  const cfn::Template t = render::render(model::RunnerStack(model::RunnerStackValues()), library);
  const auto judged = [&](std::map<std::string, std::string> values) {
    values.emplace("3GITLABRunnerRegTokenList", "glrt-12345678901234567890");
    validate::Options options;
    options.input.parameters = std::move(values);
    options.complete = true;
    support::Diagnostics found = validate::check(t, options);
    for (const support::Diagnostic& one : found) UNSCOPED_INFO(support::to_text(one));
    return support::has_errors(found);
  };
  for (const Relation& one : relations) {
    INFO(one.spec);
    for (const char* more : {"", "\nfixed: true", "\nask: [disk, size, update, max_instance_lifetime]"}) {
      const Loaded broken = load(std::string(one.spec) + more);
      CHECK(is_refused(broken));
      for (const support::Diagnostic& problem : broken.found) CHECK(problem.location.line == 1);
      const Loaded whole = load(std::string(one.whole_spec) + more);
      for (const support::Diagnostic& problem : whole.found) UNSCOPED_INFO(support::to_text(problem));
      CHECK_FALSE(is_refused(whole));
    }
    CHECK(judged(one.form));
    CHECK_FALSE(judged(one.whole_form));
  }
}

}  // namespace vend
