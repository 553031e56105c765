$Release = "$($RUNNER_DOWNLOAD.TrimEnd('/'))/$RUNNER_VERSION"
# Its configuration and builds are in the folder that it is called in.
$Runner = Join-Path $Dir gitlab-runner.exe
function Download {
	Remove-Runner
	Unregister
	if ((Read release.sha256) -notmatch '(?m)^(\w{64}).*runner-windows-amd64\.exe\s*$') { throw "no runner in $Release" }
	Save "$Release/binaries/gitlab-runner-windows-amd64.exe" $Runner $Matches[1]
}
# Runners that are only this machine's: one with a prefix before glrt- would be deleted for all who share it.
function Unregister { foreach ($name in List (Read runners)) { Try-To { Run $Runner unregister --name $name } }; Keep runners }
# An image's own runner gives way. Here as well is waited for jobs.
function Remove-Runner { if (State) { Stop-Service gitlab-runner; Run sc.exe delete gitlab-runner } }
# Automatic rotation by one instance would invalidate a shared token for all others.
function Register {
	$kind, $name = $TOKEN_SOURCE -split ':', 2
	$text = switch ($kind) {
		secretsmanager { Aws secretsmanager get-secret-value --secret-id $name --query SecretString }
		ssm { Aws ssm get-parameter --name $name --with-decryption --query Parameter.Value }
		default { $TOKENS }
	}
	$Secrets = @($text -split '[\s,;]+' -ne '')
	if (!$Secrets) { throw "no token in $name" }
	$tags = "computetype-$Purchase,glexecutor-$Executor,windows,windows-$Year,amd64"
	if ($SCHEDULED -eq 'true') { $tags += ',UsesAWSASGScheduledAvailability' }
	List $RUNNER_TAGS | ForEach-Object { $tags += ",$_" }
	Keep config.toml "concurrent = $CONCURRENT"
	$options = @(
		Options
		if ($CACHE_BUCKET) { '--cache-type', 's3', "--cache-shared=$CACHE_SHARED", '--cache-s3-bucket-name', $CACHE_BUCKET, '--cache-s3-bucket-location', $REGION, '--cache-s3-authentication_type', 'iam' }
	)
	$count = 0
	foreach ($token in $Secrets) {
		$name = "$RunnerName-$((++$count))"
		if ($token -notmatch '.glrt-|glrtr-') { Keep runners "$(Read runners);$name" }
		$flags = if ($token -match 'glrtr?-') { $env:CI_SERVER_TOKEN = $token } else {
			$env:REGISTRATION_TOKEN = $token
			'--tag-list', $tags, "--locked=$LOCKED", "--run-untagged=$RUN_UNTAGGED"
		}
		try {
			Run $Runner register -n -u $GITLAB_URL --executor $Executor --name $name --feature-flags FF_DISABLE_AUTOMATIC_TOKEN_ROTATION:true $options $flags
		} finally { $env:CI_SERVER_TOKEN = $env:REGISTRATION_TOKEN = $null }
	}
	Say "registered $RunnerName" 103
	Try-To { Set-Tags $tags }
}
function Service {
	Run $Runner install
	# Windows shows services a new PATH only after a reboot: jobs would not find the git that was just installed.
	Environ gitlab-runner "PATH=$env:PATH"
	Start-Service gitlab-runner
	Start-Sleep 5
	if ((State) -ne 'Running') { throw 'gitlab-runner does not run' }
	Task Housekeeping 5
}
