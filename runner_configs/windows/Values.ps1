# Values are data: NAME=VALUE lines, free text as base64. A variable VEND_NAME (plain text) wins.
$Dir = Join-Path $env:ProgramData 'vend'
$Self = Join-Path $Dir 'runner.ps1'
$Base64 = -split 'SCRIPT GITLAB_URL TOKEN_SOURCE RUNNER_TAGS RUNNER_DOWNLOAD DOCKER_IMAGE DOCKER_VOLUMES REGISTRY_MIRROR LAST_PATCH_RUN HTTP_PROXY NO_PROXY'
$V = @{}
foreach ($name in $Base64 + (-split 'STACK REGION LAUNCH_HOOK TERMINATE_HOOK DOCKER_PRIVILEGED CACHE_BUCKET SCHEDULED PROTECT_BUSY LOG_GROUP')) { $V[$name] = '' }
$V += @{
  RESOURCE = 'InstanceASG'; HEARTBEAT = 600; DRAIN_LIMIT = 43200; RUNNER_VERSION = 'latest'; CONCURRENT = 10; LOCKED = 'true'; RUN_UNTAGGED = 'false'
  DOCKER_PULL_POLICY = 'always'; PATCH_SCOPE = 'NoPatching'; MONITOR_INTERVAL = 1; LOAD_TEST = 0; METRICS = 'true'; CACHE_SHARED = 'false'
}
$V.RUNNER_DOWNLOAD = 'https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads'
function Read-Values {
  $file = Join-Path $Dir 'values'
  if (Test-Path $file) {
    foreach ($line in [IO.File]::ReadAllLines($file)) {
      if ($line -notmatch '^(\w+)=(.+)') { continue }
      $name, $text = $Matches[1], $Matches[2]
      $V[$name] = if ($name -in $Base64) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($text)) } else { $text }
    }
  }
  foreach ($one in [Environment]::GetEnvironmentVariables().GetEnumerator()) { if ($one.Key -clike 'VEND_*') { $V[$one.Key.Substring(5)] = $one.Value } }
}
function Split-List([string]$Text) { $Text -split '[,;]' | ForEach-Object Trim | Where-Object Length }
function Now { (Get-Date).ToUniversalTime() }
function Read-Time([string]$Text) { [DateTime]::Parse($Text, [Globalization.CultureInfo]::InvariantCulture, 'AssumeUniversal, AdjustToUniversal') }

# Marks outlive reboots; a lock lasts as long as its process.
function Mark([string]$Name, [string]$Text) { [IO.File]::WriteAllText((Join-Path $Dir "$Name.mark"), $Text) }
function Marked([string]$Name) { Test-Path (Join-Path $Dir "$Name.mark") }
function Recall([string]$Name) { if (Marked $Name) { [IO.File]::ReadAllText((Join-Path $Dir "$Name.mark")) } }
function Forget([string]$Name) { [IO.File]::Delete((Join-Path $Dir "$Name.mark")) }
function Lock([string]$Name) { try { [IO.File]::Open((Join-Path $Dir "$Name.lock"), 'OpenOrCreate', 'ReadWrite', 'None') } catch { $null } }
