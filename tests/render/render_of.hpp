// What a spec, which must be right, is rendered to.
#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <string>

#include "vend/document/reader.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"

namespace vend::testing {

inline cfn::Template render_of(const std::string& spec) {
  static const scripts::Library library{support::Assets()};
  support::Diagnostics out;
  const std::optional<document::Node> root = document::read_document(spec, "spec.yml", out);
  REQUIRE(root.has_value());
  const std::optional<model::RunnerStack> stack = spec::read(*root, "spec.yml", out);
  for (const support::Diagnostic& one : out) UNSCOPED_INFO(support::to_text(one, spec));
  REQUIRE(stack.has_value());
  return render::render(*stack, library);
}

}  // namespace vend::testing
