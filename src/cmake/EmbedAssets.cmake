# embed_assets(TARGET DIRECTORY...): puts every file below the directories into the target's binary, as a table from
# the path in the source tree to the bytes. support/asset.cpp reads the table.
function(embed_assets target)
  set(patterns "")
  foreach(directory IN LISTS ARGN)
    list(APPEND patterns "${CMAKE_CURRENT_SOURCE_DIR}/${directory}/*")
  endforeach()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" ${patterns})
  list(FILTER files EXCLUDE REGEX "^templates/runner-group/")  # the CI/CD component, which GitLab reads
  list(SORT files)

  set(assembly ".section .note.GNU-stack,\"\",%progbits\n.section .rodata\n")
  set(declarations "")
  set(rows "")
  set(index 0)
  set(paths "")
  foreach(file IN LISTS files)
    set(symbol "vend_asset_${index}")
    string(APPEND assembly ".global ${symbol}_begin\n${symbol}_begin:\n"
                           ".incbin \"${CMAKE_CURRENT_SOURCE_DIR}/${file}\"\n"
                           ".global ${symbol}_end\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${file}\", ${symbol}_begin, ${symbol}_end},\n")
    list(APPEND paths "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
    math(EXPR index "${index} + 1")
  endforeach()

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/assets")
  file(CONFIGURE OUTPUT "${directory}/assets.S" CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT "${directory}/assets.cpp" @ONLY CONTENT
"#include \"vend/support/embedded_asset.hpp\"
extern \"C\" {
${declarations}}
namespace vend::support {
const EmbeddedAsset embedded_assets[] = {
${rows}};
const unsigned embedded_asset_count = ${index};
}
")
  target_sources(${target} PRIVATE "${directory}/assets.S" "${directory}/assets.cpp")
  set_source_files_properties("${directory}/assets.cpp" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  set_source_files_properties("${directory}/assets.S" PROPERTIES OBJECT_DEPENDS "${paths}")
endfunction()
