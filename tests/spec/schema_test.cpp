// The JSON Schema of the spec, as an editor reads it.
#include "vend/spec/schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "vend/aws/auto_scaling.hpp"
#include "vend/document/yaml_reader.hpp"
#include "vend/model/stack.hpp"
#include "vend/spec/presets.hpp"

using namespace vend;

TEST_CASE("the JSON Schema has the type of each kind of setting") {
  const nlohmann::json schema = nlohmann::json::parse(spec::json_schema());
  const auto setting = [&](const std::string& section, const std::string& name) {
    const nlohmann::json& of = schema["properties"][section]["properties"][name];
    nlohmann::json type = nlohmann::json::object();  // without what is for people
    for (const char* key : {"type", "enum", "items", "$ref"})
      if (of.contains(key)) type[key] = of[key];
    return type.dump();
  };
  CHECK(setting("gitlab", "url") == R"({"type":"string"})");
  CHECK(setting("gitlab", "concurrent") == R"({"type":"integer"})");
  CHECK(setting("gitlab", "tags") == R"({"items":{"type":"string"},"type":"array"})");
  CHECK(setting("spot", "capacity_rebalance") == R"({"type":"boolean"})");
  CHECK(setting("hooks", "heartbeat") == R"({"$ref":"#/definitions/duration"})");
  CHECK(setting("update", "type") == R"({"enum":["rolling","refresh","replace"]})");
}

TEST_CASE("the JSON Schema has the model's numbers") {
  const nlohmann::json schema = nlohmann::json::parse(spec::json_schema());
  const nlohmann::json& types = schema["properties"]["instances"]["oneOf"][0];
  CHECK(types["maxItems"] == aws::auto_scaling::instance_type_overrides);
  CHECK(types["items"]["oneOf"][1]["properties"]["weight"]["maximum"] == aws::auto_scaling::most_weight);
  CHECK(schema["properties"]["schedules"]["oneOf"][1]["maxItems"] == aws::auto_scaling::scheduled_actions);
  CHECK(schema["properties"]["scaling"]["maxItems"] == model::most_scaling_policies);
}

TEST_CASE("the JSON Schema knows every setting of the presets") {
  nlohmann::json schema = nlohmann::json::parse(spec::json_schema());
  CHECK(schema["properties"]["gitlab"]["properties"].contains("url"));
  CHECK(schema["properties"]["platform"]["enum"].size() == 5);
  CHECK(schema["additionalProperties"] == false);
  support::Assets assets;
  for (const spec::Preset& preset : spec::presets(assets)) {
    support::Diagnostics out;
    document::Node root = *document::read_yaml(preset.text, preset.name, out);
    for (const document::Member& one : root.members()) {
      INFO(preset.name << " " << one.key);
      CHECK(schema["properties"].contains(one.key));
    }
  }
}
