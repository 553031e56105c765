// Any bytes as a template: an answer, never a crash; what was read is written and read back equal.
#include "vend/document/reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "vend/document/yaml_reader.hpp"
#include "vend/document/yaml_writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  vend::support::Diagnostics found;
  const std::optional<vend::document::Node> node = vend::document::read_document(text, "fuzz", found);
  if (!node || !found.empty()) return 0;
  vend::support::Diagnostics again;
  const std::optional<vend::document::Node> back =
      vend::document::read_yaml(vend::document::write_yaml(*node), "fuzz", again);
  if (!back || !(*back == *node)) std::abort();
  return 0;
}
