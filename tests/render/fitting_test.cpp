// Templates that fit inline: what is left out, and in which order.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "render/render_of.hpp"
#include "vend/aws/limits.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/text.hpp"

using namespace vend;
using document::Node;
using testing::check_reads_back;
using testing::help_texts;
using testing::inline_of;
using testing::library;
using testing::render_of;
using testing::stack_of;

TEST_CASE("a small spec fits inline on every platform, with as many help texts as there is room for") {
  for (const char* platform : {"amazon-linux-2", "amazon-linux-2023", "windows-2019", "windows-2022", "windows-2025"}) {
    for (const char* executor : {"docker", "shell"}) {
      const std::string spec = fmt::format("platform: {}\nexecutor: {}\n", platform, executor);
      INFO(spec);
      const Node whole = render_of(spec).parameters;
      const render::InlineTemplate made = inline_of(spec);
      const cfn::Template& t = made.t;
      const std::size_t size = cfn::write_yaml(t).size();
      CHECK(size <= aws::limits::template_body_inline);
      CHECK((help_texts(t.parameters) == help_texts(whole) || size > aws::limits::template_body_inline - 2000));
      CHECK(t.parameters.members().size() >= 19);
      CHECK((t.parameters.members().size() < whole.members().size()) == !made.baked_in.empty());
      CHECK(t.parameters.members().back().value.find("Description") == nullptr);
      check_reads_back(t);
    }
  }
}

namespace {

// Much of what a form can ask for.
constexpr const char* large = R"(platform: amazon-linux-2023
executor: EXECUTOR
gitlab: {url: https://gitlab.example.com/, tags: [docker, team-a], concurrent: 4, version: v17.5.0, run_untagged: true, locked: false}
size: {min: 1, desired: 2, max: 20}
instances: [m6i.large, m6a.large, m5.large, m5a.large, m7i.large, m7a.large, c6i.xlarge, c6a.xlarge, r6i.large, r6a.large]
spot: {on_demand_base: 1, on_demand_percentage: 0, strategy: price-capacity-optimized}
max_instance_lifetime: 7d
protect_busy: true
scaling:
  - {metric: cpu, out: {at: 70, for: 60s, steps: {0: +1, 15: +2, 25: +3}}, in: {at: 40, for: 300s, steps: {0: -1}}}
notifications: {topic: "arn:aws:sns:us-east-1:123456789012:team-a"}
dashboard: true
MORE)";

std::string large_spec(const std::string& executor, const std::string& more) {
  std::string text = large;
  text.replace(text.find("EXECUTOR"), 8, executor);
  return text.replace(text.find("MORE"), 4, more);
}

}  // namespace

TEST_CASE("settings are baked in, from the end of the form up, where nothing else makes a template fit") {
  for (const char* executor : {"shell"}) {  // with Docker, and on Windows, nothing makes it fit
    for (const cfn::Format format : {cfn::Format::yaml, cfn::Format::json}) {
      INFO(executor << static_cast<int>(format));
      const cfn::Template whole = render_of(large_spec(executor, ""));
      const render::InlineTemplate made = inline_of(large_spec(executor, ""), format);
      CHECK(cfn::write(made.t, format).size() <= aws::limits::template_body_inline);
      const std::size_t lost = whole.parameters.members().size() - made.t.parameters.members().size();
      CHECK(lost == made.baked_in.size());
      check_reads_back(made.t);
      if (format == cfn::Format::json) continue;  // one line has room for all
      REQUIRE(lost > 0);
      CHECK(lost < 40);
      // What is baked in is what `fixed` bakes in, and one setting less would be too large.
      std::vector<std::string> fewer(made.baked_in.begin() + 1, made.baked_in.end());
      const std::string fixed = "fixed: [" + support::join(fewer, ", ") + "]\n";
      CHECK(inline_of(large_spec(executor, fixed)).baked_in == std::vector{made.baked_in.front()});
      CHECK(made.t.parameters.find("3GITLABRunnerInstanceURL") != nullptr);
      CHECK(made.t.resources.members().size() + 1 >= whole.resources.members().size());  // logs may be baked in as off
    }
  }
}

TEST_CASE("what the spec asks for is not baked in, and what cannot fit keeps its help") {
  std::string spec =
      "platform: windows-2022\nask: [gitlab, size, instances, disk, hooks, logs, network, spot, update]\nschedules:\n";
  for (int i = 0; i < 22; ++i) spec += fmt::format("  - {{at: \"{} 9,17 {} * *\", desired: 1}}\n", i / 28, 1 + i % 28);
  const render::InlineTemplate made = inline_of(spec);
  CHECK(made.baked_in.empty());
  CHECK_FALSE(made.t.dense);
  CHECK(made.t.to_node() == render_of(spec).to_node());
  spec.erase(spec.find("ask:"), spec.find("schedules:") - spec.find("ask:"));
  CHECK_FALSE(inline_of(spec).baked_in.empty());
}
