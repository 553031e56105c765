# The libraries vend stands on, gathered in one target: vend_dependencies. yaml-cpp is the tests' second reader only.
add_library(vend_dependencies INTERFACE)

if(VEND_FETCH_DEPENDENCIES)
  # For systems whose packages lack them. The same versions as Debian 12's.
  include(FetchContent)
  FetchContent_Declare(CLI11 URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz
                       URL_HASH SHA256=26291377e892ba0e5b4972cdfd4a2ab3bf53af8dac1f4ea8fe0d1376b625c8cb)
  FetchContent_Declare(fmt URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz
                       URL_HASH SHA256=5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2)
  FetchContent_Declare(nlohmann_json URL https://github.com/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz
                       URL_HASH SHA256=d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273)
  FetchContent_Declare(pcre2 URL https://github.com/PCRE2Project/pcre2/releases/download/pcre2-10.42/pcre2-10.42.tar.gz
                       URL_HASH SHA256=c33b418e3b936ee3153de2c61cc638e7e4fe3156022a5c77d0711bcbb9d64f1f)
  FetchContent_Declare(libfyaml
                       URL https://github.com/pantoniou/libfyaml/releases/download/v0.7.12/libfyaml-0.7.12.tar.gz
                       URL_HASH SHA256=485342c6920e9fdc2addfe75e5c3e0381793f18b339ab7393c1b6edf78bf8ca8)
  FetchContent_Declare(utf8proc URL https://github.com/JuliaStrings/utf8proc/archive/refs/tags/v2.8.0.tar.gz
                       URL_HASH SHA256=a0a60a79fe6f6d54e7d411facbfcc867a6e198608f2cd992490e46f04b1bcecc)
  # Headers only: Beast and Asio, and what they use.
  FetchContent_Declare(boost URL https://archives.boost.io/release/1.81.0/source/boost_1_81_0.tar.bz2
                       URL_HASH SHA256=71feeed900fbccca04a3b4f2f84a7c217186f28a940ed8b7ed4725986baf99fa)
  set(CLI11_BUILD_TESTS OFF CACHE BOOL "" FORCE)
  set(PCRE2_BUILD_PCRE2GREP OFF CACHE BOOL "" FORCE)
  set(PCRE2_BUILD_TESTS OFF CACHE BOOL "" FORCE)
  # libfyaml 0.7 has no CMake files, so that this only unpacks it.
  FetchContent_MakeAvailable(CLI11 fmt nlohmann_json pcre2 utf8proc libfyaml boost)
  add_library(vend_boost INTERFACE)
  target_include_directories(vend_boost SYSTEM INTERFACE "${boost_SOURCE_DIR}")
  add_library(Boost::headers ALIAS vend_boost)
  enable_language(C)
  file(GLOB fyaml_sources "${libfyaml_SOURCE_DIR}/src/lib/*.c")
  add_library(fyaml STATIC ${fyaml_sources} "${libfyaml_SOURCE_DIR}/src/xxhash/xxhash.c")
  target_include_directories(fyaml SYSTEM PUBLIC "${libfyaml_SOURCE_DIR}/include"
                                   PRIVATE "${libfyaml_SOURCE_DIR}/src/lib" "${libfyaml_SOURCE_DIR}/src/xxhash")
  target_compile_definitions(fyaml PRIVATE _GNU_SOURCE VERSION="0.7.12" HAVE_QSORT_R=1)
  target_compile_options(fyaml PRIVATE -w)
  set(libraries fmt::fmt pcre2-8-static utf8proc fyaml)
  if(VEND_BUILD_TESTS)
    FetchContent_Declare(yaml-cpp URL https://github.com/jbeder/yaml-cpp/archive/refs/tags/yaml-cpp-0.7.0.tar.gz
                         URL_HASH SHA256=43e6a9fcb146ad871515f0d0873947e5d497a1c9c60c58cb102a97b47208b7c3)
    FetchContent_Declare(Catch2 URL https://github.com/catchorg/Catch2/archive/refs/tags/v2.13.10.tar.gz
                         URL_HASH SHA256=d54a712b7b1d7708bc7a819a8e6e47b2fde9536f487b89ccbca295072a7d9943)
    set(YAML_CPP_BUILD_TESTS OFF CACHE BOOL "" FORCE)
    FetchContent_MakeAvailable(yaml-cpp Catch2)
    list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/contrib")  # catch_discover_tests
  endif()
else()
  find_package(CLI11 2.1 REQUIRED)
  find_package(fmt 9 REQUIRED)
  find_package(nlohmann_json 3.11 REQUIRED)
  find_package(Boost 1.81 REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
  pkg_check_modules(fyaml REQUIRED IMPORTED_TARGET libfyaml>=0.7.12)
  pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc>=2.6)  # the pkg-config file of 2.8.0 says the version of its interface
  set(libraries fmt::fmt PkgConfig::pcre2 PkgConfig::utf8proc PkgConfig::fyaml)
  if(VEND_BUILD_TESTS)
    find_package(Catch2 2.13 REQUIRED)
    find_package(yaml-cpp 0.7 REQUIRED)
  endif()
endif()

# Loading shared libraries takes longer than most commands run, and a program without them runs on any Linux.
if(VEND_STATIC AND NOT VEND_FETCH_DEPENDENCIES)
  include(CheckCXXSourceCompiles)
  foreach(way -static-pie -static)
    string(MAKE_C_IDENTIFIER "VEND_CAN_LINK${way}" can_link)
    set(CMAKE_REQUIRED_FLAGS -fPIE)
    set(CMAKE_REQUIRED_LINK_OPTIONS ${way})
    check_cxx_source_compiles("int main() { return 0; }" ${can_link})
    unset(CMAKE_REQUIRED_FLAGS)
    unset(CMAKE_REQUIRED_LINK_OPTIONS)
    if(${can_link})
      set(VEND_STATIC_LINK_OPTION ${way})
      break()
    endif()
  endforeach()
  find_library(fyaml_archive libfyaml.a)
  find_library(pcre2_archive libpcre2-8.a)
  find_library(utf8proc_archive libutf8proc.a)
  if(VEND_STATIC_LINK_OPTION AND fyaml_archive AND pcre2_archive AND utf8proc_archive)
    # Debian has no archive of fmt; its header-only form, compiled once, is one.
    add_library(vend_fmt STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt.cpp")
    target_compile_features(vend_fmt PUBLIC cxx_std_20)
    target_link_libraries(vend_fmt PRIVATE vend_hardening)
    set(libraries "${fyaml_archive}" vend_fmt "${pcre2_archive}" "${utf8proc_archive}")
  else()
    message(STATUS "vend: linked dynamically, since an archive of a library is missing")
    set(VEND_STATIC OFF)
  endif()
endif()

find_package(Threads REQUIRED)
target_link_libraries(vend_dependencies INTERFACE ${libraries} CLI11::CLI11 nlohmann_json::nlohmann_json Boost::headers Threads::Threads)
