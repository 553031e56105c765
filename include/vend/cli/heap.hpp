// Where the process gets its memory from.
#pragma once

namespace vend::cli {

// Puts the heap on pages of 2 MB. A command lives for milliseconds and touches a few megabytes: page by page these are
// hundreds of interruptions, some 6 % of its time on a virtual machine (docs/architecture.md). Call it once, before
// other threads start. Where the C library is not glibc or the system has no such pages, nothing changes.
void use_huge_pages();

}  // namespace vend::cli
