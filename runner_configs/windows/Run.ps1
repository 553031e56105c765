$Secrets = @()
function Hide($Text) {
	foreach ($secret in $Secrets) { $Text = $Text.Replace($secret, '***') }
	$Text -replace '\s+', ' ' -replace '^(.{700}).+', '$1'
}
function Say($Text, $Id, $Type = 'INFORMATION') {
	$Text = Hide $Text
	[IO.File]::AppendAllText("$Dir/$Action.log", ("{0:s}Z {1}`r`n" -f (Now), $Text))
	Write-Host $Text
	if ($Id) { try { $null = Run eventcreate.exe /L APPLICATION /SO vend /T $Type /ID $Id /D $Text } catch { Write-Host $_ } }
}
# For what is not worth the boot.
function Try-To($What) { try { & $What } catch { Say "$_" 104 WARNING } }
function Retry($What) { try { & $What } catch { Start-Sleep 5; & $What } }
# Exit code 3010: done, but wants a reboot. What is no error record is the program's output. Windows PowerShell hands over
# arguments without regard to quotes in them, empty ones not at all, and newer ones do so when asked: hence one way for all.
# Backslashes at the end of an argument with spaces cannot be told from an escaped quote there.
$PSNativeCommandArgumentPassing = 'Legacy'
function Run {
	$program, [string[]]$words = $args | ForEach-Object { $_ }
	$ErrorActionPreference = 'Continue'
	$lines = & $program ($words -replace '(\\*)"', '$1$1\"' -replace '(?s)(\s.*?)\\+$', '$1') 2>&1
	if ($LASTEXITCODE -notin 0, 3010) { throw "$program $($words[0]) ended with ${LASTEXITCODE}: $lines" }
	($lines | Where-Object { $_ -is [string] }) -join "`n"
}
# The task carries on after a reboot, and after its three days at most.
function Task($What, $Minutes) { Run schtasks.exe /create /f /ru SYSTEM /sc minute /mo $Minutes /tn "vend-$What" /tr "powershell.exe -NoProfile -ExecutionPolicy Bypass -File $Self $What" }
# '' where there is none.
function State($Name = 'gitlab-runner') { "$(Get-Service $Name -ErrorAction Ignore | ForEach-Object Status)" }
