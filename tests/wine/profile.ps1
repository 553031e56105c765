# What wine 8 lacks of Windows, as far as the scripts use it. Each tells how it is made up, and so what it cannot show.

# CIM, from what there is: services from the registry, processes from .NET, a service's by its program's name; the caption is a made-up one. No filter
# but those that are read here; the real provider's own errors and its slowness do not show.
function Get-CimInstance {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$ClassName, [string]$Filter)
  switch ($ClassName) {
    Win32_OperatingSystem { [pscustomobject]@{ Caption = 'Microsoft Windows Server 2022 Datacenter' } }
    Win32_Service {
      if ($Filter -notmatch "^Name='([^']+)'$") { throw "no such filter here: $Filter" }
      $name = $Matches[1]
      $key = "HKLM:\SYSTEM\CurrentControlSet\Services\$name"
      if (!(Test-Path $key)) { return }
      $program = (Get-ItemPropertyValue $key ImagePath) -replace '\.exe.*' -replace '.*\\'
      $process = if ((Get-Service $name).Status -ne 'Stopped') { @(Get-Process $program -ErrorAction Ignore)[0] }
      [pscustomobject]@{ Name = $name; ProcessId = [uint32]$(if ($process) { $process.Id }) }
    }
    Win32_Process {
      $all = Get-Process | ForEach-Object { [pscustomobject]@{ Name = "$($_.ProcessName).exe"; ProcessId = $_.Id; ParentProcessId = $(if ($_.Parent) { $_.Parent.Id } else { 0 }) } }
      if ($Filter -match 'ParentProcessId\s*=\s*(\d+)') { $all = $all | Where-Object ParentProcessId -EQ $Matches[1] }
      if ($Filter -match "Name\s*!=\s*'([^']+)'") { $all = $all | Where-Object Name -NE $Matches[1] }
      $all
    }
    default { throw "Invalid class $ClassName" }
  }
}
# The cmdlet asks for a right that wine's service manager does not give, and wine's sc.exe cannot: what Windows would write, which counts
# from the next start of its manager on.
function Set-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [Parameter(Mandatory)][ValidateSet('Automatic', 'Manual', 'Disabled')][string]$StartupType)
  Set-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$Name" Start (@{ Automatic = 2; Manual = 3; Disabled = 4 }[$StartupType])
}
# AWS's module: only what it is called with.
function Get-ASAutoScalingInstance {
  [CmdletBinding()] param([Parameter(Position = 0)][string]$InstanceId, [string]$Region)
  [pscustomobject]@{ AutoScalingGroupName = 'lab-InstanceASG-1' }
}
function Complete-ASLifecycleAction {
  [CmdletBinding()] param([string]$LifecycleHookName, [string]$AutoScalingGroupName, [string]$InstanceId, [string]$LifecycleActionResult, [string]$Region)
  Complete-ASLifecycleAction.exe $LifecycleHookName $AutoScalingGroupName $InstanceId $LifecycleActionResult
}
# Signatures of downloads are the test's word (C:\stand-ins\signatures.json: file name to status and subject), of all else Windows'
# own code under wine, which knows no Windows root store.
$RealSignature = Get-Command Get-AuthenticodeSignature -CommandType Cmdlet
function Get-AuthenticodeSignature {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$FilePath)
  $told = ([IO.File]::ReadAllText('C:\stand-ins\signatures.json') | ConvertFrom-Json).PSObject.Properties[[IO.Path]::GetFileName($FilePath)]
  if (!$told) { return & $RealSignature $FilePath }
  [pscustomobject]@{ Status = $told.Value[0]; SignerCertificate = [pscustomobject]@{ Subject = $told.Value[1] } }
}
# Windows Update's agent (COM): finds what C:\stand-ins\updates.json says, installs it at once, wants what that says.
class Update { [string]$Title; [bool]$EulaAccepted; [void] AcceptEula() { $this.EulaAccepted = $true } }
class UpdateStep {
  [object]$Updates; [object]$Told
  [object] Download() { return [pscustomobject]@{ ResultCode = 2; RebootRequired = $false } }
  [object] Install() { [IO.File]::WriteAllText('C:\stand-ins\updates.json', '{"titles":[],"reboot":false}'); return [pscustomobject]@{ ResultCode = 2; RebootRequired = $this.Told.reboot } }
  [object] Search([string]$Criteria) { return [pscustomobject]@{ Updates = [Collections.ArrayList]@($this.Told.titles | ForEach-Object { [Update]@{ Title = $_ } }) } }
}
class UpdateSession {
  [object]$Told
  [object] CreateUpdateSearcher() { return [UpdateStep]@{ Told = $this.Told } }
  [object] CreateUpdateDownloader() { return [UpdateStep]@{ Told = $this.Told } }
  [object] CreateUpdateInstaller() { return [UpdateStep]@{ Told = $this.Told } }
}
$RealNewObject = Get-Command New-Object -CommandType Cmdlet
function New-Object {
  [CmdletBinding(DefaultParameterSetName = 'Net')]
  param([Parameter(Mandatory, ParameterSetName = 'Com')][string]$ComObject, [Parameter(Mandatory, ParameterSetName = 'Net', Position = 0)][string]$TypeName,
    [Parameter(ParameterSetName = 'Net', Position = 1)][object[]]$ArgumentList)
  if ($ComObject -ne 'Microsoft.Update.Session') { return & $RealNewObject @PSBoundParameters }
  [UpdateSession]@{ Told = [IO.File]::ReadAllText('C:\stand-ins\updates.json') | ConvertFrom-Json }
}
