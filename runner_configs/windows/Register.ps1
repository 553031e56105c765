# Before 16.0 to unregister deletes the whole runner, for all machines.
function Refuse-Old($Version) { if ($Version -match '(?m)^(?:Version:\s*)?v?(\d+)\.' -and +$Matches[1] -lt 16) { throw "GitLab Runner $Version is too old: v16.0 at least" } }
function Download {
	Refuse-Old $RUNNER_VERSION
	Remove-Runner
	Unregister
	if ((Read release.sha256) -notmatch '(?m)^(\w{64}).*runner-windows-amd64\.exe\s*$') { throw "no runner in $Release" }
	Save "$Release/binaries/gitlab-runner-windows-amd64.exe" $Runner $Matches[1]
	Refuse-Old (Retry { Run $Runner --version })
}
# A secret may be an object, as the console makes it. What a parser says of a wrong one would hold a part of it.
function Fields($Text) { if ("$Text" -match '^\s*[\[{"]') { try { ConvertFrom-Json $Text } catch { throw 'a secret begins like JSON and is none' } } }
function Texts($In) { foreach ($one in $In) { if ($one -is [string]) { $one } elseif ($one) { foreach ($part in $one.psobject.Properties) { Texts $part.Value } } } }
# Texts and lists of JSON are TOML's, but for one character.
function Toml($Value) { (ConvertTo-Json $Value) -replace "\x7f", '\u007F' }
$Ca = @()
# Automatic rotation by one instance would invalidate a shared token for all others.
function Register {
	# @if steps
	Step before
	# @end
	$kind, $name = $TOKEN_SOURCE -split ':', 2
	$text = Retry { switch ($kind) {
		secretsmanager { Secret $name }
		ssm { Aws ssm get-parameter --name $name --with-decryption --query Parameter.Value }
		default { $TOKENS }
	} } 6 20
	if ($json = Fields $text) {
		$all = @(Texts $json)
		$text = if ($all.Count -eq 1) { $all } elseif ($json.psobject.Properties['token']) { $json.token } else { throw "$name has $($all.Count) texts and none is called token" }
	}
	$Secrets = @($text -split '[\s,;]+' -ne '' -ne 'None')
	if (!$Secrets) { throw "no token in $name" }
	$tags = "computetype-$Purchase,glexecutor-$Executor,windows,windows-$Year,amd64"
	if ($SCHEDULED -eq 'true') { $tags += ',UsesAWSASGScheduledAvailability' }
	foreach ($one in List $RUNNER_TAGS) { $tags += ",$one" }
	Keep config.toml "concurrent = $CONCURRENT`nlisten_address = '127.0.0.1:9252'"
	$variables = @()
	# @if environment
	$variables += Job-Environment
	# @end
	Keep template.toml "[[runners]]`nenvironment = $(Toml $variables)"
	$options = @(
		Options
		'--template-config', "$Dir/template.toml", '--request-concurrency', $REQUEST_CONCURRENCY, '--output-limit', $OUTPUT_LIMIT
		if ($JOB_OBJECT -eq 'true') { '--feature-flags', 'FF_USE_WINDOWS_JOB_OBJECT:true' }
		if ($Ca) { '--tls-ca-file', $Ca[1] }
		# @if cache
		if ($CACHE_BUCKET) { '--cache-type', 's3', "--cache-shared=$CACHE_SHARED", '--cache-s3-bucket-name', $CACHE_BUCKET, '--cache-s3-bucket-location', $REGION, '--cache-s3-authentication_type', 'iam' }
		# @end
	)
	$count, $names = 0, @()
	foreach ($token in $Secrets) {
		$names += $name = "$RunnerName-$((++$count))"
		if ($token -notmatch '.glrt-|glrtr-') { Keep runners "$(Read runners),$name" }
		$flags = if ($token -match 'glrtr?-') { $env:CI_SERVER_TOKEN = $token } else {
			$env:REGISTRATION_TOKEN = $token
			'--tag-list', $tags, "--locked=$LOCKED", "--run-untagged=$RUN_UNTAGGED"
		}
		try {
			# GitLab may be away for some minutes; what it refuses, it refuses.
			$no = Retry { try { $Limit = 60; $null = Run $Runner register -n -u $GITLAB_URL --executor $Executor --name $name --feature-flags FF_DISABLE_AUTOMATIC_TOKEN_ROTATION:true $options $flags } catch { if ("$_" -notmatch 'removed|not valid|forbidden|reserved|status="?4(0[0134]|10|22)') { throw }; "$_" } } 15 20
			if ($no) { throw $no }
		} finally { $env:CI_SERVER_TOKEN = $env:REGISTRATION_TOKEN = $null }
	}
	Say "registered $RunnerName" 103
	Try-To { Set-Tags $tags "$names" }
}
function Service {
	Retry { if (!(State)) { Run $Runner install }; Set-Service gitlab-runner -StartupType Manual }
	# How long an unannounced shutdown waits for jobs, as far as EC2 lets it.
	Try-To { Run reg.exe add HKLM\SYSTEM\CurrentControlSet\Control /v WaitToKillServiceTimeout /d 1800000 /f }
	# @if windows_options
	Set-Extras
	if ($Executor -eq 'shell') { Set-JobUser }
	# @end
	# @if steps
	Step after
	# @end
	# Windows shows services a new PATH only after a reboot: jobs would not find the git that was just installed.
	Environ gitlab-runner "PATH=$env:PATH"
	if (Kept draining) { throw 'its end has begun' }
	Retry { Start-Service gitlab-runner; Start-Sleep 5; if ((State) -ne 'Running') { throw 'gitlab-runner does not run' } }
	Task Housekeeping 5
}
