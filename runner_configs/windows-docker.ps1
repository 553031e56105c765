# GitLab Runner, docker-windows executor, Windows Server 2019, 2022, 2025: docs/instances.md
param($Action = 'Boot')
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$Executor = 'docker-windows'
# @include windows/Values.ps1
# @include windows/Run.ps1
# @include windows/Aws.ps1
# @include windows/Web.ps1
# @include windows/Runner.ps1
# @if proxy
# @include windows/Proxy.ps1
# @end
# @include windows/Patch.ps1
# @include windows/Docker.ps1
# @if instance_store
# @include windows/Store.ps1
# @end
# @if registry
# @include windows/Registry.ps1
# @end
# @if windows_options
# @include windows/Extras.ps1
# @end
# @if steps
# @include windows/Steps.ps1
# @end
# @include windows/Register.ps1
# @include windows/Report.ps1
# @include windows/Watch.ps1
# @include windows/Housekeeping.ps1
# @include windows/Boot.ps1
