# In a child, so that heartbeats go on. One reboot at most: then EC2Launch's persistent user data or vend-resume carries on.
function Install-Updates {
  $session = New-Object -ComObject Microsoft.Update.Session
  $which = "IsInstalled=0 and IsHidden=0 and Type='Software'"
  if ($V.PATCH_SCOPE -eq 'SecurityOnly') { $which += " and CategoryIDs contains '0FA1201D-4330-4FA8-8AE9-B877473B6441'" }
  $found = $session.CreateUpdateSearcher().Search($which).Updates
  if (-not $found.Count) { return Say 'no updates' }
  foreach ($one in $found) { Say "update: $($one.Title)"; if (-not $one.EulaAccepted) { $one.AcceptEula() } }
  $download, $install = $session.CreateUpdateDownloader(), $session.CreateUpdateInstaller()
  $download.Updates = $install.Updates = $found
  foreach ($step in { $download.Download() }, { $install.Install() }) {
    $result = & $step
    if ($result.ResultCode -notin 2, 3) { throw "Windows Update: result $($result.ResultCode)" }
  }
  if ($result.RebootRequired) { Mark reboot }
}
function Invoke-Patch {
  if (Marked patched) { return }
  if ($V.PATCH_SCOPE -notin 'All', 'SecurityOnly', 'NoPatching') { throw "unknown patch scope $($V.PATCH_SCOPE)" }
  $reboot = Enable-Feature
  if ($V.PATCH_SCOPE -ne 'NoPatching') {
    Start-PowerShell $Self -Action Patch
    $reboot = $reboot -or (Marked reboot)
  }
  Mark patched (Now).ToString('s')
  if (-not $reboot) { return }
  Register-Task vend-resume Boot (New-ScheduledTaskTrigger -AtStartup)
  $script:NextBeat = Now
  Beat $V.LAUNCH_HOOK
  Say 'rebooting once' 110
  Run shutdown.exe /r /t 15 /d p:2:17 | Out-Null
  $script:Rebooting = $true
}
