# What `make install` and `make package` put where. Manual pages, completions and rendered templates are written by the
# program itself when it is installed: they cannot differ from it.
include(GNUInstallDirs)
install(TARGETS vend RUNTIME)
set(vend_files "${CMAKE_CURRENT_BINARY_DIR}/package-files")
install(CODE "execute_process(COMMAND \"${CMAKE_CURRENT_SOURCE_DIR}/src/tools/package-files\"
                                      \"$<TARGET_FILE:vend>\" \"${vend_files}\"
                              COMMAND_ERROR_IS_FATAL ANY)")
install(DIRECTORY "${vend_files}/" DESTINATION "${CMAKE_INSTALL_DATADIR}")

set(CPACK_PACKAGE_NAME vend)
set(CPACK_PACKAGE_VENDOR "vend")
set(CPACK_PACKAGE_CONTACT "The maintainers of vend <vend@example.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "A short description of a runner group becomes a CloudFormation template with the scripts that its
 instances run. Validates anybody's templates, previews stacks and compares updates; works offline.")
set(CPACK_STRIP_FILES ON)
string(TOLOWER "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" vend_system)
set(CPACK_PACKAGE_FILE_NAME "vend-${PROJECT_VERSION}-${vend_system}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
if(NOT VEND_STATIC)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "shellcheck")
include(CPack)
