function Patch {
	if (Kept patched) { return }
	$date, $reboot = 'never', @(Feature; Kept restart)
	# @if patching
	if ($PATCH_SCOPE -ne 'NoPatching') { $date, $reboot = (Now).ToString('s'), ($reboot + @(Retry { Update } 5 60)) }
	# @end
	Keep patched $date
	if ($reboot -notcontains $true) { return }
	Task Boot 10
	Beat $LAUNCH_HOOK $LAUNCH_HEARTBEAT
	Say 'rebooting once' 110
	Retry { Run shutdown.exe /r }
	exit
}
