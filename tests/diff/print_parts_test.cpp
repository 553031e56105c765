// What the printers of an update make of each part of a report, from reports that were put together by hand.
#include <catch2/catch.hpp>

#include "diff/sections.hpp"
#include "vend/diff/print.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

std::string text_or(const Node* node) { return node != nullptr ? node->text() : "(none)"; }

// The first change of a kind in the tree.
Node first(const Report& report, const char* list) {
  const Node tree = as_tree(report);
  REQUIRE(tree.find(list) != nullptr);
  REQUIRE(tree.find(list)->items().size() == 1);
  return tree.find(list)->items()[0];
}

}  // namespace

TEST_CASE("the drawing of an update has a row for each kind of instance that there is at some time", "[diff][print]") {
  const auto moment = [](int second, int old_ones, int draining, int booting, int new_ones) {
    return Moment{second, old_ones, draining, booting, new_ones};
  };
  const std::vector<Moment> moments = {moment(0, 2, 0, 0, 0), moment(10, 1, 1, 0, 0), moment(20, 0, 0, 0, 12)};
  const std::vector<std::string> lines = draw(moments, 11);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "old      2222211111.");
  CHECK(lines[1] == "draining .....11111.");
  CHECK(lines[2] == "new      ..........+");
  CHECK(draw({moment(0, 0, 0, 9, 10), moment(9, 0, 0, 0, 9)}, 10)[0] == "booting  999999999.");
  CHECK(draw({moment(0, 0, 0, 9, 10), moment(9, 0, 0, 0, 9)}, 10)[1] == "new      +++++++++9");
  CHECK(draw({}, 40).empty());
  CHECK(draw(moments, 9).empty());
}

TEST_CASE("the tree of an update has what a change has, and nothing empty", "[diff][print]") {
  for (const bool given : {false, true}) {
    CAPTURE(given);
    const std::string none = "(none)";
    Report report;
    ParameterChange parameter{"P", "default", {}, {}, "", ""};
    OutputChange output{"O", "value", "", "", {}, {}, ""};
    ResourceChange resource;
    resource.id = "R";
    if (given) {
      parameter = {"P", "added", "", "b", "why", "Old"};
      output = {"O", "export", "was", "is", "", "v", "R is replaced"};
      resource.renamed_from = "Q";
      resource.notes = {"a note"};
      resource.cleanup = Cleanup::deleted;
    }
    report.parameters = {parameter};
    report.outputs = {output};
    report.resources = {resource};
    const Node p = first(report, "parameters"), o = first(report, "outputs"), r = first(report, "resources");
    CHECK(text_or(p.find("before")) == (given ? "" : none));
    CHECK(text_or(p.find("after")) == (given ? "b" : none));
    CHECK(text_or(p.find("note")) == (given ? "why" : none));
    CHECK(text_or(p.find("renamed_from")) == (given ? "Old" : none));
    CHECK(text_or(o.find("before")) == (given ? "" : none));
    CHECK(text_or(o.find("after")) == (given ? "v" : none));
    CHECK(text_or(o.find("because")) == (given ? "R is replaced" : none));
    CHECK(text_or(o.find("exported_before")) == (given ? "was" : none));
    CHECK(text_or(o.find("exported_after")) == (given ? "is" : none));
    CHECK(text_or(r.find("renamed_from")) == (given ? "Q" : none));
    CHECK((r.find("notes") != nullptr) == given);
    CHECK((r.find("old_one") != nullptr) == given);
    CHECK(as_tree(report).find("cleanup")->items().size() == (given ? 1U : 0U));
  }
}

}  // namespace vend::diff
