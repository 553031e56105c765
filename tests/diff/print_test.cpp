// What people and programs see of an update.
#include "vend/diff/print.hpp"

#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "vend/diff/diff.hpp"
#include "vend/document/reader.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::diff {
namespace {

using testing::run_vend;
using Given = std::map<std::string, std::string>;

Report compared(const std::string& before, const std::string& after, Given old_values = {}, Given new_values = {}) {
  support::Diagnostics found;
  const std::optional<cfn::Template> old_one = cfn::read_template(before, "old.yml", found),
                                     new_one = cfn::read_template(after, "new.yml", found);
  REQUIRE((old_one && new_one));
  Request request;
  request.before = {&*old_one, std::move(old_values), {}};
  request.after = {&*new_one, std::move(new_values), {}};
  return compare(request, support::Assets());
}

std::string named(const std::string& name) {
  return "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: " + name + "}\n";
}

std::string generated(const std::string& preset) { return run_vend({"generate", "--preset", preset, "--stdout"}).out; }

const std::vector<std::string> some_presets = {"linux-docker-autoscaling-mixed", "linux-arm64-docker-scheduled-spot"};

}  // namespace

TEST_CASE("printers: widths, markup of others, secrets", "[diff]") {
  const std::string before = generated(some_presets[0]), after = generated(some_presets[1]);
  const Report report = compared(before, after, {{"3GITLABRunnerRegTokenList", "glrt-must-not-show"}},
                                 {{"3GITLABRunnerRegTokenList", "glrt-nor-this"}});
  for (int width : {40, 60, 80, 132, 200}) {
    const std::string text = as_text(report, {width, false});
    for (std::string_view line : support::split_lines(text)) {
      CAPTURE(width, std::string(line));
      CHECK(support::display_width(line) <= static_cast<std::size_t>(width));
    }
  }
  for (const std::string& text : {as_text(report, {}), as_json(report), as_markdown(report), as_html(report)}) {
    CHECK(text.find("must-not-show") == std::string::npos);
    CHECK(text.find("nor-this") == std::string::npos);
  }
  const std::string hostile = "'<script>alert(1)</script> @all #1 `x` [a](b)'";
  const Report others = compared(named("a"), named(hostile));
  CHECK(as_html(others).find("<script") == std::string::npos);
  const std::string markdown = as_markdown(others);
  CHECK(markdown.find("\\@all") != std::string::npos);
  CHECK(markdown.find("\\#1") != std::string::npos);
  CHECK(markdown.find("\\<script") != std::string::npos);
  support::Diagnostics found;
  CHECK(document::read_document(as_json(others), "r.json", found).has_value());
}

TEST_CASE("presets and specs are sides, too, and gates close", "[diff][cli]") {
  CHECK(run_vend({"diff", some_presets[0], some_presets[0], "--fail-on", "change"}).code == 0);
  CHECK(run_vend({"diff", some_presets[0], some_presets[1]}).code == 0);
  CHECK(run_vend({"diff", some_presets[0], some_presets[1], "--fail-on", "change"}).code == 1);
  CHECK(run_vend({"diff", some_presets[0], some_presets[1], "--boot", "soon"}).code == 2);
  CHECK(run_vend({"diff", some_presets[0], some_presets[1], "-p", "NoSuchParameter=1"}).code == 2);
  CHECK(run_vend({"diff", "no-such-file.yml", some_presets[1]}).code == 2);
}

}  // namespace vend::diff
