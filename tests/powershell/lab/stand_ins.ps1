# What only Windows has, as recording stand-ins with the parameters of the real commands: a wrong one fails to bind.
# Their world is the folder $env:LAB_WORLD. Time is what the scripts have slept since $env:LAB_BEGAN: sleeping costs nothing,
# a slow machine changes nothing, and events of the world (a spot notice, a job's end) happen at their second. One function
# for each command that the scripts call, hence the length.

function Read-World([string]$Name, $Otherwise) {
  $file = [IO.Path]::Combine($env:LAB_WORLD, $Name)
  if (-not [IO.File]::Exists($file)) { return $Otherwise }
  return ConvertFrom-Json ([IO.File]::ReadAllText($file))
}
function Write-World([string]$Name, $Value) {
  [IO.File]::WriteAllText([IO.Path]::Combine($env:LAB_WORLD, $Name), (ConvertTo-Json $Value -Depth 9 -Compress))
}
function Add-Call([string]$Name, $Arguments) {
  # As program.sh writes calls: fields and records end with separators; '@' announces arguments as JSON.
  $line = "@$Name`u{1f}$(Get-Clock)`u{1f}$(ConvertTo-Json $Arguments -Depth 9 -Compress)`u{1f}`u{1e}"
  [IO.File]::AppendAllText([IO.Path]::Combine($env:LAB_WORLD, 'calls'), $line)
}
# Often asked for, so without a cmdlet.
function Get-Clock {
  $file = [IO.Path]::Combine($env:LAB_WORLD, 'clock')
  if ([IO.File]::Exists($file)) { return [double][IO.File]::ReadAllText($file) }
  return 0.0
}

# $LAB_WORLD/skew: so many seconds is the machine's clock ahead.
function Get-Date { return [DateTimeOffset]::FromUnixTimeSeconds($env:LAB_BEGAN).LocalDateTime.AddSeconds((Get-Clock) + (Read-World 'skew' 0)) }

function Start-Sleep {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][double]$Seconds)
  $clock = (Get-Clock) + $Seconds
  [IO.File]::WriteAllText([IO.Path]::Combine($env:LAB_WORLD, 'clock'), [string]$clock)
  if ($clock -gt [double](Read-World 'limit' 1000000)) { throw 'lab: the time is over' }
  $events = [IO.Path]::Combine($env:LAB_WORLD, 'events')
  if (-not [IO.File]::Exists($events) -or [IO.File]::ReadAllText($events) -eq '[]') { return }
  $left = @()
  foreach ($one in @(Read-World 'events' @())) {
    if ($one.at -gt $clock) { $left += $one; continue }
    $body = if ($one.PSObject.Properties['body']) { "$($one.body)" } else { '' }
    if ($one.put -eq 'meta/spot/instance-action') {
      $body = '{"action":"terminate","time":"' + [DateTimeOffset]::FromUnixTimeSeconds($env:LAB_BEGAN).UtcDateTime.AddSeconds($clock + 120).ToString('yyyy-MM-ddTHH:mm:ssZ') + '"}'
    }
    if ($one.put -like 'world/*') { [IO.File]::WriteAllText([IO.Path]::Combine($env:LAB_WORLD, $one.put.Substring(6)), $body) }
    else { $null = Invoke-RestMethod "$env:LAB_METADATA/_control/$($one.put)" -Method Put -Body $body }
  }
  [IO.File]::WriteAllText($events, (ConvertTo-Json @($left) -Depth 9 -Compress))
}

# The metadata address leads to the tests' service.
$RealRestMethod = $ExecutionContext.InvokeCommand.GetCommand('Invoke-RestMethod', 'Cmdlet')
function Invoke-RestMethod {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][uri]$Uri, [string]$Method = 'Get', [hashtable]$Headers, [int]$TimeoutSec, [switch]$UseBasicParsing, [string]$Body)
  $more = @{} + $PSBoundParameters
  if ($Uri.Host -eq '169.254.169.254') { $more.Uri = "$env:LAB_METADATA$($Uri.PathAndQuery)" }
  & $RealRestMethod @more
}

# ---- services
function Find-Service($Cmdlet, [string]$Name) {
  $all = Read-World 'services' ([pscustomobject]@{})
  if ($all.PSObject.Properties[$Name]) { return $all }
  $error = [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new("Cannot find any service with service name '$Name'."), 'NoServiceFoundForGivenName', 'ObjectNotFound', $Name)
  $Cmdlet.WriteError($error)
}
function Get-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name)
  $all = Find-Service $PSCmdlet $Name
  if (-not $all) { return }
  $one = $all.$Name
  # Jobs end at their second; a service that waits for them stops then.
  if ($one.status -eq 'StopPending' -and (Get-Clock) -ge [double](Read-World 'jobs' 0)) { $one.status = 'Stopped'; Write-World 'services' $all }
  return [pscustomobject]@{ Name = $Name; Status = $one.status; StartType = $one.start }
}
function Set-ServiceState([string]$Name, $All, [string]$Status) { $All.$Name.status = $Status; Write-World 'services' $All }
function Start-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name)
  Add-Call 'Start-Service' @($Name)
  $all = Find-Service $PSCmdlet $Name
  if ($all) { Set-ServiceState $Name $all $(if ($Name -in @(Read-World 'broken' @())) { 'Stopped' } else { 'Running' }) }
}
function Stop-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [switch]$Force, [switch]$NoWait)
  Add-Call 'Stop-Service' @($Name)
  $all = Find-Service $PSCmdlet $Name
  if (-not $all) { return }
  Set-ServiceState $Name $all $(if ((Get-Clock) -lt [double](Read-World 'jobs' 0)) { 'StopPending' } else { 'Stopped' })
  while (-not $NoWait -and (Get-Service $Name).Status -ne 'Stopped') { Start-Sleep 20 }
}
function Restart-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [switch]$Force)
  Add-Call 'Restart-Service' @($Name)
  $all = Find-Service $PSCmdlet $Name
  if ($all) { Set-ServiceState $Name $all 'Running' }
}
function Set-Service {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Name, [ValidateSet('Automatic', 'Manual', 'Disabled')][string]$StartupType)
  Add-Call 'Set-Service' @($Name, $StartupType)
  $all = Find-Service $PSCmdlet $Name
  if ($all) { $all.$Name.start = $StartupType; Write-World 'services' $all }
}

# ---- the machine
# No program of this system can end with 3010, so one that wants to says it in a file; and one that hangs does so for as long as
# the script has patience, in the clock's time, and at once in ours.
Update-TypeData -Force -TypeName System.Diagnostics.Process -MemberType ScriptProperty -MemberName ExitCode -Value {
  $told = [IO.Path]::Combine($env:LAB_WORLD, "exit.$($this.Id)")
  if ([IO.File]::Exists($told)) { [int][IO.File]::ReadAllText($told) } else { $this.psbase.ExitCode }
}
Update-TypeData -Force -TypeName System.Diagnostics.Stopwatch -MemberType ScriptProperty -MemberName Elapsed -Value {
  $hangs = [IO.Path]::Combine($env:LAB_WORLD, 'hangs')
  if ([IO.File]::Exists($hangs)) {
    [IO.File]::Delete($hangs)
    Write-World 'clock' ((Get-Clock) + $Limit)
    $this | Add-Member NoteProperty Over $true
  }
  if ($this.PSObject.Properties['Over']) { [TimeSpan]::FromDays(99) } else { $this.psbase.Elapsed }
}
Update-TypeData -Force -TypeName System.Diagnostics.Process -MemberType ScriptMethod -MemberName WaitForExit -Value {
  param([double]$Milliseconds)
  $hangs, $clock = [IO.Path]::Combine($env:LAB_WORLD, 'hangs'), [Diagnostics.Stopwatch]::StartNew().psbase
  while (-not $this.HasExited) {
    if ([IO.File]::Exists($hangs)) { [IO.File]::Delete($hangs); Write-World 'clock' ((Get-Clock) + $Milliseconds / 1000); return $false }
    if ($clock.Elapsed.TotalMilliseconds -ge $Milliseconds) { return $false }
    [Threading.Thread]::Sleep(5)
  }
  return $true
}
function Get-CimInstance {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$ClassName, [string]$Filter)
  switch ($ClassName) {
    'Win32_OperatingSystem' {
      $year = switch ($env:LAB_BUILD) { 17763 { 2019 } 20348 { 2022 } 26100 { 2025 } default { 2016 } }
      return [pscustomobject]@{ Caption = "Microsoft Windows Server $year Datacenter" }
    }
    # A service that does not run has process 0, which is the parent of System.
    'Win32_Service' { return [pscustomobject]@{ Name = 'gitlab-runner'; ProcessId = $(if ((Get-Service gitlab-runner).Status -eq 'Stopped') { 0 } else { 4711 }) } }
    'Win32_Process' {
      if ($Filter -match 'ParentProcessId=0\b') { return [pscustomobject]@{ Name = 'System'; ProcessId = 4 } }
      # $LAB_WORLD/leftovers: numbers of processes that jobs left running under their own account.
      if (-not $Filter) { foreach ($one in @(Read-World 'leftovers' @())) { [pscustomobject]@{ Name = 'left.exe'; ProcessId = $one; Owner = 'S-1-5-80-2857277617-785882824-3978354584-172369530-2513931732' } } }
      if ($Filter -notmatch "and Name!='conhost.exe'$") { [pscustomobject]@{ Name = 'conhost.exe'; ProcessId = 1 } }
      # program.sh knows the job's process by this number, which no system gives.
      if ((Get-Clock) -lt [double](Read-World 'jobs' 0)) { [pscustomobject]@{ Name = 'powershell.exe'; ProcessId = 4194305 } }
    }
    default { throw "Invalid class $ClassName" }
  }
}
# A process that ended meanwhile has no owner, and the real cmdlet writes an error then.
function Invoke-CimMethod {
  [CmdletBinding()] param([Parameter(Mandatory, ValueFromPipeline)][object]$InputObject, [Parameter(Mandatory)][ValidateSet('GetOwnerSid')][string]$MethodName)
  process {
    if ($InputObject.ProcessId -eq 1) { Write-Error 'Not found'; return }
    [pscustomobject]@{ ReturnValue = 0; Sid = $(if ($InputObject.PSObject.Properties['Owner']) { $InputObject.Owner } else { 'S-1-5-18' }) }
  }
}
# $LAB_WORLD/forks: so many of them start another process before they end.
function Stop-Process {
  [CmdletBinding()] param([Parameter(Mandatory)][int]$Id, [switch]$Force)
  Add-Call 'Stop-Process' @($Id)
  if ($Id -eq 4194305) { Write-World 'jobs' 0 }
  $left = @(@(Read-World 'leftovers' @()) -ne $Id)
  if ($forks = Read-World 'forks' 0) { Write-World 'forks' ($forks - 1); $left += $Id + 100 }
  [IO.File]::WriteAllText([IO.Path]::Combine($env:LAB_WORLD, 'leftovers'), (ConvertTo-Json @($left) -Compress))
}
enum RestartState { No; Yes; Maybe }
function Install-WindowsFeature {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string[]]$Name)
  Add-Call 'Install-WindowsFeature' $Name
  return [pscustomobject]@{ Success = $true; RestartNeeded = [RestartState]::Yes }
}
# Cast from a text, as the enumeration of the real one is; what is set is recorded at once.
class LabPriority {
  LabPriority([string]$Name) { Add-Call 'PriorityClass' @($Name) }
}
class LabProcess { [LabPriority]$PriorityClass }
function Get-PSDrive {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string[]]$Name)
  foreach ($one in $Name) {
    $free = if ($one -eq 'C') { Read-World 'free' 60 } else { Read-World "free-$one" $null }
    if ($null -eq $free) { Write-Error "Cannot find drive. A drive with the name '$one' does not exist."; continue }
    $free = [long](1GB * $free)
    [pscustomobject]@{ Name = $one; Free = $free; Used = 100GB - $free }
  }
}
function Get-Process {
  [CmdletBinding()] param([Parameter(Mandatory)][int]$Id)
  if ($Id -ne $PID) { throw "Cannot find a process with the process identifier $Id." }
  return [LabProcess]::new()
}
function Set-ItemProperty {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Path, [Parameter(Mandatory, Position = 1)][string]$Name, [Parameter(Mandatory, Position = 2)][object]$Value, [ValidateSet('String', 'DWord', 'MultiString')][string]$Type)
  # As the registry's provider does for a value that is new.
  if (-not $Type) { $Type = if ($Value -is [string[]]) { 'MultiString' } elseif ($Value -is [int]) { 'DWord' } else { 'String' } }
  Add-Call 'Set-ItemProperty' @{ path = $Path; name = $Name; type = $Type; value = $Value }
  $registry = Read-World 'registry' ([pscustomobject]@{})
  if (-not $registry.PSObject.Properties[$Path]) { $registry | Add-Member -NotePropertyName $Path -NotePropertyValue ([pscustomobject]@{}) }
  $registry.$Path | Add-Member -NotePropertyName $Name -NotePropertyValue $Value -Force
  Write-World 'registry' $registry
}
# Of the registry alone; $LAB_WORLD/registry is {"path": {"name": value}}.
function Get-ItemProperty {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$Path)
  if ($Path -notlike 'HKLM:\*') { throw "lab: no registry path: $Path" }
  $registry = Read-World 'registry' ([pscustomobject]@{})
  $key = [pscustomobject]@{ PSPath = "Microsoft.PowerShell.Core\Registry::$Path"; PSChildName = ($Path -split '\\')[-1] }
  if ($registry.PSObject.Properties[$Path]) { foreach ($one in $registry.$Path.PSObject.Properties) { $key | Add-Member -NotePropertyName $one.Name -NotePropertyValue $one.Value } }
  return $key
}
function Start-Process {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$FilePath, [Parameter(Position = 1)][string[]]$ArgumentList, [switch]$PassThru, [string]$WindowStyle, [string]$RedirectStandardOutput)
  Add-Call 'Start-Process' (@($FilePath) + $ArgumentList)
  if ($PassThru) { [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{ FileName = $FilePath; Arguments = "$ArgumentList"; UseShellExecute = $false }) }
}
function Get-AuthenticodeSignature {
  [CmdletBinding()] param([Parameter(Mandatory, Position = 0)][string]$FilePath)
  $file = [IO.Path]::GetFileName($FilePath)
  $subject = if ($file -like 'Git-*') { 'CN=Johannes Schindelin, L=Koeln' } else { 'CN="Amazon Web Services, Inc.", O="Amazon Web Services, Inc."' }
  $told = Read-World 'signatures' ([pscustomobject]@{})
  $status = 'Valid'
  if ($told.PSObject.Properties[$file]) { $status, $subject = $told.$file }
  return [pscustomobject]@{ Status = $status; SignerCertificate = [pscustomobject]@{ Subject = $subject } }
}
function Get-ASAutoScalingInstance {
  [CmdletBinding()] param([Parameter(Position = 0)][string]$InstanceId, [string]$Region)
  Add-Call 'Get-ASAutoScalingInstance' @($InstanceId)
  return [pscustomobject]@{ AutoScalingGroupName = 'lab-InstanceASG-1' }
}
# AWS Tools' RecordLifecycleActionHeartbeat.
function Write-ASLifecycleActionHeartbeat {
  [CmdletBinding()] param([string]$LifecycleHookName, [string]$AutoScalingGroupName, [string]$InstanceId, [string]$Region)
  Add-Call 'Write-ASLifecycleActionHeartbeat' @($LifecycleHookName, $AutoScalingGroupName, $InstanceId)
}
function Complete-ASLifecycleAction {
  [CmdletBinding()] param([string]$LifecycleHookName, [string]$AutoScalingGroupName, [string]$InstanceId, [string]$LifecycleActionResult, [string]$Region)
  Add-Call 'Complete-ASLifecycleAction' @($LifecycleHookName, $AutoScalingGroupName, $InstanceId, $LifecycleActionResult)
  # $LAB_WORLD/busy: until then Auto Scaling refuses.
  if ((Get-Clock) -lt [double](Read-World 'busy' 0)) { throw 'Rate exceeded' }
}

# ---- Windows Update: $LAB_WORLD/updates is {"list": [{"Title", "security"}], "reboot", "code", "seconds"}. It finds what is hidden or optional
# ("hidden", "optional": true), too, unless the criteria say otherwise (IUpdateSearcher::Search), and refuses any that it does not know.
class WindowsUpdate { [string]$Title; [bool]$EulaAccepted; [void] AcceptEula() { $this.EulaAccepted = $true } }
class UpdateResult { [int]$ResultCode; [bool]$RebootRequired }
class UpdateWork {
  [object]$Updates; [string]$Kind; [object]$Told
  [UpdateResult] Download() { return $this.Work('download') }
  [UpdateResult] Install() { return $this.Work('install') }
  [UpdateResult] Work([string]$Step) {
    Add-Call "update-$Step" @($this.Updates | ForEach-Object { "$($_.Title) $($_.EulaAccepted)" })
    for ($left = $this.Told.seconds; $left -gt 0; $left -= 100) { Start-Sleep ([Math]::Min(100, $left)); [Threading.Thread]::Sleep(120) }
    return [UpdateResult]@{ ResultCode = $this.Told.code; RebootRequired = $this.Told.reboot }
  }
}
class UpdateSearcher {
  [object]$Told
  [object] Search([string]$Criteria) {
    Add-Call 'update-search' @($Criteria)
    $found = [Collections.ArrayList]::new()
    foreach ($part in $Criteria -split ' and ') {
      if ($part -notmatch "^((IsInstalled|IsHidden|BrowseOnly|RebootRequired)=[01]|Type='(Software|Driver)'|CategoryIDs contains '[-0-9A-F]{36}')$") { throw 'Exception from HRESULT: 0x80240032' }
    }
    foreach ($one in $this.Told.list) {
      if (($one.PSObject.Properties['hidden'] -and $Criteria -notmatch 'IsHidden=0') -or ($one.PSObject.Properties['optional'] -and $Criteria -notmatch 'BrowseOnly=0')) {
        [void]$found.Add([WindowsUpdate]@{ Title = $one.Title })
        continue
      }
      if ($one.PSObject.Properties['hidden'] -or $one.PSObject.Properties['optional']) { continue }
      if ($one.security -or $Criteria -notmatch 'CategoryIDs') { [void]$found.Add([WindowsUpdate]@{ Title = $one.Title }) }
    }
    return [pscustomobject]@{ Updates = $found }
  }
}
class UpdateSession {
  [object]$Told
  [object] CreateUpdateSearcher() { return [UpdateSearcher]@{ Told = $this.Told } }
  [object] CreateUpdateDownloader() { return [UpdateWork]@{ Told = $this.Told } }
  [object] CreateUpdateInstaller() { return [UpdateWork]@{ Told = $this.Told } }
}
$RealNewObject = $ExecutionContext.InvokeCommand.GetCommand('New-Object', 'Cmdlet')
function New-Object {
  [CmdletBinding(DefaultParameterSetName = 'Net')]
  param([Parameter(Mandatory, ParameterSetName = 'Com')][string]$ComObject, [Parameter(Mandatory, ParameterSetName = 'Net', Position = 0)][string]$TypeName,
    [Parameter(ParameterSetName = 'Net', Position = 1)][object[]]$ArgumentList)
  # A clock that nobody sets goes as sleeping does.
  if ($TypeName -eq 'Diagnostics.Stopwatch') {
    return [pscustomobject]@{ Began = (Get-Clock) } | Add-Member ScriptMethod Start { } -PassThru | Add-Member ScriptProperty Elapsed { [TimeSpan]::FromSeconds((Get-Clock) - $this.Began) } -PassThru
  }
  # A complete PowerShell's own modules make objects, too.
  if (-not $ComObject) { return & $RealNewObject @PSBoundParameters }
  if ($ComObject -ne 'Microsoft.Update.Session') { throw "no COM class $ComObject" }
  return [UpdateSession]@{ Told = Read-World 'updates' ([pscustomobject]@{ list = @(); reboot = $false; code = 2; seconds = 0 }) }
}

# ---- disks: $LAB_WORLD/disks is [{"FriendlyName", "raw", "letter"}]; a virtual one is added
function Get-PhysicalDisk {
  [CmdletBinding()] param([bool]$CanPool)
  foreach ($one in @(Read-World 'disks' @())) { if ($one.FriendlyName -ne 'vend' -and (-not $PSBoundParameters.ContainsKey('CanPool') -or $one.raw -eq $CanPool)) { [pscustomobject]@{ FriendlyName = $one.FriendlyName; CanPool = $one.raw } } }
}
function New-StoragePool {
  [CmdletBinding()] param([Parameter(Mandatory)][string]$FriendlyName, [Parameter(Mandatory)][string]$StorageSubSystemFriendlyName, [Parameter(Mandatory)][object[]]$PhysicalDisks)
  Add-Call 'New-StoragePool' @($FriendlyName, $PhysicalDisks.Count)
  return [pscustomobject]@{ FriendlyName = $FriendlyName }
}
function New-VirtualDisk {
  [CmdletBinding()] param([Parameter(Mandatory)][string]$StoragePoolFriendlyName, [Parameter(Mandatory)][string]$FriendlyName, [ValidateSet('Simple', 'Mirror', 'Parity')][string]$ResiliencySettingName,
    [ValidateSet('Thin', 'Fixed')][string]$ProvisioningType, [ushort]$NumberOfColumns, [switch]$UseMaximumSize)
  Add-Call 'New-VirtualDisk' @($StoragePoolFriendlyName, $FriendlyName, $ResiliencySettingName, $NumberOfColumns)
  $disks = @(foreach ($one in @(Read-World 'disks' @())) { if (-not ($one.raw -and $one.FriendlyName -like '*EC2 NVMe*')) { $one } })
  Write-World 'disks' @($disks + [pscustomobject]@{ FriendlyName = $FriendlyName; raw = $true; letter = '' })
  return [pscustomobject]@{ FriendlyName = $FriendlyName }
}
function Get-Disk {
  [CmdletBinding()] param([Parameter(ValueFromPipeline)][object]$VirtualDisk)
  process { foreach ($one in @(Read-World 'disks' @())) { if (-not $VirtualDisk -or $VirtualDisk.FriendlyName -eq $one.FriendlyName) { [pscustomobject]@{ FriendlyName = $one.FriendlyName; PartitionStyle = $(if ($one.raw) { 'RAW' } else { 'GPT' }); Letter = $one.letter } } } }
}
function Initialize-Disk {
  [CmdletBinding()] param([Parameter(ValueFromPipeline, Mandatory)][object]$InputObject, [ValidateSet('GPT', 'MBR')][string]$PartitionStyle, [switch]$PassThru)
  process {
    if ($InputObject.PartitionStyle -ne 'RAW') { throw 'The disk has already been initialized.' }
    Add-Call 'Initialize-Disk' @($InputObject.FriendlyName)
    if ($PassThru) { $InputObject }
  }
}
function New-Partition {
  [CmdletBinding()] param([Parameter(ValueFromPipeline, Mandatory)][object]$InputObject, [switch]$UseMaximumSize, [switch]$AssignDriveLetter)
  process {
    $disks = @(Read-World 'disks' @())
    foreach ($one in $disks) { if ($one.FriendlyName -eq $InputObject.FriendlyName) { $one.raw = $false; $one.letter = 'D' } }
    Write-World 'disks' $disks
    [pscustomobject]@{ DriveLetter = [char]'D' }
  }
}
function Get-Partition {
  [CmdletBinding()] param([Parameter(ValueFromPipeline, Mandatory)][object]$Disk)
  process { [pscustomobject]@{ DriveLetter = [char]0 }; if ($Disk.Letter) { [pscustomobject]@{ DriveLetter = [char]$Disk.Letter } } }  # the reserved one first
}
function Format-Volume {
  [CmdletBinding()] param([Parameter(ValueFromPipeline, Mandatory)][object]$Partition, [ValidateSet('NTFS', 'ReFS')][string]$FileSystem)
  process { Add-Call 'Format-Volume' @("$($Partition.DriveLetter)", $FileSystem); [pscustomobject]@{ DriveLetter = $Partition.DriveLetter } }
}

# ---- protection
function Add-MpPreference {
  [CmdletBinding()] param([string[]]$ExclusionPath, [string[]]$ExclusionProcess)
  if (Read-World 'no-defender' $false) { throw "The term 'Add-MpPreference' is not recognized" }
  Add-Call 'Add-MpPreference' @{ path = $ExclusionPath; process = $ExclusionProcess }
}
function Remove-NetFirewallRule {
  [CmdletBinding()] param([Parameter(Mandatory)][string]$DisplayName)
  Add-Call 'Remove-NetFirewallRule' @($DisplayName)
  Write-Error "No MSFT_NetFirewallRule objects found with property 'DisplayName' equal to '$DisplayName'."
}
function New-NetFirewallRule {
  [CmdletBinding()] param([Parameter(Mandatory)][string]$DisplayName, [ValidateSet('Inbound', 'Outbound')][string]$Direction, [ValidateSet('Allow', 'Block')][string]$Action, [string[]]$RemoteAddress, [string]$LocalUser)
  Add-Call 'New-NetFirewallRule' @{ direction = $Direction; action = $Action; address = $RemoteAddress; user = $LocalUser }
  return [pscustomobject]@{ DisplayName = $DisplayName }
}
