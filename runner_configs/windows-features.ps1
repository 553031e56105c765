# GitLab Runner on Windows Server: what a boot needs once, and what only some settings need. The configuration script loads it.
# @include windows/Preflight.ps1
# @include windows/Patch.ps1
# @include windows/Register.ps1
# @include windows/Report.ps1
# @if proxy
# @include windows/Proxy.ps1
# @end
# @if patching
# @include windows/Update.ps1
# @end
# @if instance_store
# @include windows/Store.ps1
# @end
# @if registry
# @include windows/Registry.ps1
# @end
# @if windows_options
# @include windows/Extras.ps1
# @end
# @if windows_options
# @include windows/JobUser.ps1
# @end
# @if steps
# @include windows/Steps.ps1
# @end
# @if ca
# @include windows/Trust.ps1
# @end
# @if environment
# @include windows/Environment.ps1
# @end
# @if load_test
# @include windows/LoadTest.ps1
# @end
