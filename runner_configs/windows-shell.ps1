Write-Host 'windows-shell.ps1'
