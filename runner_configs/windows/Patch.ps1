# One reboot at most; persistent user data or the task vend-boot carries on after it, whichever comes first.
function Install-Updates {
  if ($V.PATCH_SCOPE -notin 'All', 'SecurityOnly') { throw "unknown patch scope $($V.PATCH_SCOPE)" }
  $session = New-Object -ComObject Microsoft.Update.Session
  $which = "IsInstalled=0 and IsHidden=0 and Type='Software'"
  if ($V.PATCH_SCOPE -eq 'SecurityOnly') { $which += " and CategoryIDs contains '0FA1201D-4330-4FA8-8AE9-B877473B6441'" }
  $found = $session.CreateUpdateSearcher().Search($which).Updates
  Say "$($found.Count) updates"
  if (-not $found.Count) { return $false }
  foreach ($update in $found) { if (-not $update.EulaAccepted) { $update.AcceptEula() } }
  $download, $install = $session.CreateUpdateDownloader(), $session.CreateUpdateInstaller()
  $download.Updates = $install.Updates = $found
  foreach ($step in { $download.Download() }, { $install.Install() }) {
    $result = & $step
    if ($result.ResultCode -notin 2, 3) { throw "Windows Update: result $($result.ResultCode)" }
  }
  $result.RebootRequired
}
function Patch {
  if (Marked patched) { return }
  $reboot = Enable-Feature
  if ($V.PATCH_SCOPE -eq 'NoPatching') {
    Mark patched never
  } else {
    $reboot = (Install-Updates) -or $reboot
    Mark patched (Now).ToString('s')
  }
  if (-not $reboot) { return }
  Register-Task Boot
  Try-To { Hook $V.LAUNCH_HOOK record-lifecycle-action-heartbeat }
  Say 'rebooting once' 110
  Run shutdown.exe /r /t 15 /d p:2:17
  exit
}
