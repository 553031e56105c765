# Files outlive reboots
$Dir = Join-Path $env:ProgramData vend
$Self = Join-Path $Dir runner.ps1
function Keep($Name, $Text) { [IO.File]::WriteAllText([IO.Path]::Combine($Dir, $Name), $Text) }
function Kept($Name) { Test-Path "$Dir/$Name" }
function Recall($Name) { if (Kept $Name) { [IO.File]::ReadAllText("$Dir/$Name") } }
function Forget($Name) { [IO.File]::Delete("$Dir/$Name") }
function Now { (Get-Date).ToUniversalTime() }

## Values are data: VEND_NAME of the environment, the launcher's (base64 behind a colon), or these
# A number that is none counts as not given.
$lines = "$(Recall values)"
foreach ($entry in -split 'STACK REGION RESOURCE LAUNCH_HOOK TERMINATE_HOOK LAUNCH_HEARTBEAT=600 HEARTBEAT=600 DRAIN_LIMIT=43200
	GITLAB_URL: TOKEN_SOURCE: TOKENS RUNNER_TAGS: CONCURRENT=10 LOCKED=true RUN_UNTAGGED=false RUNNER_VERSION=latest
	RUNNER_DOWNLOAD:https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads CACHE_BUCKET CACHE_SHARED=false
	DOCKER_IMAGE: DOCKER_VOLUMES: DOCKER_PULL_POLICY=always REGISTRY_MIRROR: PATCH_SCOPE=NoPatching LAST_PATCH_RUN: METRICS=true
	MONITOR_INTERVAL PROTECT_BUSY SCHEDULED LOG_GROUP HTTP_PROXY: NO_PROXY: LOAD_TEST=0') {
	$name, $default = $entry -split '[=:]', 2
	$text = [regex]::Match($lines, "(?m)^$name=(\S*)").Groups[1].Value
	if ($entry -match '^\w+:') { $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($text)) }
	Set-Variable $name $default
	foreach ($given in $text, [Environment]::GetEnvironmentVariable("VEND_$name")) {
		if ($given -and ($default -notmatch '^\d' -or $given -match '^\d{1,6}$')) { Set-Variable $name $given }
	}
}
function Split-List($Text) { $Text -split '[,;]' | ForEach-Object Trim | Where-Object Length }
