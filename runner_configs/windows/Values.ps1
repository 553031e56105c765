# Values are data: lines NAME=VALUE, free texts in base64. A variable VEND_NAME (plain text) goes first.
$Dir = Join-Path $env:ProgramData 'vend'
$Self = Join-Path $Dir 'runner.ps1'
$Texts = -split 'SCRIPT GITLAB_URL TOKEN_SOURCE RUNNER_TAGS RUNNER_DOWNLOAD DOCKER_IMAGE DOCKER_VOLUMES REGISTRY_MIRROR LAST_PATCH_RUN HTTP_PROXY NO_PROXY'
$V = @{
  HEARTBEAT = 600; LAUNCH_HEARTBEAT = 0; DRAIN_LIMIT = 43200; CONCURRENT = 10; LOAD_TEST = 0; RUNNER_VERSION = 'latest'
  LOCKED = 'true'; RUN_UNTAGGED = 'false'; CACHE_SHARED = 'false'; METRICS = 'true'; PATCH_SCOPE = 'NoPatching'; MONITOR_INTERVAL = '1'
  DOCKER_PULL_POLICY = 'always'; RUNNER_DOWNLOAD = 'https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads'
}
foreach ($name in $Texts + (-split 'TOKENS STACK RESOURCE REGION LAUNCH_HOOK TERMINATE_HOOK CACHE_BUCKET SCHEDULED PROTECT_BUSY LOG_GROUP')) { $V[$name] += '' }
# A number that is none counts as not given.
function Set-Value($Name, $Text) {
  if ($V[$Name] -isnot [int] -and $Text) { $V[$Name] = $Text }
  if ($Text -match '^\d{1,6}$' -and $V[$Name] -is [int]) { $V[$Name] = [int]$Text }
}
function Read-Values {
  if (Test-Path "$Dir/values") {
    foreach ($line in [IO.File]::ReadAllLines("$Dir/values")) {
      $name, $text = $line -split '=', 2
      if ($name -in $Texts) { $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($text)) }
      Set-Value $name $text
    }
  }
  foreach ($name in @($V.Keys)) { Set-Value $name ([Environment]::GetEnvironmentVariable("VEND_$name")) }
}
function Split-List($Text) { $Text -split '[,;]' | ForEach-Object Trim | Where-Object Length }
