function Set-Tags($List) {
	$tags = @{
		COMPUTETYPE = $Purchase; GitLabRunnerName = $RunnerName; GitLabURL = $GITLAB_URL; GitLabRunnerTags = $List
		LAST_CF_PATCH_RUN = $LAST_PATCH_RUN; ACTUAL_PATCH_DATE = Read patched; GitLabSystemId = Read .runner_system_id
	}
	Aws ec2 create-tags --resources $InstanceId --tags (ConvertTo-Json @($tags.Keys | ForEach-Object { @{ Key = $_; Value = $tags[$_] -replace '(?s)^(.{255}).+', '$1' } }))
}
function Report {
	if ("$METRICS$LOG_GROUP" -eq 'false') { return }
	$agent = "'metrics':{'append_dimensions':{'AutoScalingGroupName':'`${aws:AutoScalingGroupName}'},'aggregation_dimensions':[['AutoScalingGroupName']],
'metrics_collected':{'Memory':{'measurement':[{'name':'% Committed Bytes In Use','rename':'mem_used_percent','unit':'Percent'}]},
'Processor':{'measurement':['% Processor Time'],'resources':['_Total']},'LogicalDisk':{'measurement':['% Free Space'],'resources':['*']},
'Network Interface':{'measurement':['Bytes Total/sec'],'resources':['*']}}}"
	$to = "'log_group_name':'$LOG_GROUP','log_stream_name':'{instance_id}'"
	if ($LOG_GROUP) {
		$agent += ",'logs':{'logs_collected':{'files':{'collect_list':[{'file_path':'C:\\ProgramData\\vend\\*.log',$to},{'file_path':'C:\\ProgramData\\Amazon\\EC2*\\**.log',$to}]},
'windows_events':{'collect_list':[{'event_name':'Application','event_levels':['INFORMATION','WARNING','ERROR'],$to}]}}}"
	}
	$control = "$env:ProgramFiles/Amazon/AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1"
	Install $control https://amazoncloudwatch-agent.s3.amazonaws.com/windows/amd64/latest/amazon-cloudwatch-agent.msi
	Keep agent.json ("{$agent}" -replace "'", '"')
	Environ AmazonCloudWatchAgent
	Run powershell.exe -ExecutionPolicy Bypass -File $control -a fetch-config -m ec2 -s -c "file:$Dir/agent.json"
}
$Seconds = @()
function Took($Phase, $Since) {
	$spent = [int]((Now) - $Since).TotalSeconds
	Say "$Phase=$spent"
	$script:Seconds += "MetricName=BootSeconds,Unit=Seconds,Value=$spent,Dimensions=[{Name=AutoScalingGroupName,Value=$Group},{Name=Phase,Value=$Phase}]"
}
