# Busy at two looks: protected from scale-in. A group that is deleted waits for it: for an hour at most.
function Update-Protection($Gap) {
	$script:Busy = if (Busy) { $Busy + 1 } else { 0 }
	$want = $Busy -gt 1 -and $Busy * $gap -lt 3600
	if ($want -eq (Kept protected)) { return }
	$flag = "--$(if (!$want) { 'no-' })protected-from-scale-in"
	Aws autoscaling set-instance-protection --instance-ids $InstanceId --auto-scaling-group-name $Group $flag
	if ($want) { Keep protected } else { Drop protected }
	Say $flag
}
