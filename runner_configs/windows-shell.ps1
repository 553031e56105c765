#Requires -Version 5.1
# GitLab Runner, shell executor, on Windows Server 2019, 2022 and 2025: docs/instances.md
param([ValidateSet('Boot', 'Watch', 'Housekeeping')]$Action = 'Boot')
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$Executor = 'shell'
# @include windows/Values.ps1
# @include windows/Run.ps1
# @include windows/Aws.ps1
# @include windows/Web.ps1
# @include windows/Patch.ps1
# @include windows/Shell.ps1
# @include windows/Register.ps1
# @include windows/Report.ps1
# @include windows/Watch.ps1
# @include windows/Housekeeping.ps1
# @include windows/Boot.ps1
