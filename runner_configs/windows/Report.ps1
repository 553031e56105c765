# Tags; metrics aggregated on the group, memory named as on Linux; logs when asked.
function Set-Tags {
  $tags = [ordered]@{
    COMPUTETYPE = $Purchase; GitLabRunnerName = $RunnerName; GitLabURL = $V.GITLAB_URL; GitLabRunnerTags = (Get-Tags) -join ','
    LAST_CF_PATCH_RUN = $V.LAST_PATCH_RUN; ACTUAL_PATCH_DATE = Recall patched
  }
  $list = foreach ($key in $tags.Keys) { @{ Key = $key; Value = $tags[$key] -replace '(?s)^(.{255}).+', '$1' } }
  [IO.File]::WriteAllText("$Dir/tags.json", ($list | ConvertTo-Json))
  Aws ec2 create-tags --resources $InstanceId --tags "file://$Dir/tags.json"
}
function Report {
  $parts = @()
  if ($V.METRICS -eq 'true') { $parts += @'
"metrics":{"append_dimensions":{"AutoScalingGroupName":"${aws:AutoScalingGroupName}"},"aggregation_dimensions":[["AutoScalingGroupName"]],"metrics_collected":{
"Memory":{"measurement":[{"name":"% Committed Bytes In Use","rename":"mem_used_percent","unit":"Percent"}]},
"Processor":{"measurement":["% Processor Time"],"resources":["_Total"]},"LogicalDisk":{"measurement":["% Free Space"],"resources":["*"]},
"Network Interface":{"measurement":["Bytes Sent/sec","Bytes Received/sec"],"resources":["*"]}}}
'@ }
  if ($V.LOG_GROUP) { $parts += @'
"logs":{"logs_collected":{"files":{"collect_list":[{"file_path":"C:\\ProgramData\\vend\\*.log",GROUP},{"file_path":"C:\\ProgramData\\Amazon\\EC2*\\**.log",GROUP}]},
"windows_events":{"collect_list":[{"event_name":"Application","event_levels":["INFORMATION","WARNING","ERROR"],GROUP}]}}}
'@.Replace('GROUP', "`"log_group_name`":$(ConvertTo-Json $V.LOG_GROUP),`"log_stream_name`":`"{instance_id}`"") }
  if (-not $parts) { return }
  $control = [IO.Path]::Combine($env:ProgramFiles, 'Amazon', 'AmazonCloudWatchAgent', 'amazon-cloudwatch-agent-ctl.ps1')
  Install $control https://amazoncloudwatch-agent.s3.amazonaws.com/windows/amd64/latest/amazon-cloudwatch-agent.msi Amazon
  [IO.File]::WriteAllText("$Dir/agent.json", "{$($parts -join ',')}")
  Set-ServiceProxy AmazonCloudWatchAgent
  Run powershell.exe -NoProfile -ExecutionPolicy Bypass -File $control -a fetch-config -m ec2 -s -c "file:$Dir/agent.json"
}
function Send-Seconds {
  $group = Get-Group
  $data = foreach ($line in [IO.File]::ReadAllLines("$Dir/phases")) {
    $phase, $seconds = $line -split '='
    "MetricName=BootSeconds,Unit=Seconds,Value=$seconds,Dimensions=[{Name=AutoScalingGroupName,Value=$group},{Name=Phase,Value=$phase}]"
  }
  Aws cloudwatch put-metric-data --namespace vend --metric-data $data
}
