// A template resolved for certain values, and ways to values in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/document/lookup.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

using document::Node;

// A resource of the resolved template.
struct Resource {
  std::string id;
  std::string_view type;
  const Node* node = nullptr;
  const Node* properties = nullptr;  // never null

  std::string path(std::string_view below = "") const;
};

// What a template becomes for certain values, with tables, so that no check asks every resource about every other.
struct Resolved {
  const cfn::Template& t;
  const evaluate::Result& result;
  std::vector<Resource> resources;

  Resolved(const cfn::Template& from, const evaluate::Result& evaluated);
  Resolved(const Resolved&) = delete;  // its tables point into it
  Resolved& operator=(const Resolved&) = delete;
  const std::vector<const Resource*>& of_type(std::string_view type) const;
  // The resource that a value names by Ref or GetAtt; null for anything else.
  const Resource* referred_to(const Node* value) const;
  // The resources of a type whose property names `target`, or has it in its list; in the template's order.
  std::vector<const Resource*> naming(const Resource& target, std::string_view property, std::string_view type) const;

 private:
  struct Naming {
    std::string_view property;
    const Resource* by = nullptr;
  };
  std::unordered_map<std::string_view, std::vector<const Resource*>> types_;
  std::unordered_map<std::string_view, const Resource*> ids_;
  std::unordered_map<const Resource*, std::vector<Naming>> naming_;
};

// Whether a value, or a part of it, is known only to a running stack, or secret. CloudFormation finds dynamic
// references in the text itself.
bool is_symbolic(const Node& value);
bool is_symbolic(const Node* value);  // not, where there is none

using document::at;
using document::items_of;
using document::number_of;
using document::text_at;

}  // namespace vend::validate
