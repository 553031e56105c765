# Success only with a registered, running service; any failure ends in Stop-Boot, once.
$Rebooting = $false
$Code = 0
function Start-Tools {
  # The CLI has the same calls as on Linux; at once, because a failure could not be told without it.
  foreach ($part in 'Amazon\AWSCLIV2', 'Amazon\cfn-bootstrap', 'Git\cmd', 'docker') { $env:PATH += [IO.Path]::PathSeparator + (Join-Path $env:ProgramFiles $part) }
  Install aws.exe https://awscli.amazonaws.com/AWSCLIV2.msi Amazon /qn
  if ($V.STACK) { Install cfn-signal.exe https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-win64-latest.exe Amazon /quiet }
  Install (Join-Path $env:ProgramFiles 'Amazon\SSM\amazon-ssm-agent.exe') https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/windows_amd64/AmazonSSMAgentSetup.exe Amazon /quiet
}
function Get-Repeat([int]$Minutes) { New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval ([TimeSpan]::FromMinutes($Minutes)) }
function Boot {
  $lock = Lock boot
  if (-not $lock -or (Marked signalled)) { return }
  $script:NextBeat = (Now).AddSeconds($V.HEARTBEAT / 2)
  $phases = [ordered]@{
    start = { Read-Identity; Start-Tools }
    preflight = { Assert-Endpoint $V.GITLAB_URL; Assert-Endpoint $V.RUNNER_DOWNLOAD }
    patch = { Invoke-Patch }
    tools = { Install-Executor; Start-Report }
    download = { Install-Runner }
    register = { Register-Runner }
    service = { Start-Runner }
    finish = { Try-To { Set-Tags }; Register-Task vend-watch Watch @((New-ScheduledTaskTrigger -AtStartup), (Get-Repeat 1)); Register-Task vend-housekeeping Housekeeping (Get-Repeat 10) 30 }
  }
  $seconds = [ordered]@{ total = 0 }
  try {
    if ($PSCommandPath -ne $Self) { Copy-Item $PSCommandPath $Self -Force }
    foreach ($phase in $phases.Keys) {
      $begin = Now
      & $phases[$phase]
      $seconds[$phase] = [int]((Now) - $begin).TotalSeconds
      $seconds.total += $seconds[$phase]
      Say "phase ${phase}: $($seconds[$phase]) s"
      if ($Rebooting) { return }
    }
    if (-not (Test-State Running)) { throw 'the service gitlab-runner ended' }
    Mark signalled success
    Signal 0 'a runner is registered and runs'
  } catch {
    $script:Code = 1
    return Stop-Boot $_
  }
  Say "boot succeeded in $($seconds.total) s" 101
  Try-To { Complete $V.LAUNCH_HOOK CONTINUE }
  Try-To { Send-Seconds $seconds }
  Try-To { if ([int]$V.LOAD_TEST) { Register-Task vend-load-test LoadTest $null 61; Start-ScheduledTask vend-load-test } }
}

if ($Action -eq 'Boot') { Protect-Folder $Dir }
try {
  Read-Values
  Initialize-Web
  if ($Action -eq 'Watch') { Read-Identity }
  switch ($Action) { Boot { Boot } Patch { Install-Updates } Watch { Watch } Housekeeping { Clear-Disk } LoadTest { Test-Load } }
} catch {
  $Code = 1
  Say "${Action}: $_" 104 ERROR
}
exit $Code
