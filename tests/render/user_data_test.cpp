// UserData: values stay values, the token stays away, and a changed script changes it.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "render/render_of.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/sha256.hpp"
#include "vend/support/text.hpp"

using namespace vend;
using document::Node;
using testing::library;
using testing::render_of;
using testing::stack_of;

namespace {

std::string user_data_of(const cfn::Template& t, const std::map<std::string, std::string>& parameters) {
  evaluate::Result result = evaluate::evaluate(t, {parameters, {}});
  const Node* launch = result.resources.find("ASGLaunchTemplate");
  REQUIRE(launch != nullptr);
  return launch->find("Properties")->find("LaunchTemplateData")->find("UserData")->text();
}

std::string line_of(const std::string& text, const std::string& name) {
  for (std::string_view line : support::split_lines(text)) {
    if (line.starts_with(name + "=") || line.starts_with(name + ":")) return std::string(line.substr(name.size() + 1));
  }
  return "(no line)";
}

std::string decode(const std::string& base64) {
  std::string out;
  int bits = 0, count = 0;
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (char c : base64) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<int>(alphabet.find(c));
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xff);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("no value of a free text can leave its line in UserData") {
  cfn::Template t = render_of("{}");
  std::map<std::string, std::string> texts = {{"3GITLABRunnerInstanceURL", "GITLAB_URL"},
                                              {"3GITLABRunnerTagList", "RUNNER_TAGS"},
                                              {"3GITLABRunnerDockerImage", "DOCKER_IMAGE"},
                                              {"3GITLABRunnerDockerVolumes", "DOCKER_VOLUMES"},
                                              {"3GITLABRunnerRegistryMirror", "REGISTRY_MIRROR"},
                                              {"1OSLastManagedUpdate", "LAST_PATCH_RUN"},
                                              {"3INSTHttpProxy", "HTTP_PROXY"},
                                              {"3INSTNoProxy", "NO_PROXY"},
                                              {"3INSTConfigurationScript", "SCRIPT"}};
  // The constraints already refuse most of these; the encoding must hold without them.
  const std::string hostile = "a'b\"c $(pwned) `id` %PATH% '@ \n@\" ; ${x} ä€😀\nVALUES\nSTACK=evil";
  for (const char* system : {"Linux", "Windows"}) {
    for (const auto& [parameter, name] : texts) {
      INFO(system << " " << parameter);
      std::string plain = decode(user_data_of(t, {{"3GITLABRunnerRegTokenList", "glrt-secret-token"},
                                                  {"1OSInstanceOSPlatform", system},
                                                  {parameter, hostile}}));
      CHECK(decode(line_of(plain, name)) == hostile);
      CHECK(plain.find("pwned") == std::string::npos);
      CHECK(line_of(plain, "STACK") == "gitlab-runners");
      CHECK(plain.find("glrt-secret-token") == std::string::npos);
    }
  }
}

TEST_CASE("the token reaches nothing but its secret") {
  cfn::Template t = render_of("{}");
  evaluate::Result result = evaluate::evaluate(t, {{{"3GITLABRunnerRegTokenList", "glrt-secret-token"}}, {}});
  int found = 0;
  for (const document::Member& resource : result.resources.members()) {
    bool here = document::write_json(resource.value).find("glrt-secret-token") != std::string::npos;
    INFO(resource.key);
    CHECK(here == (resource.key == "RunnerTokenSecret"));
    found += here ? 1 : 0;
  }
  CHECK(found == 1);
  CHECK(document::write_json(result.outputs).find("glrt-secret-token") == std::string::npos);
}

TEST_CASE("a changed script changes UserData, and so rolls the group") {
  cfn::Template t = render_of("platform: amazon-linux-2023\nfixed: true\n");
  std::string plain = decode(user_data_of(t, {{"3GITLABRunnerRegTokenList", "glrt-x"}}));
  const Node* text = t.mappings.find("RunnerScripts")->find("amazon-linux-2023-docker.sh")->find("Text");
  CHECK(line_of(plain, "SCRIPT_SHA256") == support::sha256_hex(text->text()));
  CHECK(text->text() != library().find("amazon-linux-2023-docker.sh")->text);  // without what the spec rules out
}
