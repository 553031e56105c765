$InstanceId, $Group, $Patience = '', '', 2
function Meta($Path) {
	$at, $key = 'http://169.254.169.254/latest', 'X-aws-ec2-metadata-token'
	# $null where there is none.
	Retry {
		try {
			$token = Invoke-RestMethod "$at/api/token" -Method Put -Headers @{ "$key-ttl-seconds" = '60' } -TimeoutSec 5
			$found = Invoke-RestMethod "$at/meta-data/$Path" -Headers @{ $key = $token } -TimeoutSec 5
			if ("$found") { $found } else { throw 'empty' }
		} catch { if ($_.Exception.Message -notmatch 404) { throw "metadata ${Path}: $_" } }
	} $Patience
}
# To be dot-sourced, as the phases are: what is found out is for all.
function Identify {
	$all = Meta ../dynamic/instance-identity/document
	$InstanceId = $all.instanceId
	$RunnerName = "$InstanceId-$($all.accountId)"
	$REGION = $all.region
	$Group = Meta tags/instance/aws:autoscaling:groupName
	# Asked for once in an instance's life: no start of the watch needs AWS for it, and a machine of no group asks nobody.
	if (!$Group) { $Group = Read group }
	if (!$Group -and "$STACK$LAUNCH_HOOK$TERMINATE_HOOK") {
		$Group = Retry {
			$found = try { Aws autoscaling describe-auto-scaling-instances --instance-ids $InstanceId --query AutoScalingInstances[].AutoScalingGroupName } catch { Aws cloudformation describe-stack-resource --stack-name $STACK --logical-resource-id $RESOURCE --query StackResourceDetail.PhysicalResourceId }
			if (!$found -and $LAUNCH_HOOK) { throw 'no group name: see DescribeAutoScalingInstances' }
			$found
		} $Patience
		if ($Group) { Keep group $Group }
	}
	# CloudFormation calls a group STACK-LOGICAL_ID-RANDOM; signals are for the one that this instance is in.
	if ($Group -match "^$STACK-(.+)-") { $RESOURCE = $Matches[1] }
	$Purchase = (Meta instance-life-cycle) -replace '-'
}
# What CloudFormation and Auto Scaling hear.
function Aws { $Limit = [Math]::Min(60, $Limit); Run aws.exe @args --region $REGION --output text }
# One given by its ARN may be in another region.
function Secret($Id) {
	if ($Id -match '^arn:(?:[^:]*:){2}([^:]+):') { $REGION = $Matches[1] }
	Aws secretsmanager get-secret-value --secret-id $Id --query SecretString
}
function Hook($Name, $Call) { if ($Name) { Aws autoscaling $Call --lifecycle-hook-name $Name --auto-scaling-group-name $Group --instance-id $InstanceId @args } }
function Complete($Name, $Result) { Hook $Name complete-lifecycle-action --lifecycle-action-result $Result }
# At half of each hook's timeout; soon after a refusal, since no hook is open on a bare spot notice.
$NextBeat, $HookEnds = @{}, (Now $LAUNCH_HEARTBEAT)
function Beat($Hook, $Timeout) {
	if ((Now) -lt $NextBeat[$Hook]) { return }
	$NextBeat[$Hook] = Now ([Math]::Min(20, $Timeout / 4))
	Try-To { Hook $Hook record-lifecycle-action-heartbeat; $NextBeat[$Hook] = Now ($Timeout / 2); $script:HookEnds = Now $Timeout }
}
# Until AWS accepts it, or says that it waits for nothing of the kind: true then, and not asked again.
function Insist($Mark, $What) {
	if (Kept $Mark) { return $true }
	try { $null = & $What } catch { Say "$_" 104 WARNING; if ("$_" -notmatch 'ValidationError') { return $false } }
	Keep $Mark
	$true
}
# How the boot ended. What is refused is repeated by who called: a failed boot itself, or the watch.
function Tell {
	$Limit, $failed = 60, (Kept failed)
	# Names have no case: $stack would be the stack's name.
	$told = !$STACK -or (Insist told-stack { Run cfn-signal.exe -e ([int]$failed) -r (Read signalled) --stack $STACK --resource $RESOURCE --region $REGION })
	$hook = Insist told-hook { if ($LAUNCH_HOOK -and !$Group) { . Identify }; Complete $LAUNCH_HOOK $(if ($failed) { 'ABANDON' } else { 'CONTINUE' }) }
	$told -and $hook
}
function Done { Keep completed; Untask Watch }
# Ten minutes without taking jobs: Auto Scaling ends it through its hook and starts another one.
function Replace {
	if (!(Kept unfit) -or (Kept unhealthy) -or (Now -600) -lt [datetime](Read unfit)) { return }
	if (Insist unhealthy { Aws autoscaling set-instance-health --instance-id (Read instance) --health-status Unhealthy --no-should-respect-grace-period }) { Say 'UNHEALTHY: to be replaced' 213 ERROR }
}
