$Busy, $Halted, $NextTell, $GiveUp = 0, 0, (Now), $null
# By metadata only. Until the boot has signalled, the launching hook is kept open; for two hours at most. Tasks have less than
# normal priority: jobs that take all processors must not hold up a drain.
function Watch {
	Try-To { (Get-Process -Id $PID).PriorityClass = 'Normal' }
	$nextGauge, $NextLook, $end, $ill, $known = (Now), (Now (Get-Random 10)), (Now 7200), $false, $false
	while (!(Kept completed)) {
		try {
			if (!$known) {
				. Identify
				# Another instance's, of which this one has an image.
				if ((Read instance) -ne (Meta instance-id)) { if ((State) -eq 'Running') { Halt }; return }
				if ((Kept signalled) -and !(Kept paused)) { Try-To { Start-Runner } }
				$known = $true
			}
			if (Kept signalled) { Catch-Up }
			if ((Kept signalled) -or (Now) -ge $end) { Look } else { Beat $LAUNCH_HOOK $LAUNCH_HEARTBEAT }
			if ($ill) { $ill = $false; Say 'watch: well again' }
		} catch { Say "watch: $_" 104 WARNING; $ill = $true }
		if ((Now) -ge $nextGauge) { $nextGauge = Now 30; Quietly { Gauge } }
		Start-Sleep 5
	}
}
function Halt { Try-To { Stop-Service gitlab-runner -NoWait } }
# It never starts by itself: neither an image nor a reboot nor what heals may bring it back once a drain began.
function Start-Runner {
	if ((Kept draining) -or (State) -ne 'Stopped') { return }
	Start-Service gitlab-runner
	if (Kept draining) { Halt }
}
# What the boot could not make AWS accept. A launch that is not accepted in a hook's time takes no more jobs.
function Catch-Up {
	if ((Kept told) -or (Now) -lt $NextTell) { return }
	try { [IO.File]::Open("$Dir/Boot.lock", 'OpenOrCreate').Dispose() } catch { return }
	$script:NextTell = Now 20
	if ((Tell) -or ((Kept told-hook) -and (Now) -ge $end)) {
		Keep told
		if (Kept failed) { Done }
	} elseif (!(Kept told-hook) -and !(Kept draining)) {
		Beat $LAUNCH_HOOK $LAUNCH_HEARTBEAT
		if (!$GiveUp) { $script:GiveUp = Now $LAUNCH_HEARTBEAT }
		if ((Now) -ge $HookEnds -or (Now) -ge $GiveUp) { Say 'AWS does not accept the launch: no more jobs' 204 ERROR; Keep unfit (Now); Keep draining (Until) }
	}
}
function Ends { (Meta autoscaling/target-lifecycle-state) -eq 'Terminated' }
# A hook lasts 100 timeouts and two days at most.
function Until { Now ([Math]::Min([Math]::Min(+$DRAIN_LIMIT, 97 * $HEARTBEAT), 171000)) }
function Look {
	# AWS takes a spot instance at the time that it says, in two minutes at most: until 35 seconds before, jobs have it. By a clock that is
	# wrong it may have passed.
	if (!(Kept spot) -and ($notice = Try-To { Meta spot/instance-action })) {
		$left = try { (([datetime]$notice.time).ToUniversalTime() - (Get-Date).ToUniversalTime()).TotalSeconds } catch { 0 }
		$until = Now $(if ($left -gt 0 -and $left -lt 120) { $left - 35 } else { 85 })
		if (!(Kept draining) -or $until -lt [datetime](Read draining)) { Keep draining $until }
		Keep spot
		Say 'spot notice' 202 WARNING
	}
	if (Kept spot) { $Limit = 10 }
	if (Kept drained) {
		# After a spot notice the hook may open later, or never.
		if (!(Ends)) { Replace } elseif (Insist told-end { Complete $TERMINATE_HOOK CONTINUE }) { Done }
	} elseif (Kept draining) { Drain } elseif ((Now) -ge $NextLook) {
		# Twice in a heartbeat at least: later, the hook might have run out.
		$gap = [Math]::Min($HEARTBEAT / 2, 60 * ($MONITOR_INTERVAL -replace 'D.+', 1))
		if (($MONITOR_INTERVAL -ne 'Disabled' -or $TERMINATE_HOOK) -and (Ends)) { return Keep draining (Until) }
		$script:NextLook = Now $gap
		Replace
		if (!(Kept rebalance) -and (Meta events/recommendations/rebalance)) { Keep rebalance; Say 'rebalance notice' 203 WARNING }
		# @if protect
		if ($PROTECT_BUSY -eq 'true') { Update-Protection $gap }
		# @end
	}
}
function Drain {
	$until = [datetime](Read draining)
	if (!(Kept emptied)) {
		# One that nothing stops takes no jobs without a registration: it reads its configuration every 3 seconds.
		if (($state = State) -eq 'Running' -and $Halted) { Unregister }
		# To stop the service means: no new jobs, and it ends when the running ones have.
		if ($state -notin 'Stopped', 'StopPending', '') { Say "draining, until $until UTC" 200; Halt; $script:Halted = 1 }
		if ((State) -notin 'Stopped', '') {
			if ((Now) -lt $until) { return Beat $TERMINATE_HOOK $HEARTBEAT }
			# What is ended, the runner reports; its next step, an after_script, is ended as well.
			Keep late
			Try-To { Abort }
			if ((Now) -lt $until.AddSeconds($(if (Kept spot) { 15 } else { [Math]::Min(60, $HEARTBEAT / 2) }))) { return }
		}
		Keep emptied $(if (Kept spot) { $until.AddSeconds(25) } else { Now ([Math]::Min(300, $HEARTBEAT)) })
	}
	# @if steps
	if (Try-To { Step-Runs }) { return Beat $TERMINATE_HOOK $HEARTBEAT }
	# @end
	if (!(Unregister) -and (Now) -lt [datetime](Read emptied)) { return Beat $TERMINATE_HOOK $HEARTBEAT }
	# Runners that are not this machine's own stand there still.
	Try-To { Keep config.toml 'concurrent = 1' }
	Keep drained
	Say "drained; jobs left: $(Kept late)" 201
}
