// What a spec, which must be right, is rendered to.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>

#include "vend/aws/limits.hpp"
#include "vend/document/reader.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"

namespace vend::testing {

inline const scripts::Library& library() {
  static const scripts::Library all{support::Assets()};
  return all;
}

inline model::RunnerStack stack_of(const std::string& spec) {
  support::Diagnostics out;
  const std::optional<document::Node> root = document::read_document(spec, "spec.yml", out);
  REQUIRE(root.has_value());
  const std::optional<model::RunnerStack> stack = spec::read(*root, "spec.yml", out);
  for (const support::Diagnostic& one : out) UNSCOPED_INFO(support::to_text(one, spec));
  REQUIRE(stack.has_value());
  return *stack;
}

inline cfn::Template render_of(const std::string& spec) { return render::render(stack_of(spec), library()); }

// As small as a call with the template itself takes it.
inline render::InlineTemplate inline_of(const std::string& spec, cfn::Format format = cfn::Format::yaml) {
  return render::render_inline(stack_of(spec), library(), aws::limits::template_body_inline, format);
}

inline std::ptrdiff_t help_texts(const document::Node& parameters) {
  return std::ranges::count_if(parameters.members(),
                               [](const document::Member& one) { return one.value.find("Description") != nullptr; });
}

// As YAML and as JSON.
inline void check_reads_back(const cfn::Template& t) {
  support::Diagnostics out;
  std::optional<cfn::Template> back = cfn::read_template(cfn::write_yaml(t), "t.yml", out);
  REQUIRE(back);
  REQUIRE(out.empty());
  CHECK(back->to_node() == t.to_node());
  std::optional<cfn::Template> json = cfn::read_template(cfn::write_json(t), "t.json", out);
  REQUIRE(json);
  CHECK(json->to_node() == t.to_node());
}

}  // namespace vend::testing
