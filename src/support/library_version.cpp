#include "vend/support/library_version.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>
#include <utf8proc.h>
#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace vend::support {

std::vector<LibraryVersion> libraries() {
  char pcre[64] = {};
  if (pcre2_config(PCRE2_CONFIG_VERSION, nullptr) <= static_cast<int>(sizeof pcre))
    pcre2_config(PCRE2_CONFIG_VERSION, pcre);
  const std::string pcre_version(pcre);
  std::vector<LibraryVersion> all = {
      {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100), "MIT"},
      {"PCRE2", pcre_version.substr(0, pcre_version.find(' ')), "BSD-3-Clause"},
      {"utf8proc", utf8proc_version(), "MIT AND Unicode-DFS-2015"}};
#if defined(__GLIBC__)
  all.push_back({"glibc", gnu_get_libc_version(), "LGPL-2.1-or-later"});
#endif
#if defined(_GLIBCXX_RELEASE)
  all.push_back({"libstdc++", std::to_string(_GLIBCXX_RELEASE), "GPL-3.0-or-later WITH GCC-exception-3.1"});
#endif
  return all;
}

}  // namespace vend::support
