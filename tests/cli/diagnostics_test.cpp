// --diagnostics json: one array on standard error, whatever goes wrong.
#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/support/text.hpp"

namespace vend {

TEST_CASE("every command tells its problems as one JSON array", "[cli]") {
  struct Case {
    std::vector<std::string> arguments;
    int code;
    std::vector<std::string> codes;
  };
  const std::vector<Case> cases = {
      {{"generate", "-", "--stdout"}, 1, {"S003"}},
      {{"generate", "--preset", "nothing"}, 2, {"X001"}},
      {{"generate", "--prest", "x"}, 2, {"X001"}},
      {{"generate", "--format", "x"}, 2, {"X001"}},
      {{"generate", "none.yml"}, 2, {"X001"}},
      {{"presets", "x"}, 2, {"X001"}},
      {{"scripts", "x"}, 2, {"X001"}},
      {{"reference", "x"}, 2, {"X001"}},
      {{"explain", "x"}, 2, {"X001"}},
      {{"validate"}, 2, {"X001"}},
      {{"validate", "none.yml", "-"}, 2, {"X001"}},  // what is wrong with a spec is a finding of the report
      {{"parameters", "-", "-p", "A=x"}, 1, {"S003"}},
      {{"parameters", "--preset", "linux-docker-hot-ha", "-p", "Nonsense=1", "-p", "3INSTEbsVolumeSize=x"},
       1,
       {"P005", "P006"}},
      {{"nonsense"}, 2, {"X001"}},
      {{"schema"}, 0, {}},
  };
  for (const Case& one : cases) {
    std::vector<std::string> arguments = one.arguments;
    arguments.insert(arguments.end(), {"--diagnostics", "json"});
    INFO(support::join(arguments, " "));
    const testing::Run run = testing::run_vend(arguments, "executor: dokcer\n");
    INFO(run.err);
    CHECK(run.code == one.code);
    support::Diagnostics found;
    const auto root = document::read_json(run.err, "diagnostics", found);
    REQUIRE(root.has_value());
    REQUIRE(root->is_sequence());
    std::vector<std::string> codes;
    for (const document::Node& row : root->items()) codes.push_back(row.find("code")->text());
    CHECK(codes == one.codes);
  }
}

}  // namespace vend
