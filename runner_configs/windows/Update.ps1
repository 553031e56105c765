function Update {
	$only = @{ All = ''; SecurityOnly = " and CategoryIDs contains '0FA1201D-4330-4FA8-8AE9-B877473B6441'" }.$PATCH_SCOPE
	$wu = New-Object -ComObject Microsoft.Update.Session
	$found = $wu.CreateUpdateSearcher().Search("IsInstalled=0 and IsHidden=0 and BrowseOnly=0 and Type='Software'$only").Updates
	Say "$($found.Count) updates"
	if (!$found.Count) { return }
	foreach ($update in $found) { if (!$update.EulaAccepted) { $update.AcceptEula() } }
	foreach ($step in 'Download', 'Install') {
		$worker = $wu."CreateUpdate${step}er"()
		$worker.Updates = $found
		$result = $worker.$step()
		if ($result.ResultCode -notin 2, 3) { throw "$step of updates: result $($result.ResultCode)" }
	}
	$result.RebootRequired
}
