# Jobs need git. Their shell is pwsh where the image has it, else Windows PowerShell.
function Enable-Feature { $false }
function Install-Executor {
  Install git.exe https://github.com/git-for-windows/git/releases/download/v2.49.0.windows.1/Git-2.49.0-64-bit.exe 'Johannes Schindelin' '/VERYSILENT /NORESTART /SP-'
}
function Get-Options { '--shell'; if (Get-Command pwsh.exe -ErrorAction SilentlyContinue) { 'pwsh' } else { 'powershell' } }
function Test-Busy {
  $id = (Get-CimInstance Win32_Service -Filter "Name='gitlab-runner'").ProcessId
  $id -and @(Get-CimInstance Win32_Process -Filter "ParentProcessId=$id" | Where-Object Name -ne 'conhost.exe').Count -gt 0
}
function Clear-Executor { }
