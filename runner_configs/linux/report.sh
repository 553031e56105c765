
# ---- CloudWatch agent and boot times
start_agent() {
  local group logs='' file agent=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
  [[ $(value METRICS true) == true ]] || return 0
  [[ -x $agent ]] || install_packages amazon-cloudwatch-agent || fail "the CloudWatch agent could not be installed"
  group=$(value LOG_GROUP)
  for file in /var/log/cloud-init-output.log "$LOG" /var/log/gitlab-runner.log; do
    logs+="${logs:+,}{\"file_path\":\"$file\",\"log_group_name\":\"$group\",\"log_stream_name\":\"{instance_id}/${file##*/}\"}"
  done
  logs=",\"logs\":{\"logs_collected\":{\"files\":{\"collect_list\":[$logs]}}}"
  [[ -n $group ]] || logs=
  cat >"$STATE/cloudwatch-agent.json" <<JSON
{"agent":{"metrics_collection_interval":60},"metrics":{"namespace":"CWAgent","aggregation_dimensions":[["AutoScalingGroupName"],["InstanceType"],["ImageId"]],
"append_dimensions":{"AutoScalingGroupName":"\${aws:AutoScalingGroupName}","InstanceId":"\${aws:InstanceId}","InstanceType":"\${aws:InstanceType}","ImageId":"\${aws:ImageId}"},
"metrics_collected":{"mem":{"measurement":["mem_used_percent"]},"cpu":{"measurement":["cpu_usage_active"],"totalcpu":true},
"disk":{"measurement":["disk_used_percent"],"resources":["/"]},"net":{"measurement":["bytes_sent","bytes_recv"]}}}$logs}
JSON
  "$agent" -a fetch-config -m ec2 -s -c "file:$STATE/cloudwatch-agent.json" >>"$LOG" 2>&1 || fail "the CloudWatch agent does not start"
}
report_phases() {
  local entry data='' group
  group=$(group_name)
  log "boot took $SECONDS s: $PHASES"
  for entry in $PHASES total=$SECONDS; do
    data+="${data:+,}{\"MetricName\":\"BootSeconds\",\"Unit\":\"Seconds\",\"Value\":${entry#*=},\"Dimensions\":[{\"Name\":\"AutoScalingGroupName\",\"Value\":\"$group\"},{\"Name\":\"Phase\",\"Value\":\"${entry%%=*}\"}]}"
  done
  [[ $(value METRICS true) != true ]] || aws cloudwatch put-metric-data --namespace vend --metric-data "[$data]" || log "boot times could not be sent"
}
