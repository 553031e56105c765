// The groups of checks, each in the wing of its subject.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "validate/report/report.hpp"
#include "validate/resolved.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/schemas.hpp"

namespace vend::validate {

// All resources that a resource waits for: by Ref, GetAtt, Sub and DependsOn.
std::set<std::string> dependencies(const cfn::Template& t, const std::string& id);

// A property of `among` without which the others make no sense: T002 where it is missing, at the value that asks for
// it.
void need(const Resource& owner, const Node& among, std::string_view name, const Node& because, Report& report);

// `written`: the template before its loops were written out, for what only they use.
void check_language(const cfn::Template& t, const cfn::Template& written, Schemas& schemas, Report& report);
// Kinds of values: lists where texts are wanted and the like.
void check_places(const cfn::Template& t, Report& report);
// What the template's own Metadata.vend says.
void check_silencing(const cfn::Template& t, Report& report);
void check_held_parameters(const cfn::Template& t, const evaluate::Input& input, Report& report);
void check_quotas(const cfn::Template& t, Report& report);
void check_existence(const Resolved& resolved, Report& report);
void check_resource_policies(const Resolved& resolved, Report& report);
void check_policies(const Resolved& resolved, Report& report);
void check_services(const Resolved& resolved, Report& report);
// Tables of what services refuse together.
void check_relations(const Resolved& resolved, Schemas& schemas, Report& report);
void check_tags(const Resolved& resolved, Report& report);
void check_state_machines(const Resolved& resolved, Report& report);
void check_pipelines(const Resolved& resolved, Report& report);
void check_dynamic_references(const cfn::Template& t, Report& report);
void check_needs(const Resolved& resolved, Report& report);
void check_records(const Resolved& resolved, Report& report);
void check_auto_scaling(const Resolved& resolved, std::optional<std::int64_t> now, Report& report);
void check_launch_templates(const Resolved& resolved, Report& report);
void check_s3_actions(const Resolved& resolved, Report& report);
void check_load_balancers(const Resolved& resolved, Report& report);
void check_topics(const Resolved& resolved, Report& report);
void check_arns(const Resolved& resolved, const evaluate::Input& input, Report& report);
void check_plain_secrets(const cfn::Template& t, Report& report);
void check_fixed_names(const Resolved& resolved, Report& report);
void check_identifiers(const Resolved& resolved, Schemas& schemas, Report& report);
void check_networks(const Resolved& resolved, Report& report);
void check_security_groups(const Resolved& resolved, Report& report);
void check_containers(const Resolved& resolved, Report& report);
void check_types(const Resolved& resolved, Schemas& schemas, Report& report);
void check_resolved_quotas(const Resolved& resolved, Report& report);
void check_schedules(const Resolved& resolved, std::optional<std::int64_t> now, Report& report);
void check_scaling(const Resolved& resolved, Report& report);
void check_opposed_alarms(const Resolved& resolved, Report& report);
void check_security(const Resolved& resolved, std::optional<std::int64_t> now, Report& report);
// `source`: the template's text, empty when there is none.
void check_user_data(const Resolved& resolved, const Options& options, std::string_view source, Report& report);
void check_registrations(const Resolved& resolved, Report& report);
void check_jobs(const Resolved& resolved, Report& report);

}  // namespace vend::validate
