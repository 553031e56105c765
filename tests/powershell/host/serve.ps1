# The host inside a complete pwsh, which brings what ExpandArchive.cs stands in for: serve.ps1 SOCKET PRELUDE
$ErrorActionPreference = 'Stop'
Add-Type -Path "$PSScriptRoot/Program.cs", "$PSScriptRoot/EnvironmentProxy.cs"
exit [Vend.PowerShell.Program]::Main(@('serve') + $args)
