// What SNS, SQS and EventBridge refuse together.
#include "validate/services/relations.hpp"

namespace vend::validate {
namespace {

constexpr Relation messaging_rows[] = {
    {"AWS::SNS::Topic", "", "TopicName!~^[A-Za-z0-9_-]*([.]fifo)?$", "a topic's name has letters, digits, _ and - only",
     "rename it", "SNS API reference, CreateTopic: \"Invalid parameter: Topic Name\""},
    {"AWS::SNS::Subscription", "", "Protocol !Endpoint", "the subscription has no endpoint", "add Endpoint",
     "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Subscription", "",
     "Protocol=sqs|lambda|firehose|application Endpoint!~^arn:", "the endpoint of this protocol is an ARN",
     "give the ARN", "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Subscription", "", "Protocol=email|email-json Endpoint!~@",
     "the endpoint of this protocol is an address of e-mail", "give one",
     "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Subscription", "", "Protocol=http Endpoint!~^http://", "the endpoint does not begin with http://",
     "write it so, or change Protocol", "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Subscription", "", "Protocol=https Endpoint!~^https://", "the endpoint does not begin with https://",
     "write it so, or change Protocol", "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Topic", "Subscription[]", "Protocol !Endpoint", "the subscription has no endpoint", "add Endpoint",
     "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Topic", "Subscription[]",
     "Protocol=sqs|lambda|firehose|application Endpoint!~^arn:", "the endpoint of this protocol is an ARN",
     "give the ARN", "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Topic", "Subscription[]", "Protocol=email|email-json Endpoint!~@",
     "the endpoint of this protocol is an address of e-mail", "give one",
     "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Topic", "Subscription[]", "Protocol=http Endpoint!~^http://",
     "the endpoint does not begin with http://", "write it so, or change Protocol",
     "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Topic", "Subscription[]", "Protocol=https Endpoint!~^https://",
     "the endpoint does not begin with https://", "write it so, or change Protocol",
     "SNS API reference, Subscribe: \"Invalid parameter: Endpoint\""},
    {"AWS::SNS::Subscription", "", "Protocol=firehose !SubscriptionRoleArn", "a subscription of Firehose needs a role",
     "add SubscriptionRoleArn", "SNS API reference, Subscribe, SubscriptionRoleArn"},
    {"AWS::SQS::Queue", "", "ContentBasedDeduplication=true !FifoQueue", "only FIFO queues remove duplicates",
     "add FifoQueue: true", "SQS API reference, CreateQueue: \"Unknown Attribute ContentBasedDeduplication\""},
    {"AWS::SQS::Queue", "", "SqsManagedSseEnabled=true KmsMasterKeyId~.", "there are two kinds of encryption",
     "keep one of them",
     "SQS API reference, CreateQueue: \"You can use one type of server-side encryption (SSE) at one time\""},
    {"AWS::SQS::Queue", "", "RedrivePolicy.deadLetterTargetArn !RedrivePolicy.maxReceiveCount",
     "the redrive policy does not say after how many tries", "add maxReceiveCount",
     "SQS API reference, CreateQueue: \"Redrive policy does not contain mandatory attribute: maxReceiveCount\""},
    {"AWS::SQS::Queue", "", "RedrivePolicy.maxReceiveCount !RedrivePolicy.deadLetterTargetArn",
     "the redrive policy has no queue", "add deadLetterTargetArn",
     "SQS API reference, CreateQueue: \"Redrive policy does not contain mandatory attribute: deadLetterTargetArn\""},
    {"AWS::SQS::Queue", "",
     "RedrivePolicy.deadLetterTargetArn!~^arn:[a-z-]+:sqs:", "a dead-letter queue is named by its ARN",
     "write !GetAtt QUEUE.Arn", "SQS API reference, CreateQueue: \"Invalid value for deadLetterTargetArn\""},
    {"AWS::Events::Rule", "Targets[]", "2:Input|InputPath|InputTransformer", "the target has two kinds of input",
     "keep one of them",
     "EventBridge API reference, PutTargets: \"Only one of Input, InputPath, or InputTransformer must be provided\""},
    {"AWS::Events::Rule", "Targets[]", "Input!json", "the input is not JSON",
     "write JSON; a text stands in quotation marks",
     "EventBridge API reference, PutTargets: \"JSON syntax error in input\""},
    {"AWS::Scheduler::Schedule", "", "FlexibleTimeWindow.Mode=FLEXIBLE !FlexibleTimeWindow.MaximumWindowInMinutes",
     "a flexible window has no length", "add MaximumWindowInMinutes",
     "EventBridge Scheduler API reference, FlexibleTimeWindow"},
};

}  // namespace

std::span<const Relation> messaging_relations() { return messaging_rows; }

}  // namespace vend::validate
