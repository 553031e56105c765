// The table that the build writes (src/cmake/EmbedAssets.cmake): each data file's path in the source tree and bytes.
#pragma once

namespace vend::support {

struct EmbeddedAsset {
  const char* path;
  const char* begin;
  const char* end;
};

extern const EmbeddedAsset embedded_assets[];
extern const unsigned embedded_asset_count;

}  // namespace vend::support
