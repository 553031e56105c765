// The report as a tree, for JSON. docs/update.md describes it.
#include <algorithm>
#include <array>

#include "vend/diff/print.hpp"
#include "vend/document/json_writer.hpp"

namespace vend::diff {
namespace {

using document::writable;

struct List {
  const char* key;
  Action action;
};
constexpr std::array lists = {List{"added", Action::add},           List{"removed", Action::remove},
                              List{"replaced", Action::replace},    List{"may_replace", Action::may_replace},
                              List{"updated", Action::update},      List{"may_update", Action::may_update},
                              List{"may_add", Action::may_add},     List{"may_remove", Action::may_remove},
                              List{"type_changed", Action::refused}};

Node property(const PropertyChange& change) {
  Node node = Node::mapping({{"path", writable(change.path)}});
  if (change.before && change.because.empty()) node.add("before", *change.before);
  if (change.after && change.because.empty()) node.add("after", *change.after);
  node.add("sure", Node::boolean(change.certainty == Certainty::sure));
  if (!change.because.empty()) node.add("because", writable(change.because));
  node.add("requires", Node(to_string(change.effect)));
  return node;
}

std::string_view to_string(Cleanup cleanup) {
  constexpr std::array<std::string_view, 4> words = {"none", "deleted", "retained", "snapshot"};
  return words.at(static_cast<std::size_t>(cleanup));
}

Node resource(const ResourceChange& change) {
  Node properties = Node::sequence();
  for (const PropertyChange& one : change.properties) properties.push(property(one));
  Node node = Node::mapping(
      {{"id", writable(change.id)}, {"type", writable(change.type)}, {"action", Node(word(change.action))}});
  if (change.cleanup != Cleanup::none) node.add("old_one", Node(to_string(change.cleanup)));
  if (change.loses_data) node.add("loses_data", Node::boolean(true));
  node.add("properties", std::move(properties));
  if (!change.renamed_from.empty()) node.add("renamed_from", writable(change.renamed_from));
  if (!change.notes.empty()) node.add("notes", writable(change.notes));
  return node;
}

void add_number(Node& node, const char* key, const std::optional<int>& value) {
  if (value) node.add(key, Node::integer(*value));
}

Node group(const GroupChange& change) {
  Node node = Node::mapping({{"rolls", Node(to_string(change.rolls))},
                             {"jobs", Node(to_string(change.jobs))},
                             {"reasons", writable(change.reasons)}});
  node.add("through", writable(change.through));
  if (!change.only_newer.empty()) node.add("only_newer_image", Node::boolean(true));
  if (!change.shrinks.empty()) node.add("shrinks", writable(change.shrinks));
  add_number(node, "instances", change.instances);
  add_number(node, "at_once", change.at_once);
  add_number(node, "drain_seconds", change.drain_seconds);
  Node moments = Node::sequence();
  for (const Moment& one : change.moments)
    moments.push(Node::mapping({{"second", Node::integer(one.second)},
                                {"old", Node::integer(one.old_ones)},
                                {"draining", Node::integer(one.draining)},
                                {"booting", Node::integer(one.booting)},
                                {"new", Node::integer(one.new_ones)}}));
  node.add("capacity", std::move(moments));
  node.add("meanwhile", writable(change.meanwhile));
  node.add("failure", writable(change.failure));
  node.add("losses", writable(change.losses));
  node.add("steps", writable(change.steps));
  return node;
}

Node parameter(const ParameterChange& change) {
  Node node = Node::mapping({{"name", writable(change.name)}, {"change", writable(change.change)}});
  if (change.before) node.add("before", writable(*change.before));
  if (change.after) node.add("after", writable(*change.after));
  if (!change.note.empty()) node.add("note", writable(change.note));
  if (!change.renamed_from.empty()) node.add("renamed_from", writable(change.renamed_from));
  return node;
}

Node output(const OutputChange& change) {
  Node node = Node::mapping({{"name", writable(change.name)}, {"change", writable(change.change)}});
  if (change.before) node.add("before", writable(*change.before));
  if (change.after) node.add("after", writable(*change.after));
  if (!change.because.empty()) node.add("because", writable(change.because));
  if (!change.exported_before.empty()) node.add("exported_before", writable(change.exported_before));
  if (!change.exported_after.empty()) node.add("exported_after", writable(change.exported_after));
  return node;
}

}  // namespace

Node as_tree(const Report& report) {
  Node tree = Node::mapping(
      {{"before", writable(report.before)}, {"after", writable(report.after)}, {"summary", writable(report.summary)}});
  for (const List& list : lists) {
    Node ids = Node::sequence();
    for (const ResourceChange& one : report.resources) {
      if (one.action == list.action) ids.push(writable(one.id));
    }
    tree.add(list.key, std::move(ids));
  }
  Node cleanup = Node::sequence(), groups = Node::mapping(), resources = Node::sequence();
  for (const ResourceChange& one : report.resources) {
    if (one.cleanup == Cleanup::deleted || one.cleanup == Cleanup::snapshot) cleanup.push(writable(one.id));
    resources.push(resource(one));
  }
  for (const GroupChange& one : report.groups) groups.add(one.id, group(one));
  Node parameters = Node::sequence(), outputs = Node::sequence(), exports = Node::sequence(), gone = Node::sequence();
  for (const ParameterChange& one : report.parameters) parameters.push(parameter(one));
  for (const OutputChange& one : report.outputs) {
    outputs.push(output(one));
    if (one.change == "removed") gone.push(writable(one.name));
    if (!one.exported_before.empty() && one.exported_before != one.exported_after)
      exports.push(writable(one.exported_before));
  }
  tree.add("cleanup", std::move(cleanup));
  tree.add("groups", std::move(groups));
  tree.add("fails", writable(report.fails));
  tree.add("may_fail", writable(report.may_fail));
  tree.add("outputs_removed", std::move(gone));
  tree.add("exports_removed", std::move(exports));
  tree.add("resources", std::move(resources));
  tree.add("parameters", std::move(parameters));
  tree.add("outputs", std::move(outputs));
  Node order = Node::sequence();
  for (const Step& one : report.order)
    order.push(Node::mapping(
        {{"phase", Node(one.cleanup ? "cleanup" : "update")}, {"id", writable(one.id)}, {"what", writable(one.what)}}));
  tree.add("order", std::move(order));
  tree.add("assumed", Node::mapping({{"boot_seconds", Node::integer(report.boot_seconds)},
                                     {"longest_job_seconds", Node::integer(report.longest_job_seconds)}}));
  return tree;
}

std::string as_json(const Report& report) { return document::write_json(as_tree(report)); }

}  // namespace vend::diff
