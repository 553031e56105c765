// Parts of the table about the stack as a whole and an instance in it.
#pragma once

#include "vend/preview/layout.hpp"
#include "vend/preview/print.hpp"

namespace vend::preview {

void print_stack(const Report& report, const View& view,
                 Page& page);  // who uses whom, and what would switch on the rest
void print_life(const Report& report, const View& view, Page& page);    // who waits for an instance, and gives up
void print_rights(const Report& report, const View& view, Page& page);  // who may do what

}  // namespace vend::preview
