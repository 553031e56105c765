# A full disk stops the runner from taking jobs until there is room.
function Clear-Disk {
  foreach ($log in 'Watch.log', 'Housekeeping.log') { $file = [IO.FileInfo](Join-Path $Dir $log); if ($file.Exists -and $file.Length -gt 5MB) { Move-Item $file "$file.old" -Force } }
  if (Marked draining) { return }
  $disk = Get-CimInstance Win32_LogicalDisk -Filter "DeviceID='C:'"
  $free = [int](100 * $disk.FreeSpace / $disk.Size)
  if ($free -lt 20) { Clear-Executor --all } else { Clear-Executor }
  if ($free -lt 5 -and -not (Marked full)) {
    Mark full
    Say "disk full ($free % free): the runner takes no more jobs" 210 ERROR
    Stop-Service gitlab-runner -NoWait
  } elseif ($free -gt 9 -and (Marked full)) {
    Start-Service gitlab-runner
    Forget full
    Say "disk has room ($free % free): the runner takes jobs" 211
  }
}
# Load ends by itself, and by its task's limit.
function Test-Load {
  $spin = '$t = [Diagnostics.Stopwatch]::StartNew(); while ($t.Elapsed.TotalSeconds -lt {0}) {{ }}' -f [Math]::Min(3600, $V.LOAD_TEST)
  $all = @(foreach ($i in 1..[Environment]::ProcessorCount) { [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript($spin) })
  $runs = @(foreach ($one in $all) { $one.BeginInvoke() })
  for ($i = 0; $i -lt $all.Count; $i++) { $all[$i].EndInvoke($runs[$i]) }
}
