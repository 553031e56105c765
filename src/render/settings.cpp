#include "render/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vend/support/encoding.hpp"
#include "vend/support/sha256.hpp"

namespace vend::render {
namespace {

using namespace cfn;

enum class On { both, linux_only, windows_only };

// A value that is its parameter's. The scripts have the default themselves.
struct Setting {
  std::string_view name;
  Encoding encoding;
  std::string_view parameter;
  std::string_view fallback = "";
  On system = On::both;
  bool docker = false;  // of the docker executor
};

constexpr std::array table = {
    Setting{"PROXY_JOBS", Encoding::plain, "3INSTProxyJobs", "true"},
    Setting{"REQUEST_CONCURRENCY", Encoding::plain, "3GITLABRunnerRequestConcurrency", "1"},
    Setting{"OUTPUT_LIMIT", Encoding::plain, "3GITLABRunnerOutputLimit", "4096"},
    Setting{"ALLOWED_IMAGES", Encoding::base64, "3GITLABRunnerDockerAllowedImages", "", On::both, true},
    Setting{"DOCKER_MEMORY", Encoding::plain, "3GITLABRunnerDockerMemory", "", On::both, true},
    Setting{"DOCKER_CPUS", Encoding::plain, "3GITLABRunnerDockerCpus", "", On::both, true},
    Setting{"DOCKER_SHM_SIZE", Encoding::plain, "3GITLABRunnerDockerShmSize", "", On::linux_only, true},
    Setting{"DOCKER_PRELOAD", Encoding::base64, "3GITLABRunnerDockerPreload", "", On::both, true},
    Setting{"ECR_LOGIN", Encoding::plain, "3GITLABRunnerDockerEcr", "false", On::both, true},
    Setting{"HUB_SECRET", Encoding::base64, "3GITLABRunnerDockerHubSecret", "", On::both, true},
    Setting{"INSTANCE_STORE", Encoding::plain, "3INSTInstanceStore", "none"},
    Setting{"METADATA_FOR_JOBS", Encoding::plain, "3INSTMetadataForJobs", "false"},
    Setting{"RUNNER_DOWNLOAD", Encoding::base64, "3GITLABRunnerDownload"},
    Setting{"JOB_USER", Encoding::plain, "3INSTWindowsJobUser", "false", On::windows_only},
    Setting{"LONG_PATHS", Encoding::plain, "3INSTWindowsLongPaths", "false", On::windows_only},
    Setting{"DEFENDER_EXCLUSIONS", Encoding::plain, "3INSTWindowsDefenderExclusions", "false", On::windows_only},
    Setting{"JOB_OBJECT", Encoding::plain, "3INSTWindowsJobObject", "false", On::windows_only},
};

struct StepRow {
  const model::OwnStep& step;
  std::string_view name;
  std::string_view checksum_name;
  std::string_view parameter;
  std::string_view checksum_parameter;
};

std::array<StepRow, 3> steps(const Builder& b) {
  const model::RunnerConfigValues& runner = *b.stack().runner;
  return {StepRow{runner.before, "BEFORE", "BEFORE_SHA256", "3INSTStepBefore", "3INSTStepBeforeSHA256"},
          StepRow{runner.after, "AFTER", "AFTER_SHA256", "3INSTStepAfter", "3INSTStepAfterSHA256"},
          StepRow{runner.drain, "DRAIN_STEP", "DRAIN_STEP_SHA256", "3INSTStepDrain", "3INSTStepDrainSHA256"}};
}

std::string with_line_end(std::string text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

std::string environment(const model::RunnerConfigValues& runner) {
  std::string lines;
  for (const auto& [key, value] : runner.environment) lines += fmt::format("{}={}\n", key, value);
  if (!lines.empty()) lines.pop_back();
  return lines;
}

bool is(const Value& value, std::string_view text) {
  return value.expression.is_string() && value.expression.text() == text;
}

void add_steps(Builder& b, std::vector<Value>& values) {
  for (const StepRow& row : steps(b)) {
    const bool embedded = !row.step.text.empty();
    Node sum = embedded ? Node(support::sha256_hex(step_text(row.step))) : b.text(row.checksum_parameter);
    values.push_back({row.name, Encoding::base64, embedded ? Node("Embedded") : b.text(row.parameter)});
    values.push_back({row.checksum_name, Encoding::plain, std::move(sum)});
  }
}

// Nobody reads the checksum: it is there so that another certificate makes another file of settings.
void add_certificate(Builder& b, std::vector<Value>& values) {
  const Condition given = has_ca_certificate(b);
  values.push_back({"CA_CERTIFICATE", Encoding::plain, b.choose(given, "Embedded", "")});
  if (given.is(true)) {
    const std::optional<std::string> text = b.literal("3GITLABRunnerCACertificate");
    if (text) values.push_back({"CA_SHA256", Encoding::plain, Node(support::sha256_hex(*text))});
  }
}

}  // namespace

std::string value_line(std::string_view name, Encoding encoding, std::string_view text) {
  return encoding == Encoding::base64 ? fmt::format("{}:{}\n", name, support::base64_encode(text))
                                      : fmt::format("{}={}\n", name, text);
}

Condition has_ca_certificate(Builder& b) { return b.differs("HasCaCertificate", "3GITLABRunnerCACertificate", ""); }

std::string step_text(const model::OwnStep& step) { return with_line_end(step.text); }

std::vector<Value> settings(Builder& b, scripts::System system) {
  const bool windows = system == scripts::System::windows;
  const bool docker = b.full() || b.stack().executor == model::Executor::docker;
  std::vector<Value> values = {{"ENVIRONMENT", Encoding::base64, Node(environment(*b.stack().runner))}};
  for (const Setting& one : table) {
    if (one.system == (windows ? On::linux_only : On::windows_only) || (one.docker && !docker)) continue;
    Value value{one.name, one.encoding, b.text(one.parameter)};
    if (!is(value, one.fallback)) values.push_back(std::move(value));
  }
  add_steps(b, values);
  add_certificate(b, values);
  std::erase_if(values, [](const Value& one) { return is(one, ""); });
  return values;
}

std::string settings_file(Builder& b, scripts::System system) {
  if (has_prebuilt_script(b).is(false)) return {};  // nobody calls cfn-init
  std::string text;
  for (const Value& one : settings(b, system)) {
    if (one.expression.is_string()) text += value_line(one.name, one.encoding, one.expression.text());
  }
  return text;
}

std::vector<EmbeddedText> embedded_texts(Builder& b) {
  const model::RunnerConfigValues& runner = *b.stack().runner;
  auto step = [](const model::OwnStep& one) { return one.text.empty() ? no_value() : Node(step_text(one)); };
  Node ca = no_value();
  if (const std::optional<std::string> text = b.literal("3GITLABRunnerCACertificate")) {
    if (!text->empty()) ca = Node(with_line_end(*text));
  } else {
    ca = b.text("3GITLABRunnerCACertificate");
  }
  return {{"/etc/vend/steps/before", "C:\\ProgramData\\vend\\steps\\before.ps1", step(runner.before)},
          {"/etc/vend/steps/after", "C:\\ProgramData\\vend\\steps\\after.ps1", step(runner.after)},
          {"/etc/vend/steps/drain", "C:\\ProgramData\\vend\\steps\\drain.ps1", step(runner.drain)},
          {"/etc/vend/gitlab-ca.crt", "C:\\ProgramData\\vend\\gitlab-ca.crt", std::move(ca)}};
}

}  // namespace vend::render
