// The secret that keeps the runner token(s), when they are given as a parameter.
#include "render/builder.hpp"

namespace vend::render {

void add_token_secret(Builder& b) {
  Condition creates = creates_token_secret(b);
  if (creates.is(false)) return;
  b.add({.id = "RunnerTokenSecret",
         .type = "AWS::SecretsManager::Secret",
         .condition = creates,
         .properties = map({{"Description", cfn::sub("GitLab runner token(s) of stack ${AWS::StackName}")},
                            {"SecretString", b.text("3GITLABRunnerRegTokenList")}})});
}

}  // namespace vend::render
