#include "vend/cli/heap.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#endif

namespace vend::cli {

#ifdef __GLIBC__
// The heap grows once, past a border between huge pages. What lies before the border is set aside and never touched, so
// that it costs nothing; the pages behind it must not be touched either before madvise has named them.
void use_huge_pages() {
  constexpr std::uintptr_t page = 2U << 20U;  // bytes
  constexpr std::uintptr_t named = 2 * page;
  constexpr std::size_t first_size = 136U << 10U;  // more than a new heap has
  mallopt(M_TOP_PAD, page + named);
  mallopt(M_MMAP_THRESHOLD, page);          // large texts come from the heap, too,
  mallopt(M_TRIM_THRESHOLD, page + named);  // which keeps what it has
  void* volatile first = std::malloc(first_size);
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(first) + first_size;
  const std::uintptr_t border = (end + 4096) / page * page + page;
  static void* volatile set_aside = std::malloc(border - end - 64);
  static_cast<void>(set_aside);
  madvise(reinterpret_cast<void*>(border), named, MADV_HUGEPAGE);
  std::free(first);
}
#else
void use_huge_pages() {}
#endif

}  // namespace vend::cli
