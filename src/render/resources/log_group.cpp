// The log group that instances write their boot and runner logs to.
#include "render/builder.hpp"

namespace vend::render {

void add_log_group(Builder& b) {
  Condition keeps = has_logs(b);
  if (keeps.is(false)) return;
  // Why a creation failed stands in this group: it stays when the creation is rolled back (which it would not with
  // RetainExceptOnCreate), and when the stack goes. CloudFormation names it, so that it is not in the way of the next
  // try; what it holds expires.
  Node properties = mapping_of({{"RetentionInDays", b.value("7LOGRetentionDays")}});
  const Condition own_key = b.differs("UseLogKmsKey", "7LOGKmsKey", "");
  if (!own_key.is(false))
    add_unless_none(properties, "KmsKeyId", b.choose(own_key, b.text("7LOGKmsKey"), cfn::no_value()));
  b.add({.id = "RunnerLogGroup",
         .type = "AWS::Logs::LogGroup",
         .condition = keeps,
         .properties = std::move(properties),
         .attributes = mapping_of({{"DeletionPolicy", "Retain"}, {"UpdateReplacePolicy", "Retain"}})});
}

}  // namespace vend::render
