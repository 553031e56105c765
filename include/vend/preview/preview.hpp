// Makes the report on a template, anybody's; it says more about those that vend made.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vend/calendar/zone.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

struct Request {
  evaluate::Input input;                   // assume_missing and hide_secrets are set by preview()
  std::vector<std::string> assumed;        // of the environment, since nobody gave it: stack_name, region, account
  bool complete = false;                   // a parameter without a value is a mistake
  std::optional<calendar::Seconds> after;  // list the runs of schedules after this moment (UTC)
};

Report preview(const cfn::Template& t, const Request& request);

}  // namespace vend::preview
