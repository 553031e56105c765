// What a signal that ends the program leaves behind: nothing half-written.
#pragma once

namespace vend::cli {

// For the start of the program: SIGINT, SIGTERM, SIGHUP and SIGPIPE remove temporary files before they end it. Where
// one of them is ignored it stays so.
void clean_up_on_signals();

}  // namespace vend::cli
