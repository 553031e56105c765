# By metadata only: spot notices every 5 seconds, the lifecycle state every MONITOR_INTERVAL minutes. It also keeps the
# launching hook open while the boot lasts.
$Busy = 0
$Stopping = $false
function Watch {
  $begin = $script:IdleAt = Now
  $script:NextLook = $begin.AddSeconds((Get-Random -Maximum 10))
  while (-not (Marked completed)) {
    try {
      if (Marked signalled) { Look } elseif ((Now) -lt $begin.AddHours(2)) { Beat $V.LAUNCH_HOOK }
    } catch { Say "watch: $_" }
    Start-Sleep -Seconds 5
  }
}
function Test-Terminated { (Meta meta-data/autoscaling/target-lifecycle-state) -eq 'Terminated' }
function Set-Deadline([int]$Seconds) { Mark draining (Now).AddSeconds($Seconds).ToString('o') }
function Look {
  # AWS takes a spot instance two minutes after its notice: 90 seconds for jobs, the rest to unregister.
  if ($Purchase -eq 'spot' -and -not (Marked spot) -and (Meta meta-data/spot/instance-action)) {
    Set-Deadline 90
    Mark spot
    Say 'spot notice' 202 WARNING
  }
  if (Marked drained) {
    # After a spot notice the hook may open later, or never.
    if (Test-Terminated) {
      Try-To { Retry { Complete $V.TERMINATE_HOOK CONTINUE } }
      Mark completed
    }
  } elseif (Marked draining) {
    Drain
  } elseif ((Now) -ge $NextLook) {
    $minutes = if ($V.MONITOR_INTERVAL -match '^[1-5]$') { $V.MONITOR_INTERVAL } else { 1 }
    $script:NextLook = (Now).AddMinutes($minutes)
    if ($V.MONITOR_INTERVAL -ne 'Disabled' -and (Test-Terminated)) { return Set-Deadline $V.DRAIN_LIMIT }
    if (-not (Marked rebalance) -and (Meta meta-data/events/recommendations/rebalance)) {
      Mark rebalance
      Say 'rebalance recommended' 203 WARNING
    }
    if ($V.PROTECT_BUSY -eq 'true') { Update-Protection }
  }
}
# To stop the service means: no new jobs, and it ends when the running ones have. Manual: a reboot does not start it again.
function Drain {
  if (-not $Stopping) {
    Say "draining until $(Recall draining) at the latest" 200
    Set-Service -Name gitlab-runner -StartupType Manual
    if (Test-State Running) { Stop-Service -Name gitlab-runner -NoWait }
    $script:Stopping = $true
  }
  Beat $V.TERMINATE_HOOK
  $jobs = -not (Test-State Stopped)
  if ($jobs -and (Now) -lt ([datetime](Recall draining)).ToUniversalTime()) { return }
  Unregister
  Mark drained
  Say "drained; jobs left: $jobs" 201
}
# Busy at two looks: protected from scale-in, for an hour at most, since a group that is deleted waits for it.
function Update-Protection {
  if (Test-Busy) { $script:Busy++ } else { $script:Busy, $script:IdleAt = 0, (Now) }
  $want = $Busy -ge 2 -and (Now) -lt $IdleAt.AddHours(1)
  if ($want -eq (Marked protected)) { return }
  $flag = "--$(if (-not $want) { 'no-' })protected-from-scale-in"
  Aws autoscaling set-instance-protection --instance-ids $InstanceId --auto-scaling-group-name (Get-Group) $flag
  if ($want) { Mark protected } else { Forget protected }
  Say $flag
}
