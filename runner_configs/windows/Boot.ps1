# Boot: one signal, one hook result
function Preflight {
	Register-Task Watch 1
	Start-ScheduledTask vend-watch
	# At once, because without them a failure could not be told.
	Install aws.exe https://awscli.amazonaws.com/AWSCLIV2.msi Amazon
	if ($STACK) { Install cfn-signal.exe https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-win64-latest.exe Amazon /quiet }
	Read-Identity
	Assert-Endpoint "$($GITLAB_URL.TrimEnd('/'))/api/v4/version"
	Assert-Endpoint "$Release/release.sha256"
}
function Boot {
	if (Kept signalled) { return }
	if ($PSCommandPath -ne $Self) { Copy-Item $PSCommandPath $Self -Force }
	try {
		foreach ($phase in -split 'preflight patch tools download register service') {
			$begin = Now
			& $phase
			Add-Seconds $phase $begin
		}
	} catch {
		$reason = Hide "${phase}: $_"
		Say "FAILED in phase $reason" 102 ERROR
		Signal 1 $reason
		# A service that crashed would be started anew in a minute.
		if (Get-State) { Try-To { Stop-Service gitlab-runner -NoWait; Run $Runner uninstall } }
		Unregister
		Try-To { Complete $LAUNCH_HOOK ABANDON }
		Keep completed
		exit 1
	}
	Add-Seconds total ([IO.File]::GetCreationTimeUtc("$Dir/Boot.lock"))
	Say 'boot succeeded' 101
	Signal 0 'a runner runs'
	Try-To { Complete $LAUNCH_HOOK CONTINUE }
	if ($METRICS -eq 'true') { Try-To { Aws cloudwatch put-metric-data --namespace vend --metric-data ((Recall phases).Trim().Replace('GROUP', (Get-Group)) -split "`n") } }
	if ($LOAD_TEST -ne 0) { Try-To { Start-Load } }
}

if ($Action -eq 'Boot') { $null = Protect-Folder $Dir }
# Each action once at a time; a lock ends with its process.
try { $lock = [IO.File]::Open("$Dir/$Action.lock", 'OpenOrCreate', 'ReadWrite', 'None') } catch { exit }
try {
	$null = & $Action
} catch {
	Say "${Action}: $_" 104 ERROR
	exit 1
} finally { $lock.Dispose() }
