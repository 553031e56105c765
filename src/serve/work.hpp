// What somebody works on: a spec or template and the values of its form, as the browser sends it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/document/node.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/product/product.hpp"
#include "vend/support/asset.hpp"

namespace vend::serve {

struct Work {
  std::string name, text;
  std::map<std::string, std::string> values;  // what was entered
  std::set<std::string> entered;              // secrets that the browser has
  evaluate::Environment environment;
};

// Takes what is there and of the right kind.
Work read_work(const document::Node& node);

// What a text becomes, whatever the values.
struct Source {
  std::string name, text;
  bool is_spec = true;
  product::Spec spec;              // of a spec
  std::optional<cfn::Template> t;  // nothing when the text has errors
  std::string template_text;       // as generate writes it, or the text itself
  std::string template_name;       // of its file
  std::string stack_name;
  support::Diagnostics found;    // reading it
  bool has_secret_text = false;  // a secret in plain text: no address may hold it
};

// Reads sources, and keeps the last few: an edit of a value changes none.
class Sources {
 public:
  explicit Sources(const support::Assets& assets);
  std::shared_ptr<const Source> get(const Work& work);
  const scripts::Library& library() const { return library_; }

 private:
  std::shared_ptr<const Source> read(const Work& work) const;
  scripts::Library library_;
  std::deque<std::shared_ptr<const Source>> last_;
};

// What the evaluator is given. A secret is a value that the stack has and nobody here knows.
evaluate::Input input_of(const Work& work, const Source& source);

}  // namespace vend::serve
