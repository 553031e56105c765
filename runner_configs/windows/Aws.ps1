# Instance metadata v2; nothing there (404) is $null.
$Imds = 'http://169.254.169.254/latest'
$Token = $Group = $null
function Get-Status($Failure) { if ($Failure.Exception.PSObject.Properties['Response'] -and $Failure.Exception.Response) { [int]$Failure.Exception.Response.StatusCode } else { 0 } }
function Meta([string]$Path, [int]$Tries = 5) {
  while ($true) {
    try {
      if (-not $script:Token) { $script:Token = Invoke-RestMethod "$Imds/api/token" -Method Put -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '21600' } -TimeoutSec 5 -UseBasicParsing }
      return Invoke-RestMethod "$Imds/$Path" -Headers @{ 'X-aws-ec2-metadata-token' = $script:Token } -TimeoutSec 5 -UseBasicParsing
    } catch {
      if ((Get-Status $_) -eq 404) { return $null }
      $script:Token = $null
      if (--$Tries -le 0) { throw "metadata ${Path}: $($_.Exception.Message)" }
      Start-Sleep 2
    }
  }
}
function Read-Identity {
  $all = Meta dynamic/instance-identity/document
  if ($all -is [string]) { $all = ConvertFrom-Json $all }
  $script:Id = $all.instanceId
  if (-not $V.REGION) { $V.REGION = $all.region }
  $script:Compute = if ((Meta meta-data/instance-life-cycle) -eq 'spot') { 'spot' } else { 'ondemand' }
  $script:Build = "$((Get-CimInstance Win32_OperatingSystem).BuildNumber)"
  $script:Platform = switch ($Build) { 17763 { 'windows-2019' } 20348 { 'windows-2022' } 26100 { 'windows-2025' } default { "windows-$Build" } }
  $script:RunnerName = "$Id-$($all.accountId)"
}

# What CloudFormation and Auto Scaling hear.
function Aws { Run aws.exe @args --region $V.REGION --output text }
$NextBeat = [DateTime]::MaxValue
function Get-Group {
  if (-not $script:Group) { $script:Group = Meta 'meta-data/tags/instance/aws:autoscaling:groupName' }
  if (-not $script:Group) { $script:Group = Aws autoscaling describe-auto-scaling-instances --instance-ids $Id --query 'AutoScalingInstances[0].AutoScalingGroupName' }
  $script:Group
}
function Hook([string]$Call, [string]$Name) {
  if ($Name) { Aws autoscaling $Call --lifecycle-hook-name $Name --auto-scaling-group-name (Get-Group) --instance-id $Id @args | Out-Null }
}
function Complete([string]$Name, [string]$Result) { Hook complete-lifecycle-action $Name --lifecycle-action-result $Result }
function Beat([string]$Name) {
  if ((Now) -lt $script:NextBeat) { return }
  $script:NextBeat = (Now).AddSeconds($V.HEARTBEAT / 2)
  try { Hook record-lifecycle-action-heartbeat $Name } catch { Say "heartbeat: $_" }  # no hook is open on a bare spot notice
}
function Signal([int]$Code, [string]$Reason) {
  if ($V.STACK) { Run cfn-signal.exe -e $Code -r $Reason --stack $V.STACK --resource $V.RESOURCE --region $V.REGION | Out-Null }
}
function Stop-Boot([string]$Reason) {
  $Reason = Hide $Reason
  Say "boot failed: $Reason" 102 ERROR
  Mark signalled failure
  foreach ($end in { Signal 1 $Reason }, { Unregister }, { Complete $V.LAUNCH_HOOK ABANDON }) { Try-To $end }
}
