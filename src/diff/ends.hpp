// How the instances of a group end while an update runs, and what that does to their jobs.
#pragma once

#include <string>
#include <vector>

#include "diff/groups.hpp"
#include "diff/resources.hpp"

namespace vend::diff {

struct End {
  Jobs jobs = Jobs::kept;
  std::string why;  // a sentence
};

// The 2023 vending machine, whose scripts answer a termination by stopping the runner with SIGTERM: that aborts jobs.
bool aborts_jobs(const Update& update, const Resource& group);

// Instances that Auto Scaling ends one by one: a rolling update, a refresh, scaling in.
End one_by_one(const Update& update, const Resource& group);
// The whole group is deleted in the cleanup, or leaves the stack.
End whole_group(const Update& update, const Resource& group);
// Sizes that the update lowers, or sets back to what the template says, with `what` in words; kept, and no words, for
// other updates.
End from_sizes(const Update& update, const Resource& group, std::string& what);
// The same where it may not come to it.
End weakened(End end);

// Credentials that a running instance loses: it cannot complete or extend its hook any more. Sentences.
std::vector<std::string> lost_credentials(const Update& update, const Resource& group);

// Any of YAML's spellings of true, also as a text.
bool is_true(const Node* node);

}  // namespace vend::diff
