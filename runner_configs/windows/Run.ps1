# A log for each action; with an id also an event in the Application log, source vend.
$Secrets = @()
function Hide([string]$Text) {
  foreach ($secret in $Secrets) { $Text = $Text.Replace($secret, '***') }
  $Text = $Text -replace '\s+', ' '
  $Text.Substring(0, [Math]::Min($Text.Length, 700))
}
function Say([string]$Text, [int]$Id, [string]$Type = 'INFORMATION') {
  $Text = Hide $Text
  [IO.File]::AppendAllText((Join-Path $Dir "$Action.log"), "$((Now).ToString('s'))Z $Text`r`n")
  Write-Host $Text
  if ($Id) { try { Run eventcreate.exe /L APPLICATION /SO vend /T $Type /ID $Id /D $Text | Out-Null } catch { Write-Host $_ } }
}

# Runs a program: quoted as Windows programs split (5.1 does not), so values stay data; the launching hook is kept alive.
function Run {
  $program, $list = $args | ForEach-Object { $_ }
  $start = [Diagnostics.ProcessStartInfo]::new($program)
  $start.Arguments = @(foreach ($one in $list) {
      if ("$one" -match '^[^\s"]+\z') { $one } else { '"' + ("$one" -replace '(\\*)"', '$1$1\"' -replace '(\\+)\z', '$1$1') + '"' }
    }) -join ' '
  $start.UseShellExecute = $false
  $start.RedirectStandardOutput = $start.RedirectStandardError = $true
  $process = [Diagnostics.Process]::Start($start)
  $out, $err = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
  while (-not $process.WaitForExit(500)) { if ($Action -eq 'Boot') { Beat $V.LAUNCH_HOOK } }
  if ($process.ExitCode -notin 0, 3010) { throw "$program $(@($list)[0]) ended with $($process.ExitCode): $($err.Result) $($out.Result)" }  # 3010: done, wants a reboot
  $out.Result.Trim()
}
# For what is not worth the boot.
function Try-To([scriptblock]$What) { try { & $What } catch { Say "$_" 104 WARNING } }
function Start-PowerShell { Run powershell.exe -NoProfile -ExecutionPolicy Bypass -File @args | Out-Null }
function Register-Task([string]$Name, [string]$What, $Trigger, [int]$Minutes) {
  $task = @{ Action = New-ScheduledTaskAction -Execute powershell.exe -Argument "-NoProfile -ExecutionPolicy Bypass -File `"$Self`" -Action $What" }
  if ($Trigger) { $task.Trigger = $Trigger }
  $task.Principal = New-ScheduledTaskPrincipal -UserId SYSTEM -LogonType ServiceAccount -RunLevel Highest
  $task.Settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -ExecutionTimeLimit ([TimeSpan]::FromMinutes($Minutes))
  Register-ScheduledTask $Name @task -Force | Out-Null
}
function Protect-Folder([string]$Path) {
  New-Item -ItemType Directory $Path -Force | Out-Null
  Run icacls.exe $Path /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
}
