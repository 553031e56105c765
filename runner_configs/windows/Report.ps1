function Set-Tags($List, $Names) {
	$tags = @{
		COMPUTETYPE = $Purchase; GitLabRunnerName = $Names; GitLabURL = $GITLAB_URL; GitLabRunnerTags = $List
		LAST_CF_PATCH_RUN = $LAST_PATCH_RUN; ACTUAL_PATCH_DATE = Read patched; GitLabSystemId = Read .runner_system_id
	}
	Aws ec2 create-tags --resources $InstanceId --tags (ConvertTo-Json @(foreach ($key in $tags.Keys) { @{ Key = $key; Value = $tags[$key] -replace '(?s)^(.{254}[^\ud800-\udbff]?).+', '$1' } }))
}
function Report {
	if ("$METRICS$LOG_GROUP" -eq 'false') { return }
	# Names and dimensions are those of Linux where there is such a thing; what is told of disks, see Gauge.
	$only, $all = "'drop_original_metrics':['*']", "'resources':['_Total']"
	$agent = @(
		if ($METRICS -eq 'true') {
			"'metrics':{'namespace':'vend/$STACK','append_dimensions':{$('AutoScalingGroupName', 'InstanceId', 'InstanceType', 'ImageId' -replace '.+', "'`$0':'`${aws:`$0}'" -join ',')},
'aggregation_dimensions':[['AutoScalingGroupName'],['InstanceType'],['ImageId']],'metrics_collected':{
'statsd':{'service_address':'127.0.0.1:8125','metrics_collection_interval':60,'metrics_aggregation_interval':60},
'Memory':{'measurement':[{'name':'% Committed Bytes In Use','rename':'mem_used_percent','unit':'Percent'}]},
'Processor':{'measurement':[{'name':'% Processor Time','rename':'cpu_usage_active','unit':'Percent'}],$all},
'Paging File':{'measurement':[{'name':'% Usage','rename':'swap_used_percent','unit':'Percent'}],$all,$only},
'TCPv4':{'measurement':[{'name':'Connections Established','rename':'netstat_tcp_established'}],$only},
'PhysicalDisk':{'measurement':['Disk Read Bytes/sec','Disk Write Bytes/sec'],$all,$only},
'Network Interface':{'measurement':['Bytes Sent/sec','Bytes Received/sec'],'resources':['*'],$only}}}"
		}
		if ($LOG_GROUP) {
			$to = "'log_group_name':'$LOG_GROUP','log_stream_name':'{instance_id}'"
			"'logs':{'logs_collected':{'files':{'collect_list':[{'file_path':'C:\\ProgramData\\vend\\*.log',$to},{'file_path':'C:\\ProgramData\\Amazon\\EC2*\\**.log',$to}]},
'windows_events':{'collect_list':[{'event_name':'Application','event_levels':['INFORMATION','WARNING','ERROR'],$to}]}}}"
		}
	) -join ','
	$control = "$env:ProgramFiles/Amazon/AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1"
	Install $control https://amazoncloudwatch-agent.s3.amazonaws.com/windows/amd64/latest/amazon-cloudwatch-agent.msi
	Keep agent.json ("{$agent}" -replace "'", '"')
	Environ AmazonCloudWatchAgent
	Try-To { Run powershell.exe -ExecutionPolicy Bypass -File $control -a fetch-config -m ec2 -s -c "file:$Dir/agent.json" }
}
# What GitLab answers when the runner asks for jobs, by the runner's own metrics: 403 alone is a token that it refuses. That is
# told, and replaces no instance: the next one would have the same.
$Good, $Bad, $Refused = -1, 0, $false
function Watch-Token {
	$page = Run curl.exe -sf -m 3 --noproxy '*' http://127.0.0.1:9252/metrics
	$good, $bad = foreach ($code in '20', '403') {
		$sum = 0
		foreach ($one in [regex]::Matches($page, "(?m)_request_statuses_total\{.*request_job.*status=`"$code.* (\S+)$")) { $sum += $one.Groups[1].Value }
		$sum
	}
	$script:Refused = $good -eq $script:Good -and ($Refused -or $bad -ne $script:Bad)
	$script:Good, $script:Bad = $good, $bad
	if ($Refused) { Say "TAKES NO JOBS: GitLab refuses the runner's token" 205 ERROR }
}
# To the agent on this machine; nothing is lost where it does not listen.
function Gauge {
	Quietly { Watch-Token }
	if ($METRICS -ne 'true') { return }
	$closed = $Refused -or (State) -ne 'Running' -or (Kept draining)
	try { $jobs = Jobs } catch { $jobs, $closed = 0, 1 }
	$all = @{ runner_jobs = $jobs; runner_slots = $CONCURRENT; runner_takes_no_jobs = $closed; disk_used_percent = 100 - (Free) }
	# An instance that takes no jobs has no slots to offer, and does not tell how full the group is.
	if (!$closed) { $all.runner_slots_used_percent = 100 * $jobs / $CONCURRENT }
	if (Kept draining) {
		if (!(Kept drain-began)) { Keep drain-began (Now) }
		$all.runner_drain_seconds = ((Now) - [datetime](Read drain-began)).TotalSeconds
	}
	$bytes = [Text.Encoding]::ASCII.GetBytes(($all.Keys | ForEach-Object { "${_}:$([int]$all[$_])|g" }) -join "`n")
	$udp = [Net.Sockets.UdpClient]::new()
	$null = $udp.Send($bytes, $bytes.Length, '127.0.0.1', 8125)
	$udp.Close()
}
$Seconds = @()
function Took($Phase, $Since) {
	$spent = [int]((Now) - $Since).TotalSeconds
	Say "$Phase=$spent"
	$script:Seconds += "MetricName=BootSeconds,Unit=Seconds,Value=$spent,Dimensions=[{Name=AutoScalingGroupName,Value=$Group},{Name=Phase,Value=$Phase}]"
}
