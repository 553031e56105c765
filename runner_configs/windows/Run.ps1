$Secrets, $Said = @(), @{}
function Hide($Text) {
	foreach ($secret in $Secrets) { $Text = $Text.Replace($secret, '***') }
	$Text -replace '\s+', ' ' -replace '^(.{700}).+', '$1'
}
function Say($Text, $Id, $Type = 'INFORMATION') {
	$Text = Hide $Text
	# What stays wrong is told once an hour.
	if ($Type -ne 'INFORMATION' -and $Said[$Text] -gt (Now -3600)) { return }
	$Said[$Text] = Now
	Quietly { [IO.File]::AppendAllText("$Dir/$Action.log", ("{0:s}Z {1}`r`n" -f (Now), $Text)) }
	Write-Host $Text
	if ($Id) { $null = Quietly { $Limit = 10; Run eventcreate.exe /L APPLICATION /SO vend /T $Type /ID $Id /D $Text } }
}
# For what is not worth the boot.
function Try-To($What) { try { & $What } catch { Say "$_" 104 WARNING } }
function Retry($What, $Times = 2, $Wait = 5) { for ($try = 1; ; $try++) { try { return & $What } catch { if ($try -ge $Times) { throw }; Start-Sleep $Wait } } }
# Native calls. PowerShell's own lose empty arguments and quotes (5.1 in another way than 7), do not wait for programs with
# windows, installers first of all, and wait for ever for others. So: one command line quoted as all programs read it but batch files,
# which are refused; $Limit seconds, to be set where one calls, then its processes are ended; of a flood 1 MB is kept. $null is no
# argument. Exit code 3010: done, but wants a reboot. Errors come first where it failed, else the output alone is told.
$Limit, $Feed, $Ended = 300, '', 0
function Run {
	$program, $words = @($args | ForEach-Object { $_ }) -ne $null
	$path = @(Get-Command $program -CommandType Application)[0].Source
	if ($path -notlike '*.exe') { throw "no program: $path" }
	$line = foreach ($word in $words) { "$word" -replace '(\\*)"', '$1$1\"' -replace '(?s)^(?=.*[\s"]|\z)(.*?)(\\*)\z', '"$1$2$2"' }
	$call, $clock = "$program $(@($words)[0])", [Diagnostics.Stopwatch]::StartNew()
	$process = [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{
		FileName = $path; Arguments = "$line"; WorkingDirectory = "$PWD"; UseShellExecute = $false; CreateNoWindow = $true
		RedirectStandardInput = $true; RedirectStandardOutput = $true; RedirectStandardError = $true
	})
	Quietly { $process.StandardInput.Write($Feed); $process.StandardInput.Close() }
	$size = 8192
	$open = @(foreach ($from in $process.StandardError, $process.StandardOutput) { $buffer = [char[]]::new($size); @{ From = $from; Text = [Text.StringBuilder]::new(); Buffer = $buffer; Read = $from.ReadAsync($buffer, 0, $size) } })
	$errors, $output = $open.Text
	# What it started may hold them open after its end: five seconds more.
	$left = 100
	while ($open -and $left -and $clock.Elapsed.TotalSeconds -lt $Limit) {
		$at = [Threading.Tasks.Task]::WaitAny(@($open.Read), 50)
		if ($process.HasExited) { $left-- }
		if ($at -lt 0) { continue }
		$one = $open[$at]
		if ($count = $one.Read.Result) {
			if ($one.Text.Length -lt 1MB) { $null = $one.Text.Append($one.Buffer, 0, $count) }
			$one.Read = $one.From.ReadAsync($one.Buffer, 0, $size)
		} else { $open = @($open -ne $one) }
	}
	if (!$process.WaitForExit([Math]::Max(0.0, 1000 * ($Limit - $clock.Elapsed.TotalSeconds)))) {
		if ($program -ne 'taskkill.exe') { $null = Quietly { $Limit = 20; Run taskkill.exe /f /t /pid $process.Id } }
		Quietly { $process.Kill() }
		throw "$call took more than $Limit s: $errors$output"
	}
	$script:Ended = $code = $process.ExitCode
	if ($code -notin 0, 3010) { throw "$call ended with ${code}: $errors$output" }
	"$output".TrimEnd() -replace '\r'
}
# The task carries on after a reboot, and after its three days at most.
function Task($Name, $Minutes) { Retry { Run schtasks.exe /create /f /ru SYSTEM /sc minute /mo $Minutes /tn "vend-$Name" /tr "powershell.exe -NoProfile -ExecutionPolicy Bypass -File $Self $Name" } }
function Untask($Task) { Try-To { Run schtasks.exe /delete /f /tn "vend-$Task" } }
# A folder that a job may have changed: rd and Delete take links away, and not what they lead to; rd knows long paths and files that are read-only.
function Remove-Tree($Path) { if (Test-Path $Path) { Try-To { Run cmd.exe /c rd /s /q "\\?\$Path" }; if (Test-Path $Path) { [IO.Directory]::Delete($Path, $true) } } }
# '' where there is none. Where nobody says, also when asked again, it may run.
function State($Name = 'gitlab-runner', $Again) { "$(try { (Get-Service $Name).Status } catch { if ($_.FullyQualifiedErrorId -notlike 'NoService*') { if ($Again) { '?' } else { Start-Sleep 1; State $Name 1 } } })" }
