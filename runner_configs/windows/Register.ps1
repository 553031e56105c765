# The runner, checked against release.sha256; a registration for each token, which reaches the runner in its environment.
$RunnerDir = Join-Path $env:SystemDrive 'GitLab-Runner'
$Runner = Join-Path $RunnerDir 'gitlab-runner.exe'
$Config = Join-Path $RunnerDir 'config.toml'
function Get-Release { "$($V.RUNNER_DOWNLOAD.TrimEnd('/'))/$($V.RUNNER_VERSION)" }
function Download {
  if (Marked registered) { return }
  Protect-Folder $RunnerDir
  Save "$(Get-Release)/release.sha256" "$Dir/release.sha256"
  $line = [IO.File]::ReadAllLines("$Dir/release.sha256") -match 'gitlab-runner-windows-amd64\.exe\s*$'
  if ("$line" -notmatch '^\w{64}') { throw "no runner in $(Get-Release)/release.sha256" }
  Save "$(Get-Release)/binaries/gitlab-runner-windows-amd64.exe" $Runner $Matches[0]
}
function Read-Tokens {
  $kind, $name = $V.TOKEN_SOURCE -split ':', 2
  $text = switch ($kind) {
    secretsmanager { Aws secretsmanager get-secret-value --secret-id $name --query SecretString }
    ssm { Aws ssm get-parameter --name $name --with-decryption --query Parameter.Value }
    default { $V.TOKENS }
  }
  $script:Secrets = @(Split-List $text)
  if (-not $Secrets) { throw "no token in $name" }
}
function Get-Tags {
  "computetype-$Purchase", "glexecutor-$Executor", 'windows', "windows-$Year", 'amd64' -join ','
  if ($V.SCHEDULED -eq 'true') { 'UsesAWSASGScheduledAvailability' }
  Split-List $V.RUNNER_TAGS
}
# Runners that are only this machine's: one with a prefix before glrt- would be deleted for all who share it.
function Unregister {
  if (-not (Marked runners)) { return }
  foreach ($name in -split (Recall runners)) { Try-To { Run $Runner unregister --config $Config --name $name } }
  Forget runners
}
function Register {
  if (Marked registered) { return }
  Unregister
  Read-Tokens
  [IO.File]::WriteAllText($Config, "concurrent = $($V.CONCURRENT)`n")
  # A rotation by one instance would invalidate a shared token for all others.
  [IO.File]::WriteAllText("$Dir/template.toml", "[[runners]]`n[runners.feature_flags]`nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true`n")
  $options = @('--non-interactive', '--config', $Config, '--url', $V.GITLAB_URL, '--executor', $Executor, '--template-config', "$Dir/template.toml")
  $options += Get-Options
  if ($V.CACHE_BUCKET) {
    $options += '--cache-type', 's3', "--cache-shared=$($V.CACHE_SHARED)", '--cache-s3-bucket-name', $V.CACHE_BUCKET
    $options += '--cache-s3-bucket-location', $V.REGION, '--cache-s3-authentication_type', 'iam'
  }
  $legacy = '--tag-list', ((Get-Tags) -join ','), "--locked=$($V.LOCKED)", "--run-untagged=$($V.RUN_UNTAGGED)"
  for ($i = 0; $i -lt $Secrets.Count; $i++) {
    $token, $name = $Secrets[$i], "$RunnerName-$($i + 1)"
    if ($token -notmatch '.glrt-|^glrtr-') { Mark runners "$(Recall runners) $name" }
    if ($token -match 'glrt-|^glrtr-') {
      $env:CI_SERVER_TOKEN = $token
      $flags = @()
    } else {
      $env:REGISTRATION_TOKEN = $token
      $flags = $legacy
    }
    try { Run $Runner register --name $name $options $flags } finally { $env:CI_SERVER_TOKEN = $env:REGISTRATION_TOKEN = $null }
  }
  Mark registered
  Say "registered $RunnerName with $i tokens" 103
  Try-To { Set-Tags }
}
function Service {
  if (-not (Get-Service -Name gitlab-runner -ErrorAction SilentlyContinue)) {
    Run $Runner install --working-directory $RunnerDir --config $Config
    Try-To { Run sc.exe failure gitlab-runner reset= 86400 actions= restart/60000 }
    Set-ServiceProxy gitlab-runner
  }
  Start-Service -Name gitlab-runner
  Start-Sleep -Seconds 5
  if (-not (Test-State Running)) { throw 'the service gitlab-runner does not run' }
  Register-Task Housekeeping 10
}
function Test-State($State) { (Get-Service -Name gitlab-runner).Status -eq $State }
