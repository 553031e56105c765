// One constraint, one home: what the form refuses, a spec is refused for, whether the setting is baked in or asked for,
// and what a spec is refused for, the form or `validate` refuses. Random values for every setting that has a field.
// A table of what each setting takes, hence the length.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include "cli/shared/load_spec.hpp"
#include "run_vend.hpp"
#include "spec/fields.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/render/render.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"

namespace vend {
namespace {

using document::Node;

struct Loaded {
  support::Diagnostics found;
  std::optional<model::RunnerStack> stack;
};

// As every command reads a spec, with what --set changes.
Loaded load(const std::string& text, std::vector<std::string> set = {}) {
  std::istringstream in(text);
  std::ostringstream out, err;
  cli::Streams streams{in, out, err};
  cli::Messages messages(err, false);
  const cli::Common common{};
  cli::Context context{streams, messages, common, support::Assets()};
  cli::SpecOptions options;
  options.file = "-";
  options.text = text;
  options.set = std::move(set);
  cli::LoadedSpec spec = cli::read_spec(context, options);
  return {std::move(spec.found), std::move(spec.stack)};
}

bool is_refused(const Loaded& loaded) { return support::has_errors(loaded.found); }

// Settings beside one, so that no relation to a default decides instead of its own limits.
using Companions = std::vector<std::pair<std::string, Node>>;

void put(Node& root, const std::string& path, const Node& value) {
  Node* place = &root;
  std::string rest = path;
  for (std::size_t dot = rest.find('.'); dot != std::string::npos; dot = rest.find('.')) {
    Node* found = place->find(rest.substr(0, dot));
    place = found != nullptr ? found : &place->add(rest.substr(0, dot), Node::mapping());
    rest.erase(0, dot + 1);
  }
  place->add(rest, value);
}

// The spec {path: value} in JSON, with `more` beside it.
std::string spec_with(const std::string& path, const Node& value, const std::string& more, const Companions& others) {
  Node root = Node::mapping();
  for (const auto& [other, number] : others) put(root, other, number);
  put(root, path, value);
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

  // The limits' own neighbours in each run, since a draw may miss them.
  std::string number(const render::Constraint& limits, int draw) {
    const long low = limits.min.value_or(0), high = limits.max.value_or(100);
    const long values[] = {low - 1, low, high, high + 1, low + 1, high - 1, 0, -1, 999'999, 2'000'000};
    return std::to_string(draw < static_cast<int>(std::size(values)) ? values[draw] : pick(low, high));
  }

  // As long as a limit of characters, and one more.
  static std::string of_length(const std::string& valid, int length) {
    return valid + std::string(static_cast<std::size_t>(std::max(0, length - static_cast<int>(valid.size()))), 'x');
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
    {"script.sha256", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
    {"script.before", "/opt/before.sh"},
    {"script.after", "s3://bucket/after.sh"},
    {"script.drain", "/opt/drain.sh"},
    {"gitlab.tags", "one,two words"},
    {"gitlab.ca_certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"},
    {"runner_download", "https://mirror.example.com/runner"},
    {"docker.volumes", "/cache,/opt/tools:/tools:ro"},
    {"docker.allowed_images", "ruby:*,registry.example.com/**"},
    {"docker.memory", "4g"},
    {"docker.cpus", "0.5"},
    {"docker.preload", "ruby:3.3,alpine"},
    {"docker.hub_secret", "hub/login"},
    {"role.name", "runners"},
    {"role.managed_policies", "arn:aws:iam::123456789012:policy/a,arn:aws:iam::123456789012:policy/b"},
    {"alarms.topic", "arn:aws:sns:eu-west-1:123456789012:alarms"},
    {"instances.1", "m6i.large"},
};

// Rows whose field is not the setting's value as a spec has it, and who holds them together instead.
const std::map<std::string, std::string> apart = {
    {"platform", "the form knows Linux and Windows, a spec their versions; rules of the form hold the rest"},
    {"hooks.drain_limit", "bounded by hooks.heartbeat: relations below, and J005"},
    {"max_instance_lifetime", "0 or a day: relations below"},
    {"monitor_interval", "minutes and Disabled on the form, a duration in a spec"},
    {"patch.scope", "other words, for v1.5.5's sake"},
    {"update.type", "other words, for v1.5.5's sake"},
    {"docker.shm_size", "bytes on the form, 256m in a spec"},
    {"cache.bucket", "CreateOneForMe on the form is own in a spec"},
    {"network.vpc", "goes with network.subnets: a rule of the form"},
    {"network.subnets", "AllSubnets on the form is none in a spec"},
    {"network.security_groups", "DefaultSG and CreateOneForMe on the form are other settings in a spec"},
    {"image_parameter", "of a type that CloudFormation checks by looking the parameter up"},
    {"schedules.start", "of a list, and Disabled on the form"},
    {"schedules.stop", "of a list, and Disabled on the form"},
    {"schedules.start.desired", "of a list"},
    {"schedules.timezone", "of a list"},
    {"scaling.out.at", "of a list; 0 is v1.5.5's"},
    {"scaling.in.at", "of a list; 0 is v1.5.5's"},
    {"scaling.out.for", "of a list; 0, 10 and 30 are v1.5.5's"},
    {"scaling.in.for", "of a list; 0, 10 and 30 are v1.5.5's"},
};

Companions beside(const std::string& path) {
  const auto number = [](long value) { return Node::integer(value); };
  if (path == "size.desired") return {{"size.min", number(0)}, {"size.max", number(5'000)}};
  if (path == "size.min") return {{"size.desired", number(5'000)}, {"size.max", number(5'000)}};
  if (path == "size.max")
    return {{"size.min", number(0)}, {"size.desired", number(0)}, {"update.min_in_service", number(0)}};
  if (path == "update.min_in_service") return {{"size.max", number(5'000)}};
  if (path == "disk.iops") return {{"disk.size", number(16'384)}};
  if (path == "disk.throughput") return {{"disk.size", number(100)}, {"disk.iops", number(16'000)}};
  if (path == "script.sha256") return {{"script.source", Node("https://example.com/a.sh")}};
  return {};
}

// What the form takes as a text, as a spec has it.
Node as_setting(const spec::Field* field, const std::string& path, const std::string& value) {
  const bool whole = !value.empty() && value.size() < 10 &&
                     value.find_first_not_of("0123456789", value.front() == '-' ? 1 : 0) == std::string::npos;
  if (field == nullptr || std::holds_alternative<spec::Structure>(field->target)) {
    Node source = Node::mapping();
    source.add("source", Node(value));
    return path.starts_with("script.") ? source : Node(value);
  }
  if (std::holds_alternative<spec::Access<int>>(field->target)) {
    if (!whole) return Node(value);
    return field->unit == spec::Unit::seconds ? Node(value + "s") : Node::integer(std::stol(value));
  }
  if (std::holds_alternative<spec::Access<bool>>(field->target) && (value == "true" || value == "false"))
    return Node::boolean(value == "true");
  if (!std::holds_alternative<spec::Access<std::vector<std::string>>>(field->target)) return Node(value);
  Node all = Node::sequence();
  for (std::string_view one : support::split(value, ',')) all.push(std::string(one));
  return all;
}

// Said of all ways in: a spec, baked in and asked for, --set, and the form by -p and by a parameter file. The message
// of a spec names the setting's line.
void check_agreement(const render::Parameter& row, const std::string& path, const std::string& value,
                     const Node& node) {
  const bool form = form_takes(row, value);
  INFO("the form " << (form ? "takes" : "refuses") << " \"" << value << "\": " << row.constraint.pattern);
  const Companions others = beside(path);
  for (const char* more : {"", "fixed", "ask"}) {
    const std::string spec = spec_with(path, node, more, others);
    INFO(spec);
    const Loaded loaded = load(spec);
    for (const support::Diagnostic& one : loaded.found) UNSCOPED_INFO(support::to_text(one));
    CHECK(is_refused(loaded) == !form);
    for (const support::Diagnostic& one : loaded.found) CHECK(one.location.line > 0);
  }
  std::vector<std::string> set;
  for (const auto& [other, number] : others) set.push_back(other + "=" + document::write_json(number));
  set.push_back(path + "=" + document::write_json(node));
  INFO("--set " << set.back());
  CHECK(is_refused(load("{}", std::move(set))) == !form);
}

// The form that has only this row, as a file.
void check_form(const render::Parameter& row, const std::string& value) {
  const bool form = form_takes(row, value);
  Node root = Node::mapping(), resource = Node::mapping(), resources = Node::mapping(), values = Node::mapping();
  resource.add("Type", Node("AWS::SNS::Topic"));
  resources.add("T", std::move(resource));
  root.add("Parameters", render::parameters_section({row}));
  root.add("Resources", std::move(resources));
  values.add(row.name, Node(value));
  const testing::TemporaryDirectory directory;
  const std::string file = (directory.path() / "values.json").string();
  std::ofstream(file) << document::write_json(values);
  const std::string text = document::write_json(root);
  INFO(row.name << " \"" << value << "\", which the form " << (form ? "takes" : "refuses"));
  for (const std::vector<std::string>& given :
       {std::vector<std::string>{"-p", row.name + "=" + value}, std::vector<std::string>{"--parameters", file}}) {
    std::vector<std::string> arguments = {"validate", "-", "--severity", "error", "--no-project-file"};
    arguments.insert(arguments.end(), given.begin(), given.end());
    const testing::Run run = testing::run_vend(arguments, text);
    INFO(given.front() << ": " << run.out << run.err);
    CHECK(run.code == (form ? 0 : 1));
  }
}

const std::string& any_of(std::mt19937& random, const std::vector<std::string>& from) {
  return from[random() % from.size()];
}

}  // namespace

TEST_CASE("every setting is refused by all ways in, or taken by all", "[constraints]") {
  Values values(16);
  std::mt19937 random(17);
  std::size_t drawn = 0;
  for (const render::Parameter& row : render::parameters(model::RunnerStack(model::RunnerStackValues()))) {
    if (row.path.empty() || row.secret || apart.contains(row.path)) continue;
    INFO(row.path);
    const auto field = std::ranges::find(spec::fields(), row.path, &spec::Field::path);
    // An entry of a list, and a checksum below a step, are what their setting reads.
    const bool entry = row.path.starts_with("instances.");
    if (row.path.starts_with("script.") && row.path.ends_with(".sha256") && row.path != "script.sha256") continue;
    const bool limited = row.constraint.min || row.constraint.max, words = !row.constraint.allowed.empty();
    const auto written = texts.find(row.path);
    const std::string valid = written != texts.end() ? written->second : row.value.value_or("");
    // Each row has something that is right: an empty one alone would try nothing.
    REQUIRE((limited || words || !valid.empty()));
    REQUIRE((words || limited || form_takes(row, valid)));
    ++drawn;
    for (int i = 0; i < 16; ++i) {
      std::string value = limited ? values.number(row.constraint, i) : values.text(valid);
      if (row.constraint.max_length && (i == 1 || i == 2))
        value = Values::of_length(valid, *row.constraint.max_length + i - 1);
      if (words)
        value = i % 4 == 3 ? any_of(random, {"maybe", "True", "x", "DOCKER"}) : any_of(random, row.constraint.allowed);
      if (i == 0 && !limited && !words) value = valid;
      // Nothing, and what a spec has no word for, is a setting left out; and an address needs its checksum, a setting
      // of its own: what a form has of both, the launcher holds together.
      const bool address = row.path.starts_with("script.") && value.starts_with("http");
      // These are as long as the spec's own value.
      const bool long_list =
          value.size() > 128 && (row.path == "docker.allowed_images" || row.path == "docker.preload");
      if (value.empty() || address || long_list) continue;
      Node node = as_setting(field != spec::fields().end() ? &*field : nullptr, row.path, value);
      if (entry) {
        Node all = Node::sequence();
        for (int before = 0; before < std::stoi(row.path.substr(row.path.find('.') + 1)); ++before)
          all.push(std::string("m5.") + std::to_string(before + 1) + "xlarge");
        all.push(std::move(node));
        check_agreement(row, "instances", value, all);
      } else {
        check_agreement(row, row.path, value, node);
      }
      if (i < 4) check_form(row, value);
    }
  }
  CHECK(drawn > 60);
  // What is set apart exists.
  for (const auto& [path, why] : apart) {
    INFO(path);
    CHECK(row_of(render::parameters(model::RunnerStack(model::RunnerStackValues())), path) != nullptr);
  }
}

TEST_CASE("what is baked in may be longer than a parameter's value", "[constraints]") {
  const Node certificate =
      std::string("-----BEGIN CERTIFICATE-----\n") + std::string(8'000, 'M') + "\n-----END CERTIFICATE-----";
  const Loaded loaded = load(spec_with("gitlab.ca_certificate", certificate, "fixed", {}));
  for (const support::Diagnostic& one : loaded.found) UNSCOPED_INFO(support::to_text(one));
  CHECK_FALSE(is_refused(loaded));
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

TEST_CASE("a relation that defaults take part in is told at the line of a setting that the spec has", "[constraints]") {
  for (const auto& [spec, line] : {
           std::pair{"name: a\nsize: {min: 1, desired: 1, max: 1}\n", 2},
           std::pair{"name: a\nsize:\n  max: 1\nupdate: {max_batch_size: 3}\n", 3},
           std::pair{"name: a\nsize:\n  min: 3\n", 3},
           std::pair{"name: a\ninstances: [{type: m5.large, weight: 4}]\nfixed: true\n", 2},
           std::pair{"name: a\nhooks:\n  heartbeat: 2h\n  drain_limit: 1h\n", 4},
           std::pair{"name: a\nupdate:\n  min_healthy_percentage: 5\n", 3},
           std::pair{"name: a\ndisk:\n  iops: 16000\n", 3},
           std::pair{"name: a\ndisk:\n  throughput: 1000\n", 3},
           std::pair{"name: a\nspot:\n  fallback: {max: 2}\n", 3},
           std::pair{"name: a\nplatform: windows-2022\ndisk:\n  size: 8\n", 4},
           std::pair{"name: a\nnetwork:\n  vpc: vpc-0123456789abcdef0\n", 3},
           std::pair{"name: a\ninstances: {vcpu: {min: 2}}\nspot: {strategy: capacity-optimized-prioritized}\n", 3},
           std::pair{"name: a\nmonitor_interval: 0\ndrain: {keep_failed: true}\n", 3},
           std::pair{"name: a\nplatform: amazon-linux-2023\nscript: {source: windows-shell.ps1}\n", 3},
           std::pair{
               "name: a\nplatform: amazon-linux-2\nexecutor: shell\nscript:\n  source: amazon-linux-2-docker.sh\n", 5},
       }) {
    INFO(spec);
    const Loaded loaded = load(spec);
    CHECK(is_refused(loaded));
    for (const support::Diagnostic& one : loaded.found) {
      INFO(support::to_text(one));
      CHECK(one.location.line == line);
    }
  }
}

// A warning is about a setting, also where a default takes part.
TEST_CASE("warnings of a spec have its lines", "[constraints]") {
  for (const auto& [spec, line] : {
           std::pair{"name: a\nplatform: amazon-linux-2023\nfixed: true\nmonitor_interval: 0\n", 4},
           std::pair{"name: a\nplatform: amazon-linux-2023\nspot: {on_demand_percentage: 0}\n", 3},
           std::pair{"name: a\nplatform: amazon-linux-2023\nfixed: true\nschedules:\n  - {at: '0 19 * * *', min: 0, "
                     "desired: 0}\n",
                     5},
           std::pair{"name: a\nplatform: amazon-linux-2023\nschedules:\n  - {at: '0 19 * * *', min: 0, desired: 0}\n",
                     4},
           std::pair{"name: a\nplatform: amazon-linux-2023\ngitlab:\n  environment:\n    T: "
                     "glpat-abcdefghijklmnopqrst\n",
                     5},
           std::pair{"name: a\nplatform: amazon-linux-2023\nscript:\n  before: |\n    export "
                     "T=glpat-abcdefghijklmnopqrst\n",
                     4},
           std::pair{"name: a\nplatform: amazon-linux-2023\ntags: {a: ghp_abcdefghijklmnopqrstuvwxyz0123456789}\n", 3},
       }) {
    INFO(spec);
    std::istringstream in(spec);
    const testing::Run run = testing::run_vend({"validate", "-"}, spec);
    INFO(run.out << run.err);
    CHECK(run.code == 1);
    std::size_t warnings = 0;
    for (std::string_view text : support::split_lines(run.out)) {
      if (text.find(": warning: ") == std::string_view::npos || text.find("[G003]") != std::string_view::npos) continue;
      INFO(text);
      ++warnings;
      CHECK(text.starts_with(fmt::format("(stdin):{}:", line)));
    }
    CHECK(warnings >= 1);
  }
}

}  // namespace vend
