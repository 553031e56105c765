# By metadata only: spot notices every 5 seconds, the lifecycle state every MONITOR_INTERVAL minutes at a second of its own.
function Watch {
  $lock = Lock watch
  if (-not $lock) { return }
  $minutes = if ("$($V.MONITOR_INTERVAL)" -match '^[1-5]$') { [int]$V.MONITOR_INTERVAL } else { 0 }
  $next = (Now).AddSeconds((Get-Random -Maximum 60))
  while (-not (Marked completed)) {
    try {
      if ($Compute -eq 'spot' -and -not (Marked spot)) {
        $notice = Meta meta-data/spot/instance-action 1
        if ($notice) { Mark draining (Get-SpotEnd $notice).ToString('o'); Mark spot; Say 'spot notice' 202 WARNING }
      }
      if (Marked drained) {
        # After a spot notice the hook may open later, or never.
        if (Test-Terminated) { Complete $V.TERMINATE_HOOK CONTINUE; Mark completed }
      } elseif (Marked draining) { Drain }
      elseif ((Now) -ge $next) {
        $next = (Now).AddSeconds(60 * [Math]::Max(1, $minutes))
        if ($minutes -and (Test-Terminated)) { Mark draining (Now).AddSeconds($V.DRAIN_LIMIT).ToString('o'); continue }
        if (-not (Marked rebalance) -and (Meta meta-data/events/recommendations/rebalance 1)) { Mark rebalance; Say 'rebalance recommended' 203 WARNING }
        if ($V.PROTECT_BUSY -eq 'true') { Update-Protection }
      }
    } catch { Say "watch: $_" }
    Start-Sleep 5
  }
}
function Test-Terminated { (Meta meta-data/autoscaling/target-lifecycle-state 1) -eq 'Terminated' }
# Two minutes from the notice, less 25 seconds for the goodbye.
function Get-SpotEnd($Notice) {
  $end = (Now).AddSeconds(95)
  try {
    if ($Notice -is [string]) { $Notice = ConvertFrom-Json $Notice }
    $told = (Read-Time $Notice.time).AddSeconds(-25)
    if ($told -lt $end) { $end = $told }
  } catch { Say "spot notice: $_" }
  $end
}
# The service stop waits for running jobs while the hook is kept alive; then unregister. Goes on after a reboot.
$Stopping = $false
function Drain {
  if (-not $script:Stopping) {
    Say "draining until $(Recall draining) at the latest" 200
    Set-Service gitlab-runner -StartupType Manual
    if (Test-State Running) { Stop-Service gitlab-runner -NoWait }
    $script:Stopping, $script:NextBeat = $true, (Now)
  }
  Beat $V.TERMINATE_HOOK
  if (-not (Test-State Stopped) -and (Now) -lt (Read-Time (Recall draining))) { return }
  try { Unregister } catch { Say "unregister: $_" 204 ERROR }
  Mark drained
  Say "drained; jobs left: $(-not (Test-State Stopped))" 201
}
# Prefer idle instances: protected once seen busy twice; lifted when idle, or for good after the drain limit.
$Was = $null
function Update-Protection {
  $busy = Test-Busy
  $twice, $script:Was = ($busy -eq $script:Was), $busy
  $on = Marked protected
  $late = $on -and (Now) -gt (Read-Time (Recall protected)).AddSeconds($V.DRAIN_LIMIT)
  if (-not $busy) { Forget late }
  if ($late) { Mark late } elseif (-not $twice -or $on -eq $busy -or (Marked late)) { return }
  $flag = if ($on) { '--no-protected-from-scale-in' } else { '--protected-from-scale-in' }
  Aws autoscaling set-instance-protection --instance-ids $Id --auto-scaling-group-name (Get-Group) $flag | Out-Null
  if ($on) { Forget protected } else { Mark protected (Now).ToString('o') }
  Say $flag
}
