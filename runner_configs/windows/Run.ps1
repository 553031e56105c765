# Log and, with an id, Application event; no secrets
$Secrets = @()
function Hide($Text) {
	foreach ($secret in $Secrets) { $Text = $Text.Replace($secret, '***') }
	$Text -replace '"', "'" -replace '\s+', ' ' -replace '^(.{700}).+', '$1'
}
function Say($Text, $Id, $Type = 'INFORMATION') {
	$Text = Hide $Text
	[IO.File]::AppendAllText("$Dir/$Action.log", "$((Now).ToString('s'))Z $Text`r`n")
	Write-Host $Text
	if ($Id) { try { $null = Run eventcreate.exe /L APPLICATION /SO vend /T $Type /ID $Id /D $Text } catch { Write-Host $_ } }
}
# For what is not worth the boot.
function Try-To($What) { try { & $What } catch { Say "$_" 104 WARNING } }
function Retry($What) {
	foreach ($pause in 3, 3) { try { return & $What } catch { Start-Sleep $pause } }
	& $What
}
# Exit code 3010: done, but wants a reboot. What is no error record is the program's output. Quotes are lost before 7.3: there
# arguments travel in a variable, quoted as Windows programs read them.
## PowerShell before 7.3 loses quotes in arguments
function Run {
	$program, [string[]]$words = $args | ForEach-Object { $_ }
	$ErrorActionPreference = 'Continue'
	$global:LASTEXITCODE = 0
	$lines = if ($PSVersionTable.PSVersion -ge [version]'7.3') {
		& $program @words 2>&1
	} else {
		$env:VEND_WORDS = $words -replace '(\\*)"', '$1$1\"' -replace '(?s)^(.*[\s"].*?|)(\\*)\z', '"$1$2$2"' -join ' '
		& { & $program --% %VEND_WORDS%
		} 2>&1
	}
	if ($LASTEXITCODE -notin 0, 3010) { throw "$program $($words[0]) ended with ${LASTEXITCODE}: $lines" }
	@($lines | Where-Object { $_ -is [string] }) -join "`n"
}
# At every startup, and again after so many minutes. A task runs at most three days: its next start carries on. Priority 4 is
# that of ordinary programs: jobs that take all processors must not hold up a drain.
function Register-Task($What, $Minutes) {
	$when = (New-ScheduledTaskTrigger -AtStartup), (New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval "0:$Minutes")
	$run = New-ScheduledTaskAction -Execute powershell.exe -Argument "-NoProfile -ExecutionPolicy Bypass -File `"$Self`" -Action $What"
	$how = New-ScheduledTaskSettingsSet -Priority 4
	Register-ScheduledTask "vend-$What".ToLower() -Action $run -Trigger $when -Settings $how -User SYSTEM -RunLevel Highest -Force
}
function Protect-Folder($Path) {
	New-Item $Path -ItemType Directory -Force
	Run icacls.exe $Path /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
}
# '' where there is none.
function Get-State($Name = 'gitlab-runner') { "$(Get-Service $Name -ErrorAction Ignore | ForEach-Object Status)" }
