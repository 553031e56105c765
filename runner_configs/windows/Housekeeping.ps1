# Logs are cut; a full disk stops the runner from taking jobs until there is room.
function Clear-Disk {
  foreach ($log in [IO.FileInfo[]][IO.Directory]::GetFiles($Dir, '*.log')) {
    if ($log.Length -gt 5MB) { Move-Item -Path $log.FullName -Destination "$($log.FullName).old" -Force }
  }
  if (Marked draining) { return }
  $disk = Get-CimInstance -ClassName Win32_LogicalDisk -Filter "DeviceID='C:'"
  $free = [int](100 * $disk.FreeSpace / $disk.Size)
  if ($free -lt 20) { Clear-Executor --all } else { Clear-Executor }
  if ($free -lt 5 -and -not (Marked full)) {
    Mark full
    Say "DISK FULL ($free % free): the runner takes no more jobs" 210 ERROR
    Stop-Service -Name gitlab-runner -NoWait
  } elseif ($free -gt 9 -and (Marked full)) {
    Start-Service -Name gitlab-runner
    Forget full
    Say "there is room again ($free % free)" 211
  }
}
# Processes of their own, which end by themselves.
function Start-Load {
  $seconds = [Math]::Min(3600, $V.LOAD_TEST)
  if (-not $seconds) { return }
  $spin = "`$clock = [Diagnostics.Stopwatch]::StartNew(); while (`$clock.Elapsed.TotalSeconds -lt $seconds) { }"
  foreach ($core in 1..[Environment]::ProcessorCount) { Start-Process -FilePath powershell.exe -ArgumentList '-NoProfile', '-Command', $spin }
}
