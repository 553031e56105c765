function Get-Step($Name, $From, $Hash) {
	# At the boot, so that none is missing at the drain.
	if (!$From) { return }
	$null = New-Item steps -ItemType Directory -Force
	$file = Join-Path $Dir "steps/$Name.ps1"
	if ($From -match '^https?:') {
		if (!$Hash) { throw "step $Name has no checksum" }
		Fetch $From -fo $file
	} elseif ($From -like 's3:*') { $null = Retry { Aws s3 cp $From $file } 20 15 } elseif ($From -ne 'Embedded') { Copy-Item $From $file }
	# What it is, not its line ends. With a mark, else Windows PowerShell would take it for the machine's code page.
	$text = [IO.File]::ReadAllText($file)
	$sums = (Get-FileHash $file).Hash, (Get-FileHash -InputStream ([IO.MemoryStream][Text.Encoding]::UTF8.GetBytes($text.Replace("`r`n", "`n")))).Hash
	if ($Hash -and $Hash -notin $sums) { throw "step $Name has a wrong checksum" }
	[IO.File]::WriteAllText($file, $text, [Text.Encoding]::UTF8)
}
function Step($Name, $File = (Join-Path $Dir "steps/$Name.ps1")) {
	# In a process of its own, for so many seconds at most; at the drain, beside the heartbeats.
	if (!(Kept "steps/$Name.ps1")) { return }
	Say "step $Name"
	$all = @{ STEP = $Name; INSTANCE = $InstanceId; REGION = $REGION; STACK = $STACK; GROUP = $Group; GITLAB_URL = $GITLAB_URL; RUNNER_NAME = $RunnerName; EXECUTOR = $Executor }
	$env:AWS_DEFAULT_REGION = $REGION
	foreach ($key in $all.Keys) { Set-Item "env:VEND_$key" $all[$key] }
	$words, $Limit = ('-NoProfile', '-ExecutionPolicy', 'Bypass', '-File'), 1800
	if ($Name -eq 'drain') { $script:Stepping = Start-Process powershell.exe "$words `"$File`"" -PassThru -WindowStyle Hidden -RedirectStandardOutput "$Dir/drain.log" } else { Say (Run powershell.exe $words $File) }
}
$Stepping = $null
function Step-Runs {
	if (!(Kept stepping)) { Keep stepping (Now $(if (Kept spot) { 10 } else { 300 })); Try-To { Step drain } }
	if (!$Stepping -or $Stepping.WaitForExit(1000)) { return }
	if ((Now) -lt [datetime](Read stepping)) { return $true }
	Try-To { Run taskkill.exe /f /t /pid $Stepping.Id }
	$script:Stepping = $null
}
