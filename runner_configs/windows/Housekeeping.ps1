function Free { $disk = Get-PSDrive C; [int](100 * $disk.Free / ($disk.Free + $disk.Used)) }
# @if instance_store
# Of the system's disk and the instance's own, whichever is fuller.
function Free { @(Get-PSDrive ('C', "$(Read store)".TrimEnd(':') -ne '') -ea Ignore | ForEach-Object { [int](100 * $_.Free / ($_.Free + $_.Used)) } | Sort-Object)[0] }
# @end
# Each step for itself: one that fails ends no other.
function Housekeeping {
	if ((Read instance) -ne $(try { Meta instance-id } catch { Read instance })) { return }
	Try-To { Get-ChildItem *.log | Where-Object Length -gt 5MB | ForEach-Object { Move-Item $_ "$_.old" -Force } }
	if (Kept draining) { return }
	Try-To { Prune (Free) }
	$free = Free
	# A full disk fails every job: no more of them until there is room. While jobs run, only where it stays so: the runner comes back
	# when all of them have ended, not before.
	if ($free -lt 5) {
		if ((State) -eq 'Running' -and ($free -le 2 -or (Kept low) -or !$(try { Busy } catch { 1 }))) {
			Say "DISK FULL ($free % free): no more jobs" 210 ERROR
			Keep paused
			Halt
		}
		Keep low
		if ((State) -eq 'Stopped') { Try-To { Make-Room }; $free = Free }
	} else { Drop low }
	try {
		Mend
		if ((State) -eq 'Stopped' -and ($free -gt 9 -or ($free -gt 4 -and !(Kept paused)))) {
			Drop paused
			Start-Runner
			Say "started again ($free % free)" 211
		}
		if ((State) -ne 'Running') { throw 'the runner takes no jobs' }
		Drop unfit
	} catch {
		Say "unfit: $_"
		if (!(Kept unfit)) { Keep unfit (Now) }
	}
	Replace
}
