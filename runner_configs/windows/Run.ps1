# Marks outlive reboots.
function Mark($Name, $Text) { [IO.File]::WriteAllText("$Dir/$Name.mark", $Text) }
function Marked($Name) { Test-Path "$Dir/$Name.mark" }
function Recall($Name) { if (Marked $Name) { [IO.File]::ReadAllText("$Dir/$Name.mark") } }
function Forget($Name) { [IO.File]::Delete("$Dir/$Name.mark") }
function Now { (Get-Date).ToUniversalTime() }

# A log for each action; with an id also an event in the Application log, source vend. Secrets get into neither.
$Secrets = @()
function Hide($Text) {
  foreach ($secret in $Secrets) { $Text = $Text.Replace($secret, '***') }
  $Text -replace '"', "'" -replace '\s+', ' ' -replace '^(.{700}).+', '$1'
}
function Say($Text, [int]$Id, $Type = 'INFORMATION') {
  $Text = Hide $Text
  [IO.File]::AppendAllText("$Dir/$Action.log", "$((Now).ToString('s'))Z $Text`r`n")
  Write-Host $Text
  if ($Id) { try { Run eventcreate.exe /L APPLICATION /SO vend /T $Type /ID $Id /D $Text | Out-Null } catch { Write-Host $_ } }
}
# For what is not worth the boot.
function Try-To($What) { try { & $What } catch { Say "$_" 104 WARNING } }
function Retry($What) {
  for ($try = 1; ; $try++) {
    try { return & $What } catch { if ($try -eq 3) { throw } }
    Start-Sleep -Seconds 3
  }
}

# Runs a program and checks its exit code (3010: done, but wants a reboot).
# Until 7.3 PowerShell loses quotes in arguments: there they travel in a variable, quoted as Windows programs read them.
function Run {
  $program, [string[]]$words = $args | ForEach-Object { $_ }
  $ErrorActionPreference = 'Continue'
  $global:LASTEXITCODE = 0
  if ($PSVersionTable.PSVersion -ge [version]'7.3') {
    $lines = & $program @words 2>&1
  } else {
    $env:VEND_WORDS = @(foreach ($word in $words) {
        if ($word -match '^[^\s"]+\z') { $word } else { '"' + ($word -replace '(\\*)"', '$1$1\"' -replace '(\\+)\z', '$1$1') + '"' }
      }) -join ' '
    $lines = & {
      & $program --% %VEND_WORDS%
    } 2>&1
  }
  if ($LASTEXITCODE -notin 0, 3010) { throw "$program $($words[0]) ended with ${LASTEXITCODE}: $lines" }
  @($lines | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }) -join "`n"
}
# At every startup, and again after so many minutes. A task runs at most three days: its next start carries on. Priority 4 is
# that of ordinary programs: jobs that take all processors must not hold up a drain.
function Register-Task($What, [int]$Minutes) {
  $when = @(New-ScheduledTaskTrigger -AtStartup)
  if ($Minutes) { $when += New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval ([TimeSpan]::FromMinutes($Minutes)) }
  $run = New-ScheduledTaskAction -Execute powershell.exe -Argument "-NoProfile -ExecutionPolicy Bypass -File `"$Self`" -Action $What"
  $how = New-ScheduledTaskSettingsSet -Priority 4
  Register-ScheduledTask -TaskName "vend-$What".ToLower() -Action $run -Trigger $when -Settings $how -User SYSTEM -RunLevel Highest -Force
}
function Protect-Folder($Path) {
  New-Item -ItemType Directory -Path $Path -Force
  Run icacls.exe $Path /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
}
