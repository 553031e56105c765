# Watch for the end
$Busy = 0
# By metadata only. Until the boot has signalled, the launching hook is kept open; for two hours at most.
function Watch {
	Read-Identity
	$begin = $script:IdleAt = Now
	$script:NextLook = $begin.AddSeconds((Get-Random 10))
	while (!(Kept completed)) {
		try {
			if (Kept signalled) { Look } elseif ((Now) -lt $begin.AddHours(2)) { Beat $LAUNCH_HOOK $LAUNCH_HEARTBEAT }
		} catch { Say "watch: $_" }
		Start-Sleep 5
	}
}
function Test-Terminated { (Meta meta-data/autoscaling/target-lifecycle-state) -eq 'Terminated' }
function Look {
	## AWS takes a spot instance after two minutes
	if (!(Kept spot) -and (Meta meta-data/spot/instance-action)) {
		Keep draining (Now).AddSeconds(90).ToString('o')
		Keep spot
		Say 'spot notice' 202 WARNING
	}
	if (Kept drained) {
		# After a spot notice the hook may open later, or never.
		if (Test-Terminated) {
			Complete $TERMINATE_HOOK CONTINUE
			Keep completed
		}
	} elseif (Kept draining) {
		Drain
	} elseif ((Now) -ge $NextLook) {
		# Twice in a heartbeat at least: later, the hook might have run out. It lasts 100 heartbeats at most.
		$script:NextLook = (Now).AddSeconds([Math]::Min($HEARTBEAT / 2, 60 * [Math]::Max(1, 0 + ($MONITOR_INTERVAL -as [int]))))
		if ($MONITOR_INTERVAL -ne 'Disabled' -and (Test-Terminated)) {
			return Keep draining (Now).AddSeconds([Math]::Min(+$DRAIN_LIMIT, 98 * $HEARTBEAT)).ToString('o')
		}
		if (!(Kept rebalance) -and (Meta meta-data/events/recommendations/rebalance)) {
			Keep rebalance
			Say 'rebalance recommended' 203 WARNING
		}
		if ($PROTECT_BUSY -eq 'true') { Update-Protection }
	}
}
# Manual: a reboot does not start it again.
function Drain {
	# To stop the service means: no new jobs, and it ends when the running ones have.
	if ((Get-State) -eq 'Running') {
		Say "draining until $(Recall draining) at the latest" 200
		Set-Service gitlab-runner -StartupType Manual
		Stop-Service gitlab-runner -NoWait
	}
	Beat $TERMINATE_HOOK $HEARTBEAT
	$jobs = (Get-State) -ne 'Stopped'
	if ($jobs -and (Now) -lt ([datetime](Recall draining)).ToUniversalTime()) { return }
	Unregister
	Keep drained
	Say "drained; jobs left: $jobs" 201
}
# Busy at two looks: protected from scale-in. A group that is deleted waits for it.
## For an hour at most
function Update-Protection {
	if (Test-Busy) { $script:Busy++ } else { $script:Busy, $script:IdleAt = 0, (Now) }
	$want = $Busy -ge 2 -and (Now) -lt $IdleAt.AddHours(1)
	if ($want -eq (Kept protected)) { return }
	$flag = "--$(if (!$want) { 'no-' })protected-from-scale-in"
	Aws autoscaling set-instance-protection --instance-ids $InstanceId --auto-scaling-group-name (Get-Group) $flag
	if ($want) { Keep protected } else { Forget protected }
	Say $flag
}
