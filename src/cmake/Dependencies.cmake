# The libraries vend stands on, gathered in one target: vend_dependencies.
add_library(vend_dependencies INTERFACE)

if(VEND_FETCH_DEPENDENCIES)
  # For systems whose packages lack them. The same versions as Debian 12's.
  include(FetchContent)
  FetchContent_Declare(yaml-cpp URL https://github.com/jbeder/yaml-cpp/archive/refs/tags/yaml-cpp-0.7.0.tar.gz)
  FetchContent_Declare(CLI11 URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz)
  FetchContent_Declare(fmt URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz)
  FetchContent_Declare(nlohmann_json URL https://github.com/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz)
  FetchContent_Declare(Catch2 URL https://github.com/catchorg/Catch2/archive/refs/tags/v2.13.10.tar.gz)
  set(YAML_CPP_BUILD_TESTS OFF CACHE BOOL "" FORCE)
  set(CLI11_BUILD_TESTS OFF CACHE BOOL "" FORCE)
  FetchContent_MakeAvailable(yaml-cpp CLI11 fmt nlohmann_json Catch2)
else()
  find_package(yaml-cpp 0.7 REQUIRED)
  find_package(CLI11 2.1 REQUIRED)
  find_package(fmt 9 REQUIRED)
  find_package(nlohmann_json 3.11 REQUIRED)
  if(VEND_BUILD_TESTS)
    find_package(Catch2 2.13 REQUIRED)
  endif()
endif()

find_package(Threads REQUIRED)
target_link_libraries(vend_dependencies INTERFACE yaml-cpp CLI11::CLI11 fmt::fmt nlohmann_json::nlohmann_json
                                                  Threads::Threads)
