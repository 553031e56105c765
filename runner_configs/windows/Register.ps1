# GitLab Runner; tokens in its environment
$Release = "$($RUNNER_DOWNLOAD.TrimEnd('/'))/$RUNNER_VERSION"
$RunnerDir = Join-Path $env:SystemDrive GitLab-Runner
$Runner = Join-Path $RunnerDir gitlab-runner.exe
$Config = Join-Path $RunnerDir config.toml
function Download {
	if (Kept registered) { return }
	# An image's own runner gives way.
	if (Get-State) { Stop-Service gitlab-runner; Run sc.exe delete gitlab-runner }
	Protect-Folder $RunnerDir
	Save "$Release/release.sha256" "$Dir/release.sha256"
	if ((Recall release.sha256) -notmatch '(?m)^(\w{64}).*gitlab-runner-windows-amd64\.exe\s*$') { throw "no runner in $Release/release.sha256" }
	Save "$Release/binaries/gitlab-runner-windows-amd64.exe" $Runner $Matches[1]
}
function Read-Tokens {
	$kind, $name = $TOKEN_SOURCE -split ':', 2
	$text = switch ($kind) {
		secretsmanager { Aws secretsmanager get-secret-value --secret-id $name --query SecretString }
		ssm { Aws ssm get-parameter --name $name --with-decryption --query Parameter.Value }
		default { $TOKENS }
	}
	$script:Secrets = @(Split-List ($text -replace '\s', ';'))
	if (!$Secrets) { throw "no token in $name" }
}
# Runners that are only this machine's: one with a prefix before glrt- would be deleted for all who share it.
function Unregister {
	foreach ($name in Split-List (Recall runners)) { Try-To { Run $Runner unregister --config $Config --name $name } }
	Forget runners
	Forget registered
}
# Automatic rotation by one instance would invalidate a shared token for all others.
function Register {
	if (Kept registered) { return }
	Unregister
	Read-Tokens
	$tags = "computetype-$Purchase,glexecutor-$Executor,windows,windows-$Year,amd64"
	if ($SCHEDULED -eq 'true') { $tags += ',UsesAWSASGScheduledAvailability' }
	foreach ($tag in Split-List $RUNNER_TAGS) { $tags += ",$tag" }
	Keep $Config "concurrent = $CONCURRENT`n"
	Keep template.toml "[[runners]]`n[runners.feature_flags]`nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true`n"
	$options = @(Get-Options)
	if ($CACHE_BUCKET) {
		$options += '--cache-type', 's3', "--cache-shared=$CACHE_SHARED", '--cache-s3-bucket-name', $CACHE_BUCKET
		$options += '--cache-s3-bucket-location', $REGION, '--cache-s3-authentication_type', 'iam'
	}
	$count = 0
	foreach ($token in $Secrets) {
		$name = "$RunnerName-$((++$count))"
		if ($token -notmatch '.glrt-|^glrtr-') { Keep runners "$(Recall runners);$name" }
		$flags = @()
		if ($token -match 'glrt-|^glrtr-') { $env:CI_SERVER_TOKEN = $token } else {
			$env:REGISTRATION_TOKEN = $token
			$flags = '--tag-list', $tags, "--locked=$LOCKED", "--run-untagged=$RUN_UNTAGGED"
		}
		try {
			Run $Runner register --non-interactive --config $Config --url $GITLAB_URL --executor $Executor --name $name --template-config "$Dir/template.toml" $options $flags
		} finally { $env:CI_SERVER_TOKEN = $env:REGISTRATION_TOKEN = $null }
	}
	Keep registered
	Say "registered $RunnerName with $count tokens" 103
	Try-To { Set-Tags $tags }
}
function Service {
	if (!(Get-State)) {
		Run $Runner install --working-directory $RunnerDir --config $Config
		Try-To { Run sc.exe failure gitlab-runner reset= 86400 actions= restart/60000 }
		# Windows shows services a new PATH only after a reboot: jobs would not find the git that was just installed.
		Set-Environment gitlab-runner @("PATH=$env:PATH")
	}
	Start-Service gitlab-runner
	Start-Sleep 5
	if ((Get-State) -ne 'Running') { throw 'the service gitlab-runner does not run' }
	Register-Task Housekeeping 10
}
