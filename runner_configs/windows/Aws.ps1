# Metadata; $null is not there
function Get-Status($Failure) { try { [int]$Failure.Exception.Response.StatusCode } catch { 0 } }
function Meta($Path) {
	$at, $key = 'http://169.254.169.254/latest', 'X-aws-ec2-metadata-token'
	Retry {
		try {
			$token = Invoke-RestMethod "$at/api/token" -Method Put -Headers @{ "$key-ttl-seconds" = '60' } -TimeoutSec 5
			Invoke-RestMethod "$at/$Path" -Headers @{ $key = $token } -TimeoutSec 5
		} catch { if ((Get-Status $_) -ne 404) { throw "metadata ${Path}: $_" } }
	}
}
function Read-Identity {
	$all = Meta dynamic/instance-identity/document
	if ($all -is [string]) { $all = ConvertFrom-Json $all }
	$script:InstanceId = $all.instanceId
	$script:RunnerName = "$InstanceId-$($all.accountId)"
	if (!$REGION) { $script:REGION = $all.region }
	$script:Purchase = (Meta meta-data/instance-life-cycle) -replace '-'
	$script:Year = switch ((Get-CimInstance Win32_OperatingSystem).BuildNumber) { 17763 { 2019 } 20348 { 2022 } 26100 { 2025 } default { $_ } }
}

# What CloudFormation and Auto Scaling hear.
function Aws { Run aws.exe @args --region $REGION --output text }
function Get-Group {
	$name = Meta meta-data/tags/instance/aws:autoscaling:groupName
	if ($name) { $name } else { Aws autoscaling describe-auto-scaling-instances --instance-ids $InstanceId --query 'AutoScalingInstances[0].AutoScalingGroupName' }
}
function Hook($Name, $Call) {
	if ($Name) { Aws autoscaling $Call --lifecycle-hook-name $Name --auto-scaling-group-name (Get-Group) --instance-id $InstanceId @args }
}
function Complete($Name, $Result) { Hook $Name complete-lifecycle-action --lifecycle-action-result $Result }
# At half of each hook's timeout; 20 seconds after a refusal, since no hook is open on a bare spot notice.
$NextBeat = @{}
function Beat($Hook, $Timeout) {
	if ((Now) -lt $NextBeat["$Hook"]) { return }
	$NextBeat["$Hook"] = (Now).AddSeconds(20)
	Try-To {
		Hook $Hook record-lifecycle-action-heartbeat
		$NextBeat["$Hook"] = (Now).AddSeconds($Timeout / 2)
	}
}
# Once; refused where the stack waits for none.
function Signal($Code, $Reason) {
	Keep signalled $Reason
	if ($STACK) { Try-To { Run cfn-signal.exe -e $Code -r $Reason --stack $STACK --resource $RESOURCE --region $REGION } }
}
