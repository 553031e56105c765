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
# @include windows/Docker.ps1
# @include windows/Watch.ps1
# @if protect
# @include windows/Protect.ps1
# @end
# @include windows/Housekeeping.ps1
# @include windows/Features.ps1
# @include windows/Boot.ps1
