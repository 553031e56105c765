function Housekeeping {
	Get-ChildItem *.log | Where-Object Length -gt 5MB | ForEach-Object { Move-Item $_ "$_.old" -Force }
	if (Kept draining) { return }
	$disk = Get-PSDrive C
	$free = [int](100 * $disk.Free / ($disk.Free + $disk.Used))
	if ($free -lt 20) { Prune --all } else { Prune }
	# A full disk fails every job: no more of them until there is room.
	if ($free -lt 5 -and (State) -eq 'Running') { Say "DISK FULL ($free % free): no more jobs" 210 ERROR; Stop-Service gitlab-runner -NoWait } elseif ($free -gt 9 -and (State) -eq 'Stopped') { Start-Service gitlab-runner; Say "started again ($free % free)" 211 }
}
# Processes of their own, which end by themselves.
function Start-Load { 1..[Environment]::ProcessorCount | ForEach-Object { Start-Process powershell.exe "`$end = (Get-Date).AddSeconds($([Math]::Min(3600, +$LOAD_TEST))); while ((Get-Date) -lt `$end) { }" } }
