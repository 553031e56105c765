# Instance metadata v2; what is not there (404) is $null.
function Get-Status($Failure) { try { [int]$Failure.Exception.Response.StatusCode } catch { 0 } }
function Meta($Path) {
  $imds = 'http://169.254.169.254/latest'
  Retry {
    try {
      $token = Invoke-RestMethod -Uri "$imds/api/token" -Method Put -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '60' } -TimeoutSec 5
      Invoke-RestMethod -Uri "$imds/$Path" -Headers @{ 'X-aws-ec2-metadata-token' = $token } -TimeoutSec 5
    } catch { if ((Get-Status $_) -ne 404) { throw "metadata ${Path}: $_" } }
  }
}
function Read-Identity {
  $all = Meta dynamic/instance-identity/document
  if ($all -is [string]) { $all = ConvertFrom-Json $all }
  $script:InstanceId = $all.instanceId
  $script:RunnerName = "$InstanceId-$($all.accountId)"
  if (-not $V.REGION) { $V.REGION = $all.region }
  $script:Purchase = if ((Meta meta-data/instance-life-cycle) -eq 'spot') { 'spot' } else { 'ondemand' }
  $build = "$((Get-CimInstance -ClassName Win32_OperatingSystem).BuildNumber)"
  $script:Year = switch ($build) { 17763 { '2019' } 20348 { '2022' } 26100 { '2025' } default { $build } }
}

# What CloudFormation and Auto Scaling hear.
function Aws { Run aws.exe @args --region $V.REGION --output text }
function Get-Group {
  $name = Meta meta-data/tags/instance/aws:autoscaling:groupName
  if ($name) { $name } else { Aws autoscaling describe-auto-scaling-instances --instance-ids $InstanceId --query 'AutoScalingInstances[0].AutoScalingGroupName' }
}
function Hook($Name, $Call) {
  if ($Name) { Aws autoscaling $Call --lifecycle-hook-name $Name --auto-scaling-group-name (Get-Group) --instance-id $InstanceId @args }
}
function Complete($Name, $Result) { Hook $Name complete-lifecycle-action --lifecycle-action-result $Result }
$NextBeat = [DateTime]::MinValue
function Beat($Name) {
  if ((Now) -lt $NextBeat) { return }
  $timeout = if ($V.LAUNCH_HEARTBEAT -and $Name -eq $V.LAUNCH_HOOK) { $V.LAUNCH_HEARTBEAT } else { $V.HEARTBEAT }
  $script:NextBeat = (Now).AddSeconds($timeout / 2)
  # No hook is open on a bare spot notice.
  Try-To { Hook $Name record-lifecycle-action-heartbeat }
}
# Once; refused where the stack waits for none.
function Signal([int]$Code, $Reason) {
  Mark signalled $Reason
  if ($V.STACK) { Try-To { Run cfn-signal.exe -e $Code -r $Reason --stack $V.STACK --resource $V.RESOURCE --region $V.REGION } }
}
