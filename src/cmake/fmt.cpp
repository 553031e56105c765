// fmt as a library of our own; see Dependencies.cmake.
#include <fmt/format-inl.h>

// What fmt/format.h declares as instantiated by the library.
template fmt::detail::thousands_sep_result<char> fmt::detail::thousands_sep_impl<char>(fmt::detail::locale_ref);
template char fmt::detail::decimal_point_impl<char>(fmt::detail::locale_ref);
