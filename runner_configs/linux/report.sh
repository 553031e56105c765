
# ---- CloudWatch
# only PLUGIN MEASUREMENTS [RESOURCES]: of the group, type and image; not of each instance and device, which costs more.
only() { echo "\"$1\":{\"measurement\":[$2],\"drop_original_metrics\":[\"*\"]${3:+,\"resources\":[$3]}}"; }
start_agent() {
	local logs='' metrics file ctl=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
	[[ $METRICS == true || -n $LOG_GROUP ]] || return 0
	need "$ctl" amazon-cloudwatch-agent
	drop_in amazon-cloudwatch-agent
	for file in "$LOG" "$RUNNER_LOG"; do
		logs+=',{"file_path":"'$file'","log_group_name":"'$LOG_GROUP'","log_stream_name":"{instance_id}'$file'"}'
	done
	logs='"logs":{"logs_collected":{"files":{"collect_list":['${logs#,}']}}}'
	metrics='"metrics":{"aggregation_dimensions":[["AutoScalingGroupName"],["InstanceType"],["ImageId"]],"append_dimensions":{
"AutoScalingGroupName":"${aws:AutoScalingGroupName}","InstanceId":"${aws:InstanceId}","InstanceType":"${aws:InstanceType}","ImageId":"${aws:ImageId}"},
"metrics_collected":{"statsd":{"service_address":"127.0.0.1:8125","metrics_collection_interval":60},
"mem":{"measurement":["mem_used_percent"]},"cpu":{"measurement":["cpu_usage_active"]},
"disk":{"measurement":["disk_used_percent","disk_inodes_free"],"drop_original_metrics":["disk_inodes_free"],"resources":["/"]},
'$(only swap '"swap_used_percent"'),$(only netstat '"tcp_established"'),$(only net '"bytes_sent","bytes_recv"' '"eth*","en*"')'
,'$(only diskio '"read_bytes","write_bytes"' '"nvme*n1","xvd?"')'}}'
	[[ $METRICS == true ]] || metrics=
	[[ -n $LOG_GROUP ]] || logs=
	echo "{$metrics${metrics:+${logs:+,}}$logs}" >agent.json
	timeout 300 "$ctl" -a fetch-config -m ec2 -s -c "file:$PWD/agent.json" || fail "the CloudWatch agent does not start"
}
# Jobs may run by now: nothing here may fail the boot.
report() {
	local data
	echo "total=$(($(date +%s) - $(stat -c %Y /etc/vend/values)))" >>phases
	log "seconds:" "$(<phases)"
	[[ $METRICS == true ]] || return 0
	mapfile -t data < <(sed "s/\(.*\)=\(.*\)/MetricName=BootSeconds,Unit=Seconds,Value=\2,\
Dimensions=[{Name=AutoScalingGroupName,Value=$GROUP},{Name=Phase,Value=\1}]/" phases)
	aws cloudwatch put-metric-data --namespace vend --metric-data "${data[@]}" || :
}
