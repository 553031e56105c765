# Shell: git; pwsh where the image has it
function Feature { }
function Tools {
	Install git.exe https://github.com/git-for-windows/git/releases/download/v2.55.0.windows.5/Git-2.55.0.5-64-bit.exe '/VERYSILENT /NORESTART /RESTARTEXITCODE=3010 /SUPPRESSMSGBOXES /SP-' d065a4e23c3d9a6b5073d609b5be0830227ec3ca053c083ba385061ddfaf94c6
	# @if instance_store
	if ($INSTANCE_STORE -eq 'builds') { . Store; if ($Drive) { Keep store $Drive } }
	# @end
	Report
}
# Builds and caches are beside the configuration, or on the instance's own disks.
function Folder($Name) {
	# Where jobs have an account of their own it may make these folders anew.
	if ($JOB_USER -eq 'true') { $Name = "jobs\$Name" }
	if ($drive = Read store) { "$drive\$Name" } else { Join-Path $Dir $Name }
}
function Options {
	'--shell'; if (Get-Command pwsh.exe -ea Ignore) { 'pwsh' } else { 'powershell' }
	if ((Kept store) -or $JOB_USER -eq 'true') { '--builds-dir', (Folder builds), '--cache-dir', (Folder cache) }
}
function Busy {
	$id = (Get-CimInstance Win32_Service -Filter "Name='gitlab-runner'").ProcessId
	# A stopped one has 0, the parent of System.
	if ($id) { Get-CimInstance Win32_Process -Filter "ParentProcessId=$id and Name!='conhost.exe'" }
}
function Jobs { @(Busy).Count }
function Abort {
	$Limit = 5
	# Without taskkill at least the process that the runner waits for.
	foreach ($one in Busy) { try { Run taskkill.exe /f /t /pid $one.ProcessId } catch { Say "$_" 104 WARNING; Stop-Process -Id $one.ProcessId -Force } }
}
function Prune { }
# @if windows_options
# With an account of their own: what a job left running could put a link in the way of SYSTEM, which removes folders.
$Account = 'S-1-5-80-2857277617-785882824-3978354584-172369530-2513931732'
# Nobody's, when it has ended.
function Owner($Process) { try { ($Process | Invoke-CimMethod -MethodName GetOwnerSid).Sid } catch { '' } }
function End-Leftovers {
	if ($JOB_USER -ne 'true') { return }
	for ($try = 9; $left = Get-CimInstance Win32_Process | Where-Object { (Owner $_) -eq $Account }; $try--) {
		if (!$try) { throw 'processes of jobs do not end' }
		foreach ($one in $left) { try { Stop-Process -Id $one.ProcessId -Force } catch { continue } }
		Start-Sleep 1
	}
}
# @end
# Where no job can be in one.
function Make-Room {
	# @if windows_options
	End-Leftovers
	# @end
	'builds', 'cache' | ForEach-Object { Remove-Tree (Folder $_) }
}
function Mend { }
