# Housekeeping
function Housekeeping {
	foreach ($log in [IO.FileInfo[]][IO.Directory]::GetFiles($Dir, '*.log')) {
		if ($log.Length -gt 5MB) { Move-Item $log "$log.old" -Force }
	}
	if (Kept draining) { return }
	$disk = Get-CimInstance Win32_LogicalDisk -Filter "DeviceID='C:'"
	$free = [int](100 * $disk.FreeSpace / $disk.Size)
	if ($free -lt 20) { Clear-Executor --all } else { Clear-Executor }
	# A full disk fails every job: no more of them until there is room.
	if ($free -lt 5 -and (Get-State) -eq 'Running') {
		Keep full
		Say "DISK FULL ($free % free): no more jobs" 210 ERROR
		Stop-Service gitlab-runner -NoWait
	} elseif ($free -gt 9 -and (Kept full)) {
		Start-Service gitlab-runner
		Forget full
		Say "there is room again ($free % free)" 211
	}
}
# Processes of their own, which end by themselves.
function Start-Load {
	$seconds = [Math]::Min(3600, +$LOAD_TEST)
	$spin = "`$t = [Diagnostics.Stopwatch]::StartNew(); while (`$t.Elapsed.TotalSeconds -lt $seconds) { }"
	1..[Environment]::ProcessorCount | ForEach-Object { Start-Process powershell.exe '-NoProfile', '-Command', $spin }
}
