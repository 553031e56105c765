# Tags; metrics aggregated on the group, memory named as on Linux; logs when asked.
$Agent = [IO.Path]::Combine($env:ProgramFiles, 'Amazon', 'AmazonCloudWatchAgent', 'amazon-cloudwatch-agent-ctl.ps1')
function Set-Tags {
  $tags = @{ COMPUTETYPE = $Compute; GitLabRunnerName = $RunnerName; GitLabURL = $V.GITLAB_URL; GitLabRunnerTags = Get-Tags; LAST_CF_PATCH_RUN = $V.LAST_PATCH_RUN; ACTUAL_PATCH_DATE = if ($V.PATCH_SCOPE -ne 'NoPatching') { Recall patched } else { 'never' } }
  $list = @(foreach ($key in $tags.Keys) { @{ Key = $key; Value = $tags[$key].Substring(0, [Math]::Min($tags[$key].Length, 256)) } })
  $file = Join-Path $Dir 'tags.json'
  [IO.File]::WriteAllText($file, (ConvertTo-Json @{ Resources = @($Id); Tags = $list } -Depth 9))
  Aws ec2 create-tags --cli-input-json "file://$file" | Out-Null
}
function Start-Report {
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
  Install $Agent https://amazoncloudwatch-agent.s3.amazonaws.com/windows/amd64/latest/amazon-cloudwatch-agent.msi Amazon /qn
  $file = Join-Path $Dir 'agent.json'
  [IO.File]::WriteAllText($file, "{$($parts -join ',')}")
  Set-ServiceProxy AmazonCloudWatchAgent
  Start-PowerShell $Agent -a fetch-config -m ec2 -s -c "file:$file"
}
function Send-Seconds($Seconds) {
  $data = foreach ($phase in $Seconds.Keys) { "MetricName=BootSeconds,Unit=Seconds,Value=$($Seconds[$phase]),Dimensions=[{Name=AutoScalingGroupName,Value=$(Get-Group)},{Name=Phase,Value=$phase}]" }
  if ($V.METRICS -eq 'true') { Aws cloudwatch put-metric-data --namespace vend --metric-data $data | Out-Null }
}
