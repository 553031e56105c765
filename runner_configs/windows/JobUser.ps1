function Grant {
	# Jobs have the runner's account, its service's own: no password, no group but Users; the number is made of its name. It reads
	# the configuration, and writes nothing but builds and caches.
	if ($JOB_USER -ne 'true') { return }
	foreach ($name in '.', 'gitlab-runner.exe', 'config.toml', '.runner_system_id', 'certs', 'certs\*') { if (Test-Path $name) { Run icacls.exe $name /grant "*${Account}:(RX)" } }
	# Folders may be made there, but it may not become a link, which SYSTEM would follow when it makes room.
	Run icacls.exe (New-Item (Folder '') -ItemType Directory -Force).FullName.TrimEnd('\/') /grant "*${Account}:(RX,AD)" /grant "*${Account}:(OI)(CI)(IO)M"
}
function Set-JobUser {
	if ($JOB_USER -ne 'true') { return }
	Run sc.exe config gitlab-runner obj= 'NT SERVICE\gitlab-runner'
	# What a service may do by default is enough to become SYSTEM (impersonation).
	Run sc.exe privs gitlab-runner SeChangeNotifyPrivilege
	Grant
	# The runner itself asks there for the cache. An image may have a rule of another group.
	Quietly { Remove-NetFirewallRule -DisplayName vend }
	if ($METADATA_FOR_JOBS -ne 'true' -and !$CACHE_BUCKET) { $null = New-NetFirewallRule -DisplayName vend -Direction Outbound -Action Block -RemoteAddress 169.254.169.254 -LocalUser "D:(A;;CC;;;$Account)" }
}
