# The program checked against release.sha256; a registration for each token; tokens only in the runner's environment.
$RunnerDir = Join-Path $env:SystemDrive 'GitLab-Runner'
$Runner = Join-Path $RunnerDir 'gitlab-runner.exe'
$Config = Join-Path $RunnerDir 'config.toml'
function Install-Runner {
  if (Marked registered) { return }
  Protect-Folder $RunnerDir
  $base = "$($V.RUNNER_DOWNLOAD.TrimEnd('/'))/$($V.RUNNER_VERSION)"
  $sums = Join-Path $Dir 'release.sha256'
  Save "$base/release.sha256" $sums
  if ([IO.File]::ReadAllText($sums) -notmatch '(?m)^(\w{64})\s+\S*gitlab-runner-windows-amd64\.exe\s*$') { throw "no runner in $base/release.sha256" }
  $sum = $Matches[1]
  Save "$base/binaries/gitlab-runner-windows-amd64.exe" $Runner
  if ((Get-FileHash $Runner).Hash -ne $sum) { throw "checksum of the runner in $base is wrong" }
}
function Read-Tokens {
  $kind, $name = $V.TOKEN_SOURCE -split ':', 2
  $text = switch ($kind) {
    'secretsmanager' { Aws secretsmanager get-secret-value --secret-id $name --query SecretString }
    'ssm' { Aws ssm get-parameter --name $name --with-decryption --query Parameter.Value }
    default { $env:VEND_TOKENS }
  }
  $script:Secrets = @(Split-List $text)
  if (-not $Secrets) { throw "no token in $name" }
}
function Get-Tags { @("computetype-$Compute", "glexecutor-$Executor", 'windows', $Platform, 'amd64', $(if ($V.SCHEDULED -eq 'true') { 'UsesAWSASGScheduledAvailability' })) + @(Split-List $V.RUNNER_TAGS) -ne $null -join ',' }
# Not where that would delete a runner which others share: a token with a prefix before glrt-.
function Unregister {
  if (-not (Test-Path $Config)) { return }
  foreach ($one in [regex]::Matches([IO.File]::ReadAllText($Config), '(?m)^\s*name = "(.+)"')) {
    $name = $one.Groups[1].Value
    if ("$(Recall shared) " -notlike "* $name *") { Run $Runner unregister --config $Config --name $name | Out-Null }
  }
}
function Register-Runner {
  if (Marked registered) { return }
  Unregister
  Read-Tokens
  [IO.File]::WriteAllText($Config, "concurrent = $([int]$V.CONCURRENT)`n")
  # A rotation by one instance would invalidate a shared token for all others.
  $template = Join-Path $Dir 'template.toml'
  [IO.File]::WriteAllText($template, "[[runners]]`n[runners.feature_flags]`nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true`n")
  $options = @('--template-config', $template, '--url', $V.GITLAB_URL, '--executor', $Executor) + @(Get-Options)
  if ($V.CACHE_BUCKET) { $options += '--cache-type', 's3', '--cache-s3-bucket-name', $V.CACHE_BUCKET, '--cache-s3-bucket-location', $V.REGION, '--cache-s3-authentication_type', 'iam', "--cache-shared=$($V.CACHE_SHARED)" }
  # Stray variables set fields that the runner refuses.
  foreach ($name in @([Environment]::GetEnvironmentVariables().Keys)) { if ($name -match '^(REGISTER_|RUNNER_|CI_SERVER_)') { [Environment]::SetEnvironmentVariable($name, [NullString]::Value) } }
  $number = 0
  foreach ($token in $Secrets) {
    $number++
    $name = "$RunnerName-$number"
    $variable, $flags = 'CI_SERVER_TOKEN', @()
    if ($token -notmatch 'glrtr?-') { $variable, $flags = 'REGISTRATION_TOKEN', @('--tag-list', (Get-Tags), "--locked=$($V.LOCKED)", "--run-untagged=$($V.RUN_UNTAGGED)") }
    elseif ($token -notlike 'glrt-*') { Mark shared "$(Recall shared) $name" }
    [Environment]::SetEnvironmentVariable($variable, $token)
    try { Run $Runner register --non-interactive --config $Config --name $name $options $flags | Out-Null } finally { [Environment]::SetEnvironmentVariable($variable, [NullString]::Value) }
  }
  Mark registered
  Say "registered $RunnerName, $number tokens" 103
}
function Start-Runner {
  if (-not (Get-Service gitlab-runner -ErrorAction SilentlyContinue)) {
    Run $Runner install --working-directory $RunnerDir --config $Config | Out-Null
    Run sc.exe failure gitlab-runner reset= 86400 actions= restart/5000/restart/60000 | Out-Null
    Set-ServiceProxy gitlab-runner
  }
  Start-Service gitlab-runner
  for ($try = 0; -not (Test-State Running); $try++) { if ($try -eq 12) { throw 'the service gitlab-runner does not run' }; Start-Sleep 5 }
}
function Test-State([string]$State) { (Get-Service gitlab-runner).Status -eq $State }
