# What the Windows scripts of the matrix reach: the stand-ins of tests/powershell, asked of the test instead of files where the matrix needs
# it: time, services, metadata, processes, room on the disk, and each recorded call, which may be refused, late, or not answered.
. "$env:LAB_CODE/stand_ins.ps1"

# As native/program.c asks: code and words of the answer.
function Ask-Lab([string]$Name, [string[]]$Words) {
  $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
  try {
    $socket.Connect([Net.Sockets.UnixDomainSocketEndPoint]::new($env:LAB_SOCKET))
    $bytes = [Text.Encoding]::UTF8.GetBytes((@($Name, '0', "$PWD", "$($Words.Count)") + $Words -join "`0") + "`0")
    $null = $socket.Send([BitConverter]::GetBytes([uint32]$bytes.Length))
    $null = $socket.Send($bytes)
    $said = [Text.StringBuilder]::new()
    while ($true) {
      $head = Receive-Lab $socket 5
      $text = [Text.Encoding]::UTF8.GetString((Receive-Lab $socket ([BitConverter]::ToUInt32($head, 1))))
      switch ([char]$head[0]) {
        'x' { return [pscustomobject]@{ Code = [int]$text; Said = "$said" } }
        'o' { $null = $said.Append($text) }
        'e' { $null = $said.Append($text) }
      }
    }
  } finally { $socket.Dispose() }
}
function Receive-Lab($Socket, [int]$Count) {
  $bytes = [byte[]]::new($Count)
  for ($at = 0; $at -lt $Count) {
    $got = $Socket.Receive($bytes, $at, $Count - $at, 'None')
    if (-not $got) { throw 'lab: the test has gone' }
    $at += $got
  }
  return , $bytes
}
# What a cmdlet does; it throws where the answer is no.
function Add-Call([string]$Name, $Arguments) {
  $told = Ask-Lab $Name (@($Arguments | ForEach-Object { if ($_ -is [hashtable]) { $_.Values | ForEach-Object { "$_" } } else { "$_" } }))
  if ($told.Code) { throw "$Name failed: $($told.Said)" }
  return
}
function Start-Sleep {
  [CmdletBinding(DefaultParameterSetName = 'Seconds')]
  param([Parameter(Mandatory, Position = 0, ParameterSetName = 'Seconds')][double]$Seconds, [Parameter(Mandatory, ParameterSetName = 'Milliseconds')][int]$Milliseconds)
  $null = Ask-Lab 'Start-Sleep' "$($Seconds + $Milliseconds / 1000)"
}
function Invoke-RestMethod {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][uri]$Uri, [string]$Method = 'Get', [hashtable]$Headers, [int]$TimeoutSec, [switch]$UseBasicParsing, [string]$Body)
  $told = Ask-Lab 'Invoke-RestMethod' @($Method.ToUpperInvariant(), "$Uri", "$(if ($Headers) { $Headers['X-aws-ec2-metadata-token'] })", "$TimeoutSec")
  if ($told.Code -ge 400) { throw "Response status code does not indicate success: $($told.Code) (it is so)." }
  if ($told.Code) { throw "The request was canceled due to the configured HttpClient.Timeout of $TimeoutSec seconds elapsing." }
  if ($told.Said -match '^\s*[{\[]') { return ConvertFrom-Json $told.Said }
  return $told.Said
}

# ---- services
function Ask-Service($Cmdlet, [string]$Call, [string]$Name, [string[]]$More) {
  $told = Ask-Lab $Call (@($Name) + $More)
  if ($told.Code -eq 2) {
    $Cmdlet.WriteError([Management.Automation.ErrorRecord]::new([InvalidOperationException]::new("Cannot find any service with service name '$Name'."), 'NoServiceFoundForGivenName', 'ObjectNotFound', $Name))
    return
  }
  if ($told.Code) {
    $Cmdlet.WriteError([Management.Automation.ErrorRecord]::new([InvalidOperationException]::new("$Call '$Name' failed: $($told.Said)"), 'CouldNotDo', 'OpenError', $Name))
    return
  }
  if ($told.Said) { return ConvertFrom-Json $told.Said }
}
function Get-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name)
  return Ask-Service $PSCmdlet 'Get-Service' $Name @()
}
function Start-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name)
  $null = Ask-Service $PSCmdlet 'Start-Service' $Name @()
}
function Stop-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [switch]$Force, [switch]$NoWait)
  $null = Ask-Service $PSCmdlet 'Stop-Service' $Name @(if ($NoWait) { '-NoWait' })
}
function Restart-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [switch]$Force)
  $null = Ask-Service $PSCmdlet 'Restart-Service' $Name @()
}
function Set-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [ValidateSet('Automatic', 'Manual', 'Disabled')][string]$StartupType)
  $null = Ask-Service $PSCmdlet 'Set-Service' $Name @($StartupType)
}

# ---- the machine
function Get-CimInstance {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$ClassName, [string]$Filter)
  $told = Ask-Lab 'Get-CimInstance' @($ClassName, $Filter)
  if ($told.Code) { throw "Get-CimInstance $ClassName failed: $($told.Said)" }
  if ($told.Said) { ConvertFrom-Json $told.Said }
}
function Get-PSDrive {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string[]]$Name)
  foreach ($one in $Name) {
    $told = Ask-Lab 'Get-PSDrive' $one
    if ($told.Code) { Write-Error "Cannot find drive. A drive with the name '$one' does not exist."; continue }
    $free = [long](1GB * [double]$told.Said)
    [pscustomobject]@{ Name = $one; Free = $free; Used = 100GB - $free }
  }
}
function Stop-Process {
  [CmdletBinding()] param([Parameter(Position = 0)][int[]]$Id, [switch]$Force)
  foreach ($one in $Id) { Add-Call 'Stop-Process' @("$one") }
}
Update-TypeData -Force -TypeName System.Diagnostics.Process -MemberType ScriptMethod -MemberName WaitForExit -Value {
  param([double]$Milliseconds)
  $hangs, $clock = [IO.Path]::Combine($env:LAB_WORLD, 'hangs'), [Diagnostics.Stopwatch]::StartNew().psbase
  while (-not $this.HasExited) {
    if ([IO.File]::Exists($hangs)) { [IO.File]::Delete($hangs); if (-not (Ask-Lab 'patience' "$($Milliseconds / 1000)").Code) { return $false } }
    if ($clock.Elapsed.TotalMilliseconds -ge 1000 * $Milliseconds) { return $false }
    [Threading.Thread]::Sleep(5)
  }
  return $true
}
# A program that does not answer does so for as long as the script has patience: in the test's time, and at once in ours.
Update-TypeData -Force -TypeName System.Diagnostics.Stopwatch -MemberType ScriptProperty -MemberName Elapsed -Value {
  $hangs = [IO.Path]::Combine($env:LAB_WORLD, 'hangs')
  if ([IO.File]::Exists($hangs)) {
    [IO.File]::Delete($hangs)
    if (-not (Ask-Lab 'patience' "$Limit").Code) { $this | Add-Member NoteProperty Over $true }
  }
  if ($this.PSObject.Properties['Over']) { [TimeSpan]::FromDays(99) } else { $this.psbase.Elapsed }
}
