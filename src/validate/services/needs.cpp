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

bool is_address(std::string_view text) {
  const std::vector<std::string_view> parts = support::split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view one) {
           return support::is_digits(one) && (one.size() < 3 || (one.size() == 3 && one <= "255"));
         });
}

// "10 mail.example.com", "1 10 5269 server.example.com", "0 issue \"ca.example.com\""
std::size_t fields_of(std::string_view type) { return type == "MX" ? 2 : type == "SRV" ? 4 : type == "CAA" ? 3 : 0; }

std::size_t count_fields(std::string_view text) {
  const std::vector<std::string_view> parts = support::split(text, ' ');
  return static_cast<std::size_t>(std::ranges::count_if(parts, [](std::string_view one) { return !one.empty(); }));
}

// A record's name lies in its zone, and the zone's own name has no CNAME beside its SOA and NS.
void check_zone(const Resource& record, std::string_view type, Report& report) {
  const Node *name = record.properties->find("Name"), *zone = record.properties->find("HostedZoneName");
  if (name == nullptr || zone == nullptr || is_symbolic(*name) || is_symbolic(*zone)) return;
  const auto bare = [](std::string_view text) { return text.ends_with('.') ? text.substr(0, text.size() - 1) : text; };
  const std::string_view a = bare(name->text()), b = bare(zone->text());
  const bool same = support::equal_ignoring_case(a, b);
  const bool inside = same || (a.size() > b.size() && a[a.size() - b.size() - 1] == '.' &&
                               support::equal_ignoring_case(a.substr(a.size() - b.size()), b));
  if (!inside)
    report.add("A035", name->mark(), record.path("Properties.Name"),
               fmt::format("{} does not lie in the zone {}", name->text(), zone->text()),
               "name another zone or record");
  if (same && type == "CNAME")
    report.add("A035", name->mark(), record.path("Properties.Name"),
               fmt::format("the zone's own name {} cannot be a CNAME", name->text()), "use an alias of the type A");
}

// Route 53 developer guide, "Supported DNS record types" and "Choosing between alias and non-alias records".
void check_record(const Resource& record, Report& report) {
  const Node& p = *record.properties;
  const Node* alias = p.find("AliasTarget");
  for (std::string_view name : {"TTL", "ResourceRecords"}) {
    const Node* other = p.find(name);
    if (alias != nullptr && other != nullptr)
      report.add("A035", other->mark(), record.path("Properties"),
                 fmt::format("{} is an alias and has {}", record.id, name), "remove one of them");
  }
  const std::string_view type = text_at(&p, {"Type"});
  const std::vector<const Node*> values = items_of(p.find("ResourceRecords"));
  if (type == "CNAME" && values.size() > 1)
    report.add("A035", values[1]->mark(), record.path("Properties.ResourceRecords"),
               fmt::format("the CNAME record has {} values", values.size()), "keep one");
  for (const Node* one : values) {
    const std::string& text = one->text();
    if (!one->is_scalar() || is_symbolic(*one)) continue;
    const bool bad_address = type == "A" && !is_address(text);
    const bool bad_address6 = type == "AAAA" && text.find(':') == std::string::npos;
    const bool bad_text = (type == "TXT" || type == "SPF") && !text.starts_with('"');
    const std::size_t fields = fields_of(type);
    const bool bad_fields = fields > 0 && count_fields(text) != fields;
    if (bad_address || bad_address6 || bad_text || bad_fields)
      report.add("A035", one->mark(), record.path("Properties.ResourceRecords"),
                 fmt::format("\"{}\" is not a value of a record of type {}", text, type),
                 bad_text     ? "put it in double quotes"
                 : bad_fields ? fmt::format("write {} fields with blanks between them", fields)
                              : "write an address");
  }
  check_zone(record, type, report);
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
    if (one.type == "AWS::Route53::RecordSet") check_record(one, report);
    if (one.type == "AWS::SNS::Subscription") check_protocol(one, *one.properties, report);
    if (one.type == "AWS::SNS::Topic") {
      for (const Node* each : items_of(one.properties->find("Subscription"))) check_protocol(one, *each, report);
    }
  }
}

}  // namespace vend::validate
