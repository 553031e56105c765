# Processes of their own, which end by themselves.
function Start-Load { 1..[Environment]::ProcessorCount | ForEach-Object { Start-Process powershell.exe "`$end = (Get-Date).AddSeconds($([Math]::Min(3600, +$LOAD_TEST))); while ((Get-Date) -lt `$end) { }" } }
