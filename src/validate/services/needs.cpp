// Properties that a service needs or refuses because of the others, although the schema says nothing.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/language/language.hpp"
#include "vend/aws/cloud_watch.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// DynamoDB API reference, CreateTable.
void check_capacity(const Resource& table, Report& report) {
  const Node& p = *table.properties;
  const Node* mode = p.find("BillingMode");
  if (mode != nullptr && mode->text() != "PROVISIONED") return;
  need(table, p, "ProvisionedThroughput", mode != nullptr ? *mode : *table.node, report);
}

// EC2 API reference, RunInstances.
void check_instance(const Resource& instance, Report& report) {
  if (instance.properties->find("LaunchTemplate") == nullptr)
    need(instance, *instance.properties, "ImageId", *instance.node, report);
}

// RDS API reference, CreateDBInstance and CreateDBCluster.
void check_monitoring(const Resource& database, Report& report) {
  const Node* interval = database.properties->find("MonitoringInterval");
  if (interval == nullptr || is_symbolic(*interval) || interval->text() == "0") return;
  need(database, *database.properties, "MonitoringRoleArn", *interval, report);
}

// Lambda developer guide, "Reserved environment variables".
void check_environment(const Resource& function, Report& report) {
  constexpr std::array<std::string_view, 18> reserved = {"_HANDLER",
                                                         "_X_AMZN_TRACE_ID",
                                                         "AWS_DEFAULT_REGION",
                                                         "AWS_REGION",
                                                         "AWS_EXECUTION_ENV",
                                                         "AWS_LAMBDA_FUNCTION_NAME",
                                                         "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                                         "AWS_LAMBDA_FUNCTION_VERSION",
                                                         "AWS_LAMBDA_INITIALIZATION_TYPE",
                                                         "AWS_LAMBDA_LOG_GROUP_NAME",
                                                         "AWS_LAMBDA_LOG_STREAM_NAME",
                                                         "AWS_ACCESS_KEY",
                                                         "AWS_ACCESS_KEY_ID",
                                                         "AWS_SECRET_ACCESS_KEY",
                                                         "AWS_SESSION_TOKEN",
                                                         "AWS_LAMBDA_RUNTIME_API",
                                                         "LAMBDA_TASK_ROOT",
                                                         "LAMBDA_RUNTIME_DIR"};
  const Node* variables = at(function.properties, {"Environment", "Variables"});
  if (variables == nullptr) return;
  for (const document::Member& one : variables->members()) {
    if (is_one_of(one.key, reserved))
      report.add("A033", one.mark.or_else(function.node->mark()),
                 function.path("Properties.Environment.Variables." + one.key),
                 fmt::format("Lambda sets {} itself and refuses another value", one.key), "choose another name");
  }
}

// SQS developer guide, "FIFO queues": the name ends in .fifo, and the dead-letter queue is of the same kind.
void check_queue(const Resolved& resolved, const Resource& queue, Report& report) {
  auto is_fifo = [](const Resource& one) {
    const Node* fifo = one.properties->find("FifoQueue");
    return fifo != nullptr && document::to_bool(*fifo).value_or(fifo->text() == "true");
  };
  if (is_symbolic(queue.properties->find("FifoQueue"))) return;
  const bool fifo = is_fifo(queue);
  const Node* name = queue.properties->find("QueueName");
  if (name != nullptr && name->is_scalar() && !is_symbolic(*name) && fifo != name->text().ends_with(".fifo"))
    report.add(
        "A034", name->mark(), queue.path("Properties.QueueName"),
        fifo ? fmt::format("{} is a FIFO queue, and its name \"{}\" does not end in .fifo", queue.id, name->text())
             : fmt::format("{} is not a FIFO queue, and its name \"{}\" ends in .fifo", queue.id, name->text()),
        fifo ? "append .fifo" : "add FifoQueue: true, or rename it");
  const Node* dead_arn = at(queue.properties, {"RedrivePolicy", "deadLetterTargetArn"});
  const Resource* dead = resolved.referred_to(dead_arn);
  if (dead != nullptr && dead->type == "AWS::SQS::Queue" && is_fifo(*dead) != fifo &&
      !is_symbolic(dead->properties->find("FifoQueue")))
    report.add("A034", dead_arn->mark(), queue.path("Properties.RedrivePolicy"),
               fmt::format("{} is a {} queue and {} is not", dead->id, is_fifo(*dead) ? "FIFO" : "standard", queue.id),
               "make both of one kind");
}

// SNS API reference, Subscribe.
void check_protocol(const Resource& owner, const Node& subscription, Report& report) {
  constexpr std::array<std::string_view, 9> protocols = {"http", "https",  "email",    "email-json", "sms",
                                                         "sqs",  "lambda", "firehose", "application"};
  const Node* protocol = subscription.find("Protocol");
  if (protocol == nullptr || !protocol->is_scalar() || is_symbolic(*protocol) || is_one_of(protocol->text(), protocols))
    return;
  report.add("T004", protocol->mark(), owner.path("Properties"),
             fmt::format("SNS has no protocol \"{}\"", protocol->text()), hint_of(protocol->text(), protocols));
}

// Lambda developer guide, "Using Lambda with Amazon SQS": "Queue visibility timeout: ... seconds is less than Function
// timeout: ... seconds".
void check_visibility(const Resolved& resolved, const Resource& mapping, Report& report) {
  const Resource* queue = resolved.referred_to(mapping.properties->find("EventSourceArn"));
  const Resource* function = resolved.referred_to(mapping.properties->find("FunctionName"));
  if (queue == nullptr || function == nullptr || queue->type != "AWS::SQS::Queue") return;
  constexpr double usual_visibility = 30, usual_timeout = 3;  // seconds
  const Node *visibility = queue->properties->find("VisibilityTimeout"),
             *timeout = function->properties->find("Timeout");
  const std::optional<double> hidden = visibility == nullptr ? usual_visibility : number_of(visibility);
  const std::optional<double> runs = timeout == nullptr ? usual_timeout : number_of(timeout);
  if (function->type != "AWS::Lambda::Function" || !hidden || !runs || *hidden >= *runs) return;
  const Node* place = visibility != nullptr ? visibility : timeout;
  report.add("A047", place->mark().or_else(mapping.node->mark()), mapping.path("Properties"),
             fmt::format("messages of {} are hidden for {:g} s, and {} may take {:g} s", queue->id, *hidden,
                         function->id, *runs),
             "raise VisibilityTimeout; AWS recommends six times the function's Timeout");
}

// CloudWatch API reference, PutMetricAlarm: "Metrics cannot be checked across more than a day".
void check_evaluation(const Resource& alarm, Report& report) {
  const Node* count = alarm.properties->find("EvaluationPeriods");
  const std::optional<double> period = number_of(alarm.properties->find("Period")), periods = number_of(count);
  if (!period || !periods || *period < 1 || *periods < 1) return;
  const auto longest = static_cast<double>(aws::cloud_watch::longest_evaluation(static_cast<long>(*period)));
  if (*period * *periods > longest)
    report.add("A047", count->mark().or_else(alarm.node->mark()), alarm.path("Properties.EvaluationPeriods"),
               fmt::format("the alarm looks at {:g} s, and CloudWatch at {:g} at most", *period * *periods, longest),
               "lower EvaluationPeriods, or raise Period");
}

// EventBridge user guide, "Event patterns": every field is a list or leads to one ("must be an object or an array").
void check_pattern(const Node& pattern, const std::string& path, const Resource& rule, Report& report) {
  if (!pattern.is_mapping()) return;
  for (const document::Member& one : pattern.members()) {
    if (one.key.starts_with("Fn::") || one.key == "Ref" || one.key == "$or") continue;
    if (one.value.is_scalar() && !is_symbolic(one.value))
      report.add("A047", one.value.mark().or_else(rule.node->mark()), rule.path(path),
                 fmt::format("{} of the event pattern is not a list", one.key),
                 fmt::format("write [{}]", one.value.text()));
    check_pattern(one.value, path, rule, report);
  }
}

}  // namespace

void need(const Resource& owner, const Node& among, std::string_view name, const Node& because, Report& report) {
  if (among.find(name) == nullptr && among.find("Fn::Transform") == nullptr)
    report.add("T002", because.mark().or_else(owner.node->mark()), owner.path("Properties"),
               fmt::format("{} is required", name), "add it");
}

void check_needs(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (one.type == "AWS::DynamoDB::Table") check_capacity(one, report);
    if (one.type == "AWS::EC2::Instance") check_instance(one, report);
    if (one.type == "AWS::RDS::DBInstance" || one.type == "AWS::RDS::DBCluster") check_monitoring(one, report);
    if (one.type == "AWS::Lambda::Function" || one.type == "AWS::Serverless::Function") check_environment(one, report);
    if (one.type == "AWS::Lambda::EventSourceMapping") check_visibility(resolved, one, report);
    if (one.type == "AWS::CloudWatch::Alarm") check_evaluation(one, report);
    if (one.type == "AWS::Events::Rule") {
      if (const Node* pattern = one.properties->find("EventPattern"))
        check_pattern(*pattern, "Properties.EventPattern", one, report);
    }
    if (one.type == "AWS::SQS::Queue") check_queue(resolved, one, report);
    if (one.type == "AWS::SNS::Subscription") check_protocol(one, *one.properties, report);
    if (one.type == "AWS::SNS::Topic") {
      for (const Node* each : items_of(one.properties->find("Subscription"))) check_protocol(one, *each, report);
    }
  }
}

}  // namespace vend::validate
