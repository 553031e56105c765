# State belongs to one instance. An image may bring that of another, and its runner: all goes but programs and what the launcher wrote.
# Without an id of its own the runner would take the machine's, which twins share.
function Forget($Id) {
	Remove-Runner
	# @if windows_options
	End-Leftovers
	# @end
	# What a script with these features leaves behind goes with it: an image that was baked logs in with no role of another
	# group, and goes through no proxy of another network.
	# @if registry
	if (Kept instance) { '.docker/config.json', '.ecr' | ForEach-Object { "$env:SystemRoot/System32/config/systemprofile/$_" } | Where-Object { Test-Path $_ } | ForEach-Object { Remove-Item $_ -Recurse -Force } }
	# @end
	# @if proxy
	if (Kept proxied) {
		$HTTP_PROXY = ''
		Try-To { Run netsh.exe winhttp reset proxy }
		foreach ($one in 'docker', 'AmazonSSMAgent', 'AmazonCloudWatchAgent') { if (State $one) { $null = Environ $one HTTP_PROXY, HTTPS_PROXY, NO_PROXY } }
	}
	# @end
	foreach ($one in Get-ChildItem $Dir -Force | Where-Object Name -notmatch '\.(exe|ps1|lock)$|^(values|settings|steps|gitlab-ca\.crt)$') {
		if ($one -is [IO.DirectoryInfo]) { Remove-Tree $one.FullName } else { Remove-Item $one.FullName -Force }
	}
	if (!$Id) { return }
	Keep reserve ('x' * 1MB)
	Keep .runner_system_id "r_$($Id.Substring($Id.Length - 12))"
	Keep begun (Now)
	Keep instance $Id
}
# Makes this machine ready for an image of it.
function Bake {
	'Watch', 'Housekeeping', 'Boot' | ForEach-Object { Untask $_ }
	Remove-Runner
	Unregister
	Forget
	Remove-Tree "$Dir/steps"
	'values', 'settings', 'features.ps1', 'custom_instance_configuration_script.ps1', 'gitlab-ca.crt' | ForEach-Object { Drop $_ }
	Say 'ready for an image'
}
function Boot {
	$phase, $id = 'start', ''
	try {
		if ($PSCommandPath -ne $Self) { Copy-Item $PSCommandPath $Self }
		$Patience = 60
		try { $id = Meta instance-id } catch { if (Kept signalled) { return }; throw }
		if ((Read instance) -ne $id) { Forget $id }
		if (Kept signalled) { Untask Boot; return }
		if ($Unread) { throw 'settings is not the one of this stack' }
		# @features windows-features.ps1
		if (!$Features) { . ([scriptblock]::Create((Bring-Features))) }
		# @end
		foreach ($phase in -split 'preflight patch tools download register service') {
			$begin = Now
			. $phase
			Took $phase $begin
		}
	} catch {
		$reason = Hide "${phase}: $_"
		Say "FAILED in phase $reason" 102 ERROR
		Try-To { Remove-Runner }
		Keep failed
		$end, $Patience = (Now 3600), 1
		do {
			$gone = Unregister
			Keep signalled $reason
			if ($id) { Keep instance $id }
			if ((Tell) -and $gone) { break }
			Start-Sleep 60
		} while ((Now) -lt $end)
		Done
		exit 1
	}
	Try-To { Took total ([datetime](Read begun)) }
	Say 'boot succeeded' 101
	Keep signalled ready
	Tell
	if ($METRICS -eq 'true') { Try-To { Aws cloudwatch put-metric-data --namespace "vend/$STACK" --metric-data $Seconds } }
	# @if load_test
	if (+$LOAD_TEST) { Try-To { Start-Load } }
	# @end
}
$null = if ($Action -in 'Boot', 'Bake') { [IO.Directory]::CreateDirectory($Dir); Retry { Run icacls.exe $Dir /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' } }
Set-Location $Dir
# Each action once at a time; a lock ends with its process.
try { $lock = [IO.File]::Open("$Dir/$Action.lock", 'OpenOrCreate') } catch { exit }
try { $null = . $Action } catch { Say "${Action}: $_" 104 ERROR; exit 1 } finally { $lock.Dispose() }
