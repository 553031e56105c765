// What a template costs, in process. `make bench` runs this and then measures whole processes (bench.py).
#define CATCH_CONFIG_MAIN
#define CATCH_CONFIG_ENABLE_BENCHMARKING
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/document/reader.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"

namespace {

using namespace vend;

model::RunnerStack stack_of(const std::string& text) {
  support::Diagnostics found;
  std::optional<document::Node> root = document::read_document(text, "bench", found);
  std::optional<model::RunnerStack> stack;
  if (root) stack = spec::read(*root, "bench", found);
  for (const support::Diagnostic& one : found) std::fputs(support::to_text(one, text).c_str(), stderr);
  REQUIRE(stack.has_value());
  return *stack;
}

const scripts::Library& library() {
  static const scripts::Library all{support::Assets()};
  return all;
}

std::string text_of(const model::RunnerStack& stack) { return cfn::write_yaml(render::render(stack, library())); }

// CPU microseconds of one call: the best of several rounds, each long enough for the clock.
double microseconds(const std::function<void()>& call) {
  double best = 1e18;
  for (int round = 0; round < 5; ++round) {
    const std::clock_t start = std::clock();
    int calls = 0;
    do {
      call();
      ++calls;
    } while (std::clock() - start < CLOCKS_PER_SEC / 20);
    best = std::min(best, 1e6 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / calls);
  }
  return best;
}

std::string schedules(int count) {
  std::string text = "schedules:\n";
  for (int i = 0; i < count; ++i) {
    text +=
        "  - {at: \"" + std::to_string(i % 60) + " " + std::to_string(i / 60) + " * * *\", timezone: UTC, min: 1}\n";
  }
  return text;
}

std::string types(int count) {
  std::string text = "instances:\n";
  for (int i = 1; i <= count; ++i) text += "  - m" + std::to_string(i) + ".large\n";
  return text;
}

std::string policies(int count) {
  std::string text = "scaling:\n";
  for (int i = 1; i <= count; ++i)
    text += "  - {metric: cpu, out: {at: " + std::to_string(50 + i) + ", for: 60s, steps: {0: 1}}}\n";
  return text;
}

}  // namespace

TEST_CASE("one template") {
  const model::RunnerStack full = stack_of("{}");
  const model::RunnerStack special = stack_of("platform: amazon-linux-2023\nexecutor: docker\n");
  const cfn::Template rendered = render::render(full, library());
  BENCHMARK("full template: render") { return render::render(full, library()); };
  BENCHMARK("full template: write as YAML") { return cfn::write_yaml(rendered); };
  BENCHMARK("full template: render and write") { return text_of(full); };
  BENCHMARK("specialised template: render and write") { return text_of(special); };
  BENCHMARK("a spec read into the model") { return stack_of("platform: amazon-linux-2023\nexecutor: docker\n"); };
}

TEST_CASE("templates a second on one core, at least 1,000") {
  const model::RunnerStack full = stack_of("{}");
  std::printf("full templates a second on one core: %.0f (wanted: 1000)\n", 1e6 / microseconds([&] { text_of(full); }));
}

TEST_CASE("cost is linear in what a spec lists") {
  struct Row {
    const char* what;
    std::string (*make)(int);
    int few;
    int limit;
  };
  std::printf("%-16s %8s %12s %12s %14s\n", "list", "entries", "us", "us at limit", "us per entry");
  for (const Row& row :
       {Row{"schedules", schedules, 12, 125}, Row{"instance types", types, 4, 40}, Row{"policies", policies, 2, 20}}) {
    const std::string base = "platform: amazon-linux-2023\nexecutor: docker\n";
    auto cost = [&](int count) {
      const std::string text = base + row.make(count);
      return microseconds([&] { text_of(stack_of(text)); });
    };
    const double few = cost(row.few);
    const double most = cost(row.limit);
    std::printf("%-16s %8d %12.0f %12.0f %14.1f\n", row.what, row.limit, few, most,
                (most - few) / (row.limit - row.few));
  }
}
