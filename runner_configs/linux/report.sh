
# ---- CloudWatch agent and boot times
start_agent() {
  local group logs='' file agent=/opt/aws/amazon-cloudwatch-agent
  group=$(value LOG_GROUP)
  [[ $(value METRICS true) == true || -n $group ]] || return 0
  need "$agent/bin/amazon-cloudwatch-agent-ctl" amazon-cloudwatch-agent
  for file in /var/log/cloud-init-output.log "$LOG" "$RUNNER_LOG"; do
    logs+=$(printf ',{"file_path":"%s","log_group_name":"%s","log_stream_name":"{instance_id}%s"}' "$file" "$group" "$file")
  done
  logs=",\"logs\":{\"logs_collected\":{\"files\":{\"collect_list\":[${logs#,}]}}}"
  # shellcheck disable=SC2016
  echo '{"metrics":{"aggregation_dimensions":[["AutoScalingGroupName"],["InstanceType"],["ImageId"]],"append_dimensions":{
"AutoScalingGroupName":"${aws:AutoScalingGroupName}","InstanceId":"${aws:InstanceId}","InstanceType":"${aws:InstanceType}","ImageId":"${aws:ImageId}"},
"metrics_collected":{"mem":{"measurement":["mem_used_percent"]},"cpu":{"measurement":["cpu_usage_active"],"totalcpu":true},
"disk":{"measurement":["disk_used_percent"],"resources":["/"]},"net":{"measurement":["bytes_sent","bytes_recv"]}}}'"${group:+$logs}}" >agent.json
  [[ -z $http_proxy ]] || printf '[proxy]\nhttp_proxy="%s"\nhttps_proxy="%s"\nno_proxy="%s"\n' "$http_proxy" "$https_proxy" "$no_proxy" \
    >"$agent/etc/common-config.toml"
  "$agent/bin/amazon-cloudwatch-agent-ctl" -a fetch-config -m ec2 -s -c "file:$PWD/agent.json" || fail "the CloudWatch agent does not start"
}
# Seconds of each phase and of the whole, also over a reboot.
report() {
  local entry data=() group
  echo "total=$(($(date +%s) - $(cat started)))" >>phases
  log "seconds:" "$(cat phases)"
  [[ $(value METRICS true) == true ]] || return 0
  group=$(group_name)
  while read -r entry; do
    data+=("MetricName=BootSeconds,Unit=Seconds,Value=${entry#*=},Dimensions=[{Name=AutoScalingGroupName,Value=$group},{Name=Phase,Value=${entry%=*}}]")
  done <phases
  aws cloudwatch put-metric-data --namespace vend --metric-data "${data[@]}" || log "boot times not sent"
}
