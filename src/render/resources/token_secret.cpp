// The secret that keeps the runner token(s), when they are given as a parameter.
#include "render/builder.hpp"

namespace vend::render {

void add_token_secret(Builder& b) {
  Condition creates = creates_token_secret(b);
  if (creates.is(false)) return;
  const Condition own_key = b.differs("UseTokenKmsKey", "3GITLABRunnerTokenKmsKey", "");
  Node key =
      own_key.is(false) ? cfn::no_value() : b.choose(own_key, b.text("3GITLABRunnerTokenKmsKey"), cfn::no_value());
  b.add({.id = "RunnerTokenSecret",
         .type = "AWS::SecretsManager::Secret",
         .condition = creates,
         .properties = mapping_of({{"Description", cfn::sub("GitLab runner token(s) of stack ${AWS::StackName}")},
                                   {"KmsKeyId", std::move(key)},
                                   {"SecretString", b.text("3GITLABRunnerRegTokenList")}})});
}

}  // namespace vend::render
