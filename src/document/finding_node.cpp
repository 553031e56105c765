#include "vend/document/finding_node.hpp"

#include "vend/document/json_writer.hpp"

namespace vend::document {

Node finding_node(const support::Diagnostic& finding, std::string_view file) {
  return Node::mapping({{"severity", Node(support::to_string(finding.severity))},
                        {"code", Node(finding.code)},
                        {"file", writable(file)},
                        {"line", Node::integer(finding.location.line)},
                        {"column", Node::integer(finding.location.column)},
                        {"path", writable(finding.path)},
                        {"message", writable(finding.message)},
                        {"fix", writable(finding.fix)}});
}

}  // namespace vend::document
