# Tags, metrics, logs
function Set-Tags($List) {
	$tags = @{
		COMPUTETYPE = $Purchase; GitLabRunnerName = $RunnerName; GitLabURL = $GITLAB_URL; GitLabRunnerTags = $List
		LAST_CF_PATCH_RUN = $LAST_PATCH_RUN; ACTUAL_PATCH_DATE = Recall patched
	}
	Keep tags.json (ConvertTo-Json @(foreach ($key in $tags.Keys) { @{ Key = $key; Value = $tags[$key] -replace '(?s)^(.{255}).+', '$1' } }))
	Aws ec2 create-tags --resources $InstanceId --tags "file://$Dir/tags.json"
}
function Report {
	$agent = @{}
	if ($METRICS -eq 'true') {
		$agent.metrics = @{
			append_dimensions = @{ AutoScalingGroupName = '${aws:AutoScalingGroupName}' }
			aggregation_dimensions = , @('AutoScalingGroupName')
			metrics_collected = @{
				Memory = @{ measurement = @(@{ name = '% Committed Bytes In Use'; rename = 'mem_used_percent'; unit = 'Percent' }) }
				Processor = @{ measurement = @('% Processor Time'); resources = @('_Total') }
				LogicalDisk = @{ measurement = @('% Free Space'); resources = @('*') }
				'Network Interface' = @{ measurement = 'Bytes Sent/sec', 'Bytes Received/sec'; resources = @('*') }
			}
		}
	}
	if ($LOG_GROUP) {
		$to = @{ log_group_name = $LOG_GROUP; log_stream_name = '{instance_id}' }
		$files = foreach ($path in 'vend\*.log', 'Amazon\EC2*\**.log') { $to + @{ file_path = "C:\ProgramData\$path" } }
		$events = $to + @{ event_name = 'Application'; event_levels = 'INFORMATION', 'WARNING', 'ERROR' }
		$agent.logs = @{ logs_collected = @{ files = @{ collect_list = $files }; windows_events = @{ collect_list = @($events) } } }
	}
	if (!$agent.Count) { return }
	$control = "$env:ProgramFiles/Amazon/AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1"
	Install $control https://amazoncloudwatch-agent.s3.amazonaws.com/windows/amd64/latest/amazon-cloudwatch-agent.msi Amazon
	Keep agent.json (ConvertTo-Json $agent -Depth 9)
	Set-Environment AmazonCloudWatchAgent
	Run powershell.exe -NoProfile -ExecutionPolicy Bypass -File $control -a fetch-config -m ec2 -s -c "file:$Dir/agent.json"
}
function Add-Seconds($Phase, $Since) {
	$seconds = [int]((Now) - $Since).TotalSeconds
	Say "$Phase=$seconds"
	$metric = "MetricName=BootSeconds,Unit=Seconds,Value=$seconds,Dimensions=[{Name=AutoScalingGroupName,Value=GROUP},{Name=Phase,Value=$Phase}]"
	[IO.File]::AppendAllText("$Dir/phases", "$metric`n")
}
