function Meta($Path) {
	$at, $key = 'http://169.254.169.254/latest', 'X-aws-ec2-metadata-token'
	# $null where there is none.
	Retry {
		try {
			$token = Invoke-RestMethod "$at/api/token" -Method Put -Headers @{ "$key-ttl-seconds" = '60' } -TimeoutSec 5
			Invoke-RestMethod "$at/meta-data/$Path" -Headers @{ $key = $token } -TimeoutSec 5
		} catch { if ($_.Exception.Message -notmatch 404) { throw "metadata ${Path}: $_" } }
	}
}
# To be dot-sourced, as the phases are: what is found out is for all.
function Identify {
	$all = Meta ../dynamic/instance-identity/document
	$InstanceId = $all.instanceId
	$RunnerName = "$InstanceId-$($all.accountId)"
	$REGION = $all.region
	$Group = Meta tags/instance/aws:autoscaling:groupName
	if (!$Group) { $Group = Aws autoscaling describe-auto-scaling-instances --instance-ids $InstanceId --query AutoScalingInstances[].AutoScalingGroupName }
	$Purchase = (Meta instance-life-cycle) -replace '-'
	$Year = (Get-CimInstance Win32_OperatingSystem).Caption -replace '\D'
}
# What CloudFormation and Auto Scaling hear.
function Aws { Run aws.exe @args --region $REGION --output text }
function Hook($Name, $Call) { if ($Name) { Aws autoscaling $Call --lifecycle-hook-name $Name --auto-scaling-group-name $Group --instance-id $InstanceId @args } }
function Complete($Name, $Result) { Hook $Name complete-lifecycle-action --lifecycle-action-result $Result }
# At half of each hook's timeout; 20 seconds after a refusal, since no hook is open on a bare spot notice.
$NextBeat = @{}
function Beat($Hook, $Timeout) {
	if ((Now) -lt $NextBeat[$Hook]) { return }
	$NextBeat[$Hook] = Now 20
	Try-To { Hook $Hook record-lifecycle-action-heartbeat; $NextBeat[$Hook] = Now ($Timeout / 2) }
}
# Once; refused where the stack waits for none.
function Signal($Code, $Reason, $Result) {
	Keep signalled $Reason
	if ($STACK) { Try-To { Run cfn-signal.exe -e $Code -r $Reason --stack $STACK --resource $RESOURCE --region $REGION } }
	Try-To { Complete $LAUNCH_HOOK $Result }
}
