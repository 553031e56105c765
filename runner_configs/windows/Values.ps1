$Dir = Join-Path $env:ProgramData vend
$Self = Join-Path $Dir runner.ps1
function Quietly($What) { try { & $What } catch { $null = $_ } }
# State outlives a reboot; where no disk takes it, it is remembered at least: it must not end what depends on it. A file (with a dot) must be there.
$Memory = @{}
function Keep($Name, $Text) {
	try { [IO.File]::WriteAllText("$Dir/$Name", $Text) } catch {
		if ($Name -like '*.*') { throw }
		$Memory[$Name] = "$Text"
		Quietly { Remove-Item "$Dir/reserve", "$Dir/*.old"; [IO.File]::WriteAllText("$Dir/$Name", $Text) }
	}
}
function Kept($Name) { $Memory.ContainsKey($Name) -or [IO.File]::Exists("$Dir/$Name") }
function Read($Name) { if ($Memory.ContainsKey($Name)) { $Memory[$Name] } elseif (Kept $Name) { [IO.File]::ReadAllText("$Dir/$Name") } }
function Drop($Name) { $Memory.Remove($Name); if (Kept $Name) { Remove-Item "$Dir/$Name" } }
# Goes on as the machine does: a clock that is put right must not end jobs, or leave out heartbeats.
$Begun, $Uptime = (Get-Date).ToUniversalTime(), (New-Object Diagnostics.Stopwatch)
$Uptime.Start()
function Now($Plus) { $Begun.AddSeconds($Uptime.Elapsed.TotalSeconds + $Plus) }
# Values are data: the launcher's, or yours (`@{ GITLAB_URL = '...' } | Export-Clixml values`), or these.
foreach ($entry in -split 'STACK REGION RESOURCE SCRIPT SETTINGS_SHA256 LAUNCH_HOOK TERMINATE_HOOK LAUNCH_HEARTBEAT=600 HEARTBEAT=600 DRAIN_LIMIT=43200
	GITLAB_URL TOKEN_SOURCE TOKENS RUNNER_TAGS CONCURRENT=10 LOCKED=true RUN_UNTAGGED=false RUNNER_VERSION=latest
	ENVIRONMENT REQUEST_CONCURRENCY=1 OUTPUT_LIMIT=4096 CA_CERTIFICATE PROXY_JOBS=true
	RUNNER_DOWNLOAD=https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads CACHE_BUCKET CACHE_SHARED=false
	DOCKER_IMAGE DOCKER_VOLUMES DOCKER_PULL_POLICY=always REGISTRY_MIRROR ALLOWED_IMAGES DOCKER_MEMORY DOCKER_CPUS
	DOCKER_SHM_SIZE DOCKER_PRELOAD ECR_LOGIN HUB_SECRET INSTANCE_STORE=none JOB_USER LONG_PATHS DEFENDER_EXCLUSIONS JOB_OBJECT
	METADATA_FOR_JOBS BEFORE BEFORE_SHA256 AFTER AFTER_SHA256 DRAIN_STEP DRAIN_STEP_SHA256 PATCH_SCOPE=NoPatching LAST_PATCH_RUN METRICS=true
	MONITOR_INTERVAL=1 PROTECT_BUSY SCHEDULED LOG_GROUP HTTP_PROXY NO_PROXY LOAD_TEST=0') {
	$name, $text = $entry -split '=', 2; Set-Variable $name "$text"
}
foreach ($given in (Import-Clixml "$Dir/values").GetEnumerator()) { if ($given.Value) { Set-Variable $given.Key $given.Value } }
function Sum($Text) { [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($Text))) -replace '-' }
# Settings that lie beside the script, if they are those that UserData has the checksum of. cfn-init ends lines by CRLF.
$Unread = $false
if ($SETTINGS_SHA256) {
	$text = "$(Read settings)" -replace '\r'
	if ((Sum $text) -eq $SETTINGS_SHA256) {
		foreach ($line in $text -split '\n' -ne '') {
			$name, $text = $line -split '[=:]', 2
			if ($line -match '^\w+:') { $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($text)) }
			Set-Variable $name $text
		}
	} else { $Unread = $true }
}
function List($Text) { "$Text".Trim() -split '\s*,\s*' -ne '' }
