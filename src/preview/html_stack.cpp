// The stack as a picture: boxes in columns, arrows from who uses to what is used; what is switched off is pale.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "preview/html_parts.hpp"
#include "preview/svg.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

constexpr int box_width = 168, box_height = 40, column_gap = 44, row_gap = 16, picture_top = 28, picture_left = 8;

struct Column {
  const char* title;
  std::array<std::string_view, 6> types;
};
// Whatever no other column names stands in the last one.
constexpr std::array stack_columns = {
    Column{"When", {"AWS::CloudWatch::Alarm", "AWS::AutoScaling::ScheduledAction"}},
    Column{"What then", {"AWS::AutoScaling::ScalingPolicy"}},
    Column{"Groups and hooks",
           {"AWS::AutoScaling::AutoScalingGroup", "AWS::AutoScaling::LifecycleHook", "AWS::AutoScaling::WarmPool"}},
    Column{"Instances", {"AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::Instance"}},
    Column{"Rights",
           {"AWS::IAM::InstanceProfile", "AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",
            "AWS::IAM::RolePolicy"}},
    Column{"What they use", {}},
};

std::size_t column_of(const std::string& type) {
  for (std::size_t i = 0; i + 1 < stack_columns.size(); ++i) {
    const auto& types = stack_columns.at(i).types;
    if (std::find(types.begin(), types.end(), type) != types.end()) return i;
  }
  return stack_columns.size() - 1;
}

struct Placed {
  const StackPicture::Box* box;
  double x = 0, y = 0;
};

// Shortens only texts in ASCII, in which a byte is a character.
std::string shortened(const std::string& text, std::size_t most) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return plain && text.size() > most ? text.substr(0, most - 2) + ".." : text;
}

void add_arrow(const Placed& from, const Placed& to, bool pale_arrow, Picture& picture) {
  const double middle = box_height / 2.0;
  const bool right = to.x > from.x, same = to.x == from.x;
  const double x1 = right || same ? from.x + box_width : from.x, y1 = from.y + middle;
  const double x2 = right ? to.x : to.x + box_width, y2 = to.y + middle;
  const double bend = same ? 24 : std::max(20.0, std::abs(x2 - x1) / 2);
  const double c1 = right || same ? x1 + bend : x1 - bend, c2 = right ? x2 - bend : x2 + bend;
  picture.begin(pale_arrow ? "off" : "on");
  picture.path(fmt::format("M{} {}C{} {} {} {} {} {}", px(x1), px(y1), px(c1), px(y1), px(c2), px(y2), px(x2), px(y2)),
               "edge");
  const double tip = right ? -6 : 6;
  picture.path(fmt::format("M{} {}l{} -3.5v7z", px(x2), px(y2), px(tip)), "arrow");
  picture.end();
}

std::string fate_of(const StackPicture::Box& box) {
  if (box.exists) return "is created";
  if (box.switched_on_by.empty())
    return box.condition.empty() ? "is not created" : fmt::format("is not created: {} is false", box.condition);
  return fmt::format("is not created; it is when {}", box.switched_on_by);
}

Html picture_of(const StackPicture& stack) {
  std::map<std::string, Placed> placed;
  std::array<int, stack_columns.size()> rows{};
  int most = 1;
  std::size_t there = 0;
  for (const StackPicture::Box& box : stack.boxes) {
    const std::size_t column = column_of(box.type);
    const int row = rows.at(column)++;
    most = std::max(most, rows.at(column));
    there += box.exists ? 1 : 0;
    placed[box.id] = {&box, picture_left + static_cast<double>(column) * (box_width + column_gap),
                      picture_top + static_cast<double>(row) * (box_height + row_gap)};
  }
  const int width =
      2 * picture_left + static_cast<int>(stack_columns.size()) * (box_width + column_gap) - column_gap + 24;
  const int height = picture_top + most * (box_height + row_gap);
  Picture picture(
      "stack", "The stack's resources and who uses whom",
      fmt::format("{} resources are created, {} are switched off by conditions. Arrows lead from who uses to "
                  "what is used; the table below says the same.",
                  there, stack.boxes.size() - there),
      width, height, Picture::Kind::linked);
  for (std::size_t i = 0; i < stack_columns.size(); ++i) {
    if (rows.at(i) > 0)
      picture.text(picture_left + static_cast<double>(i) * (box_width + column_gap), 16, stack_columns.at(i).title,
                   "strong");
  }
  for (const StackPicture::Box& box : stack.boxes) {
    for (const std::string& used : box.uses) {
      const auto to = placed.find(used);
      if (to == placed.end()) continue;
      const Placed& from = placed.at(box.id);
      add_arrow(from, to->second, !box.exists || !to->second.box->exists, picture);
    }
  }
  for (const StackPicture::Box& box : stack.boxes) {
    const Placed& at = placed.at(box.id);
    picture.begin(box.exists ? "on" : "off", "#" + anchor("box", box.id), fmt::format("{} {}", box.id, fate_of(box)));
    picture.rect(at.x, at.y, box_width, box_height, "box");
    picture.text(at.x + 6, at.y + 16, shortened(box.id, 25), "strong small");
    const std::string type = box.type.starts_with("AWS::") ? box.type.substr(5) : box.type;
    picture.text(at.x + 6, at.y + 31, shortened(type, 30), "small");
    picture.end();
  }
  return picture.done();
}

Html boxes_table(const Report& report) {
  const StackPicture& stack = report.stack;
  const auto is_shown = [&](const std::string& name) {
    return std::any_of(report.conditions.begin(), report.conditions.end(),
                       [&](const Condition& one) { return one.name == name; });
  };
  Table table("Resources, and who uses whom", {"Resource", "Type", "Now", "Uses"});
  for (const StackPicture::Box& box : stack.boxes) {
    table.row({{"id", anchor("box", box.id)}});
    if (box.exists && !box.is_part)
      table.markup(link_to("resource", box.id));
    else
      table.code(box.id);
    table.cell(box.type);
    Html fate;
    fate.text(fate_of(box));
    if (!box.exists && is_shown(box.condition)) fate.text(" (").add(link_to("condition", box.condition)).text(")");
    for (const std::string& name : box.switch_parameters) fate.text(" ").add(link_to("field", name));
    table.markup(fate).markup(links_to("box", box.uses));
  }
  return table.done();
}

Html decisions_table(const Report& report) {
  Table table("Conditions", {"Condition", "Now", "Decided by"});
  for (const Condition& one : report.conditions)
    table.row({{"id", anchor("condition", one.name)}})
        .code(one.name)
        .cell(one.value ? "yes" : "no")
        .cell(support::join(one.because, ", "));
  return table.done();
}

}  // namespace

Html stack_html(const Report& report, const HtmlView&) {
  Html html;
  if (report.stack.boxes.empty()) return pale("This template has no resources.");
  html.add(picture_of(report.stack)).add(boxes_table(report));
  if (!report.conditions.empty()) html.add(decisions_table(report));
  return html;
}

}  // namespace vend::preview
