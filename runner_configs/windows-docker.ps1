Write-Host 'windows-docker.ps1'
