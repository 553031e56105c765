// The parts that preview() puts a report together from, each in a file of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "vend/preview/preview.hpp"

namespace vend::preview {

std::vector<FieldGroup> form(const cfn::Template& t, const evaluate::Input& input, const evaluate::Result& result);
// Needs the report's form and conditions.
void add_effects(const cfn::Template& t, Report& report);  // what each field of the form decides and reaches
std::vector<Condition> conditions(const cfn::Template& t, const evaluate::Input& input, const evaluate::Result& result);
std::vector<UserData> user_data(const Node& resources);
std::vector<Script> scripts(const Node& resources);
std::vector<Tag> tags(const Node& resources);
std::vector<Group> groups(const Node& resources, const Request& request);
// Nothing for a template that is not ours.
std::optional<GitLab> gitlab(const cfn::Template& t, const Report& report);

std::vector<Permission> rights(const Node& resources);
// Needs the report's form and resources.
StackPicture stack_picture(const cfn::Template& t, const evaluate::Input& input, const Report& report);
void add_life(Report& report);  // of each group; needs the report's rights and UserData

// Of the group `id`; nothing without scheduled actions.
std::optional<Schedule> schedule(const Group& group, const Node& resources, const Request& request);
void add_scaling(Group& group, const Node& resources);
std::vector<std::string> sentences(const Group& group);

}  // namespace vend::preview
