param([string]$a)
Write-Output $a
