#include "vend/cli/signals.hpp"

#include "vend/support/file.hpp"

namespace vend::cli {

void clean_up_on_signals() { support::remove_temporary_files_on_signals(); }

}  // namespace vend::cli
