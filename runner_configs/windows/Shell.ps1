# Shell: git; pwsh where the image has it
function Enable-Feature { $false }
function Tools {
	Install git.exe https://github.com/git-for-windows/git/releases/download/v2.55.0.windows.5/Git-2.55.0.5-64-bit.exe d065a4e23c3d9a6b5073d609b5be0830227ec3ca053c083ba385061ddfaf94c6 '/VERYSILENT /NORESTART /SP-'
	Report
}
function Get-Options { '--shell'; if (Get-Command pwsh.exe -ErrorAction Ignore) { 'pwsh' } else { 'powershell' } }
function Test-Busy {
	$service = Get-CimInstance Win32_Service -Filter "Name='gitlab-runner'"
	[bool](Get-CimInstance Win32_Process -Filter "ParentProcessId=$($service.ProcessId) and Name!='conhost.exe'")
}
# Build folders go only where no job can be in one.
function Clear-Executor { if ($args -and (Get-State) -eq 'Stopped' -and (Test-Path "$RunnerDir/builds")) { Remove-Item "$RunnerDir/builds" -Recurse -Force } }
