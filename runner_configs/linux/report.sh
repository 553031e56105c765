# ---- CloudWatch
# plugin NAME MEASUREMENTS [DROPPED [RESOURCES]]; '*' dropped: of the group, type and image; not of each instance and device, which costs more.
plugin() {
	local and='","'
	echo ",\"$1\":{\"measurement\":[\"${2//,/$and}\"]${3:+,\"drop_original_metrics\":[\"$3\"]}${4:+,\"resources\":[\"${4//,/$and}\"]}}"
}
start_agent() {
	local text='' files='' file ctl=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
	[[ $METRICS == true || -n $LOG_GROUP ]] || return 0
	need "$ctl" amazon-cloudwatch-agent
	# @if proxy
	drop_in amazon-cloudwatch-agent
	# @end
	[[ $METRICS != true ]] || text=',"metrics":{"namespace":"vend/'$STACK'","aggregation_dimensions":[["AutoScalingGroupName"],["InstanceType"],["ImageId"]],
"append_dimensions":{"InstanceId":"${aws:InstanceId}"'$(printf ',"%s":"${aws:%s}"' {AutoScalingGroupName,InstanceType,ImageId}{,})'},
"metrics_collected":{"statsd":{"service_address":"127.0.0.1:8125","metrics_collection_interval":60}'$(
		plugin mem mem_used_percent
		plugin cpu cpu_usage_active
		plugin disk disk_used_percent,disk_inodes_free disk_inodes_free /
		plugin swap swap_used_percent '*'
		plugin netstat tcp_established '*'
		plugin net bytes_sent,bytes_recv '*' 'eth*,en*'
		plugin diskio read_bytes,write_bytes '*' 'nvme*n1,xvd?'
	)'}}'
	for file in "$LOG" "$RUNNER_LOG"; do
		files+=',{"file_path":"'$file'","log_group_name":"'$LOG_GROUP'","log_stream_name":"{instance_id}'$file'"}'
	done
	[[ -z $LOG_GROUP ]] || text+=',"logs":{"logs_collected":{"files":{"collect_list":['${files:1}']}}}'
	echo "{${text:1}}" >agent.json
	# Without it jobs run all the same.
	(PATIENCE=8; again timeout 100 "$ctl" -a fetch-config -m ec2 -s -c "file:$PWD/agent.json") || log "the CloudWatch agent does not start"
}
# Jobs may run by now: nothing here may fail the boot.
report() {
	local data
	echo "total=$(($(date +%s) - $(stat -c %Y /etc/vend/values)))" >>phases
	log "seconds:" "$(<phases)"
	[[ $METRICS == true ]] || return 0
	mapfile -t data < <(sed "s/\(.*\)=\(.*\)/MetricName=BootSeconds,Unit=Seconds,Value=\2,\
Dimensions=[{Name=AutoScalingGroupName,Value=$GROUP},{Name=Phase,Value=\1}]/" phases)
	aws cloudwatch put-metric-data --namespace "vend/$STACK" --metric-data "${data[@]}" || :
}
