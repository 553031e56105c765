$Dir = Join-Path $env:ProgramData vend
$Self = Join-Path $Dir runner.ps1
function Keep($Name, $Text) { [IO.File]::WriteAllText("$Dir/$Name", $Text) }
function Kept($Name) { Test-Path "$Dir/$Name" }
function Read($Name) { if (Kept $Name) { [IO.File]::ReadAllText("$Dir/$Name") } }
function Now($Plus) { (Get-Date).ToUniversalTime().AddSeconds($Plus) }
# Values are data: the launcher's, or yours (`@{ GITLAB_URL = '...' } | Export-Clixml values`), or these.
foreach ($entry in -split 'STACK REGION RESOURCE LAUNCH_HOOK TERMINATE_HOOK LAUNCH_HEARTBEAT=600 HEARTBEAT=600 DRAIN_LIMIT=43200
	GITLAB_URL TOKEN_SOURCE TOKENS RUNNER_TAGS CONCURRENT=10 LOCKED=true RUN_UNTAGGED=false RUNNER_VERSION=latest
	RUNNER_DOWNLOAD=https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads CACHE_BUCKET CACHE_SHARED=false
	DOCKER_IMAGE DOCKER_VOLUMES DOCKER_PULL_POLICY=always REGISTRY_MIRROR PATCH_SCOPE=NoPatching LAST_PATCH_RUN METRICS=true
	MONITOR_INTERVAL=1 PROTECT_BUSY SCHEDULED LOG_GROUP HTTP_PROXY NO_PROXY LOAD_TEST=0') {
	$name, $text = $entry -split '=', 2; Set-Variable $name "$text"
}
foreach ($given in (Import-Clixml "$Dir/values").GetEnumerator()) { if ($given.Value) { Set-Variable $given.Key $given.Value } }
function List($Text) { "$Text".Trim() -split '\s*[,;]\s*' -ne '' }
