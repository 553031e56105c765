$Busy = 0
# By metadata only. Until the boot has signalled, the launching hook is kept open; for two hours at most. Tasks have less than
# normal priority: jobs that take all processors must not hold up a drain.
function Watch {
	(Get-Process -Id $PID).PriorityClass = 'Normal'
	. Identify
	$end, $NextLook, $nextGauge = (Now 7200), (Now (Get-Random 10)), (Now)
	while (!(Kept completed)) {
		try {
			if (Kept signalled) { Look } elseif ((Now) -lt $end) { Beat $LAUNCH_HOOK $LAUNCH_HEARTBEAT }
		} catch { Say "watch: $_" }
		if ((Now) -ge $nextGauge) { $nextGauge = Now 30; try { Gauge } catch { $null = $_ } }
		Start-Sleep 5
	}
}
function Ends { (Meta autoscaling/target-lifecycle-state) -eq 'Terminated' }
function Look {
	# AWS takes a spot instance after two minutes
	if (!(Kept spot) -and (Meta spot/instance-action)) { Keep draining (Now 90); Keep spot; Say 'spot notice' 202 WARNING }
	if (Kept drained) {
		# After a spot notice the hook may open later, or never.
		if (Ends) { Complete $TERMINATE_HOOK CONTINUE; Keep completed }
	} elseif (Kept draining) { Drain } elseif ((Now) -ge $NextLook) {
		# Twice in a heartbeat at least: later, the hook might have run out. It lasts 100 heartbeats at most.
		$gap = [Math]::Min($HEARTBEAT / 2, 60 * ($MONITOR_INTERVAL -replace 'D.+', 1))
		$script:NextLook = Now $gap
		if ($MONITOR_INTERVAL -ne 'Disabled' -and (Ends)) { return Keep draining (Now ([Math]::Min(+$DRAIN_LIMIT, 98 * $HEARTBEAT))) }
		if (!(Kept rebalance) -and (Meta events/recommendations/rebalance)) { Keep rebalance; Say 'rebalance notice' 203 WARNING }
		if ($PROTECT_BUSY -eq 'true') { Update-Protection $gap }
	}
}
# Manual: a reboot does not start it again.
function Drain {
	# To stop the service means: no new jobs, and it ends when the running ones have.
	if ((State) -eq 'Running') {
		Say "draining, until $(Read draining) UTC" 200
		Set-Service gitlab-runner -StartupType Manual
		Stop-Service gitlab-runner -NoWait
	}
	Beat $TERMINATE_HOOK $HEARTBEAT
	$jobs = (State) -ne 'Stopped'
	if ($jobs -and (Now) -lt [datetime](Read draining)) { return }
	# @if steps
	if (Step-Runs) { return }
	# @end
	Unregister
	Keep drained
	Say "drained; jobs left: $jobs" 201
}
# Busy at two looks: protected from scale-in. A group that is deleted waits for it: for an hour at most.
function Update-Protection($Gap) {
	$script:Busy = if (Busy) { $Busy + 1 } else { 0 }
	$want = $Busy -gt 1 -and $Busy * $gap -lt 3600
	if ($want -eq (Kept protected)) { return }
	$flag = "--$(if (!$want) { 'no-' })protected-from-scale-in"
	Aws autoscaling set-instance-protection --instance-ids $InstanceId --auto-scaling-group-name $Group $flag
	if ($want) { Keep protected } else { Remove-Item protected }
	Say $flag
}
