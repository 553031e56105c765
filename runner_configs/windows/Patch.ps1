# Patches; one reboot, after which user data or a task carries on
function Install-Updates {
	$only = switch ($PATCH_SCOPE) {
		All { }
		SecurityOnly { " and CategoryIDs contains '0FA1201D-4330-4FA8-8AE9-B877473B6441'" }
		default { throw "unknown patch scope $_" }
	}
	$session = New-Object -ComObject Microsoft.Update.Session
	$found = $session.CreateUpdateSearcher().Search("IsInstalled=0 and IsHidden=0 and Type='Software'$only").Updates
	Say "$($found.Count) updates"
	if (!$found.Count) { return $false }
	foreach ($update in $found) { if (!$update.EulaAccepted) { $update.AcceptEula() } }
	$download, $install = $session.CreateUpdateDownloader(), $session.CreateUpdateInstaller()
	$download.Updates = $install.Updates = $found
	foreach ($step in { $download.Download() }, { $install.Install() }) {
		$result = & $step
		if ($result.ResultCode -notin 2, 3) { throw "Windows Update: result $($result.ResultCode)" }
	}
	$result.RebootRequired
}
function Patch {
	if (Kept patched) { return }
	$reboot = Enable-Feature
	$date = 'never'
	if ($PATCH_SCOPE -ne 'NoPatching') {
		$reboot = (Install-Updates) -or $reboot
		$date = (Now).ToString('s')
	}
	Keep patched $date
	if (!$reboot) { return }
	Register-Task Boot 30
	Beat $LAUNCH_HOOK $LAUNCH_HEARTBEAT
	Say 'rebooting once' 110
	Run shutdown.exe /r /t 15 /d p:2:17
	exit
}
