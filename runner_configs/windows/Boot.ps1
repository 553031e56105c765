# Any failure ends in a reason, one signal and ABANDON; success only with a registered, running service.
function Preflight {
  # At once, because without them a failure could not be told.
  Install aws.exe https://awscli.amazonaws.com/AWSCLIV2.msi Amazon
  if ($V.STACK) { Install cfn-signal.exe https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-win64-latest.exe Amazon /quiet }
  Read-Identity
  Assert-Endpoint "$($V.GITLAB_URL.TrimEnd('/'))/api/v4/version"
  Assert-Endpoint "$(Get-Release)/release.sha256"
}
function Tools {
  Install-Executor
  Report
}
function Boot {
  if (Marked signalled) { return }
  if (-not (Marked started)) { Mark started (Now).ToString('o') }
  if ($PSCommandPath -ne $Self) { Copy-Item -Path $PSCommandPath -Destination $Self -Force }
  $phase = 'start'
  try {
    Register-Task Watch 1
    Start-ScheduledTask -TaskName vend-watch
    foreach ($phase in -split 'preflight patch tools download register service') {
      $begin = Now
      & $phase
      [IO.File]::AppendAllText("$Dir/phases", "$phase=$([int]((Now) - $begin).TotalSeconds)`n")
    }
  } catch {
    $reason = Hide "${phase}: $_"
    Say "FAILED in phase $reason" 102 ERROR
    Signal 1 $reason
    Unregister
    Try-To { Complete $V.LAUNCH_HOOK ABANDON }
    Mark completed
    exit 1
  }
  $total = [int]((Now) - ([datetime](Recall started)).ToUniversalTime()).TotalSeconds
  [IO.File]::AppendAllText("$Dir/phases", "total=$total`n")
  Say "boot succeeded; seconds: $([IO.File]::ReadAllText("$Dir/phases"))" 101
  Signal 0 'a runner is registered and runs'
  Try-To { Complete $V.LAUNCH_HOOK CONTINUE }
  if ($V.METRICS -eq 'true') { Try-To { Send-Seconds } }
  Try-To { Start-Load }
}

if ($Action -eq 'Boot') { Protect-Folder $Dir | Out-Null }
# Each action once at a time; a lock ends with its process.
try { $lock = [IO.File]::Open("$Dir/$Action.lock", 'OpenOrCreate', 'ReadWrite', 'None') } catch { exit }
try {
  Read-Values
  Initialize-Session
  if ($Action -eq 'Watch') { Read-Identity }
  $(switch ($Action) { Boot { Boot } Watch { Watch } Housekeeping { Clear-Disk } }) | Out-Null
} catch {
  Say "${Action}: $_" 104 ERROR
  exit 1
} finally { $lock.Dispose() }
