#include "serve/form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "serve/html.hpp"

namespace vend::serve {
namespace {

using preview::Field;

std::string attribute(std::string_view name, const document::Node* value) {
  return value == nullptr ? "" : fmt::format(" {}=\"{}\"", name, escape_markup(value->text()));
}

std::string choice(const Field& field, const document::Node& allowed, const std::string& common) {
  std::string out = fmt::format("<select {}>", common);
  const auto option = [&](const std::string& value, bool selected, std::string_view shown) {
    out += fmt::format("<option value=\"{}\"{}>{}</option>", escape_markup(value), selected ? " selected" : "",
                       escape_html(shown));
  };
  bool found = false;
  for (const document::Node& one : allowed.items()) {
    const bool is_it = !field.missing && one.text() == field.value;
    found = found || is_it;
    option(one.text(), is_it, one.text().empty() ? "(nothing)" : one.text());
  }
  if (field.missing) out.insert(out.find('>') + 1, "<option value=\"\" selected disabled>choose</option>");
  if (!field.missing && !found) option(field.value, true, field.value);
  return out + "</select>";
}

std::string control(const Field& field, const document::Node& parameter) {
  std::string described;
  if (!field.description.empty() || !field.constraint.empty()) described = "help-" + field.name + " ";
  described += "refused-" + field.name;
  std::string common = fmt::format("id=\"input-{0}\" name=\"{0}\" aria-describedby=\"{1}\"", escape_markup(field.name),
                                   escape_markup(described));
  if (!field.problems.empty()) common += " aria-invalid=\"true\"";
  if (field.missing) common += " required";
  if (field.default_value && !field.secret)
    common += fmt::format(" data-default=\"{}\"", escape_markup(*field.default_value));
  if (field.secret) {
    return fmt::format("<input type=\"password\" {} data-secret autocomplete=\"off\" spellcheck=\"false\"{}{}{}>",
                       common, attribute("data-pattern", parameter.find("AllowedPattern")),
                       attribute("data-min", parameter.find("MinLength")),
                       attribute("data-max", parameter.find("MaxLength")));
  }
  if (const document::Node* allowed = parameter.find("AllowedValues")) return choice(field, *allowed, common);
  const std::string value = field.missing ? "" : field.value;
  return fmt::format("<input type=\"text\" {} value=\"{}\"{} autocomplete=\"off\" spellcheck=\"false\">", common,
                     escape_markup(value), field.type == "Number" ? " inputmode=\"numeric\"" : "");
}

std::string field_html(const Field& field, const document::Node& parameter) {
  const std::string id = escape_markup(field.name);
  std::string marks;
  if (field.changed) marks = " changed";
  if (!field.problems.empty()) marks += " refused";
  if (field.missing) marks += " missing";
  std::string out =
      fmt::format("<div class=\"field{}\" id=\"field-{}\">\n<label for=\"input-{}\">{} <code>{}</code></label>\n",
                  marks, id, id, escape_html(field.label.empty() ? field.name : field.label), id);
  out += control(field, parameter) + "\n";
  std::string help = escape_html(field.description);
  if (!field.constraint.empty())
    help += fmt::format("{}<span class=\"limits\">{}</span>", help.empty() ? "" : " ", escape_html(field.constraint));
  if (!help.empty()) out += fmt::format("<p class=\"help\" id=\"help-{}\">{}</p>\n", id, help);
  if (field.changed && field.default_value)
    out += fmt::format("<p class=\"was\">default: {}</p>\n",
                       field.default_value->empty() ? "nothing" : escape_html(*field.default_value));
  out += fmt::format("<p class=\"problem\" id=\"refused-{}\">", id);
  for (std::size_t i = 0; i < field.problems.size(); ++i) out += (i > 0 ? "<br>" : "") + escape_html(field.problems[i]);
  if (field.missing && field.problems.empty()) out += "needs a value";
  return out + "</p>\n</div>\n";
}

}  // namespace

std::string form_html(const std::vector<preview::FieldGroup>& form, const cfn::Template& t) {
  if (form.empty()) return "<p>This template asks for nothing.</p>\n";
  std::string out;
  for (const preview::FieldGroup& group : form) {
    const auto changed =
        std::count_if(group.fields.begin(), group.fields.end(), [](const Field& one) { return one.changed; });
    out += fmt::format("<fieldset>\n<legend>{}{}</legend>\n", escape_html(group.label),
                       changed > 0 ? fmt::format(" ({} changed)", changed) : "");
    for (const Field& field : group.fields) {
      if (const document::Node* parameter = t.parameters.find(field.name)) out += field_html(field, *parameter);
    }
    out += "</fieldset>\n";
  }
  return out;
}

}  // namespace vend::serve
