// Properties of the comparison over templates of random specs: what must hold whatever changes.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <random>

#include "vend/diff/diff.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"

namespace vend::diff {
namespace {

using Values = std::map<std::string, std::string>;
using Random = std::mt19937;  // a seed gives the same numbers everywhere

std::size_t below(Random& random, std::size_t count) { return random() % count; }

template <class T>
const T& one_of(Random& random, const std::vector<T>& all) {
  return all[below(random, all.size())];
}

// A spec of settings that change what is rendered; every one is left out half of the time.
document::Node random_spec(Random& random) {
  using document::Node;
  Node spec = Node::mapping();
  spec.add("platform", Node(one_of<std::string>(random, {"amazon-linux-2023", "amazon-linux-2", "windows-2022"})));
  const auto sometimes = [&](const char* key, const std::vector<std::string>& texts) {
    if (below(random, 2) == 0) return;
    support::Diagnostics found;
    spec.add(key, *document::read_document(one_of(random, texts), "value", found));
  };
  sometimes("instances", {"[m5.large]", "[m5.large, m5a.large]", "[c5.xlarge, m5.xlarge, r5.xlarge]"});
  sometimes("size", {"{min: 0, max: 4}", "{min: 1, max: 8, desired: 3}", "{max: 20}"});
  sometimes("spot", {"{on_demand_percentage: 0}", "{strategy: capacity-optimized}"});
  sometimes("gitlab", {"{concurrent: 7}", "{tags: [a, b]}", "{token: {secret: team/token}}"});
  sometimes("cache", {"{bucket: own}", "{bucket: none}", "{shared: true}"});
  sometimes("hooks", {"{drain_limit: 2h}", "{heartbeat: 5m}"});
  sometimes("update", {"{type: replace}", "{type: rolling, max_batch_size: 3}", "{type: refresh}"});
  sometimes("logs", {"{enabled: true}"});
  sometimes("role", {"{path: /runners/}"});
  sometimes("network", {"{own_security_group: true}", "{subnets: [subnet-0aaaaaaaaaaaaaaa1]}"});
  sometimes("scaling", {"[{metric: cpu, out: {at: 70, for: 60}, in: {at: 40, for: 300}}]"});
  sometimes("schedules", {"[{at: '0 7 * * MON-FRI', min: 1, desired: 2}]"});
  if (below(random, 2) == 0) spec.add("fixed", Node::boolean(true));
  return spec;
}

// Nothing for a spec that its reader refuses: settings may not go together.
std::optional<cfn::Template> rendered(const document::Node& spec, const scripts::Library& library) {
  support::Diagnostics found;
  const std::optional<model::RunnerStack> read = spec::read(spec, "spec", found);
  if (!read || support::has_errors(found)) return std::nullopt;
  return render::render(*read, library);
}

std::vector<cfn::Template> some_templates(unsigned seed, std::size_t count) {
  static const scripts::Library library{support::Assets()};
  Random random(seed);
  std::vector<cfn::Template> all;
  for (int tries = 0; all.size() < count && tries < 400; ++tries) {
    if (std::optional<cfn::Template> t = rendered(random_spec(random), library)) all.push_back(std::move(*t));
  }
  REQUIRE(all.size() == count);
  return all;
}

// Values for some parameters: those that the form allows, and any text where it says nothing.
Values random_values(const cfn::Template& t, Random& random) {
  Values values;
  for (const document::Member& one : t.parameters.members()) {
    if (below(random, 3) != 0) continue;
    std::string value = fmt::format("{}", 1 + below(random, 9));
    if (const document::Node* allowed = one.value.find("AllowedValues"))
      value = allowed->items()[below(random, allowed->items().size())].text();
    if (evaluate::is_allowed(one, value)) values[one.key] = value;
  }
  return values;
}

Report compared(const cfn::Template& before, const cfn::Template& after, Values old_values = {},
                Values new_values = {}) {
  Request request;
  request.before = {&before, std::move(old_values), {}};
  request.after = {&after, std::move(new_values), {}};
  return compare(request, support::Assets());
}

std::vector<std::string> ids(const Report& report, std::initializer_list<Action> actions) {
  std::vector<std::string> all;
  for (const ResourceChange& one : report.resources) {
    if (std::find(actions.begin(), actions.end(), one.action) != actions.end()) all.push_back(one.id);
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Those whose own text differs: what changes with another resource depends on the update policy of the new side.
std::vector<std::string> own_changes(const Report& report) {
  std::vector<std::string> all;
  for (const ResourceChange& one : report.resources) {
    if (std::any_of(one.properties.begin(), one.properties.end(),
                    [](const PropertyChange& row) { return row.because.empty(); }))
      all.push_back(one.id);
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("templates of random specs do not differ from themselves, whatever the values", "[diff]") {
  Random random(1);
  for (const cfn::Template& t : some_templates(20, 12)) {
    const Values values = random_values(t, random);
    CAPTURE(t.description, values);
    const Report report = compared(t, t, values, values);
    CHECK(report.empty());
    CHECK(report.summary == std::vector<std::string>{"Nothing changes."});
    for (const GroupChange& one : report.groups) CHECK((one.rolls == Rolls::none && one.jobs == Jobs::kept));
    CHECK(compared(t, t, values).empty());  // values that the update does not give stay
  }
}

TEST_CASE("there and back between templates of random specs, the same resources differ", "[diff]") {
  const std::vector<cfn::Template> all = some_templates(21, 12);
  int changes = 0;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const Report there = compared(all[i], all[i + 1]), back = compared(all[i + 1], all[i]);
    CHECK(ids(there, {Action::add}) == ids(back, {Action::remove}));
    CHECK(ids(there, {Action::remove}) == ids(back, {Action::add}));
    CHECK(own_changes(there) == own_changes(back));
    changes += static_cast<int>(there.resources.size());
  }
  CHECK(changes > 20);
}

namespace {

// Every text of a tree, changed one at a time.
void for_each_text(document::Node& node, const std::string& path,
                   const std::function<void(const std::string&)>& check) {
  if (node.is_scalar()) {
    const document::Node was = node;
    node = document::Node(was.text() + "x");
    check(path);
    node = was;
    return;
  }
  for (document::Member& one : node.members()) for_each_text(one.value, path + "." + one.key, check);
  for (std::size_t i = 0; i < node.items().size(); ++i)
    for_each_text(node.items()[i], fmt::format("{}[{}]", path, i), check);
}

// A template of what another one was resolved to.
cfn::Template resolved(const cfn::Template& t, Random& random) {
  evaluate::Input input;
  input.parameters = random_values(t, random);
  input.assume_missing = true;
  evaluate::Result result = evaluate::evaluate(t, input);
  for (document::Member& one : result.resources.members()) {  // those that exist have fulfilled theirs
    std::vector<document::Member>& attributes = one.value.members();
    attributes.erase(std::remove_if(attributes.begin(), attributes.end(),
                                    [](const document::Member& attribute) { return attribute.key == "Condition"; }),
                     attributes.end());
  }
  support::Diagnostics found;
  const std::string text = document::write_json(document::Node::mapping({{"Resources", result.resources}}));
  std::optional<cfn::Template> read = cfn::read_template(text, "t.json", found);
  REQUIRE(read.has_value());
  return *read;
}

}  // namespace

TEST_CASE("whatever changes in a resolved template of a random spec is in a row", "[diff]") {
  Random random(2);
  for (const cfn::Template& t : some_templates(22, 2)) {
    const cfn::Template before = resolved(t, random);
    cfn::Template after = before;
    int tried = 0;
    for (document::Member& resource : after.resources.members()) {
      for (document::Member& attribute : resource.value.members()) {
        if (attribute.key == "Type" || attribute.key == "DependsOn" || attribute.key == "Condition") continue;
        for_each_text(attribute.value, attribute.key, [&](const std::string& path) {
          if (++tried % 11 != 0) return;  // some of them: each is a comparison of two whole templates
          const Report report = compared(before, after);
          CAPTURE(resource.key, path);
          CHECK(std::any_of(report.resources.begin(), report.resources.end(), [&](const ResourceChange& one) {
            return one.id == resource.key &&
                   std::any_of(one.properties.begin(), one.properties.end(),
                               [&](const PropertyChange& row) { return path.starts_with(row.path); });
          }));
        });
      }
    }
    CHECK(tried > 100);
  }
}

}  // namespace vend::diff
