// Records of Route 53: what their values look like, and what an alias and a zone exclude.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "validate/checks.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

bool is_address(std::string_view text) {
  const std::vector<std::string_view> parts = support::split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view one) {
           return support::is_digits(one) && (one.size() < 3 || (one.size() == 3 && one <= "255"));
         });
}

bool is_address6(const std::string& text) {
  in6_addr address;
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// Texts in double quotes of up to 255 characters each.
bool is_quoted(std::string_view text) {
  constexpr std::size_t longest = 255;
  if (!text.starts_with('"')) return false;
  std::size_t length = 0;
  bool open = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      open = !open;
      length = 0;
    } else if (open && ++length > longest) {
      return false;
    } else if (open && text[i] == '\\') {  // \" and \101
      i += i + 3 < text.size() && support::is_digits(text.substr(i + 1, 3)) ? 3 : 1;
    }
  }
  return !open;
}

// "10 mail.example.com", "1 10 5269 server.example.com", "0 issue \"ca.example.com\""
std::size_t fields_of(std::string_view type) { return type == "MX" ? 2 : type == "SRV" ? 4 : type == "CAA" ? 3 : 0; }

std::size_t count_fields(std::string_view text) {
  const std::vector<std::string_view> parts = support::split(text, ' ');
  return static_cast<std::size_t>(std::ranges::count_if(parts, [](std::string_view one) { return !one.empty(); }));
}

// A record's name lies in its zone, and the zone's own name has no CNAME beside its SOA and NS.
void check_zone(const Resource& owner, const Node& p, const std::string& below, Report& report) {
  const Node *name = p.find("Name"), *zone = owner.properties->find("HostedZoneName");
  if (name == nullptr || zone == nullptr || is_symbolic(*name) || is_symbolic(*zone)) return;
  const auto bare = [](std::string_view text) { return text.ends_with('.') ? text.substr(0, text.size() - 1) : text; };
  const std::string_view a = bare(name->text()), b = bare(zone->text());
  const bool same = support::equal_ignoring_case(a, b);
  const bool inside = same || (a.size() > b.size() && a[a.size() - b.size() - 1] == '.' &&
                               support::equal_ignoring_case(a.substr(a.size() - b.size()), b));
  if (!inside)
    report.add("A035", name->mark(), owner.path(below + ".Name"),
               fmt::format("{} does not lie in the zone {}", name->text(), zone->text()),
               "name another zone or record");
  if (same && text_at(&p, {"Type"}) == "CNAME")
    report.add("A035", name->mark(), owner.path(below + ".Name"),
               fmt::format("the zone's own name {} cannot be a CNAME", name->text()), "use an alias of the type A");
}

// Route 53 developer guide, "Supported DNS record types" and "Choosing between alias and non-alias records". A record
// is a resource, or one of those in a group.
void check_record(const Resource& owner, const Node& p, const std::string& below, Report& report) {
  const Node* alias = p.find("AliasTarget");
  for (std::string_view name : {"TTL", "ResourceRecords"}) {
    const Node* other = p.find(name);
    if (alias != nullptr && other != nullptr)
      report.add("A035", other->mark(), owner.path(below),
                 fmt::format("{} is an alias and has {}", &p == owner.properties ? owner.id : "the record", name),
                 "remove one of them");
  }
  const std::string_view type = text_at(&p, {"Type"});
  const std::vector<const Node*> values = items_of(p.find("ResourceRecords"));
  if (type == "CNAME" && values.size() > 1)
    report.add("A035", values[1]->mark(), owner.path(below + ".ResourceRecords"),
               fmt::format("the CNAME record has {} values", values.size()), "keep one");
  // What Fn::Split makes has no place of its own.
  const document::Mark at_list =
      document::mark_of(p.find("ResourceRecords"), owner.node->mark()).or_else(owner.node->mark());
  for (const Node* one : values) {
    const std::string& text = one->text();
    if (!one->is_scalar() || is_symbolic(*one)) continue;
    const bool bad_address = type == "A" && !is_address(text);
    const bool bad_address6 = type == "AAAA" && !is_address6(text);
    const bool bad_text = (type == "TXT" || type == "SPF") && !is_quoted(text);
    const std::size_t fields = fields_of(type);
    const bool bad_fields = fields > 0 && count_fields(text) != fields;
    if (bad_address || bad_address6 || bad_text || bad_fields)
      report.add("A035", one->mark().or_else(at_list), owner.path(below + ".ResourceRecords"),
                 fmt::format("\"{}\" is not a value of a record of type {}", text, type),
                 bad_text     ? "put it in double quotes, in parts of 255 characters at most"
                 : bad_fields ? fmt::format("write {} fields with blanks between them", fields)
                              : "write an address");
  }
}

}  // namespace

void check_records(const Resolved& resolved, Report& report) {
  for (const Resource* one : resolved.of_type("AWS::Route53::RecordSet")) {
    check_record(*one, *one->properties, "Properties", report);
    check_zone(*one, *one->properties, "Properties", report);
  }
  for (const Resource* group : resolved.of_type("AWS::Route53::RecordSetGroup")) {
    std::size_t index = 0;
    for (const Node* one : items_of(group->properties->find("RecordSets"))) {
      const std::string below = fmt::format("Properties.RecordSets.{}", index++);
      check_record(*group, *one, below, report);
      check_zone(*group, *one, below, report);
    }
  }
}

}  // namespace vend::validate
